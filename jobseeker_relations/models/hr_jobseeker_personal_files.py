from odoo import api, models


class HrJobseekerPersonalData(models.AbstractModel):
    """Files: on what is a person's, in messages about them, and copies of these."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _find_files(self, trace):
        """Their files: on their documents, in messages about them, and copies of these on other meetings."""
        files = self._on_documents("ir.attachment", trace, "res_model")
        messages = self._find_own_messages(trace)
        for file in messages.attachment_ids:
            others = file.env["mail.message"].search_count(
                [("attachment_ids", "in", file.ids), ("id", "not in", messages.ids)], limit=1
            )
            if not others and file.res_model not in ("mail.template", "ir.ui.view", "product.document"):
                files |= file
        _own, shared = self._split_events(self._find_all_events(trace), trace)
        invitations = [("res_model", "=", "calendar.event"), ("res_id", "in", shared.ids)]
        files |= files.search([*invitations, ("mimetype", "=", "text/calendar")])
        checksums = [checksum for checksum in files.mapped("checksum") if checksum]
        events = self._find_all_events(trace)
        if checksums and events:
            files |= files.search(
                [
                    ("checksum", "in", checksums),
                    ("res_model", "=", "calendar.event"),
                    ("res_id", "in", events.ids),
                ]
            )
        return files
