from . import token_page
from . import portal
from . import portal_account
from . import portal_adviser
from . import portal_preferences
from . import still_looking
