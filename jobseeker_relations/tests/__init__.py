from . import test_contact_clock
from . import test_contact_policy
from . import test_follow_up_engine
from . import test_jobseeker_identity
from . import test_jobseeker_arrival
