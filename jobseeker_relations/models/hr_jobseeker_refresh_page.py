from odoo import models
from odoo.exceptions import MissingError, UserError

from .hr_jobseeker_need import OPEN_STATES
from .hr_jobseeker_refresh_job import LINK_DAYS, PURPOSE


class HrJobseeker(models.Model):
    """The page behind the link of the letter: what they want, as we know it, to confirm as a whole or line by line.

    Nothing sensitive is on it: whoever has the letter reads the page. Each line is saved by itself, by the same rules
    as on their page behind the login (``hr_jobseeker_need_door.py``). Called as the system, on nobody's RPC.
    """

    _inherit = "hr.jobseeker"

    def _get_needs_to_confirm(self):
        """Their open needs, without what is sensitive."""
        return self.env["hr.jobseeker.need"].search(
            [("jobseeker_id", "in", self.ids), ("state", "in", OPEN_STATES), ("sensitive", "=", False)]
        )

    def _confirm_requirements(self, shown):
        """One tap: still looking, and all of what the page showed is still true.

        :param shown: fingerprint of the needs that the person read, to which alone they say yes
        :raise UserError: something else stands there by now, in words for the person
        """
        self.ensure_one()
        needs = self._get_needs_to_confirm()
        if shown != needs._get_fingerprint():
            raise UserError(self.env._("This has changed since you opened the page. Please read it again."))
        if self.still_looking_answer == "yes" and self._can_take_back():
            self._confirm_as_asked(needs)
        else:
            self._answer_still_looking("yes")
            needs._confirm()

    def _keep_requirement(self, need_id, value=None):
        """Confirm one line; with a value, as it now stands there.

        :return: whether it says something else now
        :raise MissingError: no line of this page
        """
        need = self._get_requirement(need_id)
        if value is not None and self._change_own_need(need.id, value):
            need.jobseeker_id._settle_refresh_tasks()
            return True
        self._confirm_as_asked(need)
        return False

    def _drop_requirement(self, need_id):
        """They do not need it any more."""
        self._withdraw_own_need(self._get_requirement(need_id).id)
        self._settle_refresh_tasks()

    def _get_requirement(self, need_id):
        need = self._get_needs_to_confirm().filtered(lambda need: need.id == need_id)
        if not need:
            raise MissingError(self.env._("This need is not open any more."))
        return need

    def _get_requirements_link(self):
        """For the page “Still looking?”: where they see what we know, or False where that is nothing."""
        self.ensure_one()
        return bool(self._get_needs_to_confirm()) and self._get_link(PURPOSE, LINK_DAYS)
