from odoo import api, models
from odoo.exceptions import UserError

from .hr_jobseeker_purpose import MARKETING
from .hr_jobseeker_rights_request import OPEN_STATES

#: The channel of a consent that a request came by, where there is one.
CONSENT_CHANNELS = {"portal": "portal", "email": "email", "phone": "phone", "letter": "paper", "meeting": "meeting"}


class HrJobseeker(models.Model):
    """What a request does to the relationship, and how one comes to be."""

    _inherit = "hr.jobseeker"

    def _object(self, request):
        """Carry out an objection: no letter that is not an answer goes from now on, and every yes to marketing ends.

        :param request: what they asked; a consent that ends names it
        """
        self.ensure_one()
        # sudo: an objection binds, whoever carries it out; frozen data, too
        self.sudo().write({"do_not_contact": True})
        self._end_marketing(request)

    def _end_marketing(self, request, codes=MARKETING):
        """End every yes to marketing, given or not yet asked for, as whoever objects may ask at any time (art. 21(3)).

        So who later asks to be written to again has not agreed to mailings by it. Who answers for them reads it on the
        thread.
        """
        self.ensure_one()
        person = self.sudo()  # sudo: as above
        channel, ended = CONSENT_CHANNELS.get(request.channel), person.env["hr.jobseeker.purpose"]
        for code in codes:
            purpose = person._find_purpose(code)
            if not purpose:
                person._purpose_withdrawn(code)
            elif person._withdraw_purpose(purpose, channel, request.number):
                ended |= purpose
        if ended:
            told = person._for_colleagues()
            names = ", ".join(ended.with_context(lang=told.env.lang).mapped("name"))
            person._message_log(body=told.env._("Said no to: %s", names), author_id=person.partner_id.id)

    def _file_request(self, kind, details=False, channel="portal", received_on=None):
        """Register a request for this person, tell its officers and the person; one of a kind is open at a time.

        Marketing ends by an objection as it comes; to stop every letter, an officer first looks who asks.

        :raise UserError: there is one already, in words for the person
        """
        self.ensure_one()
        requests = self.env["hr.jobseeker.rights.request"].sudo()  # sudo: who asks has no rights on requests
        known = requests.search(
            [("jobseeker_id", "=", self.id), ("kind", "=", kind), ("state", "in", OPEN_STATES)], limit=1
        )
        if known:
            raise UserError(self.env._("This was asked already, and is being answered: request %s.", known.number))
        request = requests.create(
            {
                "jobseeker_id": self.id,
                "kind": kind,
                "details": details,
                "channel": channel,
                "received_on": received_on or self._get_today(),
            }
        )
        request._tell("mail_template_rights_received")
        request._tell_officers()
        if kind == "objection":
            self._end_marketing(request)
        return request


class HrJobseekerRightsRequest(models.Model):
    _inherit = "hr.jobseeker.rights.request"

    @api.model
    def _end_marketing_of_former_objections(self):
        """Objections that were carried out before 19.0.1.4.0 left a yes to marketing standing: end it now.

        A yes that was given after the answer is a newer word, and stands.
        """
        # sudo: the system's own, on behalf of everybody who objected
        requests = self.sudo().search(
            [
                ("kind", "=", "objection"),
                ("jobseeker_id", "!=", False),
                ("identity_confirmed_at", "!=", False),
                ("state", "!=", "withdrawn"),
                ("outcome", "!=", "refused"),
            ]
        )
        for request in requests.filtered("jobseeker_id.do_not_contact"):
            person, said_at = request.jobseeker_id, request.closed_at or request.identity_confirmed_at
            words = person._get_last_words()
            newer = {code for code, word in words.items() if word.given_at and word.given_at > said_at}
            person._end_marketing(request, [code for code in MARKETING if code not in newer])
