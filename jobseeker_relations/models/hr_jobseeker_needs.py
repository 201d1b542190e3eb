from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_need import OPEN_STATES


class HrJobseeker(models.Model):
    """What the needs say of a person: whether all of it is still true, and what changed when.

    Nothing here reads ``need_ids`` as the system: one-to-many values are cached for whoever asks next, and not
    everybody reads what is sensitive.
    """

    _inherit = "hr.jobseeker"

    need_ids = fields.One2many("hr.jobseeker.need", "jobseeker_id", string="Needs and Expectations")
    need_change_ids = fields.One2many("hr.jobseeker.need.change", "jobseeker_id", string="Changes of Needs")
    need_count = fields.Integer(string="Open Needs", compute="_compute_need_count")
    requirements_confirmed_on = fields.Date(
        compute="_compute_requirements_confirmed_on",
        store=True,
        help="Since this day every open need is known to be true, leaving out what is confidential. Empty: one was "
        "never confirmed, or none is written down.",
    )

    @api.depends("need_ids.state")
    @api.depends_context("uid")
    def _compute_need_count(self):
        counts = dict(
            self.env["hr.jobseeker.need"]._read_group(
                [("jobseeker_id", "in", self.ids), ("state", "in", OPEN_STATES)], ["jobseeker_id"], ["__count"]
            )
        )
        for jobseeker in self:
            jobseeker.need_count = counts.get(jobseeker._origin, 0)

    @api.depends("need_ids.state", "need_ids.confirmed_on", "need_ids.sensitive")
    def _compute_requirements_confirmed_on(self):
        """One query for the whole recordset, over what everybody reads: the day does not tell that there is more."""
        # sudo: the same day for every reader
        groups = (
            self.env["hr.jobseeker.need"]
            .sudo()
            ._read_group(
                [("jobseeker_id", "in", self.ids), ("state", "in", OPEN_STATES), ("sensitive", "=", False)],
                ["jobseeker_id"],
                ["__count", "confirmed_on:count", "confirmed_on:min"],
            )
        )
        oldest = {person.id: day for person, needs, confirmed, day in groups if needs == confirmed}
        for jobseeker in self:
            jobseeker.requirements_confirmed_on = oldest.get(jobseeker._origin.id, False)

    def _get_open_needs(self):
        """The open needs that the user may read."""
        return self.env["hr.jobseeker.need"].search([("jobseeker_id", "in", self.ids), ("state", "in", OPEN_STATES)])

    def action_confirm_needs(self):
        """“Still true”: one click for all that is open. What the user may not read is not theirs to confirm."""
        self.check_access("write")
        needs = self._get_open_needs()
        if not needs:
            raise UserError(self.env._("There is no open need to confirm. Write down first what the person wants."))
        needs._confirm()

    def action_open_needs(self):
        """All needs of these people, in a list with filters and groups."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_need_action")
        action["domain"] = [("jobseeker_id", "in", self.ids)]
        action["context"] = {"search_default_current": 1, "default_jobseeker_id": self.id if len(self) == 1 else False}
        return action
