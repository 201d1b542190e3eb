# person: who, since when, in which state
from . import hr_jobseeker_state
from . import hr_jobseeker_close_reason
from . import hr_jobseeker

# facts: what happened; none of them knows the policy
from . import hr_jobseeker_contact

# doors: the places where Odoo tells us that something happened
from . import hr_applicant
