from . import token_page
from . import portal
from . import portal_needs
from . import agreement_page
from . import portal_agreement
from . import portal_review
from . import plan_page
from . import portal_timetable
