from odoo import fields, models
from odoo.exceptions import UserError


class HrJobseekerEnquiry(models.Model):
    """What a recruiter does with an enquiry: answer, ask back, promise a call, or say that no answer is needed."""

    _inherit = "hr.jobseeker.enquiry"

    def action_answer(self):
        """One click: the letter to the person, or the call where they have no address. They wrote: an answer may go."""
        self.ensure_one()
        person = self._get_person_to_serve()
        if person.partner_id.email_normalized:
            return person.action_write_letter()
        return person.action_log_contact()

    def action_ask_back(self):
        """Open the dialog in which a question is asked that has to come before the answer."""
        self.ensure_one()
        self._get_person_to_serve()
        self._check_open()
        return self._get_dialog("hr.jobseeker.enquiry.ask", self.env._("Ask %s back", self.partner_id.name))

    def action_resume(self):
        """We do not wait for them any longer: the clock runs again from now."""
        for enquiry in self:
            enquiry._get_person_to_serve()
        self.sudo()._resume()  # sudo: enquiries are nobody's to write; who may write to the person was asked above

    def action_end(self):
        """Open the dialog that asks why no answer is needed."""
        self.ensure_one()
        self._get_person_to_serve()
        self._check_open()
        return self._get_dialog("hr.jobseeker.enquiry.end", self.env._("No answer to %s", self.partner_id.name))

    def action_promise_call(self):
        self.ensure_one()
        return self._get_person_to_serve().action_promise_call()

    def action_open_jobseeker(self):
        self.ensure_one()
        self.check_access("read")
        return self.jobseeker_id._get_own_form()

    def _get_person_to_serve(self):
        """The person, whom the user may write to; AccessError else."""
        self.check_access("read")
        self.jobseeker_id.check_access("write")
        return self.jobseeker_id

    def _check_open(self):
        for enquiry in self:
            if not enquiry.is_open:
                raise UserError(self.env._("%s waits for no first reply any more.", enquiry.partner_id.name))

    def _get_dialog(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_enquiry_id": self.id, "dialog_size": "medium"},
        }

    def _end(self, reason, note=False):
        """No answer is owed any more; the reason stands in the figures."""
        waiting = self.filtered("is_open")
        if waiting:
            waiting.write(
                {
                    "end_reason": reason,
                    "end_note": note,
                    "ended_at": fields.Datetime.now(),
                    "ended_by_id": self.env.uid,
                    "paused_since": False,
                    "warn_at": False,
                }
            )
            waiting._call_off_nudges()


class HrJobseeker(models.Model):
    """Two relationships that become one owe one first reply: the one that was owed first."""

    _inherit = "hr.jobseeker"

    def _prepare_join(self, other):
        result = super()._prepare_join(other)
        # sudo: whoever joins two contacts
        opened = (self | other).sudo().enquiry_ids.filtered("is_open").sorted(lambda row: (row.received_at, row.id))
        opened[1:]._end("joined")
        self.env.flush_all()  # the rows of the other are moved in SQL, past what is not written yet
        return result

    def _join(self, other):
        note = super()._join(other)
        self.sudo().enquiry_ids.filtered("is_open")._take_in()  # sudo: as above; the other's ledger may hold the answer
        return note
