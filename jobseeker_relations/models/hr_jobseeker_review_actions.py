from odoo import models


class HrJobseekerReview(models.Model):
    """What an adviser does with a review: the buttons of lists and forms."""

    _inherit = "hr.jobseeker.review"

    def action_conclude(self):
        """Hold the review: what the form says happens in one go.

        :return: where to go on, if the conclusion leads somewhere
        """
        self.ensure_one()
        self.check_access("write")
        self.write({"state": "held"})
        return self._get_way_on()

    def _get_way_on(self):
        """What a conclusion asks to be done next; nothing where it is done already."""
        return None

    def action_miss(self):
        """It did not take place, and nobody had waived it."""
        self.check_access("write")
        self.write({"state": "missed"})

    def action_waive(self):
        """Cancel with the reason that was entered; without one, ask for it."""
        self.check_access("write")
        if all((review.waive_reason or "").strip() for review in self):
            self.write({"state": "cancelled"})
            return {"type": "ir.actions.act_window_close"}
        return self._get_dialog("waive", self.env._("Waive"))

    def action_set_time(self):
        return self._get_dialog("time", self.env._("Set Time"))

    def _get_dialog(self, name, title):
        self.ensure_one()
        self.check_access("write")
        return self._get_form_action(f"{title}: {self.jobseeker_id.name}", f"hr_jobseeker_review_view_form_{name}")

    def action_open(self):
        return self._get_own_form()

    def action_open_jobseeker(self):
        self.ensure_one()
        self.check_access("read")
        return self.jobseeker_id._get_own_form()
