import base64
import io
import json
import zipfile

from odoo import fields

from .common import JobseekerCase

MARKER = "Zyqxwmarker"


class DataCase(JobseekerCase):
    """A data protection officer, and a person of whom something lies in every place that there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dpo = cls._user("dpo", "jobseeker_relations.group_data_protection_officer", name="Dora Data")
        cls.Map = cls.env["hr.jobseeker.personal.data"]
        cls.Request = cls.env["hr.jobseeker.rights.request"]

    @classmethod
    def _jobseeker(cls, name="Ann Apple", email="ann.apple@example.org", **vals):
        partner = cls.env["res.partner"].create(
            {"name": name, "email": email, "phone": "+351912345678", **vals.pop("partner_vals", {})}
        )
        return cls.env["hr.jobseeker"].create(
            {"partner_id": partner.id, "company_id": cls.company.id, "adviser_id": cls.officer.id, **vals}
        )

    @classmethod
    def _file(cls, kind, person, **vals):
        return cls.Request.with_user(cls.dpo).create({"jobseeker_id": person.id, "kind": kind, **vals})

    @classmethod
    def _confirmed(cls, kind, person, **vals):
        request = cls._file(kind, person, **vals)
        request._confirm_identity("Rang the number that we have")
        return request

    # --- a person in every place ----------------------------------------------------------------------

    def _plant(self):
        """A person of whom a word stands in every place; the word is ``MARKER`` and a number of its own.

        :return: (jobseeker, {word: where it stands})
        """
        self.words = {}
        env = self.env
        mark = self._mark
        partner = env["res.partner"].create(
            {
                "name": f"Ann {mark('contact name')}",
                "email": f"{mark('address').lower()}@example.org",
                "phone": "+351912345678",
                "street": mark("street"),
                "comment": mark("note on the contact"),
                "lang": "en_US",
            }
        )
        person = env["hr.jobseeker"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "adviser_id": self.officer.id,
                "salutation": mark("salutation"),
                "hold_reason": mark("hold reason"),
            }
        )
        user = self._portal_user(partner)
        user.signature = mark("signature")
        job = self.job
        job.applicant_properties_definition = [{"name": "colour", "string": "Colour", "type": "char"}]
        applicant = env["hr.applicant"].create(
            {
                "partner_name": partner.name,
                "email_from": partner.email,
                "partner_id": partner.id,
                "job_id": job.id,
                "company_id": self.company.id,
                "applicant_notes": f"<p>{mark('application notes')}</p>",
                "applicant_properties": {"colour": mark("property")},
            }
        )
        self.assertEqual(applicant.jobseeker_id, person)
        talent = env["hr.talent.pool"].create({"name": "Pool", "company_id": self.company.id})
        env["hr.applicant"].create(
            {
                "partner_name": partner.name,
                "partner_id": partner.id,
                "email_from": partner.email,
                "talent_pool_ids": [(4, talent.id)],
                "company_id": self.company.id,
                "applicant_notes": mark("talent notes"),
            }
        )
        # the thread of the application and of the person
        file = self._attachment(mark("file name"), mark("file content"))
        applicant.message_post(
            body=mark("message"), subject=mark("subject"), attachments=[(f"{mark('attached')}.txt", b"attached")]
        )
        applicant._message_log(body=mark("internal note"))
        person.message_post(
            body=mark("letter to them"),
            partner_ids=partner.ids,
            subtype_xmlid="mail.mt_comment",
            message_type="comment",
        )
        file.write({"res_model": "hr.applicant", "res_id": applicant.id})
        person.with_context(tracking_disable=False).salutation = mark("tracked salutation")
        env.flush_all()
        self.flush_tracking()
        # what is to come, and what was
        activity = person.activity_schedule(
            "mail.mail_activity_data_call",
            summary=mark("activity"),
            note=mark("activity note"),
            user_id=self.officer.id,
        )
        activity.action_feedback(feedback=mark("feedback"))
        applicant.activity_schedule("mail.mail_activity_data_todo", summary=mark("open activity"))
        env["mail.scheduled.message"].create(
            {
                "model": "hr.applicant",
                "res_id": applicant.id,
                "body": mark("scheduled"),
                "author_id": self.env.user.partner_id.id,
                "scheduled_date": fields.Datetime.add(fields.Datetime.now(), days=2),
            }
        )
        event = env["calendar.event"].create(
            {
                "name": mark("meeting"),
                "description": mark("meeting description"),
                "location": mark("meeting place"),
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "partner_ids": [(6, 0, (partner | self.officer.partner_id).ids)],
                "applicant_id": applicant.id,
            }
        )
        self._attachment("copy.txt", mark("copied CV")).write({"res_model": "calendar.event", "res_id": event.id})
        env["sms.sms"].create({"partner_id": partner.id, "number": partner.phone, "body": mark("text message")})
        env["mail.mail"].create(
            {
                "subject": mark("queued subject"),
                "body_html": mark("queued body"),
                "email_to": partner.email,
                "recipient_ids": [(4, partner.id)],
            }
        )
        message = env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": partner.id,
                "body": mark("on the contact"),
                "email_from": partner.email,
                "reply_to": partner.email,
                "incoming_email_to": f"{mark('address of somebody else')}@example.org",
                "incoming_email_cc": f"{mark('second address of somebody else')}@example.org",
            }
        )
        env["mail.notification"].create(
            {"mail_message_id": message.id, "notification_type": "email", "mail_email_address": partner.email}
        )
        if "survey.user_input" in env:
            self._plant_survey(partner, applicant)
        self._plant_ours(person, applicant)
        env.flush_all()
        self.flush_tracking()
        return person

    def _plant_ours(self, person, applicant):
        """A row of each model of ours, with a word in each text that it has."""
        env, mark = self.env, self._mark
        adrift = env["mail.activity"].create(
            {"summary": mark("activity on no document"), "user_id": self.officer.id, "res_model_id": False}
        )
        env["hr.jobseeker.contact"].create(
            {
                "jobseeker_id": person.id,
                "date": "2026-03-02 10:00:00",
                "direction": "in",
                "channel": "email",
                "summary": mark("ledger"),
                "activity_id": adrift.id,
            }
        )
        env["hr.jobseeker.waiver"].create({"jobseeker_id": person.id, "until": "2027-01-01", "reason": mark("waiver")})
        need_type = env["hr.jobseeker.need.type"].search([], limit=1)
        env["hr.jobseeker.need"].create(
            {"jobseeker_id": person.id, "type_id": need_type.id, "name": mark("need"), "kind": "need"}
        )
        plan = env["hr.jobseeker.plan"].create({"jobseeker_id": person.id})
        env["hr.jobseeker.action"].create({"plan_id": plan.id, "name": mark("step")})
        terms = env["hr.jobseeker.terms"].create(
            {"name": "Ours", "text": "<p>Ours</p>", "company_id": self.company.id, "valid_from": "2026-01-01"}
        )
        env["hr.jobseeker.agreement"].create(
            {"jobseeker_id": person.id, "terms_id": terms.id, "note": mark("agreement")}
        )
        env["hr.jobseeker.review"].create(
            {"jobseeker_id": person.id, "due_on": "2026-12-01", "internal_note": mark("review")}
        )
        env["hr.jobseeker.proposal"].create(
            {"jobseeker_id": person.id, "field": "salutation", "new_value": mark("proposal")}
        )
        found = env["hr.jobseeker.prospect.search"].create({"name": "Welders"})
        env["hr.jobseeker.prospect"].create(
            {"search_id": found.id, "jobseeker_id": person.id, "state": "rejected", "note": mark("why they do not fit")}
        )
        rule = env["hr.jobseeker.rule"].search([], limit=1)
        env["hr.jobseeker.override"].create(
            {
                "rule_id": rule.id,
                "jobseeker_id": person.id,
                "res_model": "hr.jobseeker",
                "res_id": person.id,
                "missing": mark("missing"),
                "missing_key": "papers",
                "reason": mark("override"),
            }
        )

        if "hr.jobseeker.consent" in env:
            purpose = env.ref("jobseeker_relations.purpose_talent_pool")
            env["hr.jobseeker.consent"].create(
                {"jobseeker_id": person.id, "purpose_id": purpose.id, "channel": "phone", "proof": mark("proof")}
            )
        if "hr.jobseeker.eligibility" in env:
            self._plant_evidence(person)
        if "hr.jobseeker.reference" in env:
            self._plant_references(person)

    def _plant_evidence(self, person):
        """A check that was decided, with a copy that somebody has opened."""
        kind = self.env.ref("jobseeker_relations.eligibility_type_gb_british_passport")
        check = self.env["hr.jobseeker.eligibility"].create(
            {
                "jobseeker_id": person.id,
                "document_type_id": kind.id,
                "route": "manual",
                "provider_name": self._mark("provider"),
                "correction_reason": self._mark("correction"),
            }
        )
        check.answer_ids[:1].write({"answer": "yes", "note": self._mark("note of the checker")})
        content = f"%PDF-1.4\n1 0 obj\n<< /Type /{self._mark('passport')} >>\nendobj\n%%EOF"
        self.env["ir.attachment"].create(
            {
                "name": f"{self._mark('passport name')}.pdf",
                "raw": content.encode(),
                "res_model": check._name,
                "res_id": check.id,
            }
        )
        self.env["hr.eligibility.evidence.read"].create(
            {
                "eligibility_id": check.id,
                "jobseeker_id": person.id,
                "user_id": self.dpo.id,
                "file_name": self._mark("opened file"),
                "through": "page",
            }
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker_eligibility SET state = 'passed' WHERE id = %s", [check.id])
        self.env.invalidate_all()

    def _plant_references(self, person):
        """One that they may read, and one that was given in confidence, with the form behind it."""
        Reference = self.env["hr.jobseeker.reference"]
        for confidential in (False, True):
            secret = "secret " if confidential else ""
            reference = Reference.create(
                {
                    "jobseeker_id": person.id,
                    "referee_name": f"Ray {self._mark(secret + 'referee')}",
                    "referee_email": f"{self._mark(secret + 'address of the referee').lower()}@example.org",
                    "organisation": self._mark(secret + "organisation"),
                    "relationship": self._mark(secret + "relationship"),
                }
            )
            answers = self.env["survey.user_input"].create(
                {
                    "survey_id": self.env["survey.survey"].create({"title": "About them"}).id,
                    "jobseeker_reference_id": reference.id,
                    "nickname": self._mark(secret + "form"),
                }
            )
            self.assertTrue(answers)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE hr_jobseeker_reference SET stage = 'received', confidential = %s WHERE id = %s",
                [confidential, reference.id],
            )
            self.env.invalidate_all()

    def _plant_survey(self, partner, applicant):
        survey = self.env["survey.survey"].create({"title": "Ours"})
        question = self.env["survey.question"].create(
            {"survey_id": survey.id, "title": "Why?", "question_type": "text_box"}
        )
        answers = self.env["survey.user_input"].create(
            {"survey_id": survey.id, "partner_id": partner.id, "email": partner.email, "nickname": self._mark("nick")}
        )
        self.env["survey.user_input.line"].create(
            {
                "user_input_id": answers.id,
                "question_id": question.id,
                "answer_type": "text_box",
                "value_text_box": self._mark("answer"),
            }
        )

    def _mark(self, where):
        word = f"{MARKER}{len(self.words):03}x"
        self.words[word] = where
        return word

    def _attachment(self, name, content):
        return self.env["ir.attachment"].create(
            {"name": f"{name}.txt", "raw": content.encode(), "mimetype": "text/plain"}
        )

    # --- what is found --------------------------------------------------------------------------------

    def _search_database(self, word):
        """{table.column: how often} of a word in every text of every table, jsonb and bytes of files included."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT c.table_name, c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
               AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'xml')
            """
        )
        found = {}
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{word}%"])
            [count] = self.env.cr.fetchone()
            if count:
                found[f"{table}.{column}"] = count
        return found

    def _search_files(self, word):
        """The attachments whose content has a word, in the filestore or in the database."""
        files = self.env["ir.attachment"].sudo().with_context(skip_res_field_check=True, active_test=False)
        return files.search([("type", "=", "binary"), ("file_size", "<", 1_000_000)]).filtered(
            lambda file: word.lower().encode() in (file.raw or b"").lower()
        )

    def _get_paths_of_files(self, word):
        """Where on the disk the files lie that have a word."""
        files = self._search_files(word)
        return [files._full_path(name) for name in files.mapped("store_fname") if name]

    def _open(self, bundle):
        """(data.json, index.html, {path: content}) of a copy."""
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(bundle.datas)))
        texts = {name: archive.read(name) for name in archive.namelist()}
        page = texts.pop("index.html", b"").decode()
        return json.loads(texts.pop("data.json")), page, texts
