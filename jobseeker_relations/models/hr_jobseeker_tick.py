from odoo import models


class HrJobseekerAction(models.Model):
    """What a jobseeker does with a step on a page of theirs: tick it, or ask for more time."""

    _inherit = "hr.jobseeker.action"

    def _is_tickable(self):
        """Their own, in force, and open: only these have buttons, and only these a program may settle for them."""
        self.ensure_one()
        return self.owner == "jobseeker" and self.in_force and self.is_open

    def _tick(self, words=""):
        """Done; a second time changes nothing."""
        self.ensure_one()
        if not self._is_tickable():
            return False
        words = (words or "").strip()[:2000]
        self.write({"state": "done", "suggestion": False, **({"outcome": words} if words else {})})
        self.jobseeker_id._record_page_word(self.env._("Done: %s", self.name))
        return True

    def _ask_for_time(self, words):
        """They need more time, or want it otherwise: the adviser answers with a new version, or a word."""
        self.ensure_one()
        words = (words or "").strip()[:2000] or self.env._("I need more time.")
        if not self._is_tickable() or self.suggestion == words:
            return False
        self.suggestion = words
        self.jobseeker_id._record_page_word(words, asks=True)
        self.jobseeker_id._nudge_adviser(self.env._("Needs more time: %s", self.name), words)
        return True
