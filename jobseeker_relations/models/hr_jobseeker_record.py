from typing import NamedTuple

from odoo import fields, models
from odoo.tools import format_date


class Entry(NamedTuple):
    """One thing of a record: what it is, what we hold of it (sentences), and where it is asked for.

    :param owed: whether the record has a gap where there is nothing
    """

    label: str
    held: list
    source: str
    owed: bool = True


class HrJobseeker(models.Model):
    """What we hold of a person as an inspector asks for it, with what is missing (Conduct Regulations 2003, Sch. 4).

    Everything is read with the rights of who prints it: what they may not see is said to be held elsewhere by nobody.
    Evidence of the right to work is named by its day alone; who may see more opens the check.
    """

    _inherit = "hr.jobseeker"

    def _get_record(self):
        """Return [``Entry``] in the order of the schedule; what it dropped in 2016 comes last."""
        self.ensure_one()
        return [
            Entry(self.env._("Name and address"), self._record_address(), self.env._("Sch. 4 (1), (2)")),
            Entry(self.env._("Date of birth, under 22"), self._record_birth(), self.env._("Sch. 4 (3)"), owed=False),
            Entry(self.env._("Terms agreed, and their changes"), self._record_terms(), self.env._("Sch. 4 (4)")),
            Entry(
                self.env._("Training, experience, qualifications"),
                self._record_qualifications(),
                self.env._("Sch. 4 (5)"),
            ),
            Entry(self.env._("Enquiries of referees"), self._record_references(), self.env._("Sch. 4 (10), reg. 22")),
            Entry(
                self.env._("Enquiries of the right to work"), self._record_checks(), self.env._("Sch. 4 (10), reg. 19")
            ),
            Entry(self.env._("Engaged on"), self._record_engagement(), self.env._("Sch. 4 (7)"), owed=False),
            Entry(self.env._("First heard of them"), self._record_arrival(), self.env._("Until 2016 Sch. 4; PC5")),
            Entry(self.env._("What they want"), self._record_needs(), self.env._("Until 2016 Sch. 4; PC6, PC11")),
            Entry(self.env._("Ended on"), self._record_end(), self.env._("Until 2016 Sch. 4"), owed=False),
        ]

    def _record_address(self):
        lines = [self.name, *(self.partner_id._display_address(without_company=True) or "").split("\n")]
        lines = [line.strip() for line in lines if line and line.strip()]
        return lines if self.partner_id.street or self.partner_id.city else []

    def _record_birth(self):
        # sudo: that it is kept is part of the record; the day itself is for whom its field names
        if not self.sudo().birth_date:
            return []
        readable = self._has_field_access(self._fields["birth_date"], "read")
        return [format_date(self.env, self.birth_date) if readable else self.env._("Kept, for who may read it")]

    def _record_terms(self):
        agreements = self.agreement_ids.filtered("agreed_at").sorted("agreed_at")
        return [
            self.env._(
                "%(terms)s, agreed %(day)s (%(channel)s)",
                terms=agreement.terms_id.display_name,
                day=self._record_day(agreement.agreed_at),
                channel=agreement._fields["agreed_channel"].convert_to_export(agreement.agreed_channel, agreement),
            )
            for agreement in agreements
        ]

    def _record_qualifications(self):
        skills = [skill.display_name for skill in self.skill_ids]
        files = self.applicant_ids.attachment_ids.mapped("name")
        return [", ".join(skills)] * bool(skills) + files

    def _record_references(self):
        return [
            self.env._(
                "%(referee)s: asked %(asked)s, received %(received)s",
                referee=reference.referee_name,
                asked=self._record_day(reference.requested_at),
                received=self._record_day(reference.received_at),
            )
            for reference in self.reference_ids.filtered("requested_at")
        ]

    def _record_checks(self):
        """The verdict and its day are in the record of everybody who is checked; the documents are not."""
        # sudo: the verdict and its day only, which the person's form tells every recruiter
        checks = self.sudo().eligibility_ids.filtered(lambda check: check.state in ("passed", "failed", "superseded"))
        return [
            self.env._("Checked on %s", format_date(self.env, check.checked_on))
            for check in checks.filtered("checked_on").sorted("checked_on")
        ]

    def _record_engagement(self):
        return [format_date(self.env, self.placed_on)] if self.placed_on else []

    def _record_arrival(self):
        day = self.data_received_on or fields.Datetime.context_timestamp(self, self.create_date).date()
        return [format_date(self.env, day)]

    def _record_needs(self):
        needs = self.need_ids.filtered(lambda need: need.state != "withdrawn")
        return [need.display_name for need in needs]

    def _record_end(self):
        return [format_date(self.env, self.closed_on)] if self.closed_on else []

    def _record_day(self, at):
        """The day of a moment for who prints it; a dash where there is none."""
        return format_date(self.env, fields.Datetime.context_timestamp(self, at).date()) if at else "–"
