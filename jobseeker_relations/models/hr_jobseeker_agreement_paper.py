import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class HrJobseekerAgreement(models.Model):
    """What was agreed as a PDF, for both sides to keep."""

    _inherit = "hr.jobseeker.agreement"

    def _make_pdfs(self):
        """Attach the agreement as a PDF, where it can be made: a yes does not depend on a program for printing.

        What the yes itself writes is written before, and a conflict goes on, so that Odoo asks the request again.
        """
        self.env.flush_all()
        for agreement in self:
            try:
                with self.env.cr.savepoint():
                    agreement._make_pdf()
            except OperationalError:
                raise
            except Exception:  # noqa: BLE001 whatever fails in printing, the yes stands and its text is kept
                _logger.warning("No PDF of agreement %s; it can be made later", agreement.id, exc_info=True)

    def _make_pdf(self):
        """One document a call: what Debian's wkhtmltopdf can do.

        :raise UserError: wkhtmltopdf is missing or failed
        """
        self.ensure_one()
        # sudo: reports and attachments are the system's; the agreement's own rules decide who reads it
        document = self.sudo().with_context(lang=self.jobseeker_id._get_letter_lang())
        content, kind = document.env["ir.actions.report"]._render_qweb_pdf(
            "jobseeker_relations.report_hr_jobseeker_agreement", [document.id]
        )
        if kind != "pdf":
            return
        document.pdf_id = document.env["ir.attachment"].create(
            {
                "name": f"{document.display_name} - {document.jobseeker_id.name}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": document._name,
                "res_id": document.id,
            }
        )

    def action_make_pdf(self):
        """Make the PDF that could not be made when they agreed."""
        self.ensure_one()
        self.check_access("write")
        if self.agreed_at and not self.pdf_id:
            self._make_pdf()
        return self.action_open_pdf()

    def action_open_pdf(self):
        self.ensure_one()
        self.check_access("read")
        if not self.pdf_id:
            raise UserError(
                self.env._("There is no PDF. Ask an administrator to install wkhtmltopdf, and press “Make PDF” again.")
            )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.pdf_id.id}?download=true", "target": "self"}
