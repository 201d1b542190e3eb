from psycopg2.errors import ReadOnlySqlTransaction

from odoo import SUPERUSER_ID, models

REQUEST = "hr.jobseeker.rights.request"


class IrAttachment(models.Model):
    """A copy of somebody's data is everything at once: whoever takes it out stands in the log of exports.

    Every content of a file leaves as a stream (``/web/content``, downloads) or as a value of ``raw``, from which
    ``datas`` is computed.
    """

    _inherit = "ir.attachment"

    def _to_http_stream(self):
        self._log_bundle_read()
        return super()._to_http_stream()

    def _compute_raw(self):
        self._log_bundle_read()
        return super()._compute_raw()

    def _log_bundle_read(self):
        """One row for each copy, user and transaction; what the system reads by itself, nobody has taken out."""
        if self.env.uid == SUPERUSER_ID:
            return
        # sudo: what it is, whoever reads it
        files = self.sudo().filtered(lambda file: file.id and file.res_model == REQUEST and file.res_id)
        if not files:
            return
        requests = files.env[REQUEST].search([("bundle_id", "in", files.ids), ("jobseeker_id", "!=", False)])
        if requests and self.env.cr.readonly:  # Odoo asks again, with a cursor that writes
            raise ReadOnlySqlTransaction("A copy of somebody's data that is taken out is logged")
        known = self.env.cr.precommit.data.setdefault("jobseeker_relations.bundle_read", set())
        for request in requests:
            if (self.env.uid, request.bundle_id.id) not in known:
                known.add((self.env.uid, request.bundle_id.id))
                self.env["hr.jobseeker.access.log"]._log_export(request.jobseeker_id, REQUEST, ["bundle_id"])
                request._note_bundle_opened()
