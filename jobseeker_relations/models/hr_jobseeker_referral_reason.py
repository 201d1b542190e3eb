from odoo import api, fields, models
from odoo.exceptions import UserError

#: Why the system ends a referral itself.
OF_THE_SYSTEM = ("said_no", "took_back", "search_closed")
SIDES = [("hirer", "The hirer"), ("jobseeker", "The jobseeker"), ("us", "Us")]


class HrJobseekerReferralReason(models.Model):
    """Why a referral came to nothing: a short list of reasons that have to do with the job (compliance §8 item 57)."""

    _name = "hr.jobseeker.referral.reason"
    _description = "Reason Why a Referral Came to Nothing"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    side = fields.Selection(SIDES, string="Whose Decision", required=True, default="hirer")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model
    def _get_default(self, name):
        """The row by which the system says why it ended a referral itself.

        An empty one, where that is gone all the same: another reason would be one that nobody had.

        :param name: of ``OF_THE_SYSTEM``
        """
        reason = self.env.ref(f"jobseeker_relations.referral_reason_{name}", raise_if_not_found=False)
        return reason or self.browse()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self & self.browse().union(*map(self._get_default, OF_THE_SYSTEM)):
            raise UserError(self.env._("The system ends referrals for this reason: archive it instead."))
        # sudo: whether it is used, not by whom
        if self.env["hr.jobseeker.referral"].sudo().search_count([("outcome_reason_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Referrals ended for this reason: archive it instead."))
