from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.tools.sql import column_exists


def migrate(cr, version):
    """What was known of letters that came back is kept beside what holds now, as it is from this version on.

    So is whether a referral to a job of ours made the application there, or found one of the person's own.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
    sent = env["hr.jobseeker.referral"].search([("sent_at", "!=", False)])
    for referral in sent.filtered(lambda one: one.return_reason and not one.returned_letter):
        referral.returned_letter = {
            "sent_at": fields.Datetime.to_string(referral.sent_at),
            "sent_to": referral.sent_to,
            "return_reason": referral.return_reason,
        }
    inside = sent.filtered(lambda one: one.is_internal and one.applicant_id)
    made = inside.filtered(lambda one: one.applicant_id.create_date >= one.sent_at - timedelta(minutes=1))
    made.makes_application = True
    if column_exists(cr, "hr_jobseeker_signpost", "letter_returned"):
        cr.execute("SELECT id FROM hr_jobseeker_signpost WHERE letter_returned")
        for signpost in env["hr.jobseeker.signpost"].browse(row[0] for row in cr.fetchall()):
            if signpost.introduced_at:
                signpost.returned_letter = signpost._get_introduced()
