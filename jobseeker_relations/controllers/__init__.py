from . import token_page
from . import portal
