from odoo import models
from odoo.tools import format_date


class HrJobseekerConsent(models.Model):
    """Which of a person's words on a purpose is the last, and what it says."""

    _inherit = "hr.jobseeker.consent"

    def _covers(self, purpose):
        """Whether they agreed to the very words of this purpose, and that holds."""
        self.ensure_one()
        return self.state == "given" and self.purpose_id == purpose and self.version == purpose.version

    def _get_last_words(self):
        """{jobseeker: {code: consent}}: of each purpose the row that stands, else the one that was said last.

        Rows that were merged are no longer in the order in which they were said. What a newer one took the place of is
        no word.
        """
        words = {}
        said = self.filtered(lambda consent: consent.withdrawn_at or not consent.succeeded_at)
        for consent in said.sorted(lambda consent: (not consent.withdrawn_at, consent._get_said_at(), consent.id)):
            words.setdefault(consent.jobseeker_id, {})[consent.code] = consent
        return words

    def _get_said_at(self):
        return max(at for at in (self.given_at, self.withdrawn_at) if at)

    def _awaits_answer(self):
        """Whether we asked for it anew, and they said nothing since."""
        self.ensure_one()
        return bool(self.asked_on) and self.state in ("given", "expired")

    # --- in words -----------------------------------------------------------------------------------

    def _say(self):
        """ "Agreed 3 Mar 2026 by phone, until 3 Mar 2027"."""
        self.ensure_one()
        through = dict(self._fields["channel"]._description_selection(self.env))
        if self.state == "withdrawn":
            return self.env._(
                "Said no %(day)s, through: %(channel)s",
                day=self._say_day(self.withdrawn_at),
                channel=through.get(self.withdrawn_channel, "–"),
            )
        given = {"day": self._say_day(self.given_at), "channel": through.get(self.channel, "–")}
        if not self.expires_on:
            return self.env._("Agreed %(day)s, through: %(channel)s", **given)
        given["end"] = format_date(self.env, self.expires_on, date_format="d MMM y")
        if self.state == "expired":
            return self.env._("Agreed %(day)s, through: %(channel)s; it ran out %(end)s", **given)
        return self.env._("Agreed %(day)s, through: %(channel)s, until %(end)s", **given)

    def _say_day(self, at):
        return format_date(self.env, self.jobseeker_id._get_local_day(at), date_format="d MMM y")

    def _say_last_day(self):
        return self._say_day(self.withdrawn_at or self.given_at)
