from odoo import models


class TalentPoolAddApplicants(models.TransientModel):
    _inherit = "talent.pool.add.applicants"

    def _add_applicants_to_pool(self):
        """Core copies that an application was refused or archived, too: nobody would find that talent in its pool."""
        talents = super()._add_applicants_to_pool()
        ended = talents.filtered(lambda talent: not talent.active or talent.refuse_reason_id)
        ended.write({"active": True, "refuse_reason_id": False, "refuse_date": False})
        return talents
