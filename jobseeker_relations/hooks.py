from odoo.tools import split_every

BATCH = 1000


def post_init_hook(env):
    """Give the people of existing applications, also of archived ones, their relationships. Nobody hears of it.

    They begin now (``state_since``), so that no promise counts as broken on the first night.
    """
    # sudo: the records of all companies; nothing is tracked or logged
    Applicant = env["hr.applicant"].sudo().with_context(active_test=False, tracking_disable=True)
    for ids in split_every(BATCH, Applicant.search([("partner_id", "=", False)], order="id").ids):
        Applicant.browse(ids)._find_person_if_known()
        _forget(env)
    groups = Applicant._read_group([("jobseeker_id", "=", False), ("partner_id", "!=", False)], ["partner_id"])
    for ids in split_every(BATCH, [partner.id for [partner] in groups]):
        Applicant.search([("partner_id", "in", ids)], order="id desc")._link_jobseeker(_prepare_vals)
        _forget(env)


def _prepare_vals(applicants):
    """State: ``enquiry`` while an application is open; ``placed`` where all that is open ended in a hire, on the last
    such day; ``prospect`` where there is nothing but refusals, archived applications or talent pools.
    """
    vals = applicants._prepare_jobseeker_vals()
    running = applicants.filtered(lambda a: a.active and not a.talent_pool_ids)
    if not running:
        return dict(vals, state="prospect", seeking="passive")
    if all(running.mapped("date_closed")):
        return dict(vals, state="placed", placed_on=max(running.mapped("date_closed")).date())
    return dict(vals, state="enquiry")


def _forget(env):
    """Write what is pending and empty the cache: the number of applications has no bound."""
    env.flush_all()
    env.invalidate_all()
