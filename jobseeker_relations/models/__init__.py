# person: who, since when, in which state
from . import res_company
from . import res_config_settings
from . import hr_jobseeker_state
from . import hr_jobseeker_close_reason
from . import hr_jobseeker

# facts: what happened; none of them knows the policy
from . import hr_jobseeker_contact
from . import hr_jobseeker_waiver

# policy: what was promised, what is due, what happens then
from . import hr_jobseeker_contact_policy
from . import hr_jobseeker_contact_policy_change
from . import hr_jobseeker_contact_policy_step
from . import hr_jobseeker_contact_policy_language
from . import resource_calendar
from . import hr_jobseeker_window
from . import hr_jobseeker_contact_clock
from . import hr_jobseeker_contact_status
from . import hr_jobseeker_contact_explanation
from . import hr_jobseeker_follow_up
from . import hr_jobseeker_follow_up_attention
from . import hr_jobseeker_stretch
from . import hr_jobseeker_start  # above hr_jobseeker_stretch, which ends what was before
from . import hr_jobseeker_situation
from . import hr_jobseeker_alike
from . import mail_template
from . import hr_jobseeker_letter
from . import hr_jobseeker_follow_up_row
from . import hr_jobseeker_look
from . import hr_jobseeker_follow_up_engine
from . import mail_mail_handover
from . import hr_jobseeker_vacuum
from . import hr_jobseeker_actions
from . import hr_jobseeker_search
from . import hr_jobseeker_guard

# doors: the places where Odoo tells us that something happened
from . import hr_jobseeker_contact_door
from . import hr_jobseeker_gate
from . import hr_jobseeker_presence
from . import hr_jobseeker_join
from . import hr_jobseeker_history
from . import hr_jobseeker_begin
from . import res_partner
from . import hr_applicant
from . import hr_applicant_mirror
from . import mail_thread
from . import mail_message
from . import mail_notification
from . import mail_mail_gate  # below mail_mail: what the gate stops is not written into the ledger
from . import mail_mail
from . import mail_mail_again  # above mail_mail: what is offered again has not failed
from . import mail_activity
from . import sms_sms_gate  # below sms_sms, for the same reason
from . import sms_sms
from . import ir_actions_server
from . import calendar_event
from . import mail_blacklist
