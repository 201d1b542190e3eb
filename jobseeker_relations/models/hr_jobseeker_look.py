from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .hr_jobseeker_follow_up import OPEN_STATES


class HrJobseeker(models.Model):
    """One look of the engine at a batch of people: whom it leaves alone, what it ends before, when it looks again."""

    _inherit = "hr.jobseeker"

    def _leave_held_contacts(self):
        """Leave those whose contact somebody is merging or deleting: a letter to them would wait for that to end.

        A reference takes a key lock on what it refers to (PostgreSQL 13.3.2): taken beforehand, if it is free.
        """
        self.env.cr.execute(
            SQL("SELECT id FROM res_partner WHERE id = ANY(%s) FOR KEY SHARE SKIP LOCKED", self.partner_id.ids)
        )
        free = {partner_id for (partner_id,) in self.env.cr.fetchall()}
        return self.filtered(lambda person: person.partner_id.id in free)

    def _leave_resting(self, now):
        """End the holds whose day has come; return all but those who still rest."""
        holding = self.filtered(lambda person: person.state == "on_hold")
        windows = holding._get_windows()
        ended = holding.filtered(lambda p: p.hold_until and p._get_hold_end(windows[p]) <= now)
        ended._resume_after_hold()
        for person in holding - ended:
            person.follow_up_at = person._get_hold_end(windows[person]) or False
        return self - (holding - ended)

    def _end_stale_stretches(self):
        """Follow-ups of a policy that is no longer in force are over, and so are those of an earlier stretch."""
        rows = self.env["hr.jobseeker.follow.up"].search(
            [("jobseeker_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        )
        rows.filtered(lambda row: row.occurrence != row.jobseeker_id.occurrence)._cancel("contact")
        rows.filtered(lambda row: row.policy_id != row.jobseeker_id.policy_id).jobseeker_id._end_stretch("policy")

    def _write_looks(self, looks):
        """Write when to look again, once for all people who share it."""
        self.mapped("next_contact_at")  # settle the clock first: its computation clears what is written here
        alike = defaultdict(self.browse)
        for person, vals in looks.items():
            alike[tuple(vals.items())] |= person
        for vals, people in alike.items():
            people.write(dict(vals))
