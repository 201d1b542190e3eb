from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.http_routing.tests.common import MockRequest
from odoo.addons.jobseeker_relations.models import hr_jobseeker_retention_job
from odoo.addons.jobseeker_relations.models.hr_jobseeker_legal_hold import Hold

from .data_case import DataCase


@tagged("post_install", "-at_install")
class TestRightsLimits(DataCase):
    """What erasure, the copy and the freeze do not reach: other companies, other people, what a hold keeps."""

    def setUp(self):
        super().setUp()
        self.ann = self._jobseeker()
        self.company_b = self.env["res.company"].create({"name": "Company Bee"})

    # --- another company ------------------------------------------------------------------------------

    def test_one_companys_officer_changes_no_rule_of_all(self):
        rule = self.env["hr.jobseeker.retention.rule"].search([("company_id", "=", False)], limit=1)
        mine = rule.with_user(self.dpo)
        for act in (
            lambda: mine.write({"number": 1, "unit": "days"}),
            lambda: mine.action_approve(),
            lambda: mine.unlink(),
            lambda: mine.create({"name": "Everybody", "source": "x"}),
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertFalse(rule.approved_at)
        copied = mine.copy()
        self.assertEqual(copied.company_id, self.company)
        copied.action_approve()
        with self.assertRaises(AccessError):
            copied.company_id = False
        self.dpo.company_ids = self.env["res.company"].search([])
        mine.action_approve()
        self.assertTrue(rule.approved_at)

    def test_what_the_other_company_wrote_is_theirs(self):
        """The same person in A and B: letters to the bare address say nothing of whose they are."""
        self._application("Ann Apple", "ann.apple@example.org", partner_id=self.ann.partner_id.id)
        self.env["hr.jobseeker"].create({"partner_id": self.ann.partner_id.id, "company_id": self.company_b.id})
        kept = self._write_to_the_address(self.company_b)
        ours = self._write_to_the_address(self.company)[0]
        request = self._confirmed("access", self.ann)
        request.action_make_bundle()
        data, page, _files = self._open(request.bundle_id)
        self.assertFalse("Secret of Bee" in str(data) + page)
        request._answer("granted")
        self._confirmed("erasure", self.ann)._erase_person()
        for record in kept:
            self.assertTrue(record.exists(), record)
        self.assertFalse(ours.exists())

    def test_what_the_family_got_is_theirs(self):
        """The same address without another company: a bare letter may be to either of them."""
        self._jobseeker("Mary Apple", "ann.apple@example.org", company_id=self.company_b.id, adviser_id=False)
        kept = self._write_to_the_address(self.company_b)
        self.ann._erase("request")
        for record in kept:
            self.assertTrue(record.exists(), record)

    def _write_to_the_address(self, company):
        """A message, a refusal in the queue, a text message and a survey, all to the bare address."""
        said = "Secret of Bee" if company == self.company_b else "Ours"
        mails = self.env["mail.mail"].create(
            {
                "body_html": said,
                "subject": said,
                "email_to": "ann.apple@example.org",
                "record_company_id": company.id,
            }
        )
        message = self.env["mail.message"].create(
            {
                "body": said,
                "outgoing_email_to": "ann.apple@example.org",
                "author_id": False,
                "record_company_id": company.id,
            }
        )
        text = self.env["sms.sms"].create({"number": "+351912345678", "body": "A text"})
        if "survey.survey" not in self.env:  # comes with another part
            return message, mails, text
        survey = self.env["survey.survey"].create({"title": said})
        answers = self.env["survey.user_input"].create({"survey_id": survey.id, "email": "ann.apple@example.org"})
        return message, mails, text, answers

    def test_who_stands_in_somebody_elses_row_is_used(self):
        """A contact that a model of ours names in another role, a hirer say, is not erased as a jobseeker."""
        bea = self._jobseeker("Bea Banks", "bea@example.net")
        self.env["hr.jobseeker.waiver"].create(
            {"jobseeker_id": bea.id, "until": fields.Date.add(fields.Date.today(), days=30), "reason": "x"}
        )
        model, pointer = self.env["hr.jobseeker.waiver"], type("Pointer", (), {"name": "partner_id"})
        self.assertFalse(self.Map._find_uses(self.ann | bea, self.env["hr.applicant"]))
        self.assertFalse(self.Map._query_pointed(model, pointer, bea))
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker_waiver SET partner_id = %s", [self.ann.partner_id.id])
        self.assertEqual(self.Map._query_pointed(model, pointer, self.ann), self.ann.partner_id.ids)

    # --- other people ---------------------------------------------------------------------------------

    def test_what_hangs_on_a_letter_to_several_stays(self):
        bea = self._jobseeker("Bea Banks", "bea@example.net")
        message = bea.message_post(body="To both", partner_ids=(self.ann | bea).partner_id.ids)
        inbox = self.env["mail.notification"].create(
            {"mail_message_id": message.id, "notification_type": "inbox", "res_partner_id": self.officer.partner_id.id}
        )
        changed = self.env["mail.tracking.value"].create(
            {
                "mail_message_id": message.id,
                "field_id": self.env["ir.model.fields"]._get("hr.jobseeker", "salutation").id,
                "new_value_char": "Dr",
            }
        )
        contact = self.ann.partner_id
        self.ann._erase("request")
        self.assertTrue(message.exists() and inbox.exists() and changed.exists())
        self.assertFalse(contact.exists())

    def test_a_colleagues_dialog_about_many_goes_on(self):
        bea = self._jobseeker("Bea Banks", "bea@example.net")
        Composer = self.env["mail.compose.message"]
        both = Composer.create({"body": "Hello", "partner_ids": (self.ann | bea).partner_id.ids})
        alone = Composer.create({"body": "Hello", "partner_ids": self.ann.partner_id.ids})
        self.ann._erase("request")
        self.assertEqual(both.exists().partner_ids, bea.partner_id)
        self.assertFalse(alone.exists())

    def test_pushes_of_others_stay(self):
        jose = self._jobseeker("José Müller", "jose@example.net")
        mark = self._jobseeker("Mark", "m_rk@example.net")
        self.env.cr.execute(
            "INSERT INTO bus_bus (channel, message) VALUES ('\"x\"', %s), ('\"x\"', %s), ('\"x\"', %s), ('\"x\"', %s)",
            [
                '{"body": "Jos\\u00e9 M\\u00fcller rang"}',
                '{"body": "a bookmark of Marks"}',
                '{"name": "Mark"}',
                '{"body": "mark@example.net"}',
            ],
        )
        (jose | mark)._erase("request")
        self.env.cr.execute("SELECT message FROM bus_bus WHERE channel = '\"x\"' ORDER BY id")
        self.assertEqual(
            [said for [said] in self.env.cr.fetchall()],
            ['{"body": "a bookmark of Marks"}', '{"body": "mark@example.net"}'],
        )

    # --- whether a contact is used --------------------------------------------------------------------

    def test_a_tick_in_a_calendar_uses_nobody(self):
        self.env["calendar.filters"].create({"user_id": self.officer.id, "partner_id": self.ann.partner_id.id})
        account = self.env["res.partner.bank"].create(
            {"partner_id": self.ann.partner_id.id, "acc_number": "PT50000201231234567890154"}
        )
        contact = self.ann.partner_id
        request = self._confirmed("erasure", self.ann)
        request._erase_person()
        self.assertFalse(contact.exists() or account.exists())
        self.assertEqual(request.outcome, "granted")

    def test_what_is_used_is_no_whole_erasure(self):
        self.env["hr.jobseeker"].create({"partner_id": self.ann.partner_id.id, "company_id": self.company_b.id})
        request = self._confirmed("erasure", self.ann)
        request._erase_person()
        self.assertEqual(request.outcome, "partly")

    def test_a_contact_that_cannot_be_deleted_says_nothing(self):
        contact = self.ann.partner_id
        contact.with_context(no_vat_validation=True).write(
            {
                "vat": "ES12345678Z",
                "country_id": self.env.ref("base.es").id,
                "category_id": [(0, 0, {"name": "Nurse"})],
                "lang": "en_US",
            }
        )
        contact.with_company(self.company_b).barcode = "B-1"
        contact.with_company(self.company).barcode = "A-1"
        self.env.flush_all()
        self.Map._blank_contact(contact)
        self.assertEqual((contact.name, contact.active), ("Erased person", False))
        self.assertFalse(contact.vat or contact.country_id or contact.category_id or contact.lang)
        for company in (self.company, self.company_b):
            self.assertFalse(contact.with_company(company).barcode)

    # --- holds and freezes ----------------------------------------------------------------------------

    def test_a_list_of_evidence_freezes_nobody(self):
        with patch.object(
            type(self.ann),
            "_get_legal_holds",
            lambda people, but=None: {person: [Hold("A year", frozenset({"search", "identity"}))] for person in people},
        ):
            self.ann._erase("retention", only=frozenset({"evidence"}))
        self.assertFalse(self.ann.restricted_at or self.ann.do_not_contact or self.ann.erasure_owed)
        self.assertNotEqual(self.ann.state, "closed")

    def test_a_promised_erasure_survives_a_list_of_evidence(self):
        hold = self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": self.ann.id, "reason": "Claim"})
        self._confirmed("erasure", self.ann)._erase_person()
        self.assertTrue(self.ann.erasure_owed and self.ann.erasure_owed_at)
        self.ann._erase("retention", only=frozenset({"evidence"}))
        self.assertTrue(self.ann.erasure_owed)
        hold.action_lift()
        self._work_off()
        self.assertFalse(self.ann.exists())

    def test_who_came_back_is_not_erased(self):
        """The freeze is lifted, or they apply again: nothing goes without another request."""
        lifted, applied = self._owed("Lena Lifted", "lena@example.net"), self._owed("Abe Applied", "abe@example.net")
        lifted._unfreeze("They changed their mind")
        self.assertFalse(lifted.erasure_owed)
        self._application("Abe Applied", "abe@example.net", partner_id=applied.partner_id.id)
        self.env.cr.execute("UPDATE hr_applicant SET create_date = create_date + interval '1 hour'")
        self.env.invalidate_all()
        self._work_off()
        self.assertTrue(lifted.exists() and applied.exists())
        self.assertFalse(applied.erasure_owed)
        self.assertIn("came back", " ".join(applied.message_ids.mapped("body")))

    def _owed(self, name, email):
        person = self._jobseeker(name, email)
        hold = self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": person.id, "reason": "Claim"})
        self._confirmed("erasure", person)._erase_person()
        hold.action_lift()
        return person

    def _work_off(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_vals: True):
            self.env["hr.jobseeker.retention.run"]._cron_retention()

    def test_a_hold_keeps_what_hangs_on_the_person(self):
        applicant = self._application("Ann Apple", "ann.apple@example.org", partner_id=self.ann.partner_id.id)
        file = self.env["ir.attachment"].create(
            {"name": "CV.pdf", "raw": b"x", "res_model": "hr.applicant", "res_id": applicant.id}
        )
        note = applicant.with_user(self.officer).message_post(body="Note")
        meeting = self.env["calendar.event"].create(
            {
                "name": "Interview",
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "user_id": self.officer.id,
                "applicant_id": applicant.id,
            }
        )
        kind = self.env["hr.jobseeker.need.type"].search([], limit=1)
        need = self.env["hr.jobseeker.need"].create({"jobseeker_id": self.ann.id, "type_id": kind.id})
        hold = self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": self.ann.id, "reason": "Claim"})
        self.manager = self._user("mona", "hr_recruitment.group_hr_recruitment_manager", name="Mona")
        for act in (
            lambda: applicant.with_user(self.officer).unlink(),
            lambda: applicant.sudo().unlink(),
            lambda: file.with_user(self.officer).unlink(),
            lambda: note.with_user(self.officer).unlink(),
            lambda: need.with_user(self.manager).unlink(),
            lambda: meeting.with_user(self.officer).unlink(),
        ):
            with self.assertRaises(UserError):
                act()
        hold.action_lift()
        file.with_user(self.officer).unlink()
        self.ann._freeze()
        with self.assertRaises(UserError):
            applicant.with_user(self.officer).unlink()
        with self.assertRaises(UserError):
            self.ann.partner_id.with_user(self.officer).write({"phone": "1"})
        self.ann._unfreeze("Settled")
        applicant.with_user(self.officer).unlink()

    def test_a_frozen_person_stops_nobody_elses_flow(self):
        """Odoo archives a job, and gives it to another recruiter, for all its applications at once."""
        frozen = self._application("Ann Apple", "ann.apple@example.org", partner_id=self.ann.partner_id.id)
        other = self._application("Bea Banks", "bea@example.net")
        self.ann._freeze()
        job = self.job.with_user(self.officer)
        job.user_id = self.colleague
        job.active = False
        self.assertFalse(frozen.active or other.active)
        with self.assertRaises(UserError):
            frozen.with_user(self.officer).partner_name = "Somebody"

    def test_only_who_asked_for_erasure_is_erased(self):
        access = self._confirmed("access", self.ann)
        dialog = self.env["hr.jobseeker.rights.dialog"].with_user(self.dpo)
        with self.assertRaises(UserError):
            dialog.create({"request_id": access.id, "step": "erase", "is_sure": True}).action_apply()
        self.assertTrue(self.ann.exists())

    def test_an_older_request_lifts_no_freeze(self):
        day = fields.Date.today()
        older = self._confirmed("erasure", self.ann, received_on=fields.Date.subtract(day, days=9))
        self.ann._freeze()
        self.assertTrue(self.ann._get_legal_holds(but=older)[self.ann])
        older._erase_person()
        self.assertTrue(self.ann.exists())
        later = self._confirmed("erasure", self.ann)
        self.assertFalse(self.ann._get_legal_holds(but=later)[self.ann])

    def test_who_takes_a_copy_out_is_logged(self):
        """Past the button, too: by RPC, or by the address of the file."""
        request = self._confirmed("access", self.ann)
        request.action_make_bundle()
        rows = self.env["hr.jobseeker.access.log"].search([("res_model", "=", request._name)])
        file = request.bundle_id.with_user(self.dpo)
        for take in (lambda: file.read(["datas"]), lambda: self._stream(file)):
            self.env.cr.precommit.data.pop("jobseeker_relations.bundle_read", None)
            self.env.invalidate_all()
            take()
            found = self.env["hr.jobseeker.access.log"].search([("res_model", "=", request._name)]) - rows
            self.assertEqual((len(found), found.user_id, found.people), (1, self.dpo, self.ann.ids))
            rows |= found

    def _stream(self, file):
        with MockRequest(file.env):
            return file.sudo()._to_http_stream()

    def test_a_copy_goes_with_a_request_that_is_taken_back(self):
        request = self._confirmed("access", self.ann)
        request.action_make_bundle()
        file = request.bundle_id
        request.action_withdraw()
        self.assertFalse(file.exists())

    def test_a_letter_that_cannot_be_sent_goes(self):
        request = self._confirmed("erasure", self.ann)
        request._erase_person()
        letter = request.last_letter_id
        self.Request._gc_last_letters()
        self.assertTrue(letter.exists())
        request.sudo().closed_at = fields.Datetime.subtract(fields.Datetime.now(), days=8)
        self.Request._gc_last_letters()
        self.assertFalse(letter.exists())
        self.assertFalse(self._search_database("ann.apple@example"))
        self.assertIn("could not be sent", request.receipt)

    @mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_retention_job")
    def test_a_rule_that_breaks_stops_no_other(self):
        Rule, Run = self.env["hr.jobseeker.retention.rule"], self.env["hr.jobseeker.retention.run"]
        Rule.search([]).active = False
        vals = {"source": "x", "company_id": self.company.id}
        broken = Rule.create({**vals, "name": "Broken", "category": "pool"})
        sound = Rule.create({**vals, "name": "Sound"})
        (broken | sound).action_approve()
        asked = []

        def propose(runs, rule, company):
            asked.append(rule)
            if rule == broken:
                raise ValueError("No letter")
            return Run

        with patch.object(hr_jobseeker_retention_job.HrJobseekerRetentionRun, "_propose", propose, create=True):
            self._work_off()
        self.assertEqual({*asked}, {broken, sound})
