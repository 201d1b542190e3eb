from odoo import fields, models
from odoo.exceptions import UserError


class HrJobseekerRightsRequest(models.Model):
    """The copy of their data that a request brings about."""

    _inherit = "hr.jobseeker.rights.request"

    bundle_id = fields.Many2one("ir.attachment", string="Copy of Their Data", readonly=True, copy=False, index=True)
    bundle_downloads = fields.Integer(string="Downloads", readonly=True, copy=False)

    def action_make_bundle(self):
        """Make the copy of their data; a former one of this request goes."""
        self._check_may_act()
        if self.kind not in ("access", "portability"):
            raise UserError(self.env._("A copy belongs to a request for access, or to take data along."))
        portable = self.kind == "portability"
        content = self.env["hr.jobseeker.personal.data"]._make_bundle(self.jobseeker_id, portable=portable)
        former = self.bundle_id
        # sudo: files of requests are the system's; who reads them may read the request
        self.sudo().bundle_id = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.number.replace('/', '-')}.zip",
                    "raw": content,
                    "mimetype": "application/zip",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        former.sudo().unlink()  # sudo: as above
        self._note(self.env._("Made the copy of their data."))
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_download_bundle(self):
        """Download the copy; that it was, is kept."""
        self.ensure_one()
        self.check_access("write")
        if not self.bundle_id:
            raise UserError(self.env._("There is no copy, or it has expired. Make it again."))
        self.sudo().bundle_downloads += 1  # sudo: the system counts
        self._note(self.env._("Downloaded the copy of their data."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.bundle_id.id}?download=true",
            "target": "self",
        }
