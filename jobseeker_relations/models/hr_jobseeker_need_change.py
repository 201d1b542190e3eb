from odoo import api, fields, models

ASKED_BY = [("jobseeker", "Jobseeker"), ("adviser", "Adviser"), ("hirer", "Hirer")]

#: What of a need has a history, in the order in which a change of several is told.
TRACKED = (
    "type_id",
    "kind",
    "name",
    "value",
    "priority",
    "state",
    "assessment",
    "assessment_note",
    "evidence",
    "confirmed_on",
)
#: Our own view of a need: nobody but us asks to change it.
OURS = {"state", "assessment", "assessment_note", "evidence"}


class HrJobseekerNeedChange(models.Model):
    """One change of a need: old, new, when, who, and who asked for it. Append-only: no group may write or delete.

    Written by the need itself (``hr.jobseeker.need``), whoever changes it and through whichever door.
    """

    _name = "hr.jobseeker.need.change"
    _description = "Change of a Need"
    _inherit = ["hr.jobseeker.kept"]
    _order = "id desc"
    _rec_name = "new"

    need_id = fields.Many2one("hr.jobseeker.need", required=True, index=True, ondelete="cascade", readonly=True)
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True)
    sensitive = fields.Boolean(
        compute="_compute_sensitive",
        store=True,
        help="The need was confidential when this was changed, or is at present.",
    )
    field = fields.Selection(
        [
            ("created", "Recorded"),
            ("type_id", "Type"),
            ("kind", "Kind"),
            ("name", "Name"),
            ("value", "Value"),
            ("priority", "Priority"),
            ("state", "State"),
            ("assessment", "Assessment"),
            ("assessment_note", "What was said"),
            ("evidence", "Evidence"),
            ("confirmed_on", "Confirmed"),
        ],
        string="What",
        required=True,
        readonly=True,
    )
    old = fields.Text(string="Before", readonly=True)
    new = fields.Text(string="After", readonly=True)
    changed_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user, readonly=True, help="Empty: the account is gone."
    )
    asked_by = fields.Selection(ASKED_BY, string="Asked by", required=True, readonly=True)

    @api.depends("need_id.sensitive")
    def _compute_sensitive(self):
        """Once closed, a row stays closed: a need of another type now does not open what was said of the former one."""
        for change in self:
            change.sensitive = change.sensitive or change.need_id.sensitive

    @api.depends("need_id", "field")
    def _compute_display_name(self):
        labels = dict(self._fields["field"]._description_selection(self.env))
        for change in self:
            change.display_name = f"{change.need_id.name}: {labels.get(change.field, '')}"

    @api.model
    def _log_new(self, needs):
        """Say that these needs were recorded, and what they were then."""
        # sudo: the history is written by what happens, and by nobody's hand
        self.sudo().create([{**need._prepare_change_vals("created"), "new": need._say_whole()} for need in needs])

    @api.model
    def _log_changes(self, needs, before, closed, asked_by=False):
        """Write what differs from before, all at once.

        :param before: dict need → dict field → the text that it had
        :param closed: those of the needs that were sensitive before
        :param asked_by: who asked for just this change, where that was said
        """
        # sudo: as in _log_new
        self.sudo().create(
            [
                {
                    **need._prepare_change_vals(name, asked_by),
                    "old": before[need][name],
                    "new": now,
                    "sensitive": need.sensitive or need in closed,
                }
                for need in needs
                for name, now in need._say_tracked(before[need]).items()
                if now != before[need][name]
            ]
        )
