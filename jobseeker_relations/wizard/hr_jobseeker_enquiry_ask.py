from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..models.hr_jobseeker_enquiry_door import ASKS


class HrJobseekerEnquiryAsk(models.TransientModel):
    """ "Ask Back": what we must know before we can answer. The clock stands still until they are heard again.

    The question is no answer, whoever writes it: it is the letter of this dialog, and no other, that is left out.
    """

    _name = "hr.jobseeker.enquiry.ask"
    _inherit = ["hr.jobseeker.asked"]
    _description = "Ask an Enquirer Back"

    enquiry_id = fields.Many2one("hr.jobseeker.enquiry", required=True, readonly=True)
    email = fields.Char(related="enquiry_id.jobseeker_id.email", related_sudo=False)
    question = fields.Text(help="Goes to them by e-mail, from you.")

    def action_write(self):
        """Write the question to them."""
        self.ensure_one()
        if not (self.question or "").strip():
            raise UserError(self.env._("Write down what you want to know."))
        person = self._get_person()
        if not person.partner_id.email_normalized:
            raise UserError(self.env._("%s has no valid e-mail address: ask by phone.", person.name))
        enquiry = self.enquiry_id.sudo()  # sudo: enquiries are nobody's to write; the person was asked above
        message = person.with_context(jobseeker_asks=ASKS).message_post(
            body=plaintext2html(self.question),
            subject=person.with_context(lang=person.partner_id.lang).env._("A question first"),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=person.partner_id.ids,
        )
        enquiry._pause(message)
        return {"type": "ir.actions.act_window_close"}

    def action_asked(self):
        """It was asked by word of mouth, say on an answering machine."""
        self.ensure_one()
        person = self._get_person()
        # sudo: the ledger and its enquiries are written the same way for everybody
        contacts = self.env["hr.jobseeker.contact"].sudo().with_context(jobseeker_asks=ASKS)
        contacts._log(
            [
                {
                    "jobseeker_id": person.id,
                    "direction": "out",
                    "channel": "phone",
                    "nature": "personal",
                    "outcome": "left_message",
                    "user_id": self.env.uid,
                    "summary": contacts._shorten(self.question),
                }
            ]
        )
        self.enquiry_id.sudo()._pause(self.env["mail.message"])  # sudo: as above
        return {"type": "ir.actions.act_window_close"}

    def _get_person(self):
        person = self.enquiry_id._get_person_to_serve()
        self.enquiry_id._check_open()
        return person
