from collections import defaultdict

from odoo import api, fields, models


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
            if letters.partner_id or letters.mail_message_id:
                letters.sudo()._pass_gate()  # sudo: as for e-mails, whoever writes
        return texts

    def _pass_gate(self):
        Contact = self.env["hr.jobseeker.contact"]
        recorded = {row.message_id for row in Contact._get_letters(self.mail_message_id)}  # the engine's own
        letters = self.filtered(lambda sms: sms.mail_message_id not in recorded)
        addressed = letters._get_addressed_people()
        people = self.env["hr.jobseeker"].union(*addressed.values())
        verdicts = people._ask_gate("sms", "bulk")
        served = set()
        for sms, jobseeker in addressed.items():
            verdict = verdicts[jobseeker]
            if jobseeker.partner_id in served:
                sms.write({"state": "canceled", "failure_type": "sms_duplicate"})
            elif verdict.kind == "leave_out":
                sms.write({"state": "canceled", "failure_type": "sms_optout"})
                sms._note_left_out(jobseeker, verdict)
            else:
                served.add(jobseeker.partner_id)

    def _get_addressed_people(self):
        """{text: jobseeker} by the document it stands on, else by the contact in our company."""
        threads = self.env["hr.jobseeker.contact"]._map_messages(self.mail_message_id)
        known = self.env["hr.jobseeker"].search([("partner_id", "in", self.partner_id.ids)])
        known = defaultdict(known.browse, known.grouped("partner_id"))
        addressed = {}
        for sms in self:
            message = sms.mail_message_id
            own, _applicant = threads.get((message.model, message.res_id), (None, None))
            people = known[sms.partner_id]
            if own and (own in people or not sms.partner_id):
                people = own
            company = message.record_company_id or self.env.company
            if person := people._in_company(company)[:1]:
                addressed[sms] = person
        return addressed

    def _note_left_out(self, jobseeker, verdict):
        message = self.mail_message_id
        if message.model == "hr.jobseeker":
            sentence = jobseeker._say_gate(verdict)
            self.env[message.model].browse(message.res_id)._message_log(body=self.env._("SMS not sent: %s", sentence))
