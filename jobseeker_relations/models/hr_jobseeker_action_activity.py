from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext, plaintext2html

from .hr_jobseeker_action import OPEN_STATES
from .hr_jobseeker_restriction import OFFICER
from .hr_jobseeker_review import OPEN_STATES as OPEN_REVIEWS


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
        return self.user_id.filtered("active") or self.jobseeker_id._get_heir()

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
        """What is said to an activity is a note among colleagues; what both sides read is written on the step."""
        promises = self._get_promises()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if promises:
            promises.write({"state": "done"})
        for note, actions in promises.grouped("note").items() if feedback else ():
            actions.write({"note": (note or Markup()) + plaintext2html(html2plaintext(feedback))})
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            handed_over = self._get_promises().filtered(lambda action: action.user_id.id != vals["user_id"])
            handed_over.write({"user_id": vals["user_id"]})
        return result

    def _get_heir(self, leaving):
        """Who goes on with a task of ours, who may: who answers for the person, else the manager, else the keeper.

        :param leaving: users who do not any more
        """
        self.ensure_one()
        checks = self.env["hr.jobseeker.eligibility"]  # of which the tasks stand on no document
        if not self.res_model and (check := checks.search([("activity_id", "=", self.id)], limit=1)):
            return check._get_checker(check._find_checkers(check.company_id) - leaving)
        document = self.env[self.res_model].browse(self.res_id).exists() if self.res_model else self.user_id
        company = self.jobseeker_company_id or document.company_id or self.user_id.company_id
        if document._name == "hr.jobseeker.rights.request":  # nobody else reads them
            users = self.env.ref(OFFICER).all_user_ids.filtered(lambda user: company in user.company_ids)
        elif document._name == "hr.jobseeker.rule":  # the keeper's
            users = self.env["res.users"]
        else:
            users = self._get_first_heir(document, company) | company.jobseeker_escalation_user_id
        users = users.filtered(lambda user: user.active and user not in leaving)
        return users[:1] or self.env["hr.jobseeker.rule"]._get_keeper(company, leaving) - leaving

    def _get_first_heir(self, document, company):
        if document._name == "hr.jobseeker":
            return document.adviser_id
        if "jobseeker_id" in document._fields:
            return document.jobseeker_id.adviser_id
        return self.env["res.users"] if self.res_model else company.jobseeker_enquiry_user_id


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

    def _get_heir(self, leaving=()):
        """Who takes over what a colleague leaves: the adviser, else the manager who hears of what is late."""
        self.ensure_one()
        people = self.adviser_id | self.company_id.jobseeker_escalation_user_id
        return people.filtered(lambda user: user.active and user not in leaving)[:1]


class ResUsers(models.Model):
    """Whoever leaves promises nothing any more: what is open goes to the adviser, else to the manager.

    So do the tasks that we gave them: Odoo deletes what is left, with the only copy of a mail that somebody passed on.
    """

    _inherit = "res.users"

    def action_archive(self):
        """Odoo deletes the activities of who leaves: by then those of open promises are somebody else's."""
        self._hand_over()
        return super().action_archive()

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._hand_over()
        return super().write(vals)

    def _hand_over(self):
        """Give the open steps and reviews of who leaves to who answers for the person."""
        nobodys = Domain("user_id", "=", False) & Domain("jobseeker_id.adviser_id", "in", self.ids)
        theirs = Domain("user_id", "in", self.ids) | nobodys
        for model, states in (("hr.jobseeker.action", OPEN_STATES), ("hr.jobseeker.review", OPEN_REVIEWS)):
            # sudo: whoever archives a user need not be a recruiter
            open_ones = self.env[model].sudo().search(theirs & Domain("state", "in", states))
            for heir, alike in open_ones.grouped(lambda row: row.jobseeker_id._get_heir(self)).items():
                alike.write({"user_id": heir.id})
        self._hand_over_tasks()

    def _hand_over_tasks(self):
        """Give the open tasks of who leaves that are ours to who goes on with them."""
        ours = Domain("res_model", "=like", "hr.jobseeker%") | Domain("jobseeker_company_id", "!=", False)
        ours |= Domain("automated", "=", True) & Domain("res_model", "in", [False, "hr.applicant", "hr.job"])
        theirs = Domain("user_id", "in", self.ids) & ours
        activities = self.env["mail.activity"].sudo()  # sudo: as above
        self._give_up_checks(activities.search(theirs & Domain("res_model", "=", False)))
        for heir, alike in activities.search(theirs).grouped(lambda task: task._get_heir(self)).items():
            if not heir:  # a check that nobody may make: it is given up
                alike = alike.filtered("res_model")
            alike.with_context(mail_activity_quick_update=True).write({"user_id": heir.id})

    def _give_up_checks(self, tasks):
        """Where the last who may make checks leaves, the advisers hear of it: Odoo deletes these tasks."""
        # sudo: as above
        checks = self.env["hr.jobseeker.eligibility"].sudo().search([("activity_id", "in", tasks.ids)])
        for company, alike in checks.grouped("company_id").items():
            if not alike._find_checkers(company) - self:
                alike._ask_for_checker()
