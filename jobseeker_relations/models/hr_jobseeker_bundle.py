import json
import re
import zipfile
from tempfile import SpooledTemporaryFile

from odoo import api, fields, models
from odoo.tools import html2plaintext
from odoo.tools.json import json_default

from ..rules.redaction import redact, redact_addresses, safe_name
from .personal_data import CATEGORIES

SCHEMA, SCHEMA_VERSION = "jobseeker_relations.personal_data", "1.0"
#: Larger copies are written to a file of the system while they are made.
IN_MEMORY = 32 * 1024 * 1024
#: Who typed a row is a colleague's data; when it was typed is the person's.
SKIPPED = frozenset({"create_uid", "write_uid", "write_date", "access_token", "link_key", "store_fname", "checksum"})
SKIPPED_TYPES = frozenset({"binary", "image", "one2many"})
#: An account of Odoo is dozens of settings; these say something of a person.
FIELDS_OF = {"res.users": ("login", "lang", "tz", "create_date", "login_date", "signature")}
#: What letters begin with so that a mailbox shows nothing behind the preview.
FILLING = re.compile("(?:[\u034f\u200b\u200c\ufeff]\\s?)+")
SMALLER_PICTURES = re.compile(r"_(1024|512|256|128|64)$")


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
            rows = self._find(place, trace)
            if place.model == "res.partner":
                rows = trace.partners | trace.lone.child_ids
            rows = rows.filtered(lambda row: (row._name, row.id) not in exempt)
            if place.model == "ir.attachment":
                rows = self._filter_files(rows, trace, exempt, portable)
                for file in rows.filtered(lambda file: file.type == "binary"):
                    files.append((f"attachments/{safe_name(file.name, taken)}", file))
                continue
            described = [self._describe(place, row, trace, others, portable) for row in rows]
            if described:
                sections.append(
                    {
                        "model": place.model,
                        # sudo: the name of a model
                        "name": self.env["ir.model"].sudo()._get(place.model).name,
                        "category": place.category,
                        "rows": described,
                    }
                )
        return {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "kind": "portability" if portable else "access",
            "company": person.company_id.name,
            "person": person.name,
            "made_at": fields.Datetime.now(),
            "sections": sections,
            "attachments": [
                {
                    "file": path,
                    "name": file.name,
                    "size": file.file_size,
                    "belongs_to": self.env["ir.model"].sudo()._get(file.res_model).name,  # sudo: the name of a model
                    "created_at": file.create_date,
                }
                for path, file in files
            ],
            "left_out": left_out if not portable else [],
            "files": files,
        }

    # --- what is left out -----------------------------------------------------------------------------

    @api.model
    def _find_exempt(self, trace):
        """({(model, id)} of the rows that a rule keeps out, with what hangs on them; [{what, why}] to be said)."""
        exempt, reasons = set(), {}
        for place in self._get_places():
            for row in self._find(place, trace):
                why = row._is_exempt_from_access()
                if not why:
                    continue
                exempt.add((row._name, row.id))
                if not isinstance(why, str):
                    say = getattr(row, "_say_exemption", None)
                    why = say() if say else self.env._("A rule keeps it confidential.")
                reasons[place.model, why] = reasons.get((place.model, why), 0) + 1
                exempt |= self._find_answers(row)
        exempt |= self._find_exempt_messages(trace, exempt)
        left_out = [
            {"what": f"{self.env['ir.model'].sudo()._get(model).name}: {count}", "why": why}  # sudo: a model's name
            for (model, why), count in reasons.items()
        ]
        left_out.append(
            {
                "what": self.env._("Names and addresses of other people"),
                "why": self.env._("They have a right to their data, as you have to yours (GDPR art. 15(4))."),
            }
        )
        return exempt, left_out

    @api.model
    def _find_answers(self, row):
        """{(model, id)} of the questionnaire behind a row, a confidential reference say."""
        inputs = [
            row[name] for name, one in row._fields.items() if one.store and one.comodel_name == "survey.user_input"
        ]
        if "survey_input_ids" in row._fields:
            inputs += row.survey_input_ids
        found = {("survey.user_input", answers.id) for answers in inputs}
        return found | {
            ("survey.user_input.line", line.id) for answers in inputs for line in answers.user_input_line_ids
        }

    @api.model
    def _find_exempt_messages(self, trace, exempt):
        """{(model, id)} of the messages on documents that are left out, and of what belongs to these messages."""
        messages = self._find_all_messages(trace).filtered(lambda one: (one.model, one.res_id) in exempt)
        found = {("mail.message", message.id) for message in messages}
        for place in self._get_places():
            if place.model in ("mail.tracking.value", "mail.mail", "mail.notification", "sms.sms"):
                rows = self._find(place, trace).filtered(lambda row: row.mail_message_id in messages)
                found |= {(place.model, row.id) for row in rows}
        return found

    @api.model
    def _find_others(self, trace):
        """Words that name other people from outside who stand beside this one in messages and meetings."""
        messages, events = self._find_all_messages(trace), self._find_all_events(trace)
        people = messages.partner_ids | messages.notified_partner_ids | messages.author_id | events.partner_ids
        others = people.filtered(lambda partner: not self._may_name(partner, trace))
        words = {*others.mapped("name"), *others.mapped("email"), *others.mapped("phone")}
        own = trace.words  # a family shares a number
        return frozenset(filter(None, words - own))

    @api.model
    def _may_name(self, partner, trace):
        """Whether a contact may be named in the copy: the person, a colleague, an organisation."""
        if partner in trace.partners or partner.is_company or partner in trace.people.company_id.partner_id:
            return True
        return self._is_staff(partner)

    @api.model
    def _filter_files(self, files, trace, exempt, portable):
        """Originals, without copies of this kind made before, and without those of rows that are left out."""
        made = trace.people.rights_request_ids.bundle_id
        files = files.filtered(
            lambda file: (
                file not in made
                and (file.res_model, file.res_id) not in exempt
                and not SMALLER_PICTURES.search(file.res_field or "")
            )
        )
        # an invitation to a meeting with others has their names and addresses in it
        _own, shared = self._split_events(self._find_all_events(trace), trace)
        files = files.filtered(lambda file: file.res_model != "calendar.event" or file.res_id not in shared.ids)
        if not portable:
            return files
        given = self._find_all_messages(trace).filtered(lambda m: m.author_id in trace.partners).attachment_ids
        return files.filtered(lambda file: file in given or file.res_model == "hr.applicant")

    # --- one row --------------------------------------------------------------------------------------

    @api.model
    def _describe(self, place, row, trace, others, portable):
        """{field: value} of one row, fit for JSON."""
        names = place.given if portable else FIELDS_OF.get(place.model) or self._get_told_fields(place)
        values = {}
        for name in names:
            if name in row._fields:
                value = self._describe_value(row, row._fields[name], trace)
                if isinstance(value, str):
                    value = self._redact_for_them(value, place, trace, others)
                elif isinstance(value, list):
                    value = [
                        self._redact_for_them(item, place, trace, others) if isinstance(item, str) else item
                        for item in value
                    ]
                if value not in (None, False, "", []) or row._fields[name].type == "boolean":
                    values[name] = value
        return values

    @api.model
    def _redact_for_them(self, text, place, trace, others):
        """A text without other people; addresses of anybody else are taken out of correspondence alone."""
        text = redact(FILLING.sub("", text), others, self.env._("[another person]"))
        if place.category == "correspondence":
            text = redact_addresses(text, self._get_open_addresses(trace), self.env._("[address]"))
        return text

    @api.model
    def _get_told_fields(self, place):
        """The stored fields of a model that say something of the person."""
        return [
            name
            for name, one in self.env[place.model]._fields.items()
            if one.store
            and one.type not in SKIPPED_TYPES
            and name not in SKIPPED
            and name not in place.hidden
            and one.groups != fields.NO_ACCESS
        ]

    @api.model
    def _get_open_addresses(self, trace):
        """Addresses that stay readable: the person's own and those of who wrote with them here."""
        if "open addresses" not in trace.found:
            messages, events = self._find_all_messages(trace), self._find_all_events(trace)
            people = messages.author_id | messages.partner_ids | events.partner_ids
            named = people.filtered(lambda partner: self._may_name(partner, trace))
            addresses = [*trace.partners.mapped("email_normalized"), *named.mapped("email_normalized")]
            addresses += trace.people.company_id.mapped("email")
            trace.found["open addresses"] = {
                *filter(None, addresses),
                *(address.lower() for address in trace.addresses | trace.shared),
            }
        return trace.found["open addresses"]

    @api.model
    def _describe_value(self, row, one, trace):
        value = row[one.name]
        if one.relational:
            shown = [self._name_record(record, trace) for record in value]
            return shown[0] if one.type == "many2one" and shown else shown or None
        if one.type in ("reference", "many2one_reference"):
            return value.display_name if one.type == "reference" and value else value or None
        if one.type == "selection":
            return dict(one._description_selection(self.env)).get(value, value)
        if one.name == "body_html":  # the queue's copy of a message that is told as such
            return None if row.is_notification else html2plaintext(value or "")
        if one.type == "html":
            return html2plaintext(value) if value else None
        if one.type == "properties":
            return row.read([one.name])[0][one.name]
        return value

    @api.model
    def _name_record(self, record, trace):
        if record._name == "res.partner" and not self._may_name(record, trace):
            return self.env._("[another person]")
        if record._name == "hr.jobseeker" and record not in trace.people:
            return self.env._("[another person]")
        if record._name == "mail.message":
            return record.subject or record.id
        return record.display_name

    # --- the page -------------------------------------------------------------------------------------

    @api.model
    def _prepare_page(self, person, copy):
        """Values of ``index.html``: the same rows, with labels, in the order of the categories."""
        labels, categories = {}, dict(self._get_category_names())
        for section in copy["sections"]:
            described = self.env[section["model"]].fields_get(attributes=["string"])
            labels[section["model"]] = {name: one["string"] for name, one in described.items()}
        lang = self.env["res.lang"]._get_data(code=self.env.lang)
        return {
            "copy": copy,
            "person": person.with_context(lang=self.env.lang),
            "company": person.company_id,
            "labels": labels,
            "categories": [
                (name, [section for section in copy["sections"] if section["category"] == code])
                for code, name in categories.items()
            ],
            "say": _say,
            "html_lang": (self.env.lang or "en").replace("_", "-"),
            "direction": lang.direction or "ltr",
        }

    @api.model
    def _get_category_names(self):
        names = {
            "identity": self.env._("Who you are"),
            "search": self.env._("Your job search: needs, applications, documents, reviews, timetable"),
            "agreement": self.env._("What was agreed, and consents"),
            "checks": self.env._("References"),
            "evidence": self.env._("Evidence of the right to work"),
            "disclosure": self.env._("Criminal record checks"),
            "correspondence": self.env._("Correspondence, calls, meetings, notes"),
            "technical": self.env._("What our system plans by itself"),
            "rights": self.env._("Your requests, and why data is kept"),
        }
        return [(code, names[code]) for code, _name in CATEGORIES]


def _order(place):
    return [code for code, _name in CATEGORIES].index(place.category), place.model


def _say(value):
    """A value as a person reads it."""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, (list, tuple)):
        return ", ".join(_say(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_say(item)}" for key, item in value.items() if item not in (None, False, ""))
    return str(value)


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_letter_lang(self):
        """The language in which this person reads: theirs where it is installed, else the company's."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (self.partner_id.lang, self.company_id.partner_id.lang, self.env.lang)
        return next((lang for lang in wanted if lang in installed), "en_US")
