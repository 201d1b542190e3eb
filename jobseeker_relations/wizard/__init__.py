from . import hr_jobseeker_selection
from . import hr_jobseeker_assign
from . import hr_jobseeker_close
from . import hr_jobseeker_contact_log
from . import hr_jobseeker_hold
from . import hr_jobseeker_place
from . import hr_jobseeker_snooze
