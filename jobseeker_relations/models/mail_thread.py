from odoo import api, models
from odoo.tools import email_normalize

from ..rules import mail_kind
from ..rules.private_address import close_addresses
from .hr_jobseeker_contact_door import THREADS
from .hr_jobseeker_letter import ANSWERS_THEM


class MailThread(models.AbstractModel):
    """The mail gateway: who wrote, was it a person or a machine, and what came back; and core's letters of a stage."""

    _inherit = "mail.thread"

    def _message_track(self, fields_iter, initial_values_dict):
        return super(MailThread, self._answering())._message_track(fields_iter, initial_values_dict)

    def _message_track_post_template(self, changes):
        return super(MailThread, self._answering())._message_track_post_template(changes)

    def _answering(self):
        """Where a stage says so, core writes about what the person did: it passes the gate, whoever moved them."""
        return self.with_context(jobseeker_automatic=ANSWERS_THEM) if self._name in THREADS else self

    @api.model
    def _message_parse_extract_payload_postprocess(self, message, payload_dict):
        """A reply quotes our letter with the person's own links, with which a colleague could answer for them."""
        payload = super()._message_parse_extract_payload_postprocess(message, payload_dict)
        if body := payload.get("body"):
            payload["body"] = type(body)(close_addresses(body))
        return payload

    @api.model
    def _message_parse_post_process(self, message, message_dict, routes):
        """On an application's thread the author is its own person, where the address agrees.

        Core takes the first contact with the address, and in a family that may be somebody else.
        """
        values = super()._message_parse_post_process(message, message_dict, routes)
        email = email_normalize(message_dict["email_from"])
        for model, thread_id, *_rest in routes or ():
            if email and model in THREADS and thread_id:
                Contact = self.env["hr.jobseeker.contact"]
                for jobseeker, applicant in Contact._map_threads({model: [thread_id]}).values():
                    if jobseeker and email in jobseeker._get_addresses(applicant):
                        values["author_id"] = jobseeker.partner_id.id
        return values

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Mark automatic replies with Odoo's own type for them, so that everybody sees that nobody wrote."""
        if message_dict.get("message_type") == "email" and self._is_machine_reply(message, message_dict, routes):
            message_dict["message_type"] = "out_of_office"
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _is_machine_reply(self, message, message_dict, routes):
        """Only about our people: what other documents make of automatic replies is not this addon's to change."""
        kind = mail_kind.classify(message, message_dict.get("subject") or "", None)
        if kind == "human":
            return False
        # sudo: the gateway's user may not read relationships
        author = self.env["res.partner"].sudo().browse(message_dict.get("author_id") or ())
        return bool(author.jobseeker_ids or author.former_jobseeker_ids) or any(
            route[0] in THREADS for route in routes or ()
        )

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        if message_dict["bounced_message"] or message_dict["bounced_partner"]:
            self._record_bounce(message_dict)
        return result

    @api.model
    def _record_bounce(self, message_dict):
        """The letter that came back is corrected; an address that fails without a known letter is a fact of its own."""
        Contact = self.env["hr.jobseeker.contact"]
        message, partners = message_dict["bounced_message"], message_dict["bounced_partner"]
        reason = self.env._("Returned: %s", message_dict.get("subject") or message_dict["bounced_email"] or "")
        letters = Contact._get_letters(message).filtered(
            lambda contact: (
                not partners
                or contact.jobseeker_id._get_contacts() & partners
                or message_dict["bounced_email"] in contact.jobseeker_id._get_addresses(contact.applicant_id)
            )
        )
        if letters:
            letters.filtered(lambda contact: contact.outcome != "bounced")._correct(reason, outcome="bounced")
            return
        contacts = partners.sudo()  # sudo: the gateway's user may not read relationships
        people = contacts.jobseeker_ids | contacts.former_jobseeker_ids.jobseeker_id
        if message and message.model in THREADS:
            people = people.browse(jobseeker.id for jobseeker, _a in Contact._map_messages(message).values())
        known = Contact.sudo().search([("message_id", "in", message.ids), ("outcome", "=", "bounced")]).jobseeker_id
        Contact._log(
            [
                {
                    "jobseeker_id": jobseeker.id,
                    "direction": "out",
                    "channel": "email",
                    "outcome": "bounced",
                    "nature": "automatic",
                    "user_id": False,
                    "message_id": message.id,
                    "summary": Contact._shorten(reason),
                }
                for jobseeker in people - known
            ]
        )
