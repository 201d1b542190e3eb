from odoo import SUPERUSER_ID, api

BEFORE, NOW = '("jobseeker_id.adviser_id", "=", user.id)', '("adviser_id", "=", user.id)'


def migrate(cr, version):
    """Who reads what is confidential is asked of the need itself; a rule that was rewritten by hand stays.

    What the new version promises holds for what came before it, too; each says so where it is done.
    Letters to referees that wait in the queue get the mark by which they are known when they come back.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("jobseeker_relations.hr_jobseeker_need_rule_sensitive", raise_if_not_found=False)
    if rule and BEFORE in (rule.domain_force or ""):
        rule.domain_force = rule.domain_force.replace(BEFORE, NOW)
    env["hr.jobseeker"]._mend_followers()
    env["hr.jobseeker.rights.request"]._end_marketing_of_former_objections()
    env["hr.jobseeker.rights.request"]._note_former_downloads()
    env["hr.jobseeker.reference"]._remember_waiting_letters()
