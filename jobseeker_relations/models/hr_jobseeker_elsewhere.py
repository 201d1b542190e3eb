from datetime import timedelta

from odoo import api, fields, models

from .hr_jobseeker_refresh import LOOKING_STATES
from .hr_jobseeker_signpost import OPEN_STATES
from .moment import say_day

#: Days after which a suggestion that somebody left comes again, where no rule says it.
AGAIN_DAYS = 90
#: Bodies that the suggestion names.
SHOWN = 5
SUGGESTED_CAUSES = [("no_match", "Nothing matches"), ("no_progress", "Reviews without progress")]


class HrJobseeker(models.Model):
    """Where we cannot help, somebody else may: when to think of it, and what was done (compliance §8 item 28)."""

    _inherit = "hr.jobseeker"

    signpost_ids = fields.One2many("hr.jobseeker.signpost", "jobseeker_id", string="Referrals Elsewhere", copy=False)
    elsewhere_cause = fields.Selection(
        SUGGESTED_CAUSES,
        string="Refer Elsewhere?",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Why another source or a support body is suggested.",
    )
    elsewhere_since = fields.Date(readonly=True, copy=False)
    elsewhere_left_on = fields.Date(
        readonly=True, copy=False, help="Somebody decided on this day that there is no need of it."
    )
    elsewhere_sentence = fields.Char(compute="_compute_elsewhere")
    elsewhere_body_ids = fields.Many2many(
        "hr.jobseeker.support.body",
        compute="_compute_elsewhere",
        help="Of the directory: where they live or we work, first those that speak their language.",
    )

    @api.depends("elsewhere_cause", "elsewhere_since")
    @api.depends_context("lang")
    def _compute_elsewhere(self):
        Body = self.env["hr.jobseeker.support.body"]
        for person in self:
            person.elsewhere_body_ids = Body._find_for(person)[:SHOWN] if person.elsewhere_cause else Body
            person.elsewhere_sentence = person._say_elsewhere() if person.elsewhere_cause else False

    def _say_elsewhere(self):
        day = say_day(self.env, self.elsewhere_since)
        if self.elsewhere_cause == "no_match":
            return self.env._("Nothing of ours matched what they want (%s). Can somebody else help them?", day)
        return self.env._("Reviews passed without progress (%s). Can somebody else help them?", day)

    @api.model
    def _get_elsewhere_days(self, company):
        rule = self.env["hr.jobseeker.rule"]._find("elsewhere_again", company)
        return rule.number if rule else AGAIN_DAYS

    def _suggest_elsewhere(self, reason):
        """Suggest to whoever advises these people that somebody else might help them; a hook for what finds that out.

        Nothing is suggested twice, nor beside a referral elsewhere that is under way, nor soon after somebody decided
        against it (rule ``elsewhere_again``). Constant in queries.

        :param reason: no_match or no_progress
        :return: the people for whom it is suggested now
        """
        if reason not in dict(SUGGESTED_CAUSES):
            raise ValueError(reason)
        today = fields.Date.today()
        people = self.sudo()  # sudo: the system's own mark, whoever causes it
        people = people.filtered(
            lambda person: (
                person.state in LOOKING_STATES and not person.elsewhere_cause and person.contact_block != "restricted"
            )
        )
        days = {company: self._get_elsewhere_days(company) for company in people.company_id}
        people = people.filtered(
            lambda person: (
                not person.elsewhere_left_on
                or person.elsewhere_left_on <= today - timedelta(days=days[person.company_id])
            )
        )
        underway = people.env["hr.jobseeker.signpost"].search(
            [("jobseeker_id", "in", people.ids), ("state", "in", OPEN_STATES)]
        )
        people -= underway.jobseeker_id
        if people:
            people.with_context(tracking_disable=True).write({"elsewhere_cause": reason, "elsewhere_since": today})
        return people

    def _end_elsewhere_suggestion(self, reason=None):
        """What was suggested is decided, or no longer so.

        :param reason: only where it was suggested for this
        """
        people = self.sudo().filtered(  # sudo: as above
            lambda person: person.elsewhere_cause and reason in (None, person.elsewhere_cause)
        )
        if people:
            people.with_context(tracking_disable=True).write({"elsewhere_cause": False, "elsewhere_since": False})

    def write(self, vals):
        """Who has work, or is with us no more, needs no such suggestion."""
        result = super().write(vals)
        if vals.get("state") and vals["state"] not in LOOKING_STATES:
            self._end_elsewhere_suggestion()
        return result

    # --- buttons ------------------------------------------------------------------------------------

    def action_refer_elsewhere(self):
        """Begin a referral elsewhere, for the reason that was suggested if there was one."""
        self.ensure_one()
        self.check_access("write")
        reasons = {
            "no_match": self.env._("We have nothing at present that fits what you want."),
            "no_progress": self.env._("We have looked together for some time without finding anything."),
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refer %s elsewhere", self.name),
            "res_model": "hr.jobseeker.signpost",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_jobseeker_id": self.id,
                "default_cause": self.elsewhere_cause or "other",
                "default_reason": reasons.get(self.elsewhere_cause, ""),
                "default_body_id": self.elsewhere_body_ids[:1].id,
            },
        }

    def action_leave_elsewhere(self):
        """“Not Now”: the suggestion goes, and comes again after a time if there is still reason for it."""
        self.check_access("write")
        self._check_frozen_data()
        people = self.sudo()  # sudo: the system's own marks
        left = people.filtered(lambda person: person.elsewhere_cause == "no_match")
        people._end_elsewhere_suggestion()
        today = fields.Date.today()
        people.write({"elsewhere_left_on": today})
        for person in left:  # who changes nothing is looked at then; of reviews the next one asks
            again = fields.Date.add(today, days=self._get_elsewhere_days(person.company_id))
            again = fields.Datetime.to_datetime(again)
            if not person.match_look_at or person.match_look_at > again:
                person.with_context(tracking_disable=True).match_look_at = again
