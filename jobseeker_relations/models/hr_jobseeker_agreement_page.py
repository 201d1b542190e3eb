from odoo import models


class HrJobseekerAgreement(models.Model):
    """How the person's own answer comes back, from their page."""

    _inherit = "hr.jobseeker.agreement"

    def _accept(self, name, signature=None, ip=None):
        """The person's own yes, on their page; a second one finds the first and changes nothing."""
        self.ensure_one()
        if self.state != "sent":
            return
        answer = {"agreed_channel": "portal", "agreed_by": name, "agreed_ip": ip, "signature": signature or False}
        self.write({"state": "agreed", **answer})
        self._record_answer("agreed")

    def _decline(self, reason=""):
        self.ensure_one()
        if self.state != "sent":
            return
        self.write({"state": "declined", "declined_channel": "portal", "decline_reason": reason})
        self._record_answer("declined", reason)

    def _end_by_jobseeker(self, reason=""):
        self.ensure_one()
        if self.state != "agreed":
            return
        self.write({"state": "ended", "ended_by": "jobseeker", "end_reason": reason})
        self._record_answer("ended", reason)

    def _record_answer(self, answer, words=""):
        """Write the ledger and tell who answers for them, in their language: the page speaks that of the person.

        A bare yes is contact, but asks for no answer; words do.
        """
        reader = self.jobseeker_id._get_answering_user()
        told = self.with_context(lang=reader.lang or self.company_id.partner_id.lang)
        summary = {
            "agreed": told.env._("Agreed to the terms: %s", told.display_name),
            "declined": told.env._("Declined the terms: %s", told.display_name),
            "ended": told.env._("Ended the agreement: %s", told.display_name),
        }[answer]
        person, said = told.jobseeker_id, f"{summary}. {words}" if words else summary
        person._log_own_action(said, asks_answer=bool(words))
        person.message_post(
            body=said,
            author_id=person.partner_id.id,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
            partner_ids=reader.partner_id.ids,
        )
