from odoo import models

from .hr_jobseeker_contact_door import THREADS


class IrActionsServer(models.Model):
    """A text message that an automation sends is one text to many, though its rule may run for one record at a time."""

    _inherit = "ir.actions.server"

    def _run_action_sms_multi(self, eval_context=None):
        records = (eval_context or {}).get("records") or (eval_context or {}).get("record")
        by_note = self.sms_template_id and self.sms_method == "comment" and records and records._name in THREADS
        if not by_note or self._is_recompute():
            return super()._run_action_sms_multi(eval_context)
        # Core writes "SMS with note" as a colleague would by hand: no gate, and a personal word in the ledger.
        composer = self.env["sms.composer"].create(
            {
                "res_model": records._name,
                "res_ids": repr(records.ids),
                "composition_mode": "mass",
                "template_id": self.sms_template_id.id,
                "mass_keep_log": True,
            }
        )
        composer.action_send_sms()
        return False
