from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import verify_hash_signed

from ..models.hr_jobseeker_disclosure_files import DISCLOSURE
from ..models.hr_jobseeker_override import SCOPE
from ..rules.page_text import text

LONGEST_REASON = 2000


class HrJobseekerOverrideDialog(models.TransientModel):
    """Asks why somebody goes on where a rule warns or blocks, and keeps the answer."""

    _name = "hr.jobseeker.override.dialog"
    _description = "Go On All the Same"
    _inherit = ["hr.jobseeker.asked"]

    rule_id = fields.Many2one("hr.jobseeker.rule", required=True)
    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    missing = fields.Text(required=True)
    said = fields.Char(help="What the gate found missing, signed: no caller says it.", export_string_translation=False)
    rule_name = fields.Char(compute="_compute_rule")
    source = fields.Text(compute="_compute_rule")
    reason = fields.Text(help="Kept with your name and the time; nobody can change it afterwards.")

    @api.depends("rule_id")
    def _compute_rule(self):
        for dialog in self:
            dialog.rule_name, dialog.source = dialog.rule_id.name, dialog.rule_id.source

    @api.constrains("res_model")
    def _check_no_certificate(self):
        if any(dialog.res_model == DISCLOSURE for dialog in self):  # whichever rule is named
            raise UserError(
                self.env._("Nothing is written about what a certificate says: enter its result, and your decision.")
            )

    def action_apply(self):
        self.ensure_one()
        record = self._get_record()
        rule = self.rule_id
        if not rule._may_override():
            raise AccessError(self.env._("Who may go on all the same is for the rule to say: %s", rule.name))
        key, missing = self._read_said()
        reason = text(self.reason, LONGEST_REASON)
        if not reason:
            raise UserError(self.env._("Say why you go on: it is kept with your name."))
        # sudo: rows of the log are the system's to write; who did it is named
        self.env["hr.jobseeker.override"].sudo().create(
            {
                "rule_id": rule.id,
                "jobseeker_id": record.id if record._name == "hr.jobseeker" else record.jobseeker_id.id,
                "res_model": record._name,
                "res_id": record.id,
                "missing": missing,
                "missing_key": key,
                "reason": reason,
                "user_id": self.env.uid,
            }
        )
        # what is missing stands on the record, too: what was typed there is kept, as on leaving it
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _read_said(self):
        """(key, sentences) of what the gate found missing.

        :raises UserError: no gate said so of this record, or it did too long ago
        """
        try:
            # sudo: the database's secret
            said = verify_hash_signed(self.sudo().env, SCOPE, self.said or "")
        except ValueError:  # nothing that was ever signed
            said = None
        *about, key, missing = said or (None, None)
        if about != [self.rule_id.id, self.res_model, self.res_id]:
            raise UserError(self.env._("What is missing is for the rule to say: do once more what brought you here."))
        return key, missing

    def _get_record(self):
        """The record it is about, which its user may change; a number that a caller made up opens nothing."""
        model = self.env.get(self.res_model)
        if model is None or not (model._name == "hr.jobseeker" or "jobseeker_id" in model._fields):
            raise UserError(self.env._("This is no record of a jobseeker."))
        record = model.browse(self.res_id).exists()
        record.check_access("write")
        if not record:
            raise UserError(self.env._("It was deleted in the meantime."))
        return record
