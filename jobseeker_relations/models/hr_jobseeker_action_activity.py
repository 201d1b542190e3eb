from collections import defaultdict

from odoo import models


class HrJobseekerAction(models.Model):
    """The nudge: each open promise of ours is an activity of a colleague, on the jobseeker.

    Done on either side is done on both, and so is handing it to a colleague. An activity that is deleted, by hand, by
    Odoo's vacuum or with its user, leaves the promise as it is; “Remind Me Again” makes a new one.
    """

    _inherit = "hr.jobseeker.action"

    def _get_ours(self):
        return self.filtered(lambda action: action.owner == "adviser" and action.in_force and action.is_open)

    def _schedule_activities(self):
        """Make an activity for each open promise of ours that has none, in one batch."""
        # sudo: who agrees may be the jobseeker; the activity belongs to who promised
        ours = self.sudo()._get_ours().filtered(lambda action: not action.activity_id.active)
        # the adviser agreed to it, or made it themselves: no letter has to tell them
        Activity = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        vals_list = [dict(action._prepare_activity(), **action._get_document()) for action in ours]
        for action, activity in zip(ours, Activity.create(vals_list), strict=True):
            action._write_quietly({"activity_id": activity.id})

    def _get_document(self):
        return {"res_model_id": self.env["ir.model"]._get_id("hr.jobseeker"), "res_id": self.jobseeker_id.id}

    def _prepare_activity(self):
        self.ensure_one()
        kind = self.activity_type_id.id or self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo")
        return {
            "activity_type_id": kind,
            "summary": self.name,
            "note": self.note,
            "date_deadline": self.due_on,
            "user_id": self._get_doer().id,
        }

    def _get_doer(self):
        """Who does it for us now; somebody who left the company does nothing any more."""
        self.ensure_one()
        people = self.user_id | self.jobseeker_id.adviser_id | self.company_id.jobseeker_escalation_user_id
        return people.filtered("active")[:1]

    def _update_activities(self):
        """Bring the activities in line with their promises; what stopped being ours needs no nudge."""
        actions = self.sudo().filtered(lambda action: action.activity_id.active)  # sudo: as above
        ours = actions._get_ours()
        (actions - ours).activity_id.unlink()
        changed = defaultdict(self.env["mail.activity"].sudo().browse)
        for action in ours:
            wanted, activity = action._prepare_activity(), action.activity_id
            vals = {
                name: value
                for name, value in wanted.items()
                if activity._fields[name].convert_to_write(activity[name], activity) != (value or False)
            }
            if vals:
                changed[tuple(vals.items())] |= activity
        for vals, activities in changed.items():
            activities.with_context(mail_activity_quick_update=True).write(dict(vals))

    def _finish_activities(self):
        """Mark the activities of done promises done, with what came of it; those that share their words at once."""
        open_ones = self.sudo().filtered(lambda action: action.activity_id.active)  # sudo: as above
        for outcome, actions in open_ones.grouped("outcome").items():
            actions.activity_id._action_done(feedback=outcome or False)

    def action_remind_again(self):
        """Make a new activity where the former one was deleted."""
        self.check_access("write")
        self._schedule_activities()


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _get_promises(self):
        """The open promises of ours that these activities stand for."""
        on_people = self.filtered(lambda activity: activity.res_model == "hr.jobseeker")
        if not on_people:
            return self.env["hr.jobseeker.action"].sudo()
        # sudo: who may settle an activity settles what it stands for
        return (
            self.env["hr.jobseeker.action"]
            .sudo()
            .search([("activity_id", "in", on_people.ids), ("state", "in", ("planned", "in_progress"))])
        )

    def _action_done(self, feedback=False, attachment_ids=None):
        promises = self._get_promises()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if promises:
            promises.write({"state": "done", **({"outcome": feedback} if feedback else {})})
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            handed_over = self._get_promises().filtered(lambda action: action.user_id.id != vals["user_id"])
            handed_over.write({"user_id": vals["user_id"]})
        return result


class HrJobseeker(models.Model):
    """Whoever answers for the relationship answers for its promises: open ones go with it."""

    _inherit = "hr.jobseeker"

    def write(self, vals):
        if not vals.get("adviser_id"):
            return super().write(vals)
        before = {person: person.adviser_id for person in self if person.adviser_id.id != vals["adviser_id"]}
        result = super().write(vals)
        if before:
            open_ones = self.env["hr.jobseeker.action"].search(
                [("jobseeker_id", "in", self.concat(*before).ids), ("state", "in", ("planned", "in_progress"))]
            )
            open_ones.filtered(lambda action: action.user_id == before[action.jobseeker_id]).write(
                {"user_id": vals["adviser_id"]}
            )
        return result


class ResUsers(models.Model):
    """Whoever leaves promises nothing any more: what is open goes to the adviser."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            # sudo: whoever archives a user need not be a recruiter
            open_ones = (
                self.env["hr.jobseeker.action"]
                .sudo()
                .search([("user_id", "in", self.ids), ("state", "in", ("planned", "in_progress"))])
            )
            open_ones._update_activities()
        return result
