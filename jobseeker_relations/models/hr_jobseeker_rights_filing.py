from odoo import models
from odoo.exceptions import UserError

from .hr_jobseeker_purpose import MARKETING
from .hr_jobseeker_rights_request import OPEN_STATES


class HrJobseeker(models.Model):
    """What a request does to the relationship, and how one comes to be."""

    _inherit = "hr.jobseeker"

    def _object(self, channel, note):
        """No letter that is not an answer goes from now on, and every yes to marketing ends (UK GDPR art. 21).

        The yes ends by itself, so that who later asks to be written to again has not agreed to mailings by it.

        :param channel: through which they said so, as of a consent; None where it was none of those
        :param note: what a consent says of why it ended
        """
        self.ensure_one()
        # sudo: an objection binds, whoever carries it out; frozen data, too
        person = self.sudo()
        person.write({"do_not_contact": True})
        purposes = {purpose.code: purpose for purpose in person.purpose_ids}
        for code in MARKETING:
            if code in purposes:
                person._withdraw_purpose(purposes[code], channel, note)
            else:
                person._purpose_withdrawn(code)

    def _file_request(self, kind, details=False, channel="portal", received_on=None):
        """Register a request for this person, tell its officers and the person; one of a kind is open at a time.

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
        return request
