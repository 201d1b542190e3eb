from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .hr_jobseeker_eligibility import CHECKER, DATA_OFFICER

EVIDENCE = "hr.jobseeker.eligibility"
#: What would take a copy out of its check, or show it to who has no right on it.
AWAY = {"res_model", "res_id", "res_field", "public", "access_token", "url", "type"}


class HrJobseekerEligibility(models.Model):
    """The copies that a check rests on: files of the check, in the hands of checkers alone."""

    _inherit = "hr.jobseeker.eligibility"

    copy_ids = fields.Many2many(
        "ir.attachment",
        string="Copies",
        compute="_compute_copy_ids",
        inverse="_inverse_copy_ids",
        groups=CHECKER,
        help="PDF, JPEG or PNG. Each opening is logged, and a decided check keeps its copies as they are.",
    )
    copy_count = fields.Integer(string="Number of Copies", compute="_compute_copy_count", compute_sudo=True)

    def _find_copies(self):
        return self.env["ir.attachment"].search([("res_model", "=", EVIDENCE), ("res_id", "in", self.ids)])

    def _compute_copy_ids(self):
        copies = self._find_copies().grouped("res_id")
        for check in self:
            check.copy_ids = copies.get(check._origin.id, check.env["ir.attachment"])

    def _inverse_copy_ids(self):
        """Files that were sent while the form was open become files of the check; those taken away are deleted."""
        for check in self:
            wanted, known = check.copy_ids, check._find_copies()
            for file in wanted - known:
                check._take_over(file)
            (known - wanted).unlink()

    def _take_over(self, file):
        """Only what its user uploaded for a check that was not saved yet: nobody's file moves by its number."""
        fact = file.sudo()  # sudo: whose it is is asked before anybody's rights
        if fact.res_model != EVIDENCE or fact.res_id or fact.create_uid != self.env.user:
            raise AccessError(self.env._("This file belongs elsewhere: upload it anew."))
        self.check_access("write")
        fact.res_id = self.id

    def _compute_copy_count(self):
        rows = self.env["ir.attachment"]._read_group(
            [("res_model", "=", EVIDENCE), ("res_id", "in", self.ids)], ["res_id"], ["__count"]
        )
        counts = dict(rows)
        for check in self:
            check.copy_count = counts.get(check._origin.id, 0)


class IrAttachment(models.Model):
    """A copy stays with its check and in the hands of checkers; of a decided check nobody changes it.

    Who may read the check itself, as the data protection officer may, does not read its copies by that.
    """

    _inherit = "ir.attachment"

    def _find_evidence(self):
        """Those of these files that belong to a check."""
        return self.sudo().filtered(lambda file: file.res_model == EVIDENCE)  # sudo: asked before anybody's rights

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        try:
            files._check_evidence_new()
        except UserError:
            files.sudo().unlink()  # sudo: core's upload swallows what is raised, and would keep them
            raise
        # nothing of a document is found by searching for its words
        files._find_evidence().filtered("index_content").index_content = False
        return files

    def _check_evidence_new(self):
        self._check_evidence_open()
        evidence = self._find_evidence()
        if not self.env.su and any(file.public or file.access_token or file.type != "binary" for file in evidence):
            raise AccessError(self.env._("A copy of a document is a file of its check, and nobody else opens it."))

    def write(self, vals):
        self._check_evidence_open()
        if not self.env.su and AWAY & vals.keys() and self._find_evidence():
            raise AccessError(self.env._("A copy of a document is a file of its check, and nobody else opens it."))
        result = super().write(vals)
        if {"res_model", "res_id"} & vals.keys():
            self._check_evidence_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._check_evidence_open()

    def _check_evidence_open(self):
        if self.env.su:
            return
        evidence = self._find_evidence()
        checks = evidence.env[EVIDENCE].browse(evidence.mapped("res_id")).exists()
        if any(check.state != "to_check" for check in checks):
            raise AccessError(
                self.env._("This check is decided, and its copies stay. Press “Correct”, and say what was wrong.")
            )

    def _may_see_evidence(self):
        return self.env.su or self.env.user.has_group(CHECKER)

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        if EVIDENCE in model_and_ids and not self._may_see_evidence():
            yield from ((EVIDENCE, number) for number in model_and_ids[EVIDENCE] if number)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """The data protection officer reads checks, and would find their copies by that."""
        if not self.env.su and self.env.user.has_group(DATA_OFFICER) and not self._may_see_evidence():
            domain = Domain(domain) & Domain("res_model", "!=", EVIDENCE)
        return super()._search(domain, *args, **kwargs)

    def _can_return_content(self, field_name=None, access_token=None):
        """No token opens a copy of a document: who opens it is asked and logged."""
        if self._find_evidence():
            self.check_access("read")
            return False
        return super()._can_return_content(field_name, access_token)
