from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

BATCH = 5000


def migrate(cr, version):
    """What is new tells of what was there before.

    Shipped types of needs tell how a job answers them; an administrator may have changed or deleted them. By which
    method people came their first applications say, else how we came by their data.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
    if pay := env.ref("jobseeker_relations.need_type_pay", raise_if_not_found=False):
        pay.more_fits = True
    if any_contract := env.ref("jobseeker_relations.need_choice_contract_any", raise_if_not_found=False):
        any_contract.fits_all = True
    Jobseeker = env["hr.jobseeker"]
    Jobseeker._take_origins()
    for ids in split_every(BATCH, Jobseeker.search([("source_id", "=", False), ("source_kind", "!=", False)]).ids):
        Jobseeker.browse(ids)._follow_kind()
        env.flush_all()
        env.invalidate_all()
