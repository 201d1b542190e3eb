from odoo import api, fields, models
from odoo.fields import Domain

AUDIENCE_FIELDS = {
    "active",
    "sequence",
    "company_id",
    "state_ids",
    "seeking",
    "job_ids",
    "talent_pool_ids",
    "category_ids",
}


class HrJobseekerContactPolicy(models.Model):
    """What a change of a policy means for the people: who comes under it, who waits for a turn, who is looked at."""

    _inherit = "hr.jobseeker.contact.policy"

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._reassign()
        return policies

    def write(self, vals):
        paced = self.filtered(lambda policy: policy.starts_per_day != vals.get("starts_per_day", policy.starts_per_day))
        result = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")  # nobody gives a policy to a company that is not theirs
        if AUDIENCE_FIELDS & vals.keys():
            self._reassign()
        if {"min_gap_days", "max_per_period", "period_days"} & vals.keys():
            self._wake()
        # sudo: people of every company
        self.env["hr.jobseeker"].sudo()._search_waiting_for_a_turn(paced)._spread_starts()
        return result

    def _wake(self):
        """Let the engine look again, by the rules of now, at everybody who is owed a word under these policies."""
        now = fields.Datetime.now()
        # sudo: people of every company; the engine's own field
        people = self.env["hr.jobseeker"].sudo().search([("policy_id", "in", self.ids), ("next_contact_at", "<=", now)])
        people.with_context(tracking_disable=True).write({"follow_up_at": now})

    def unlink(self):
        """People of a deleted policy fall to the next one that takes them."""
        people = self.env["hr.jobseeker"].sudo().search([("policy_id", "in", self.ids)])  # sudo: all companies' people
        result = super().unlink()
        self.env.add_to_compute(people._fields["policy_id"], people.exists())
        people.exists().modified(["policy_id"])  # the clock follows
        people.exists()._spread_starts()
        return result

    @api.model
    def _reassign(self):
        """Ask again, for everybody who follows the audience, which policy is theirs.

        Only those whose policy really changes are found and written, so that a changed name or order touches nobody,
        and a million people are not loaded for the sake of three.
        """
        Jobseeker = self.env["hr.jobseeker"].sudo()  # sudo: an administrator's policy serves people of every company
        policies, audience = self.sudo().search([("active", "=", True)]), Domain.FALSE  # sudo: as above
        follows = Domain("chosen_policy_id", "=", False) & Domain("state", "!=", "closed")
        moved = Jobseeker.browse()
        for policy in policies:
            own = policy._get_audience_domain() & ~audience
            moved |= Jobseeker.search(follows & own & Domain("policy_id", "!=", policy.id))
            audience |= policy._get_audience_domain()
        moved |= Jobseeker.search(follows & ~audience & Domain("policy_id", "!=", False))
        self.env.add_to_compute(Jobseeker._fields["policy_id"], moved)
        moved.modified(["policy_id"])  # the clock follows
        moved._end_stretch("policy")
        moved._spread_starts()
