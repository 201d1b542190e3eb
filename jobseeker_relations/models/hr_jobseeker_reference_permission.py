from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HrJobseekerReference(models.Model):
    """Nobody is asked about somebody who did not agree: one yes for each referee, and another for a present employer.

    Both are gates (``reference_permission``, ``reference_current_employer``); compliance §8 item 42.
    """

    _inherit = "hr.jobseeker.reference"

    jobseeker_permission_at = fields.Datetime(
        string="May Be Asked", copy=False, help="When the jobseeker agreed that we ask this referee."
    )
    permission_channel = fields.Selection(
        [
            ("page", "Their page"),
            ("email", "E-mail"),
            ("phone", "Phone"),
            ("meeting", "Meeting"),
            ("letter", "Letter"),
            ("other", "Other"),
        ],
        string="Agreed Through",
        copy=False,
    )
    permission_proof = fields.Char(string="What They Said", copy=False)
    current_employer_permission_at = fields.Datetime(
        string="Also Though They Still Work There",
        copy=False,
        help="When the jobseeker agreed, apart, that their present employer is asked: who is asked knows that they are "
        "looking.",
    )
    lacks_permission = fields.Boolean(compute="_compute_lacks_permission")

    @api.depends("jobseeker_permission_at", "current_employer_permission_at", "is_current_employer")
    def _compute_lacks_permission(self):
        for reference in self:
            present = reference.is_current_employer and not reference.current_employer_permission_at
            reference.lacks_permission = bool(not reference.jobseeker_permission_at or present)

    @api.constrains("jobseeker_permission_at", "current_employer_permission_at")
    def _check_permission_at(self):
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=5)  # the clocks of two machines may differ
        for reference in self:
            for at in (reference.jobseeker_permission_at, reference.current_employer_permission_at):
                if at and at > latest:
                    raise ValidationError(self.env._("A permission is recorded after it was given: mend the moment."))

    def _check_permission(self):
        """:raises UserError: the rules that are in force ask for a permission that is not there"""
        Rule = self.env["hr.jobseeker.rule"]
        Rule._ask("reference_permission", {reference: reference._say_no_permission() for reference in self})
        Rule._ask("reference_current_employer", {reference: reference._say_not_the_employer() for reference in self})

    def _say_no_permission(self):
        if self.jobseeker_permission_at:
            return {}
        names = {"person": self.jobseeker_id.name, "referee": self.referee_name}
        return {"permission": self.env._("%(person)s has not agreed that %(referee)s is asked.", **names)}

    def _say_not_the_employer(self):
        if not self.is_current_employer or self.current_employer_permission_at:
            return {}
        names = {"person": self.jobseeker_id.name, "referee": self.organisation or self.referee_name}
        sentence = self.env._(
            "%(referee)s employs %(person)s, who has not agreed to it that they are asked now.", **names
        )
        return {"current_employer": sentence}

    def _check_still_permitted(self, vals):
        """Who turns out to be the present employer while they are asked needs that permission, too."""
        if {"is_current_employer", "jobseeker_permission_at", "current_employer_permission_at"} & vals.keys():
            self.filtered(lambda reference: reference.state == "requested")._check_permission()

    # --- by our hand --------------------------------------------------------------------------------

    def action_permit(self):
        """The jobseeker said yes just now; how, and in which words, stands beside it."""
        self.check_access("write")
        lacking = self.filtered(lambda reference: not reference.jobseeker_permission_at)
        lacking.write({"jobseeker_permission_at": fields.Datetime.now()})

    def action_permit_current_employer(self):
        """The jobseeker said yes to this, too: asked apart, as it tells the employer that they are looking."""
        self.check_access("write")
        self.filtered("is_current_employer").write({"current_employer_permission_at": fields.Datetime.now()})

    def action_take_back(self):
        """The jobseeker does not want it any more, or it was a mistake: the links open nothing from now on."""
        self.check_access("write")
        if any(reference.state not in ("requested", "expired") for reference in self):
            raise UserError(self.env._("Only what waits for an answer can be taken back."))
        self.write({"state": "draft"})
        self.write({"jobseeker_permission_at": False, "current_employer_permission_at": False})

    # --- by the jobseeker's, on their page ----------------------------------------------------------

    def _withdraw_own_permission(self):
        """:return: whether there was anything to withdraw"""
        self.ensure_one()
        if self.state not in ("draft", "requested", "expired") or not self.jobseeker_permission_at:
            return False
        if self.state != "draft":
            self.write({"state": "draft"})
        self.write({"jobseeker_permission_at": False, "current_employer_permission_at": False})
        return True
