from odoo import fields, models
from odoo.exceptions import UserError

STATES = [("found", "To check"), ("verified", "Verified"), ("rejected", "Rejected")]
TRANSITIONS = {"found": {"verified", "rejected"}, "verified": {"found", "rejected"}, "rejected": {"found", "verified"}}


class HrJobseekerProspect(models.Model):
    """One person on a list of people to find, and what was decided: somebody looked at them and keeps them, or not.

    The search makes and removes rows, the buttons decide; nobody writes them. Each person stands on a list once.
    """

    _name = "hr.jobseeker.prospect"
    _description = "Person on a List of People to Find"
    _inherit = ["hr.jobseeker.kept"]
    _order = "state, id"
    _rec_name = "jobseeker_id"
    _never_by_default = frozenset({"state", "decided_by", "decided_at", "reject_reason_id", "note"})

    search_id = fields.Many2one(
        "hr.jobseeker.prospect.search", string="List", required=True, index=True, ondelete="cascade", readonly=True
    )
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    applicant_id = fields.Many2one(
        "hr.applicant", string="Found By", readonly=True, index="btree_not_null", ondelete="set null"
    )
    state = fields.Selection(STATES, string="Decision", required=True, default="found", readonly=True, index=True)
    reject_reason_id = fields.Many2one(
        "hr.applicant.refuse.reason", string="Reason", readonly=True, ondelete="restrict"
    )
    note = fields.Char(readonly=True)
    decided_by = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    is_found = fields.Boolean(
        string="Still Found",
        default=True,
        readonly=True,
        help="The last look found them; else they were kept as decided.",
    )
    lang = fields.Selection(related="partner_id.lang", string="Language", related_sudo=False)
    person_state = fields.Selection(related="jobseeker_id.state", string="State", related_sudo=False)
    contact_status = fields.Selection(related="jobseeker_id.contact_status", related_sudo=False)
    last_contact_at = fields.Datetime(related="jobseeker_id.last_contact_at", related_sudo=False)

    _once = models.UniqueIndex("(search_id, jobseeker_id)", "This person is on the list already.")

    def write(self, vals):
        if "state" in vals:
            for prospect in self:
                if vals["state"] not in TRANSITIONS[prospect.state] | {prospect.state}:
                    raise UserError(self.env._("There is no such decision: verify, reject, or check again."))
        return super().write(vals)

    # --- the list follows its search --------------------------------------------------------------------

    def _meet(self, search, found):
        """Make these rows of a list meet what was found; a constant number of queries, whatever their number.

        :param found: {number of a person: number of an application, or False}
        """
        rows = self.sudo()  # sudo: the search makes them; who asks may write the search
        known = {row.jobseeker_id.id: row for row in rows}
        missed = rows.filtered(lambda row: row.jobseeker_id.id not in found)
        decided = missed.filtered(lambda row: row.state != "found")
        decided.is_found = False
        (missed - decided).unlink()
        for person in known.keys() & found.keys():
            row = known[person]
            if not row.is_found or row.applicant_id.id != found[person]:
                row.write({"is_found": True, "applicant_id": found[person]})
        rows.create(
            [
                {"search_id": search.id, "jobseeker_id": person, "applicant_id": application}
                for person, application in found.items()
                if person not in known
            ]
        )

    def action_open_person(self):
        self.ensure_one()
        self.check_access("read")
        return self.jobseeker_id.get_formview_action()

    # --- decided ----------------------------------------------------------------------------------------

    def action_verify(self):
        """Somebody looked at these people, and they fit."""
        self._decide("verified")

    def action_check_again(self):
        """Take a decision back."""
        self._decide("found")

    def action_reject(self):
        """Open the dialog that asks why they do not fit."""
        self._check_may_decide()
        title = self.env._("Reject %s", self.jobseeker_id.name) if len(self) == 1 else False
        return {
            "type": "ir.actions.act_window",
            "name": title or self.env._("Reject %s people", len(self)),
            "res_model": "hr.jobseeker.prospect.reject",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_prospect_ids": self.ids, "dialog_size": "medium"},
        }

    def _check_may_decide(self):
        """Who reads a row, and may write its person, decides on it."""
        self.check_access("read")
        self.jobseeker_id.check_access("write")
        self.jobseeker_id._check_frozen_data()

    def _decide(self, state, reason=None, note=False):
        """:param reason: hr.applicant.refuse.reason of a rejection"""
        self._check_may_decide()
        decided = state != "found"
        # sudo: nobody writes these rows; who decides was checked
        self.sudo().write(
            {
                "state": state,
                "reject_reason_id": reason.id if reason else False,
                "note": note,
                "decided_by": decided and self.env.uid,
                "decided_at": decided and fields.Datetime.now(),
            }
        )


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    prospect_ids = fields.One2many("hr.jobseeker.prospect", "jobseeker_id", string="Lists of People to Find")
