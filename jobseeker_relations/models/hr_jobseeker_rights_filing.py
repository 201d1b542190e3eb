from odoo import models
from odoo.exceptions import UserError

from .hr_jobseeker_rights_request import OPEN_STATES


class HrJobseeker(models.Model):
    """What a request does to the relationship, and how one comes to be."""

    _inherit = "hr.jobseeker"

    def _stop_marketing(self):
        """No letter that is not an answer to these people goes from now on.

        A hook: where consents are kept by purpose, those for marketing end here. Without them it is no contact.
        """
        # sudo: an objection binds, whoever carries it out; frozen data, too
        self.sudo().write({"do_not_contact": True})

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
