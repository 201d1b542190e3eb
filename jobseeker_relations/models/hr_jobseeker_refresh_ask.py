from odoo import fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_refresh_job import QUESTION
from .moment import say_moment


class HrJobseeker(models.Model):
    """What an adviser does about requirements that go stale: ask now, or show somebody in matching again."""

    _inherit = "hr.jobseeker"

    def action_ask_requirements(self):
        """“Ask”: the letter with the link goes now, or as soon as it may; says who is left out, and why."""
        self.check_access("write")
        today = fields.Date.today()
        # sudo: letters and marks are the system's; who presses the button was checked
        people = self.sudo()
        asked = people.filtered(lambda person: person.requirements_asked_on == today)
        resting = people.filtered(lambda person: person._rests_from_refresh()) - asked
        nothing = people.filtered(lambda person: not person.requirements_said_on) - asked - resting
        free = people - asked - resting - nothing
        letters, waiting, unreached = free._sort_by_gate()
        free.browse().union(*waiting).write({"refresh_wanted_on": today})
        free._keep_waiting(waiting)
        letters._send_refresh_letters(QUESTION)
        free._mark_asked(letters)
        if len(self) == 1 and not letters and not waiting:
            raise UserError(self._say_not_asked(asked, resting, nothing))
        return self._say_asked(letters, waiting, asked, resting | unreached, nothing)

    def _say_not_asked(self, asked, resting, nothing):
        """Why the one person is not asked by letter."""
        self.ensure_one()
        if asked:
            return self.env._("%s was asked today. Give them a day, or ring them.", self.name)
        if nothing:
            return self.env._(
                "Nothing is written down that %s could confirm. Write down first what they want.", self.name
            )
        if resting:
            return self.env._("%s is not looking for work through us at present, or wants no letters.", self.name)
        return self.env._("No letter reaches %s. Ring them, and press “Still True” where it is.", self.name)

    def _say_asked(self, letters, waiting, asked, unreached, nothing):
        """A notice that counts: so many were asked, so many wait, so many cannot be."""
        parts = [self.env._("Asked: %s.", len(letters))] if letters else []
        if len(waiting) == 1:
            [(person, at)] = waiting.items()
            parts.append(
                self.env._(
                    "%(name)s is asked as soon as the letter may go: %(at)s.",
                    name=person.name,
                    at=say_moment(self.env, at, person._get_zone()),
                )
            )
        elif waiting:
            parts.append(self.env._("As soon as the letter may go: %s.", len(waiting)))
        if asked:
            parts.append(self.env._("Asked today already: %s.", len(asked)))
        if nothing:
            parts.append(self.env._("Nothing written down to confirm: %s.", len(nothing)))
        if unreached:
            parts.append(self.env._("No letter reaches them, or none may go: %s; ring them.", len(unreached)))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": " ".join(parts),
                "type": "success" if letters or waiting else "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_show_in_matching(self):
        """Show them again, though nobody confirmed anything: for as many days as there are before the hiding."""
        self.check_access("write")
        self._check_frozen_data()
        # sudo: the system's own marks; who presses the button was checked
        hidden = self.sudo().filtered("hidden_from_matching_since")
        today = fields.Date.today()
        hidden.write({"hidden_from_matching_since": False, "refresh_reviewed_on": False})
        hidden.filtered("refresh_warned_on").write({"refresh_warned_on": today})
        hidden.filtered(lambda person: not person.refresh_warned_on).write({"refresh_asked_on": today})
        for person in hidden:
            person._message_log(
                body=person._for_colleagues().env._(
                    "Shown in matching again by %s, though nobody confirmed what they want.", self.env.user.name
                ),
                author_id=self.env.user.partner_id.id,
            )
