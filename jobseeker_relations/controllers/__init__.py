from . import token_page
from . import portal
from . import agreement_page
from . import portal_agreement
