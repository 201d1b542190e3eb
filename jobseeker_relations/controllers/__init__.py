from . import token_page
from . import portal
from . import plan_page
from . import portal_timetable
