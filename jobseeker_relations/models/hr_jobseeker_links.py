import math
import re
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta

from odoo import models

#: Purpose and token of a link of ours, wherever it stands in a letter.
LINK = re.compile(r"(?<=/jobseeker/)([\w-]+)/([\w-]{40,})")


class HrJobseekerLink(models.AbstractModel):
    """What was asked behind a link that opens nothing any more."""

    _inherit = "hr.jobseeker.link"

    def _awaits_answer(self):
        """Whether the person was asked something in a letter, and has not answered."""
        return False

    def _note_dead_link(self):
        """No letter brings a link that works: it can be asked again at once."""
        if "link_expires_on" in self._fields:
            self.link_expires_on = False


class HrJobseekerReferral(models.Model):
    _inherit = "hr.jobseeker.referral"

    def _awaits_answer(self):
        return bool(self.consent_asked_at) and self._is_askable()


class HrJobseekerSignpost(models.Model):
    _inherit = "hr.jobseeker.signpost"

    def _awaits_answer(self):
        return self.state == "proposed"


class HrJobseekerPlan(models.Model):
    _inherit = "hr.jobseeker.plan"

    def _awaits_answer(self):
        return self.state == "proposed"


class HrJobseekerAgreement(models.Model):
    _inherit = "hr.jobseeker.agreement"

    def _awaits_answer(self):
        return self.state == "sent"


class HrJobseeker(models.Model):
    """All links of a person at once: those that were sent die, letters that wait leave with new ones."""

    _inherit = "hr.jobseeker"

    def _revoke_all_links(self, readers=None):
        """Of these people and of whatever of theirs has links of its own; whoever answers for them hears what to ask.

        :param readers: res.partner, beside their own contacts: to whom letters about them may be on their way
        :return: the records that were asked about behind a link that is dead
        """
        linked, people = self._get_linked(), self.sudo()  # sudo: keys, letters and tasks are the system's
        alive = {(record._name, record.id, record.link_key or ""): record for record in linked}
        for record in linked:
            record._revoke_links()
        contacts = people.partner_id | (readers or people.partner_id).sudo()  # sudo: as above
        waiting = [("state", "in", ("outgoing", "exception")), ("recipient_ids", "in", contacts.ids)]
        going = self.env["mail.mail"].sudo().search(waiting)._renew_links(alive)  # sudo: as above
        asked = [record for record in linked if record not in going and record._awaits_answer()]
        for record in asked:
            record._note_dead_link()
        for person in people:
            person._tell_of_dead_links([record for record in asked if record._get_people() == person])
        return asked

    def _get_linked(self):
        """These people, and each record of theirs that has links to a page for them."""
        linked = [*self.sudo()]  # sudo: keys are nobody's to write
        for name in sorted(self.env.registry.descendants(["hr.jobseeker.link"], "_inherit")):
            model = self.env[name].sudo().with_context(active_test=False)  # sudo: as above
            if model._link_is_theirs and not model._abstract and "jobseeker_id" in model._fields:
                linked += model.search([("jobseeker_id", "in", self.ids)])
        return linked

    def _tell_of_dead_links(self, asked):
        if not asked or self._is_frozen():  # of whom nothing is asked
            return
        told = self._for_colleagues()
        names = "\n".join(record.with_env(told.env).display_name for record in asked)
        told._tell_adviser(told.env._("Links that were sent to %s open nothing any more: ask again", told.name), names)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _renew_links(self, alive):
        """Put links that work into letters that have not left; what would go to somebody else does not.

        :param alive: {(model, id, key): record} of links that opened something until now
        :return: the records to which a letter is on its way with a link
        """
        going = set()
        for mail in self:
            found = {
                token: (purpose, record)
                for purpose, token in LINK.findall(mail.body_html or "")
                if (record := alive.get(tuple(self.env["hr.jobseeker.link"]._read_link(purpose, token))))
            }
            people = [record._get_people().partner_id for _purpose, record in found.values()]
            if any(mail.recipient_ids != contact for contact in people):
                reason = self.env._("Links that were sent until now open nothing any more.")
                mail.write({"state": "cancel", "failure_reason": reason})
                mail._cancel_envelopes()
                continue
            for token, (purpose, record) in found.items():
                link = record._get_link(purpose, _get_days_left(token))
                mail.body_html = mail.body_html.replace(token, link.rpartition("/")[2])
                if mail.state == "outgoing" and mail.recipient_ids.email_normalized:
                    going.add(record)
        return going


def _get_days_left(token):
    """Days of 24 hours, begun ones as well, for which a link still works."""
    expires_at = int.from_bytes(urlsafe_b64decode(f"{token}===")[1:9], byteorder="little")  # as in odoo's hash_sign
    return max(math.ceil((datetime.fromtimestamp(expires_at) - datetime.now()) / timedelta(days=1)), 1)
