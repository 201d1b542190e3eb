from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .hr_jobseeker_reference import CHANNELS

#: Until there is an answer.
OPEN = ("draft", "requested", "expired")
EMPLOYER = ("current_employer_permission_at", "current_employer_channel", "current_employer_proof")


class HrJobseekerReference(models.Model):
    """Nobody is asked about somebody who did not agree: one yes for each referee, and another for a present employer.

    A yes is kept with when, how, in which words and by whom it was recorded; a withdrawal ends it and keeps all that.
    The thread of the relationship tells of each. Nobody writes these fields: their page does, or the dialog.
    Both are gates (``reference_permission``, ``reference_current_employer``); compliance §8 item 42.
    """

    _inherit = "hr.jobseeker.reference"

    jobseeker_permission_at = fields.Datetime(
        string="May Be Asked", readonly=True, copy=False, help="When the jobseeker agreed that we ask this referee."
    )
    permission_channel = fields.Selection(CHANNELS, string="Agreed Through", readonly=True, copy=False)
    permission_proof = fields.Char(string="What They Said", readonly=True, copy=False)
    permission_by_id = fields.Many2one(
        "res.users", string="Recorded by", readonly=True, copy=False, help="Empty: the jobseeker themselves."
    )
    permission_withdrawn_at = fields.Datetime(
        string="Withdrawn", readonly=True, copy=False, help="Since then nobody asks, until they agree anew."
    )
    current_employer_permission_at = fields.Datetime(
        string="Also Though They Still Work There",
        readonly=True,
        copy=False,
        help="When the jobseeker agreed, apart, that their present employer is asked: who is asked knows that they are "
        "looking.",
    )
    current_employer_channel = fields.Selection(CHANNELS, string="Also Agreed Through", readonly=True, copy=False)
    current_employer_proof = fields.Char(string="What They Said of It", readonly=True, copy=False)
    is_permitted = fields.Boolean(compute="_compute_lacks_permission", help="The jobseeker's yes stands.")
    lacks_permission = fields.Boolean(compute="_compute_lacks_permission")

    @api.depends(
        "jobseeker_permission_at",
        "permission_withdrawn_at",
        "current_employer_permission_at",
        "is_current_employer",
    )
    def _compute_lacks_permission(self):
        for reference in self:
            reference.is_permitted = bool(reference.jobseeker_permission_at and not reference.permission_withdrawn_at)
            present = reference.is_current_employer and not reference.current_employer_permission_at
            reference.lacks_permission = not reference.is_permitted or present

    @api.constrains("jobseeker_permission_at", "current_employer_permission_at")
    def _check_permission_at(self):
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=5)  # the clocks of two machines may differ
        for reference in self:
            for at in (reference.jobseeker_permission_at, reference.current_employer_permission_at):
                if at and at > latest:
                    raise ValidationError(self.env._("A permission is recorded after it was given: mend the moment."))

    def _check_permission(self):
        """:raises UserError: the rules that are in force ask for a permission that is not there"""
        for code, missing in self._find_missing_permissions().items():
            self.env["hr.jobseeker.rule"]._ask(code, missing)

    def _find_missing_permissions(self):
        """{code of a gate: {reference: what it lacks}}"""
        return {
            "reference_permission": {reference: reference._say_no_permission() for reference in self},
            "reference_current_employer": {reference: reference._say_not_the_employer() for reference in self},
        }

    def _find_unpermitted(self):
        """Those that a gate in force would stop if they were asked today, and whom nobody went past."""
        Rule, Override = self.env["hr.jobseeker.rule"], self.env["hr.jobseeker.override"]
        stopped = self.browse()
        for code, missing in self._find_missing_permissions().items():
            for company in self.company_id:
                lacking = {ref: lacks for ref, lacks in missing.items() if lacks and ref.company_id == company}
                rule = lacking and Rule._find(code, company)
                if rule:
                    stopped |= self.browse(
                        [ref.id for ref in lacking.keys() - Override._find_overridden(rule, lacking)]
                    )
        return stopped

    def _say_no_permission(self):
        if self.is_permitted:
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
        if "is_current_employer" in vals:
            self.filtered(lambda reference: reference.state == "requested")._check_permission()

    # --- given, and taken back ----------------------------------------------------------------------

    def _permit(self, channel, proof=False, given_at=None, employer=False):
        """Keep a yes of the jobseeker's.

        :param channel: of ``CHANNELS``; "page": they said it themselves
        :param employer: it is the one that their present employer may be asked, too
        :raises UserError: there is an answer already, or nothing that this yes could be added to
        """
        for reference in self:
            if reference.state not in OPEN:
                raise UserError(reference.env._("“%s” has been answered.", reference.display_name))
            if employer and not (reference.is_current_employer and reference.is_permitted):
                raise UserError(
                    reference.env._(
                        "First record that %s may be asked at all, and that they work there.", reference.referee_name
                    )
                )
            at = fields.Datetime.to_datetime(given_at) or fields.Datetime.now()
            if employer:
                vals = {
                    "current_employer_permission_at": at,
                    "current_employer_channel": channel,
                    "current_employer_proof": proof,
                }
            else:
                vals = {
                    "jobseeker_permission_at": at,
                    "permission_channel": channel,
                    "permission_proof": proof,
                    "permission_by_id": channel != "page" and reference.env.uid,
                    "permission_withdrawn_at": False,
                }
                if reference.permission_withdrawn_at:  # what was withdrawn does not come back with another yes
                    vals.update(dict.fromkeys(EMPLOYER, False))
            reference.sudo().write(vals)  # sudo: a proof is the system's to keep; who records it was checked
            reference._note_permission(channel, proof, employer)

    def _note_permission(self, channel, proof, employer):
        told = self._for_adviser()
        through = dict(told._fields["permission_channel"]._description_selection(told.env))[channel]
        words = {"referee": told.display_name, "through": through, "words": proof or "-"}
        if employer:
            told._note(
                told.env._("Agreed that the present employer, %(referee)s, is asked (%(through)s): %(words)s", **words)
            )
        else:
            told._note(told.env._("Agreed that %(referee)s is asked (%(through)s): %(words)s", **words))

    def _withdraw_permission(self):
        """End the yes, and with it what was asked for: links open nothing, and no letter leaves. The proof stays."""
        for reference in self:
            if reference.state != "draft":
                reference.write({"state": "draft"})
            if reference.is_permitted:
                # sudo: as a yes
                reference.sudo().write({"permission_withdrawn_at": fields.Datetime.now()})
                told = reference._for_adviser()
                told._note(told.env._("Does not agree any more that %s is asked", told.display_name))

    # --- by our hand --------------------------------------------------------------------------------

    def action_permit(self):
        """The jobseeker said yes: say how, when and in which words."""
        return self._get_permission_dialog(self.env._("They agree"), "referee")

    def action_permit_current_employer(self):
        """The jobseeker said yes to this, too: asked apart, as it tells the employer that they are looking."""
        return self._get_permission_dialog(self.env._("They agree that their present employer is asked"), "employer")

    def _get_permission_dialog(self, title, about):
        action = self._get_dialog("hr.jobseeker.reference.permit", title, OPEN)
        return {**action, "context": {**action["context"], "default_about": about}}

    def action_take_back(self):
        """The jobseeker does not want it any more, or it was a mistake: the links open nothing from now on."""
        self.check_access("write")
        if any(reference.state not in ("requested", "expired") for reference in self):
            raise UserError(self.env._("Only what waits for an answer can be taken back."))
        self._withdraw_permission()

    # --- by the jobseeker's, on their page ----------------------------------------------------------

    def _withdraw_own_permission(self):
        """:return: whether there was anything to withdraw"""
        self.ensure_one()
        if self.state not in OPEN or not self.is_permitted:
            return False
        self._withdraw_permission()
        return True
