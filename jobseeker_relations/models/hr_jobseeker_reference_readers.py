from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

READERS = ("jobseeker_relations.group_reference_reader", "jobseeker_relations.group_data_protection_officer")
#: An answer is here, or a reason for none.
ANSWERED = ("received", "verified", "declined")
#: What tells something of an answer; ``disclosable``, ``confidential`` and ``facts_only`` are choices, and tell none.
TELLING = {
    "answers",
    "found_position",
    "found_from",
    "found_to",
    "signals",
    "is_adverse",
    "is_discrepant",
    "discussion_note",
}


class HrJobseekerReference(models.Model):
    """Who reads an answer: those whom it came to, whom they name, and two groups (issue 5 §3).

    Readers are fixed when it comes: the adviser of that moment, and who asked. Who is made adviser later on is let in
    by a reader. No field of a user's choosing leads to it: what is kept is shown record by record,
    however they come (form, RPC, export), and each reading is written into the log of access.
    """

    _inherit = "hr.jobseeker.reference"

    reader_ids = fields.Many2many(
        "res.users",
        "hr_jobseeker_reference_reader_rel",
        string="Read by",
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who was the adviser when the answer came, who asked for it, and whom these named.",
    )
    may_read_answers = fields.Boolean(compute="_compute_may_read_answers")
    answers = fields.Html(
        compute="_compute_told", sanitize=False, help="What the referee wrote, for those who may read it."
    )
    found_position = fields.Char(string="Position, Says the Referee", compute="_compute_told")
    found_from = fields.Date(string="From, Says the Referee", compute="_compute_told")
    found_to = fields.Date(string="Until, Says the Referee", compute="_compute_told")
    is_discrepant = fields.Boolean(compute="_compute_told", help="The referee remembers other facts.")
    is_adverse = fields.Boolean(
        string="To Be Talked Over",
        compute="_compute_told",
        inverse="_inverse_is_adverse",
        copy=False,
        help="Somebody finds that the jobseeker should be heard about it.",
    )
    discussion_note = fields.Text(
        string="Talk with the Jobseeker",
        compute="_compute_told",
        inverse="_inverse_discussion_note",
        copy=False,
        help="What the jobseeker says about it.",
    )

    @api.depends("reader_ids", "stage")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_read_answers(self):
        """Of what is stored: who writes another name into a form has not been let in by it."""
        user = self.env.user
        member = any(user.has_group(group) for group in READERS)
        seen = self._origin if self.env.su else self._origin._filtered_access("read")
        for reference in self:
            kept = reference._origin.sudo()  # sudo: who is named, whoever asks
            came = kept.stage in ANSWERED and reference._origin in seen
            reference.may_read_answers = came and (member or user in kept.reader_ids)

    @api.depends(
        "may_read_answers",
        "kept_answers",
        "kept_position",
        "kept_from",
        "kept_to",
        "kept_adverse",
        "kept_discussion",
        "position",
        "worked_from",
        "worked_to",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_told(self):
        for reference in self:
            # sudo: nobody reads what is kept; who reads this is asked here, also of the system
            kept = reference._origin.sudo() if reference.may_read_answers else self.sudo().browse()
            reference.answers = kept.kept_answers
            reference.found_position = kept.kept_position
            reference.found_from = kept.kept_from
            reference.found_to = kept.kept_to
            reference.is_adverse = kept.kept_adverse
            reference.discussion_note = kept.kept_discussion
            reference.is_discrepant = bool(kept) and kept._is_discrepant()

    def _inverse_is_adverse(self):
        self.filtered(lambda reference: reference.is_adverse or reference.stage in ANSWERED)._check_reads()
        for reference in self:
            reference.sudo().kept_adverse = reference.is_adverse  # sudo: who reads it may mark it

    def _inverse_discussion_note(self):
        self.filtered(lambda reference: reference.discussion_note or reference.stage in ANSWERED)._check_reads()
        for reference in self:
            reference.sudo().kept_discussion = reference.discussion_note  # sudo: as above

    def _check_reads(self):
        """Who does not read an answer says nothing of it, and lets nobody, nor themselves, read it."""
        if not self.env.su and not all(reference.may_read_answers for reference in self):
            raise AccessError(self.env._("Only who reads the answer does this. Ask one of those who read it."))

    # --- let in -------------------------------------------------------------------------------------

    def _get_first_readers(self):
        """What fixes the readers as an answer comes: values to write."""
        kept = self.sudo()  # sudo: who is named, whoever enters the answer
        return {"reader_ids": [Command.link(user.id) for user in kept.adviser_id | kept.requested_by_id]}

    def write(self, vals):
        if "reader_ids" not in vals:
            return super().write(vals)
        self._check_reads()
        before = {reference: reference.sudo().reader_ids for reference in self}  # sudo: names alone
        result = super().write(vals)
        for reference, readers in before.items():
            if reference.sudo().reader_ids != readers and reference.stage in ANSWERED:  # sudo: as above
                told = reference._for_adviser()
                names = ", ".join(told.sudo().reader_ids.mapped("name")) or "-"  # sudo: as above
                words = {"referee": told.display_name, "names": names}
                told._note(told.env._("The answer of %(referee)s is now read by: %(names)s", **words))
        return result

    # --- written down -------------------------------------------------------------------------------

    def _read_format(self, fnames, load="_classic_read"):
        """Every list and form, and RPC's ``read``, end here."""
        values = super()._read_format(fnames, load)
        self._log_told(fnames)
        return values

    def onchange(self, values, field_names, fields_spec):
        """A form asks for these by this, too."""
        found = super().onchange(values, field_names, fields_spec)
        self._log_told(fields_spec)
        return found

    def _log_told(self, names):
        if not self.env.su and not TELLING.isdisjoint(names):
            told = self.filtered("may_read_answers").jobseeker_id
            if told:
                self.env["hr.jobseeker.access.log"]._log_read(told, self._name)
