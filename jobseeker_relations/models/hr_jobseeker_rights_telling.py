from odoo import models


class HrJobseekerRightsRequest(models.Model):
    """Who is told of a request: the person, the officers, those to whom we had given something."""

    _inherit = "hr.jobseeker.rights.request"

    def _tell(self, name):
        """Write to the person, where there is an address and the letter was not deleted; on their thread."""
        template = self.env.ref(f"jobseeker_relations.{name}", raise_if_not_found=False)
        for request in self.filtered("jobseeker_id"):
            if template:
                request._send_notices(template, "request", 1)

    def _tell_officers(self):
        """Tell the data protection officers of the company that a request came, one notice each."""
        group = self.env.ref("jobseeker_relations.group_data_protection_officer")
        for request in self.sudo():  # sudo: whoever registers it may not read requests
            officers = group.all_user_ids.filtered(
                lambda user, company=request.company_id: user.active and company in user.company_ids
            )
            for officer in officers:
                told = request.with_context(lang=officer.lang)
                told.message_notify(
                    partner_ids=officer.partner_id.ids,
                    subject=told.env._("A jobseeker asks about their data: %s", told.display_name),
                    body=told.env._(
                        "It is to be answered by %s.", told.due_on or told.env._("a day that no rule says")
                    ),
                )

    def _ask_to_tell_recipients(self, recipients):
        """One task for each of those to whom we had given something of the person (GDPR art. 19)."""
        for partner in recipients:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Tell %s what became of the data we gave them", partner.display_name),
                note=self.env._(
                    "Request %s: they have to follow, unless it is impossible (GDPR art. 19).", self.number
                ),
                user_id=self.env.uid,
            )
