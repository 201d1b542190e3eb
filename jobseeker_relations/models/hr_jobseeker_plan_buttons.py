from odoo import models


class HrJobseekerPlan(models.Model):
    """What a recruiter does with a timetable."""

    _inherit = "hr.jobseeker.plan"

    def action_propose(self):
        self.check_access("write")
        self.write({"state": "proposed"})

    def action_take_back(self):
        """Make it a draft again; what was sent shows the present state."""
        self.check_access("write")
        self.write({"state": "draft"})

    def action_open_agree(self):
        """Ask how they agreed, after a talk."""
        self.ensure_one()
        self.check_access("write")
        return self._get_form_action(
            self.env._("Record that %s agreed", self.partner_id.name), "hr_jobseeker_plan_view_form_agree"
        )

    def action_agree(self):
        self.check_access("write")
        self.write({"state": "agreed"})
        return {"type": "ir.actions.act_window_close"}

    def action_change(self):
        """Open the next version, in which the steps may be changed."""
        self.check_access("write")
        return self._change()._open()

    def action_complete(self):
        self.check_access("write")
        self.write({"state": "completed"})

    def action_cancel(self):
        self.check_access("write")
        self.write({"state": "cancelled"})

    def action_open(self):
        self.check_access("read")
        return self._open()

    def _open(self):
        if len(self) == 1:
            return self._get_form_action(self.display_name, "hr_jobseeker_plan_view_form", target="current")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_plan_action")
        return dict(action, domain=[("id", "in", self.ids)], context={})


class HrJobseekerAction(models.Model):
    """What a recruiter does with a step."""

    _inherit = "hr.jobseeker.action"

    def action_begin(self):
        self.check_access("write")
        self.write({"state": "in_progress"})

    def action_done(self):
        self.check_access("write")
        self.filtered("is_open").write({"state": "done"})

    def action_undo(self):
        """Not done, or wanted, after all."""
        self.check_access("write")
        self.write({"state": "planned"})

    def action_open_cancel(self):
        """Ask why it is not needed any more."""
        self.ensure_one()
        self.check_access("write")
        return self._get_form_action(self.env._("Cancel “%s”", self.name), "hr_jobseeker_action_view_form_cancel")

    def action_cancel(self):
        self.check_access("write")
        self.write({"state": "cancelled"})
        return {"type": "ir.actions.act_window_close"}

    def action_move(self):
        """Another day: at once for a single promise; of an agreed timetable, in the next version."""
        self.ensure_one()
        self.check_access("write")
        if self.plan_id:
            return self.plan_id._change()._open()
        return self._get_form_action(self.env._("Move “%s”", self.name), "hr_jobseeker_action_view_form_move")

    def action_open_jobseeker(self):
        self.ensure_one()
        return self.jobseeker_id._get_own_form()
