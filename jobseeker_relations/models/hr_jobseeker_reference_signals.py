from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import hmac

from odoo.addons.iap.tools.iap_tools import mail_prepare_for_domain_search

from ..rules.reference_signals import Answered, network, signals

#: Minutes, where no rule says it.
QUICK = 1


class HrJobseekerReference(models.Model):
    """What is worth a second look, beside what may have caused it: shown, and nothing follows from it by itself."""

    _inherit = "hr.jobseeker.reference"

    signals = fields.Html(
        string="Worth a Look",
        compute="_compute_signals",
        sanitize=False,
        help="Facts, and how they may have come about. They make no score, and decide nothing.",
    )

    @api.depends("may_read_answers", "kept_position", "kept_from", "kept_to", "position", "worked_from", "worked_to")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_signals(self):
        for reference in self:
            said = reference._say_signals()
            found = reference._origin._find_signals() if reference.may_read_answers else []
            lines = [
                Markup("<li><strong>%s</strong> %s</li>") % (fact, self.env._("It may be innocent: %s", innocent))
                for fact, innocent in map(said.get, found)
            ]
            reference.signals = Markup("<ul>%s</ul>") % Markup().join(lines) if lines else False

    def _find_signals(self):
        """Codes of what is worth a look in an answer that came; see ``rules/reference_signals.py``."""
        self.ensure_one()
        if self.stage not in ("received", "verified"):
            return []
        kept = self.sudo()  # sudo: the hashes are nobody's to read; only whether any two are alike is told
        rule = self.env["hr.jobseeker.rule"]._find("reference_quick_minutes", self.company_id)
        answered = Answered(
            referee_networks=frozenset((kept.referee_networks or "").split()),
            jobseeker_networks=kept._get_jobseeker_networks(),
            organisation=self.organisation or "",
            is_free_mail=_is_anybodys(self._get_address()),
            began_at=self.began_at or None,
            sent_at=(self.received_channel == "page" and self.received_at) or None,
            said_from=self.worked_from or None,
            said_to=self.worked_to or None,
            found_from=kept.kept_from or None,
            found_to=kept.kept_to or None,
            said_position=self.position or "",
            found_position=kept.kept_position or "",
        )
        return signals(answered, timedelta(minutes=rule.number if rule else QUICK))

    def _get_jobseeker_networks(self):
        """Whence the jobseeker named the referee and agreed to terms: what is kept of them already."""
        marks = set((self.jobseeker_networks or "").split())
        marks.update(map(self._mark_network, self.jobseeker_id.agreement_ids.filtered("agreed_ip").mapped("agreed_ip")))
        return frozenset(filter(None, marks))

    @api.model
    def _mark_network(self, origin):
        """A keyed hash of whence a request came, or None: only this database can make it, for this comparison."""
        place = network(origin)
        return place and hmac(self.env(su=True), "jobseeker_relations.reference_network", place)[:24]

    def _say_signals(self):
        """{code: (fact, how it may have come about)}"""
        return {
            "same_network": (
                self.env._("It was sent from the same network as the jobseeker uses."),
                self.env._("they live or work together, or were at the same library, school or office."),
            ),
            "free_mail": (
                self.env._("The address is one that anybody can get, and not the organisation's."),
                self.env._("the referee has left, has no work address, or prefers their own. Ring the switchboard."),
            ),
            "quick": (
                self.env._("It was sent very soon after it was begun."),
                self.env._("it was written beforehand, or there was little to say. Ask them about it."),
            ),
            "dates_differ": (
                self.env._("The referee gives other dates than the jobseeker."),
                self.env._("notice, leave, agency work or a slip of memory. Ask the jobseeker."),
            ),
            "position_differs": (
                self.env._("The referee names the position otherwise than the jobseeker."),
                self.env._("titles differ between contract and daily work, or between languages. Ask the jobseeker."),
            ),
        }


def _is_anybodys(address):
    """Whether an address is of a provider with whom anybody can have one; Odoo names the domain of any other."""
    return not (mail_prepare_for_domain_search(address) or "@").startswith("@")
