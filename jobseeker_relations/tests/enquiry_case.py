from odoo import fields
from odoo.tests import Form

from .policy_case import PolicyCase


class EnquiryCase(PolicyCase):
    """The policy promises an answer within eight working hours; people enquire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.response_hours = 8
        cls.Enquiry = cls.env["hr.jobseeker.enquiry"]

    def _enquirer(self, name="Ana", **vals):
        return self._person(name, state="enquiry", **vals)

    def _heard(self, person, at=None, **vals):
        """A word of theirs, as the doors enter it."""
        return self._word(person, at, direction="in", **vals)

    def _word(self, person, at=None, **vals):
        vals = {"direction": "out", "channel": "email", "nature": "personal", **vals}
        return self.Contact._log([{"jobseeker_id": person.id, "date": at or fields.Datetime.now(), **vals}])

    def _ask(self, enquiry, question="From when on?"):
        dialog = self.env["hr.jobseeker.enquiry.ask"].with_user(self.officer)
        dialog.create({"enquiry_id": enquiry.id, "question": question}).action_write()

    def _warn(self):
        self.env.flush_all()
        result = self.Enquiry._warn_batch(100)
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def _tasks(self, person, user=None):
        tasks = self.env["mail.activity"].search([("res_model", "=", "hr.jobseeker"), ("res_id", "=", person.id)])
        return tasks.filtered(lambda task: task.user_id == user) if user else tasks

    def _take_down(self, button="action_get_back", user=None, **vals):
        """What a colleague fills in who takes down an enquiry."""
        form = Form(self.env["hr.jobseeker.enquiry.log"].with_user(user or self.officer))
        for name, value in vals.items():
            setattr(form, name, value)
        return getattr(form.save(), button)()
