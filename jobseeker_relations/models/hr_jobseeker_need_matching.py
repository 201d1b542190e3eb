from odoo import api, fields, models

#: What of a need decides which jobs fit.
MATCHED = {"type_id", "kind", "value", "priority", "state"}


class HrJobseekerNeedType(models.Model):
    _inherit = "hr.jobseeker.need.type"

    more_fits = fields.Boolean(
        string="More Fits as Well",
        help="A job that gives more than was asked fits, too, as with pay. Else both numbers have to meet, as with "
        "hours.",
    )


class HrJobseekerNeedChoice(models.Model):
    _inherit = "hr.jobseeker.need.choice"

    fits_all = fields.Boolean(help="Goes with every other choice, such as “Any”: a job with any of them fits.")


class HrJobseekerNeed(models.Model):
    """What of a need is laid beside a job. Nothing that is confidential is: not in scores, reasons or order."""

    _name = "hr.jobseeker.need"
    _inherit = ["hr.jobseeker.need", "hr.jobseeker.match.value"]

    # All that is compared, person by person: read by itself for all of them (models/match_sql.py).
    _match_idx = models.Index(
        "(jobseeker_id, type_id) INCLUDE (match_weight, match_low, match_high, match_words)"
        " WHERE state IN ('open', 'partly_met') AND kind = 'need' AND sensitive IS NOT TRUE"
    )

    @api.model_create_multi
    def create(self, vals_list):
        needs = super().create(vals_list)
        needs.jobseeker_id._ask_for_jobs()
        return needs

    def write(self, vals):
        result = super().write(vals)
        if MATCHED & vals.keys():
            self.jobseeker_id._ask_for_jobs()
        return result
