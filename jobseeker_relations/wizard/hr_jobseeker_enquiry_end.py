from odoo import fields, models

#: What a person decides; the others follow from what happens.
REASONS = [
    ("withdrawn", "They need no answer any more"),
    ("silent", "We asked back, and they did not answer"),
    ("no_enquiry", "No enquiry: advertising, a mistake, a colleague"),
]


class HrJobseekerEnquiryEnd(models.TransientModel):
    """ "No Answer Needed": why. It stands in the figures, apart from what was answered."""

    _name = "hr.jobseeker.enquiry.end"
    _inherit = ["hr.jobseeker.asked"]
    _description = "End an Enquiry Without an Answer"

    enquiry_id = fields.Many2one("hr.jobseeker.enquiry", required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True)
    note = fields.Char()

    def action_apply(self):
        self.ensure_one()
        self.enquiry_id._get_person_to_serve()
        self.enquiry_id.sudo()._end(self.reason, self.note)  # sudo: enquiries are nobody's to write; asked above
        return {"type": "ir.actions.act_window_close"}
