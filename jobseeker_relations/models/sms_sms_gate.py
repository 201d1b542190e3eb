from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.letter_gate import Verdict


class SmsSms(models.Model):
    """The gate behind all dialogs for text messages: one batch is one text to many, as in the ledger.

    Odoo cannot keep a text message until later, so one that is outside a person's hours is left out, not held.
    """

    _inherit = "sms.sms"

    jobseeker_bulk = fields.Boolean(
        "One Text to Many", copy=False, help="Made by a mailing or an automation, which may take one record at a time."
    )

    def _is_bulk(self):
        """Whether these texts, made together, are one text to many."""
        return len(self) > 1 or self.jobseeker_bulk

    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        if texts._is_bulk():
            letters = texts.filtered(lambda sms: sms.state == "outgoing" and sms.number)
            letters.sudo()._pass_gate()  # sudo: as for e-mails, whoever writes
        return texts

    def _pass_gate(self):
        Contact = self.env["hr.jobseeker.contact"]
        recorded = {row.message_id for row in Contact._get_letters(self.mail_message_id)}  # the engine's own
        letters = self.filtered(lambda sms: sms.mail_message_id not in recorded)
        letters.filtered(lambda sms: not sms.jobseeker_bulk).jobseeker_bulk = True  # who says no later is left out yet
        addressed = {sms: people for sms, (people, _applicant) in letters._find_readers().items() if people}
        verdicts = self.env["hr.jobseeker"].union(*addressed.values())._ask_gate("sms", "bulk")
        served = set()
        for sms, people in addressed.items():
            stopped = [person for person in people if verdicts[person].kind == "leave_out"]
            if not served.isdisjoint(people.partner_id):
                sms.write({"state": "canceled", "failure_type": "sms_duplicate"})
            elif stopped:
                sms.write({"state": "canceled", "failure_type": "sms_optout"})
                sms._note_left_out(stopped[0], verdicts[stopped[0]])
            else:
                served.update(people.partner_id)

    @api.model
    def _stop_mailings_to(self, people, reason):
        """Take back the texts to many that have not left yet and that these people would get; their others go on.

        :param reason: code of the law, as the gate has it
        """
        partners = people.sudo().partner_id  # sudo: the queue is the system's, whoever said no
        numbers = [number for partner in partners for number in (partner.phone_sanitized, partner.phone) if number]
        addressed = Domain("partner_id", "in", partners.ids) | Domain("number", "in", numbers)
        queued = self.sudo().search(Domain("state", "=", "outgoing") & Domain("jobseeker_bulk", "=", True) & addressed)
        readers = {sms: found & people for sms, (found, _applicant) in queued._find_readers().items()}
        stopped = queued.filtered(lambda sms: readers[sms])
        if not stopped:
            return
        stopped._update_sms_state_and_trackers("canceled", failure_type="sms_optout")
        letters = self.env["hr.jobseeker.contact"]._get_letters(stopped.mail_message_id)
        letters.filtered(lambda letter: letter.jobseeker_id in people)._correct(
            self.env._("Held back before it was sent"), outcome="withdrawn", nature="automatic", message_id=False
        )
        for sms in stopped:
            sms._note_left_out(readers[sms][:1], Verdict("leave_out", reason))

    def _note_left_out(self, jobseeker, verdict):
        message = self.mail_message_id
        if message.model == "hr.jobseeker":
            sentence = jobseeker._say_gate(verdict)
            self.env[message.model].browse(message.res_id)._message_log(body=self.env._("SMS not sent: %s", sentence))
