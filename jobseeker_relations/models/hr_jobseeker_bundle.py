import json
import zipfile
from tempfile import SpooledTemporaryFile

from odoo import api, fields, models
from odoo.tools.json import json_default

from ..rules.redaction import safe_name
from .personal_data import CATEGORIES

SCHEMA, SCHEMA_VERSION = "jobseeker_relations.personal_data", "1.0"
#: Larger copies are written to a file of the system while they are made.
IN_MEMORY = 32 * 1024 * 1024


class HrJobseekerPersonalData(models.AbstractModel):
    """The copy of their data that a person gets (GDPR art. 15), or takes along (art. 20): one ZIP.

    ``data.json`` is for programs, ``index.html`` for people, in their language; files keep their names. Complete over
    the map of personal data, without other people's data and without what a rule keeps out of it; both are said.
    """

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _make_bundle(self, person, *, portable=False):
        """Return the ZIP of one person, as bytes.

        :param portable: what they gave us themselves, and nothing else
        """
        person = person.sudo()  # sudo: complete whoever asks; who may was checked
        Map = self.with_context(lang=person._get_letter_lang(), tz=person._get_zone())
        copy = Map._collect(person, portable=portable)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                for path, file in copy.pop("files"):
                    archive.writestr(path, file.raw or b"")
                archive.writestr("data.json", json.dumps(copy, default=json_default, ensure_ascii=False, indent=2))
                if not portable:
                    page = Map.env["ir.qweb"]._render(
                        "jobseeker_relations.personal_data_copy", Map._prepare_page(person, copy)
                    )
                    archive.writestr("index.html", str(page))
            stream.seek(0)
            return stream.read()

    @api.model
    def _collect(self, person, *, portable):
        """All that goes in: {schema, sections, attachments, left out}; ``files``: [(path, attachment)]."""
        trace, sections, files, taken = self._get_trace(person), [], [], set()
        exempt, left_out = self._find_exempt(trace)
        others = self._find_others(trace)
        for place in sorted(self._get_places(), key=_order):
            if portable and not place.given:
                continue
            rows = self._find_told(place, trace, exempt)
            if place.model == "ir.attachment":
                originals = self._filter_files(rows, trace, exempt, portable).filtered(
                    lambda file: file.type == "binary"
                )
                files += [(f"attachments/{safe_name(file.name, taken)}", file) for file in originals]
            elif rows:
                described = [self._describe(place, row, trace, others, portable) for row in rows]
                name = self._name_model(place.model)
                sections.append({"model": place.model, "name": name, "category": place.category, "rows": described})
        return {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "kind": "portability" if portable else "access",
            "company": person.company_id.name,
            "person": person.name,
            "made_at": fields.Datetime.now(),
            "sections": sections,
            "attachments": [self._describe_file(path, file) for path, file in files],
            "left_out": left_out if not portable else [],
            "files": files,
        }

    @api.model
    def _find_told(self, place, trace, exempt):
        """The rows of a place but for those that a rule keeps out; of their contacts also the children."""
        rows = trace.partners | trace.lone.child_ids if place.model == "res.partner" else self._find(place, trace)
        return rows.filtered(lambda row: (row._name, row.id) not in exempt)

    @api.model
    def _describe_file(self, path, file):
        return {
            "file": path,
            "name": file.name,
            "size": file.file_size,
            "belongs_to": self._name_model(file.res_model),
            "created_at": file.create_date,
        }

    @api.model
    def _name_model(self, model):
        return self.env["ir.model"]._get(model).name  # which Odoo reads as the system


def _order(place):
    return [code for code, _name in CATEGORIES].index(place.category), place.model
