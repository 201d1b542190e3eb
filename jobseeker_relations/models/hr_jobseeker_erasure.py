from collections import Counter
from dataclasses import dataclass, field

from odoo import fields, models

from .personal_data import CATEGORIES

#: In the context of a lawful erasure. An object and no flag: no client can put it into a context.
ERASING = object()
#: Nobody hears of what goes: no tracking, no cancellation, no log.
SILENT = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "active_test": False,
    "skip_res_field_check": True,
    "jobseeker_erasing": ERASING,
}


@dataclass
class Erased:
    """What an erasure did to one group of people: counts by model, and what stays for which holds."""

    people: int
    counts: Counter = field(default_factory=Counter)
    holds: tuple = ()
    kept: Counter = field(default_factory=Counter)
    #: sentences of contacts that something else uses
    uses: tuple = ()
    #: how many texts stay that are about others, too, with the words taken out that stand for them
    shared: int = 0

    @property
    def is_whole(self):
        return not self.holds and not self.uses


class HrJobseeker(models.Model):
    """Erasure: everything on the map of personal data goes, in one transaction, but what a duty keeps.

    Two things stay for good: a key by which nobody writes to them again (``_keep_suppression``), and a row of coarse
    statistics. Files leave the disk with Odoo's next vacuum, within a day.
    """

    _inherit = "hr.jobseeker"

    erasure_owed = fields.Boolean(
        readonly=True, copy=False, help="They asked for erasure, and a duty kept a part: it goes when the duty ends."
    )
    erasure_owed_at = fields.Datetime(readonly=True, copy=False, help="Since when it is owed.")

    _erasure_owed_idx = models.Index("(id) WHERE erasure_owed")

    def _keep_suppression(self):
        """Keep, before these people are erased, what it takes never to write to them again: a keyed hash.

        Blacklists of Odoo stay by themselves.
        """
        self.env["hr.jobseeker.suppression"]._keep(self, "any")

    def _get_recipients(self):
        """{person: contacts to whom we have told something of them}, hirers mostly (GDPR art. 19).

        A hook: referrals are a part of their own, and until then there is nobody.
        """
        return {person: self.env["res.partner"] for person in self}

    def _plan_erasure(self, but=None):
        """What erasing one person would do, without doing it: an ``Erased``.

        :param but: requests about data that are being carried out
        """
        self.ensure_one()
        holds = tuple(self._get_legal_holds(but)[self])
        keeps = _get_keeps(holds)
        Map = self.env["hr.jobseeker.personal.data"]
        trace = Map._get_trace(self)
        plan = Erased(1, holds=holds, uses=tuple(use for uses in trace.uses.values() for use in uses))
        for place in Map._get_places():
            rows = Map._find(place, trace)
            staying = Map._get_staying(place, rows, keeps, trace)
            plan.counts[place.model] += len(rows - staying)
            plan.kept[place.model] += len(staying)
        return plan

    def _erase(self, cause, but=None, only=None):
        """Erase these people, or what of them no duty keeps.

        Whether a duty keeps it all, so that nothing goes, is for the caller to ask before.

        :param cause: request or retention, for the statistics
        :param but: requests about data that are being carried out, and so keep nothing
        :param only: categories that go, where it is not all
        :return: list of ``Erased``, one for each group of people of whom the same stays
        """
        # sudo: the system erases; who may order it was checked, and no copy depends on their rights
        people = self.sudo().with_context(**SILENT)
        people.lock_for_update()
        holds = people._get_legal_holds(but)
        if not only:
            people._remember_rule_holds(holds)
        rest = frozenset(code for code, _name in CATEGORIES) - only if only else frozenset()
        groups = {}
        for person in people:
            keeps = _get_keeps(holds[person]) | rest
            groups[keeps] = groups.get(keeps, people.browse()) | person
        return [
            group._erase_alike(
                keeps, tuple(dict.fromkeys(h for person in group for h in holds[person])), cause, not only
            )
            for keeps, group in groups.items()
        ]

    def _erase_alike(self, keeps, holds, cause, whole=True):
        """:param whole: they go, but for what is held; False: a kind of data goes, and they stay as they are"""
        Map = self.env["hr.jobseeker.personal.data"].with_context(**SILENT)
        self.env.flush_all()
        trace = Map._get_trace(self)
        uses = tuple(dict.fromkeys(use for uses in trace.uses.values() for use in uses))
        done = Erased(len(self), holds=holds, uses=uses)
        places = Map._get_places()
        found = {place: Map._find(place, trace) for place in places}  # all of them before the first goes
        if not keeps:
            self._keep_suppression()
            self.env["hr.jobseeker.statistics"]._keep(self, cause)
        elif holds and whole:
            self._freeze_what_stays()
        if not keeps:
            Map._erase_dialogs(trace)
            Map._redact_passed_on(trace)
        for place in places:
            rows = found[place].exists()
            staying = Map._get_staying(place, rows, keeps, trace)
            done.kept[place.model] += len(staying)
            done.counts[place.model] += Map._erase_rows(place, rows - staying, trace)
        if not keeps:
            Map._erase_pushes(trace)
        done.shared = trace.shared_texts
        self.env.flush_all()
        self.env.invalidate_all()
        return done

    def _freeze_what_stays(self):
        """What a duty keeps is kept for that duty and used for nothing else; it goes by itself when the duty ends."""
        for person in self.filtered(lambda person: person.state != "closed"):
            person.write({"state": "closed"})
        self.write({"do_not_contact": True, "erasure_owed": True, "erasure_owed_at": fields.Datetime.now()})
        self.filtered(lambda person: not person.restricted_at).restricted_at = fields.Datetime.now()


def _get_keeps(holds):
    """The categories that these holds keep; who the person is stays as long as anything does."""
    keeps = frozenset().union(*(hold.keeps for hold in holds)) if holds else frozenset()
    return keeps | {"identity", "rights"} if keeps else keeps
