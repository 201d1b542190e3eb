from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Who looks for work through us at present.
MATCHED_STATES = ("enquiry", "active")
#: The filters that are set where a list of matches opens.
OPENED_WITH = {f"search_default_{name}": 1 for name in ("possible", "compared", "undecided")}


class HrJobseeker(models.Model):
    """Who may be matched with a job at all; what hides somebody for a time extends this (issue 6 §3, §4)."""

    _inherit = "hr.jobseeker"

    match_look_at = fields.Datetime(
        readonly=True, copy=False, help="What they need has changed: jobs are looked for from then on."
    )
    is_matched = fields.Boolean(compute="_compute_is_matched", help="Whether they may be matched with jobs now.")
    suggested_job_count = fields.Integer(string="Suggested Jobs", compute="_compute_suggested_job_count")

    _match_look_idx = models.Index("(match_look_at, id) WHERE match_look_at IS NOT NULL")

    @api.model
    def _get_matching_domain(self):
        """Domain of the people who may be matched: they look through us, may be asked, and nothing is frozen.

        Who wants no contact at all cannot be asked about a hirer, so nothing is looked for on their behalf.
        """
        return (
            Domain("state", "in", MATCHED_STATES)
            & Domain("restricted_at", "=", False)
            & Domain("do_not_contact", "!=", True)
        )

    @api.depends("state", "do_not_contact")
    def _compute_is_matched(self):
        matched = self.search(self._get_matching_domain() & Domain("id", "in", self._origin.ids))
        for person in self:
            person.is_matched = person._origin in matched

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_suggested_job_count(self):
        counts = self.env["hr.jobseeker.match.suggestion"]._count_waiting("jobseeker_id", self.ids)
        for person in self:
            person.suggested_job_count = counts.get(person._origin, 0)

    def write(self, vals):
        """Whom we may ask again, or whose data is frozen no more, is laid beside the jobs that came meanwhile."""
        result = super().write(vals)
        freed = any(name in vals and not vals[name] for name in ("do_not_contact", "restricted_at"))
        if freed or vals.get("state") in MATCHED_STATES:
            self._ask_for_jobs()
        return result

    def _ask_for_jobs(self):
        """What these people need has changed: the job that suggests looks at them (``ir_cron_match``).

        Written also where it is set: the job may be looking at what was there before, and then one of both waits.
        """
        # sudo: whoever changes a need, also the person on their page, does not write this
        people = self.sudo().filtered(lambda person: person.state in MATCHED_STATES)
        if people:
            people.with_context(tracking_disable=True).write({"match_look_at": fields.Datetime.now()})

    def _get_matched_needs(self):
        """Open needs of all these people that are laid beside jobs: for every reader the same, nothing confidential."""
        # sudo: what a score rests on does not depend on who reads it; sensitive ones are left out for all
        return (
            self.env["hr.jobseeker.need"]
            .sudo()
            .search(
                [
                    ("jobseeker_id", "in", self.ids),
                    ("state", "in", ("open", "partly_met")),
                    ("kind", "=", "need"),
                    ("sensitive", "!=", True),
                ],
                order="id",
            )
        )

    def action_find_jobs(self):
        """All jobs that say what they ask or offer, the best for this person first."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_matched:
            raise UserError(
                self.env._(
                    "No jobs are looked for while somebody does not look for work through us, wants no contact or is "
                    "hidden from matching: see the state of %s.",
                    self.name,
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_match_action_jobs")
        title = self.env._("Jobs for %s", self.name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "context": {"match_jobseeker_id": self.id, **OPENED_WITH},
        }

    def action_open_suggested_jobs(self):
        """The jobs that wait for a decision about this person."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jobseeker_relations.hr_jobseeker_match_suggestion_action"
        )
        return {**action, "domain": [("jobseeker_id", "=", self.id)]}
