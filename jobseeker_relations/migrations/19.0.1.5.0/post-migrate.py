from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Shipped types of needs tell how a job answers them; an administrator may have changed or deleted them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    if pay := env.ref("jobseeker_relations.need_type_pay", raise_if_not_found=False):
        pay.more_fits = True
    if any_contract := env.ref("jobseeker_relations.need_choice_contract_any", raise_if_not_found=False):
        any_contract.fits_all = True
