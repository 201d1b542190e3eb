from odoo import fields, models
from odoo.tools import html2plaintext

from .hr_jobseeker_contact_door import THREADS


class MailActivity(models.Model):
    _inherit = "mail.activity"

    contact_outcome = fields.Selection(
        [("reached", "Reached"), ("no_answer", "No answer"), ("left_message", "Left message")],
        copy=False,
        help="How the call to a jobseeker went; the buttons of “Mark done” fill it in.",
    )

    def _action_done(self, feedback=False, attachment_ids=None):
        """A call that was made is a contact; a meeting is one by its calendar event, and the rest is our own work."""
        calls = self.filtered(
            lambda activity: (
                activity.active and activity.res_model in THREADS and activity.activity_type_id.category == "phonecall"
            )
        )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if calls:
            calls.exists()._record_calls(feedback)
        return result

    def _record_calls(self, feedback):
        Contact = self.env["hr.jobseeker.contact"]
        threads = Contact._map_threads(
            {model: calls.mapped("res_id") for model, calls in self.grouped("res_model").items()}
        )
        summary = Contact._shorten(html2plaintext(feedback or ""))
        vals_list = []
        for call in self:
            jobseeker, applicant = threads.get((call.res_model, call.res_id), (None, None))
            if jobseeker:
                vals_list.append(
                    {
                        "jobseeker_id": jobseeker.id,
                        "direction": "out",
                        "channel": "phone",
                        "outcome": call.contact_outcome,
                        "nature": "personal",
                        # Done without a word on how it went: an attempt, and no more than that.
                        "qualifying": call.contact_outcome == "reached",
                        "user_id": self.env.user.id,
                        "applicant_id": applicant.id,
                        "activity_id": call.id,
                        "summary": summary or Contact._shorten(call.summary),
                    }
                )
        Contact._log(vals_list)
