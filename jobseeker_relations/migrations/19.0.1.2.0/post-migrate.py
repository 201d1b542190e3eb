from odoo import SUPERUSER_ID, api

REVIEW_DAYS = {"contact_policy_active": 28, "contact_policy_passive": 180}


def migrate(cr, version):
    """The policies that we shipped promise reviews now: set it where nobody has set the number.

    It had no meaning before and was shown nowhere. The data file cannot: policies belong to who edits them, and are not
    written again. By the ORM, so that everybody's next review follows.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, days in REVIEW_DAYS.items():
        policy = env.ref(f"jobseeker_relations.{name}", raise_if_not_found=False)
        if policy and not policy.review_interval_days:
            policy.review_interval_days = days
