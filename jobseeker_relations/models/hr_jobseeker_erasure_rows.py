from odoo import api, models

from .hr_jobseeker_erasure import SILENT


class HrJobseekerPersonalData(models.AbstractModel):
    """Which rows of a place go, and how: deleted, or as its line on the map says (``fate``)."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _get_staying(self, place, rows, keeps, trace):
        """Which of these rows stay while these categories are kept."""
        if place.model == "res.partner":
            return rows if keeps else rows.filtered(lambda contact: trace.uses.get(contact))
        if not keeps:
            return rows.browse()
        if place.model == "ir.attachment":
            return rows.filtered(lambda file: self._get_file_category(file) in keeps)
        return rows if place.category in keeps else rows.browse()

    @api.model
    def _get_file_category(self, file):
        """A file is what its document is."""
        known = {place.model: place.category for place in self._get_places()}
        return known.get(file.res_model, "correspondence")

    @api.model
    def _erase_rows(self, place, rows, trace):
        """:return: how many rows went"""
        if not rows:
            return 0
        if place.fate != "delete":
            return getattr(self, place.fate)(rows, trace)
        count = len(rows)
        rows.with_context(**SILENT).unlink()
        return count

    @api.model
    def _erase_requests(self, requests, trace):
        """The log of requests stays as proof that they were answered; whose they were goes (and their words)."""
        requests._forget_person()
        return 0
