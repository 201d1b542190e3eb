from odoo import api, fields, models

from .match_wants import get_words

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

    fits_all = fields.Boolean(
        string="Fits All", help="Goes with every other choice, such as “Any”: a job with any of them fits."
    )


class HrJobseekerNeed(models.Model):
    """What of a need is laid beside a job. Nothing that is confidential is: not in scores, reasons or order."""

    _inherit = "hr.jobseeker.need"

    match_words = fields.Char(
        compute="_compute_match_words",
        store=True,
        copy=False,
        help="The words of a text or a place as they are compared: without case, accents and marks.",
    )

    # All that is compared, in the order of people: read by itself for all of them (models/match_sql.py).
    _match_idx = models.Index(
        "(jobseeker_id, type_id)"
        " INCLUDE (priority, value_from, value_to, value_date, choice_id, match_words, radius_km)"
        " WHERE state IN ('open', 'partly_met') AND kind = 'need' AND sensitive IS NOT TRUE"
    )

    @api.depends("value", "place", "type_id.value_form", "sensitive")
    def _compute_match_words(self):
        for need in self:
            need.match_words = not need.sensitive and get_words(need)

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
