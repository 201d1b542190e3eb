from odoo import api, fields, models

WRITTEN = ("application", "web", "email", "portal", "sms")


class HrJobseekerEnquiry(models.Model):
    """What they wrote, to be read where it is answered."""

    _inherit = "hr.jobseeker.enquiry"

    words = fields.Html(
        string="Their Letter", compute="_compute_words", help="As it came; for those who may read the person's letters."
    )

    @api.depends("contact_id.message_id.body")
    @api.depends_context("uid")
    def _compute_words(self):
        readable = self.contact_id.message_id._filtered_access("read")
        for enquiry in self:
            letter = enquiry.contact_id.message_id & readable
            enquiry.words = letter.body if enquiry.channel in WRITTEN else False
