from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_applicant_mirror import OFFICER
from .hr_jobseeker_reference_permission import OPEN

#: The purpose of this part, see ``hr.jobseeker.purpose``.
REFERENCES = "references"
#: What answers the question "who vouches for them".
COUNTED_STAGES = ("received", "verified")


class HrJobseeker(models.Model):
    """Who vouches for this person, and whether that is enough for work with people who need care or attention."""

    _inherit = "hr.jobseeker"

    reference_ids = fields.One2many("hr.jobseeker.reference", "jobseeker_id", string="References", copy=False)
    reference_status = fields.Char(compute="_compute_reference_status")

    @api.depends(
        "reference_ids.stage", "reference_ids.is_relative", "reference_ids.disclosable", "reference_ids.link_expires_at"
    )
    @api.depends_context("lang")
    def _compute_reference_status(self):
        for person in self:
            person.reference_status = person._say_references()

    def _say_references(self):
        """How many there are of how many; where no rule asks for a number, how many came."""
        self.ensure_one()
        rule = self.env["hr.jobseeker.rule"]._find("reference_vulnerable", self.company_id)
        counted = self._get_vouching()
        if rule:
            return self.env._(
                "%(count)s of %(number)s references from non-relatives who agreed to disclosure",
                count=len(counted),
                number=rule.number,
            )
        came = self.reference_ids.filtered(lambda reference: reference.stage in COUNTED_STAGES)
        return self.env._("References received: %s", len(came))

    def _get_vouching(self):
        """References that came from people who are no relatives, and who agreed that hirers see them (reg. 22)."""
        return self.reference_ids.filtered(
            lambda reference: reference.stage in COUNTED_STAGES and reference.disclosable and not reference.is_relative
        )

    def _check_references_for_vulnerable(self, about=None):
        """Before somebody is put forward for work with children, or with people who need care (compliance §8, 22).

        :param about: {person: record that the decision is about, e.g. a referral}; the person, where none is given
        :raises UserError: there are fewer such references than the rule asks for, and nobody has overridden it
        """
        self.env["hr.jobseeker.rule"]._ask("reference_vulnerable", self._find_lacking_references(about))

    def _find_lacking_references(self, about=None):
        """{record: {key: sentence}} of those of these people who have fewer such references than the rule asks for."""
        missing = {}
        for person in self:
            rule = self.env["hr.jobseeker.rule"]._find("reference_vulnerable", person.company_id)
            if rule and len(person._get_vouching()) < rule.number:
                missing[(about or {}).get(person, person)] = {"references": person._say_references()}
        return missing

    def action_add_reference(self):
        """Open a new reference of this person."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reference for %s", self.name),
            "res_model": "hr.jobseeker.reference",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_jobseeker_id": self.id},
        }

    # --- a no to all of them ------------------------------------------------------------------------

    def _purpose_withdrawn(self, code):
        """Who says no to references: what was asked for is taken back, and no letter leaves."""
        result = super()._purpose_withdrawn(code)
        if code == REFERENCES:
            self._stop_references()
        return result

    def _stop_references(self):
        """Each referee's yes ends with it: after a later yes to the purpose they are asked for one by one."""
        # sudo: a withdrawal acts at once, whoever records it
        waiting = self.sudo().reference_ids.filtered(lambda reference: reference.state in OPEN)
        waiting._withdraw_permission()

    def _check_not_refused_references(self):
        """:raises UserError: somebody said no to the purpose, which no yes to one referee overrides"""
        # sudo: what they said holds for who may not read consents, too
        for person, word in self.sudo()._find_last_words(self, REFERENCES).items():
            if word.state == "withdrawn":
                raise UserError(
                    self.env._("%s said no to references. Ask them, and record their yes; then ask.", person.name)
                )

    # --- by the jobseeker, on their page ------------------------------------------------------------

    def _name_referee(self, vals, permitted, employer_permitted, origin):
        """Add somebody who vouches for this person, as the person named them.

        :param permitted: they ticked that we may ask this referee
        :param employer_permitted: they ticked, apart, that their present employer may be asked
        :param origin: the address that the request came from
        """
        self.ensure_one()
        reference = self.env["hr.jobseeker.reference"].create(
            {
                **vals,
                "jobseeker_id": self.id,
                "named_by": "jobseeker",
            }
        )
        if permitted:
            reference._permit("page")
            if employer_permitted and reference.is_current_employer:
                reference._permit("page", employer=True)
        reference._add_network("jobseeker_networks", origin)
        colleagues = self._for_colleagues()
        summary = colleagues.env._("Named a referee")
        self._log_own_action(summary)
        self._tell_adviser(summary, reference.display_name)
        return reference

    def _withdraw_own_referee(self, reference_id):
        """:return: whether this referee is one of theirs, and could be withdrawn"""
        reference = self.reference_ids.filtered(lambda reference: reference.id == reference_id)
        if not reference or not reference._withdraw_own_permission():
            return False
        colleagues = self._for_colleagues()
        summary = colleagues.env._("Does not want a referee to be asked any more")
        self._log_own_action(summary)
        self._tell_adviser(summary, reference.display_name)
        return True

    def unlink(self):
        """The database's cascade would leave half-written answers behind."""
        self.sudo().reference_ids.unlink()  # sudo: those that were asked, too, go with the whole relationship
        return super().unlink()


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    reference_ids = fields.One2many(
        related="relationship_id.reference_ids", related_sudo=False, groups=OFFICER, copy=False
    )
