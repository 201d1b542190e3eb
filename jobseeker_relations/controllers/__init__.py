from . import token_page
from . import portal
from . import portal_review
