from odoo import api, models


class MailBlacklist(models.Model):
    """Who goes on the blacklist or leaves it is blocked or free at once, not at the next run of a job."""

    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._recompute_contact_blocks()
        return entries

    def write(self, vals):
        addresses = set(self.mapped("email"))
        result = super().write(vals)
        if {"active", "email"} & vals.keys():
            self._recompute_contact_blocks(addresses)
        return result

    def unlink(self):
        addresses = set(self.mapped("email"))
        result = super().unlink()
        self.browse()._recompute_contact_blocks(addresses)
        return result

    def _recompute_contact_blocks(self, addresses=()):
        addresses = set(addresses) | set(self.mapped("email"))
        # sudo: an entry blocks people of every company, whoever made it
        people = self.env["hr.jobseeker"].sudo().search([("partner_id.email_normalized", "in", sorted(addresses))])
        people.modified(["do_not_contact"])  # as if that fact had changed: block, clock and status follow
        people.filtered("contact_block")._end_stretch("blacklisted")
