from odoo import api, models

from .hr_jobseeker_contact_door import THREADS

#: What of an activity decides whom it opens a document to.
OPENING = {"user_id", "active", "res_id", "res_model", "res_model_id"}


class MailActivity(models.Model):
    """An open task lets who has to do it see the person (``hr.jobseeker.caseload``), so nobody gives one to themselves.

    Core asks for the rights on the document when the activity is there already, and opens the document; and of a
    change it asks nothing where the activity is one's own.
    """

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_not_opened()
        return activities

    def write(self, vals):
        opening = not self.env.su and not OPENING.isdisjoint(vals)
        if opening:
            # a task that is done, or was taken away, has stopped opening its document
            self._check_not_opened(but_for=[])
        if opening and "user_id" in vals:
            self.check_access("write")
            # sudo: who hands a task on may see its document no more, on which core then lets the next one follow
            result = super(MailActivity, self.sudo()).write(vals)
        else:
            result = super().write(vals)
        if opening and {"res_id", "res_model", "res_model_id"} & vals.keys():
            self._check_not_opened()
        return result

    def _check_not_opened(self, but_for=None):
        """Raise AccessError where the user sees one of these documents by nothing but these activities."""
        if self.env.su or not self.env.user._is_narrowed(self.env.companies.ids):
            return
        ours = self.sudo().filtered(lambda task: task.res_model in THREADS)  # sudo: which document, before its rights
        for model, tasks in ours.grouped("res_model").items():
            documents = self.env[model].browse(tasks.mapped("res_id")).exists()
            seen = documents.sudo()  # sudo: by the caseload alone, which is asked for past its own rule
            if seen - seen.filtered_domain(documents._get_caseload_domain(ours.ids if but_for is None else but_for)):
                raise self._make_access_error("write")


class MailThread(models.AbstractModel):
    """Who follows a document and does not see it any more is told nothing new of it."""

    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not (recipients and self._name.startswith((*THREADS, "hr.jobseeker."))):
            return recipients
        if not self.env["res.company"]._get_caseload_modes():
            return recipients
        addressed = (msg_vals or {}).get("partner_ids")
        addressed = set(message.sudo().partner_ids.ids if addressed is None else addressed)  # sudo: core's own question
        return [
            recipient
            for recipient in recipients
            if recipient["id"] in addressed or not self._is_hidden_from(recipient.get("uid"))
        ]

    def _is_hidden_from(self, uid):
        """Whether a colleague sees this document no more. A colleague who is addressed by name is told all the same."""
        user = self.env["res.users"].sudo().browse(uid or ())  # sudo: whoever writes
        if not user or user.share or not user._is_narrowed(user.company_ids.ids):
            return False
        return not self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).has_access("read")
