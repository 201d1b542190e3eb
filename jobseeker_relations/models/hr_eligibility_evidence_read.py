from psycopg2.errors import ReadOnlySqlTransaction

from odoo import SUPERUSER_ID, fields, models

from .hr_jobseeker_eligibility_copy import EVIDENCE


class HrEligibilityEvidenceRead(models.Model):
    """Who opened which copy of a document, and when: written where the content leaves, read by the data officer.

    Nobody adds, edits or deletes a row. It goes with the person's record, as erasure takes it, and with nothing else:
    of a check that is gone it keeps person, file and number.
    """

    _name = "hr.eligibility.evidence.read"
    _description = "Opened Copy of a Document"
    _inherit = ["hr.jobseeker.kept"]
    _order = "read_at desc, id desc"
    _rec_name = "file_name"

    eligibility_id = fields.Many2one(
        "hr.jobseeker.eligibility", string="Check", index=True, ondelete="set null", readonly=True
    )
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Opened By", required=True, index=True, readonly=True)
    read_at = fields.Datetime(string="Opened", required=True, readonly=True, default=fields.Datetime.now)
    file_name = fields.Char(string="File", readonly=True)
    file_number = fields.Integer(readonly=True, help="Number of the file, which may be destroyed by now.")
    through = fields.Selection(
        [("page", "In the browser"), ("program", "By a program or in a list")], required=True, readonly=True
    )


class IrAttachment(models.Model):
    """The two places through which every content of a file leaves: as a stream, and as a value of a field.

    ``datas`` is computed from ``raw``; ``/web/content``, ``/web/image`` and every download are streams
    (``ir.binary._record_to_stream``). Where files are kept in the database, ``db_datas`` is the content itself: of a
    copy nobody reads it but these two.
    """

    _inherit = "ir.attachment"

    def _to_http_stream(self):
        files = self._past_own_column()
        self._log_evidence_read("page")
        return super(IrAttachment, files)._to_http_stream()

    def _compute_raw(self):
        files = self._past_own_column()
        self._log_evidence_read("program")
        return super(IrAttachment, files)._compute_raw()

    def _past_own_column(self):
        """These files, for core to read the column that holds their content."""
        if self.env.su or not self._find_evidence():
            return self
        self.check_access("read")
        return self.sudo()  # sudo: they may be read, and that they are is logged

    def _has_field_access(self, field, operation):
        if field.name == "db_datas" and operation == "read" and not self.env.su and self._find_evidence():
            return False
        return super()._has_field_access(field, operation)

    def _log_evidence_read(self, through):
        """One row for each copy, user and transaction. What the system reads by itself, nobody has opened."""
        evidence = self._find_evidence().filtered(lambda file: file.id and file.res_id)
        if not evidence or self.env.uid == SUPERUSER_ID:
            return
        if self.env.cr.readonly:  # Odoo asks again, with a cursor that writes
            raise ReadOnlySqlTransaction("An opened copy of a document is logged")
        known = self.env.cr.precommit.data.setdefault("jobseeker_relations.evidence_read", set())
        opened = evidence.filtered(lambda file: (self.env.uid, through, file.id) not in known)
        known.update((self.env.uid, through, file.id) for file in opened)
        checks = opened.env[EVIDENCE].browse(opened.mapped("res_id")).exists()
        persons = {check.id: check.jobseeker_id.id for check in checks}
        self.env["hr.eligibility.evidence.read"].sudo().create(  # sudo: the system's log of who reads
            [
                {
                    "eligibility_id": file.res_id,
                    "jobseeker_id": persons[file.res_id],
                    "user_id": self.env.uid,
                    "file_name": file.name,
                    "file_number": file.id,
                    "through": through,
                }
                for file in opened
                if file.res_id in persons
            ]
        )
