from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What is kept as a mark from this version on, and when the job looks, holds for what came before it, too."""
    referrals = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})["hr.jobseeker.referral"]
    referrals._remember_untold()
    referrals._plan_looks_of_ready()
