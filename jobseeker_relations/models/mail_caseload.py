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
        activities._forget_caseloads()
        activities._check_not_opened()
        return activities

    def write(self, vals):
        if OPENING.isdisjoint(vals):
            return super().write(vals)
        if not self.env.su:
            # a task that is done, or was taken away, has stopped opening its document
            self._check_not_opened(but_for=[])
            if vals.get("user_id", self.env.uid) != self.env.uid and self._is_narrowed():
                rest = {name: value for name, value in vals.items() if name != "user_id"}
                return (not rest or self.write(rest)) and self._hand_on(vals["user_id"])
        result = super().write(vals)
        self._forget_caseloads()
        if not {"res_id", "res_model", "res_model_id"}.isdisjoint(vals):
            self._check_not_opened()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_caseloads()
        return result

    def _hand_on(self, user_id):
        """Give these tasks to somebody else, whom core then lets follow: asked for while the user may still say so."""
        self.check_access("write")
        on_documents = self.sudo().filtered("res_id")  # sudo: which document, before its rights
        for model, tasks in on_documents.grouped("res_model").items():
            self.env[model].browse(tasks.mapped("res_id")).exists().check_access("write")
        # sudo: core asks for that again, when the task that opened the document to the user is not theirs any more
        result = super(MailActivity, self.sudo()).write({"user_id": user_id})  # pylint: disable=super-method-mismatch
        self._forget_caseloads()
        return result

    @api.model
    def _forget_caseloads(self):
        """Whom a task opens its document to depends on no field of the document."""
        for model in THREADS:
            self.env[model].invalidate_model(["in_my_caseload"], flush=False)

    @api.model
    def _is_narrowed(self):
        """In any company of the user's: a task opens its document whichever were chosen when it was made."""
        return self.env.user._is_narrowed(self.env.user.company_ids.ids)

    def _check_not_opened(self, but_for=None):
        """Raise AccessError where the user sees one of these documents by nothing but these activities."""
        if self.env.su or not self._is_narrowed():
            return
        ours = self.sudo().filtered(lambda task: task.res_model in THREADS)  # sudo: which document, before its rights
        everywhere = self.with_context(allowed_company_ids=self.env.user.company_ids.ids).env
        for model, tasks in ours.grouped("res_model").items():
            documents = everywhere[model].browse(tasks.mapped("res_id")).exists()
            seen = documents.sudo()  # sudo: by the caseload alone, which is asked for past its own rule
            if seen - seen.filtered_domain(documents._get_caseload_domain(ours.ids if but_for is None else but_for)):
                raise self._make_access_error("write")


class MailThread(models.AbstractModel):
    """Who follows a document and does not see it any more is told nothing new of it."""

    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not (recipients and (self._name == "hr.jobseeker" or "jobseeker_id" in self._fields)):
            return recipients
        if not self.env["res.company"]._get_caseload_modes():
            return recipients
        addressed = (msg_vals or {}).get("partner_ids")
        addressed = set(message.sudo().partner_ids.ids if addressed is None else addressed)  # sudo: core's own question
        uids = [recipient.get("uid") for recipient in recipients if recipient["id"] not in addressed]
        hidden = self._get_hidden_from(list(filter(None, uids)))
        return [
            recipient for recipient in recipients if recipient["id"] in addressed or recipient.get("uid") not in hidden
        ]

    def _get_hidden_from(self, uids):
        """The colleagues who see this document no more: it left their caseload, or they left Recruitment.

        A colleague who is addressed by name is told all the same.
        """
        document, modes = self.sudo(), self.env["res.company"]._get_caseload_modes()  # sudo: whoever writes
        company = document.company_id if "company_id" in self._fields else self.env["res.company"]
        person = document if self._name == "hr.jobseeker" else document.jobseeker_id
        owners = person.adviser_id | (document.user_id if self._name == "hr.applicant" else person.adviser_id)
        hidden = set()
        for user in self.env["res.users"].sudo().browse(uids):  # sudo: as above
            narrowed = not user.share and user._is_narrowed(user.company_ids.ids)
            if user.share or (company and company.id not in modes and not narrowed):
                continue
            if narrowed and user in owners and company <= user.company_ids:
                continue  # most followers are: no rule has to be asked
            mine = self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            if not mine.has_access("read"):
                hidden.add(user.id)
        return hidden
