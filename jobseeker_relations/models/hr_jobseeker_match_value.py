from odoo import api, fields, models

from .match_wants import to_columns


class HrJobseekerMatchValue(models.AbstractModel):
    """What the database compares of a need or a requirement, beside what was said (``match_wants.to_columns``)."""

    _name = "hr.jobseeker.match.value"
    _description = "Value That Is Matched"

    match_weight = fields.Integer(compute="_compute_match_columns", store=True, copy=False, aggregator=None)
    match_low = fields.Float(compute="_compute_match_columns", store=True, copy=False, aggregator=None)
    match_high = fields.Float(compute="_compute_match_columns", store=True, copy=False, aggregator=None)
    match_words = fields.Char(
        compute="_compute_match_columns",
        store=True,
        copy=False,
        help="The words of a text or a place as they are compared: without case, accents and marks.",
    )

    @api.depends(
        "priority",
        "value",
        "value_from",
        "value_to",
        "value_date",
        "choice_id",
        "place",
        "radius_km",
        "sensitive",
        "type_id.value_form",
    )
    def _compute_match_columns(self):
        """Nothing of what is confidential stands here."""
        for record in self:
            weight, low, high, words = to_columns(record if not record.sensitive else record.browse())
            record.update({"match_weight": weight, "match_low": low, "match_high": high, "match_words": words})
