from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.hr_jobseeker_agreement import STATES
from ..models.hr_jobseeker_agreement_life import TRANSITIONS
from .agreement_case import AgreementCase

NOW = datetime(2026, 3, 2, 10, 0)
#: A white point.
DOT = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
PRINTER = "odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAgreement(AgreementCase):
    """From an offer to a yes and to its end, as an officer."""

    def _in_state(self, state):
        agreement = self._offer(self._person(f"Person {len(self.Agreement.search([]))}"))
        path = {"draft": [], "sent": ["sent"], "agreed": ["agreed"], "declined": ["declined"]}
        for step in path.get(state, ["agreed", "ended"]):
            agreement.state = step
        return agreement

    # --- states -----------------------------------------------------------------------------------

    def test_every_move(self):
        for before, _label in STATES:
            for after, _label in STATES:
                if before == after:
                    continue
                agreement = self._in_state(before)
                with self.subTest(before=before, after=after):
                    if after in TRANSITIONS[before]:
                        agreement.write({"state": after})
                        self.assertEqual(agreement.state, after)
                    else:
                        with self.assertRaisesRegex(UserError, "cannot become"):
                            agreement.write({"state": after})

    def test_a_yes_begins_the_work_together(self):
        for before, after in (("prospect", "active"), ("enquiry", "active"), ("placed", "placed")):
            with self.subTest(before):
                person = self._person(f"Was {before}", state=before)
                self._agreed(person)
                self.assertEqual(person.state, after)

    def test_what_is_imported_as_agreed_moves_by_the_table(self):
        agreement = self._offer(state="agreed", agreed_at="2026-02-01 09:00:00", agreed_channel="meeting")
        self.assertRecordValues(
            agreement,
            [{"state": "agreed", "agreed_at": datetime(2026, 2, 1, 9), "agreed_channel": "meeting", "version": 1}],
        )
        self.assertIn("We do what we say", agreement.terms_text)
        self.assertEqual(self.ana.agreement_id, agreement)

    def test_nobody_agrees_before_there_are_terms(self):
        for day in ("1999-01-01 09:00:00", "2025-12-30 09:00:00"):
            with self.assertRaisesRegex(ValidationError, "at that time"):
                self._agreed(agreed_at=day)

    def test_nobody_touches_the_pdf(self):
        agreement = self._agreed().sudo()
        vals = {"name": "x.pdf", "raw": b"x", "res_model": agreement._name, "res_id": agreement.id}
        agreement.pdf_id = self.env["ir.attachment"].sudo().create(vals)
        pdf = agreement.pdf_id.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            pdf.write({"raw": b"other"})
        with self.assertRaisesRegex(UserError, "stays on record"):
            pdf.unlink()

    def test_nobody_draws_for_the_person(self):
        agreement = self._agreed()
        agreement.sudo().signature = DOT
        Files, stays = self.env["ir.attachment"].with_user(self.officer), "recorded once"
        drawing = {"res_model": agreement._name, "res_id": agreement.id, "res_field": "signature"}
        [signature] = Files.search([("res_model", "=", agreement._name), ("res_field", "=", "signature")])
        with self.assertRaisesRegex(UserError, stays):
            signature.write({"raw": b"other"})
        with self.assertRaisesRegex(UserError, "stays on record"):
            signature.unlink()
        for vals in (drawing, {**drawing, "res_field": "agreed_ip"}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, stays), self.env.cr.savepoint():
                Files.create({"name": "x", "raw": b"x", **vals})
        context = {f"default_{name}": value for name, value in drawing.items()}
        with self.assertRaisesRegex(UserError, stays), self.env.cr.savepoint():
            Files.with_context(**context).create({"name": "x", "raw": b"x"})
        own = Files.create({"name": "x", "raw": b"x"})
        with self.assertRaisesRegex(UserError, stays), self.env.cr.savepoint():
            own.write(drawing)
        agreement.sudo().signature = False
        self.assertFalse(signature.exists(), "the system itself replaces what it keeps")
        Files.create({"name": "letter.pdf", "raw": b"x", "res_model": agreement._name, "res_id": agreement.id})

    def test_a_program_that_names_no_channel(self):
        agreement = self._offer()
        agreement.write({"state": "agreed"})
        self.assertRecordValues(agreement, [{"agreed_at": NOW, "agreed_channel": "other", "agreed_by": "Ana"}])
        agreement.write({"state": "ended"})
        self.assertRecordValues(agreement, [{"ended_on": date(2026, 3, 2), "ended_by": "us"}])

    # --- proof ------------------------------------------------------------------------------------

    def test_proof_is_written_by_nobody(self):
        agreement = self._in_state("agreed")
        for user in (self.officer, self.manager):
            for vals in (
                {"terms_text": "<p>x</p>"},
                {"sent_at": NOW},
                {"signature": False},
                {"agreed_ip": "1.2.3.4"},
                {"pdf_id": False},
                {"version": 9},
                {"ended_on": "2026-01-01"},
                {"link_key": "x"},
            ):
                with self.subTest(vals), self.assertRaises(AccessError):
                    agreement.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            self._offer(agreed_ip="1.2.3.4")

    def test_an_answer_is_told_once(self):
        agreement = self._in_state("agreed")
        for vals in (
            {"agreed_by": "Somebody else"},
            {"agreed_at": "2026-01-01 00:00:00"},
            {"state": "agreed", "agreed_channel": "email"},
            {"end_reason": "x"},
            {"note": "rewritten"},
            {"state": "ended", "agreed_by": "Somebody else"},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "recorded once"):
                agreement.write(vals)

    def test_what_was_offered_stays(self):
        agreement = self._in_state("sent")
        with self.assertRaisesRegex(UserError, "Withdraw the offer"):
            agreement.service_ids = self.coach
        agreement.action_withdraw()
        again = self.Agreement.browse(agreement.action_offer_anew()["res_id"])
        again.service_ids = self.coach
        again.action_send()
        self.assertNotIn("Search", again.terms_text)
        self.assertIn("Search", agreement.terms_text)

    def test_what_was_sent_or_refused_stays_on_record(self):
        taken_back, refused = self._in_state("sent"), self._in_state("sent")
        taken_back.action_withdraw()
        refused.write({"state": "declined", "decline_reason": "Too many calls"})
        self.assertRecordValues(
            taken_back | refused,
            [
                {"state": "ended", "sent_at": NOW, "ended_on": date(2026, 3, 2), "ended_by": "us", "agreed_at": False},
                {"state": "declined", "sent_at": NOW, "ended_on": False, "ended_by": False, "agreed_at": False},
            ],
        )
        for agreement in taken_back | refused:
            with self.subTest(agreement.state):
                again = self.Agreement.browse(agreement.action_offer_anew()["res_id"])
                self.assertRecordValues(again, [{"state": "draft", "sent_at": False, "terms_id": self.terms.id}])
                self.assertIn("We do what we say", agreement.terms_text)
                self.assertEqual(again.action_offer_anew()["res_id"], again.id)
                with self.assertRaisesRegex(UserError, "nothing to take back"):
                    agreement.action_withdraw()
                with self.assertRaisesRegex(UserError, "stays on record"):
                    agreement.with_user(self.manager).unlink()
        self.assertEqual(refused.decline_reason, "Too many calls")
        in_force = self._in_state("agreed")
        with self.assertRaisesRegex(UserError, "nothing to take back"):
            in_force.action_withdraw()

    def test_a_yes_is_not_in_the_future_nor_a_page_that_nobody_saw(self):
        with self.assertRaisesRegex(ValidationError, "after it was given"):
            self._offer().write({"state": "agreed", "agreed_at": "2026-03-03 10:00:00"})
        with self.assertRaisesRegex(ValidationError, "the page itself"):
            self._offer().write({"state": "agreed", "agreed_channel": "portal"})

    def test_only_drafts_are_deleted(self):
        draft, sent = self._in_state("draft"), self._in_state("sent")
        draft.with_user(self.officer).unlink()
        for user in (self.officer, self.manager):
            with self.assertRaisesRegex(UserError, "Only a draft"):
                sent.with_user(user).unlink()
        sent.jobseeker_id.with_user(self.manager).unlink()
        self.assertFalse(sent.exists(), "the whole relationship goes, and what was offered with it")

    # --- the letter -------------------------------------------------------------------------------

    def _letters(self, agreement):
        return self.env["mail.mail"].search([("recipient_ids", "in", agreement.partner_id.ids)], order="id")

    def test_the_letter_has_the_link_and_the_thread_has_not(self):
        agreement = self._offer()
        agreement.action_send()
        letter = self._letters(agreement)
        self.assertIn("/jobseeker/terms/", letter.body_html)
        self.assertNotIn("/jobseeker/terms/", self.ana.message_ids[0].body)
        self.assertEqual(agreement.link_expires_on, date(2026, 4, 1))
        with freeze_time("2026-03-12 10:00:00"):
            agreement.invalidate_recordset()
            self.assertEqual(agreement.waiting_days, 10)
            agreement.action_send()
            self.assertEqual(agreement.link_expires_on, date(2026, 4, 11))
            with self.assertRaisesRegex(UserError, "sent today"):
                agreement.action_send()
        self.assertEqual(len(self._letters(agreement)), 2)
        self.assertEqual(agreement.sent_at, NOW, "they wait since the first letter")

    def test_nobody_is_sent_terms_who_wants_no_word(self):
        bo, cy, di = (self._person(name) for name in ("Bo", "Cy", "Di"))
        bo.do_not_contact = True
        self.env["mail.blacklist"]._add(cy.partner_id.email)
        refused = {bo: "Asked for no contact", cy: "on the blacklist", di: "Closed"}
        di.write({"state": "closed"})
        drafts = {person: self._offer(person) for person in refused}
        for person, reason in refused.items():
            for send in (drafts[person].action_send, lambda draft=drafts[person]: draft.write({"state": "sent"})):
                with self.subTest(person.name), self.assertRaisesRegex(UserError, f"{reason}.*after a talk"):
                    send()
        going = self._offer()
        said = (going | going.concat(*drafts.values())).action_send()["params"]
        self.assertEqual(said["title"], "Sent: 1. Left out: 3.")
        for person, reason in refused.items():
            self.assertRegex(said["message"], f"{person.name}: .*{reason}")
        self.assertEqual(going.state, "sent")
        self.assertEqual({draft.state for draft in drafts.values()}, {"draft"})
        self.assertEqual(len(self._letters(going)), 1)
        self.assertFalse(self._letters(self.Agreement.concat(*drafts.values())))
        drafts[bo].write({"state": "agreed", "agreed_channel": "meeting"})  # a talk needs no letter

    def test_of_two_offers_of_the_same_terms_one_goes(self):
        first, second = self._offer(), self._offer()
        self.assertIn("waits for an answer", (first | second).action_send()["params"]["message"])
        self.assertEqual((first.state, second.state), ("sent", "draft"))

    def test_the_offer_is_in_the_persons_language_and_stays(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.terms.update_field_translations("text", {"fr_FR": {"We do what we say.": "Nous tenons parole."}})
        self.ana.partner_id.lang = "fr_FR"
        agreement = self._offer()
        self.assertIn("Nous tenons parole", agreement.shown_text)
        agreement.action_send()
        self.ana.partner_id.lang = "en_US"
        self.coach.name = "Something else"
        agreement.invalidate_recordset()
        self.assertIn("Nous tenons parole", agreement.terms_text)
        self.assertIn("Coach you", agreement.shown_text)

    def test_what_cannot_be_sent(self):
        self.ana.email = False
        with self.assertRaisesRegex(UserError, "no valid e-mail address"):
            self._offer().action_send()
        self._agreed()  # a talk needs no address
        past = self._terms("Past", valid_to="2026-02-01")
        with self.assertRaisesRegex(UserError, "and not today"):
            self._offer(self._person("Bo"), past).action_send()

    def test_letters_to_many_cost_the_same_for_each(self):
        def send(count):
            people = [self._person(f"P{count} {number}") for number in range(count)]
            drafts = self.Agreement.concat(*(self._offer(person) for person in people))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            drafts.action_send()
            self.env.flush_all()
            count_of_queries = self.env.cr.sql_log_count - before
            self.assertEqual(len(self._letters(drafts)), count)
            return count_of_queries

        send(1)
        few, many = send(5), send(10)
        self.assertLess((many - few) / 5, 1, "letters are rendered and queued together")

    def test_each_letter_has_a_link_of_its_own(self):
        drafts = self._offer() | self._offer(self._person("Bo")) | self._offer(self._person("Cy"))
        drafts.action_send()
        for draft in drafts:
            [letter] = self._letters(draft)
            self.assertIn(draft.jobseeker_id.greeting_name, letter.body_html)
            token = letter.body_html.partition("/jobseeker/terms/")[2].partition('"')[0]
            self.assertEqual(self.Agreement._find_by_link("terms", token), draft)
            self.assertNotIn(".invalid", letter.body_html + draft.jobseeker_id.message_ids[0].body)

    # --- offering ---------------------------------------------------------------------------------

    def test_offer_opens_a_draft_and_the_same_one_again(self):
        ana = self.ana.with_user(self.officer)
        first = ana.action_offer_terms()
        agreement = self.Agreement.browse(first["res_id"])
        self.assertRecordValues(agreement, [{"state": "draft", "terms_id": self.terms.id, "jobseeker_id": ana.id}])
        self.assertEqual(agreement.service_ids, self.coach | self.search)
        self.assertEqual(ana.action_offer_terms()["res_id"], agreement.id)
        both = ana | self._person("Bo").with_user(self.officer)
        found = self.Agreement.search(both.action_offer_terms()["domain"])
        self.assertEqual(found.jobseeker_id, both)

    def test_offering_leaves_out_whom_it_does_not_concern(self):
        bo, cy = self._person("Bo"), self._person("Cy")
        self._agreed(bo)
        cy.write({"state": "closed"})
        people = (self.ana | bo | cy).with_user(self.officer)
        said = people.action_offer_terms()["params"]
        self.assertEqual(said["message"], "Left out: 1 closed, 1 who agreed to these terms already.")
        self.assertEqual(self.Agreement.search(said["next"]["domain"]).jobseeker_id, self.ana)
        with self.assertRaisesRegex(UserError, "Bo agreed to “Our terms, version 1” already"):
            people[1].action_offer_terms()
        with self.assertRaisesRegex(UserError, "Cy is closed. Reopen it"):
            people[2].action_offer_terms()
        self.assertEqual(len(bo.agreement_ids), 1)

    def test_a_draft_that_was_left_over_does_not_hide_the_newer_version(self):
        self._agreed()
        left_over, other = self._offer(), self._offer(terms=self._terms("Training"))
        newer = self._version(self.terms)
        self.ana.invalidate_recordset()
        offer = self.Agreement.browse(self.ana.with_user(self.officer).action_offer_terms()["res_id"])
        self.assertEqual((offer, offer.terms_id), (left_over, newer))
        self.assertEqual(other.terms_id.name, "Training")
        bo = self._person("Bo")
        draft = self._offer(bo)
        self.assertEqual(bo.with_user(self.officer).action_offer_terms()["res_id"], draft.id)
        self.assertEqual(draft.terms_id, newer, "also where nothing was agreed")

    def test_offer_needs_terms(self):
        self.terms.active = False
        with self.assertRaisesRegex(UserError, "No terms are in force"):
            self.ana.with_user(self.officer).action_offer_terms()

    def test_a_new_version_needs_a_new_yes_and_the_old_one_stays_readable(self):
        old = self._agreed()
        newer = self._version(self.terms, text="<p>We do more.</p>", contact_interval_days=2)
        self.ana.invalidate_recordset()
        self.assertEqual(self.ana.newer_terms_id, newer)
        self.assertEqual(self.Agreement.search([("is_outdated", "=", True)]), old)
        self.assertTrue(old.is_outdated)
        offer = self.Agreement.browse(self.ana.with_user(self.officer).action_offer_terms()["res_id"])
        self.assertEqual(offer.terms_id, newer)
        offer.action_send()
        self.assertEqual(self.ana.agreement_id, old, "until they say yes, what was agreed holds")
        offer.write({"state": "agreed", "agreed_channel": "meeting"})
        self.assertEqual(self.ana.agreement_id, offer)
        self.assertRecordValues(old, [{"state": "ended", "end_reason": "Version 2 was agreed in its place."}])
        self.assertIn("We do what we say", old.terms_text)
        self.ana.invalidate_recordset()
        self.assertFalse(self.ana.newer_terms_id)

    def test_other_offers_of_the_same_terms_are_void(self):
        first = self._offer()
        first.action_send()
        second = self._offer(terms=self._version(self.terms))
        second.action_send()
        link = first._get_link("terms", 30).rsplit("/", 1)[1]
        second.write({"state": "agreed"})
        self.assertRecordValues(first, [{"state": "ended", "end_reason": "Version 2 was agreed in its place."}])
        self.assertFalse(self.Agreement._find_by_link("terms", link))

    def test_different_terms_stand_beside_each_other(self):
        first = self._agreed()
        second = self._agreed(terms=self._terms("Training"))
        self.assertEqual((first.state, second.state), ("agreed", "agreed"))

    # --- dialogs ----------------------------------------------------------------------------------

    def _open(self, action):
        return Form(self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"]))

    def test_record_what_was_said_in_a_talk(self):
        agreement = self._offer()
        form = self._open(agreement.action_record())
        self.assertEqual(form.answered_by, "Ana")
        form.channel, form.note = "meeting", "Went through it together"
        dialog = form.save()
        dialog.action_apply()
        dialog.action_apply()
        self.assertRecordValues(
            agreement,
            [{"state": "agreed", "agreed_channel": "meeting", "agreed_by": "Ana", "note": "Went through it together"}],
        )
        [talk] = self.ana.contact_ids
        self.assertEqual((talk.channel, talk.outcome, talk.qualifying), ("meeting", "reached", True))

    def test_record_a_no(self):
        agreement = self._offer()
        form = self._open(agreement.action_record())
        form.answer, form.note, form.is_contact = "declined", "Wants no fixed interval", False
        form.save().action_apply()
        self.assertRecordValues(agreement, [{"state": "declined", "decline_reason": "Wants no fixed interval"}])
        self.assertFalse(self.ana.contact_ids)

    def test_a_no_says_when_and_who_as_a_yes_does(self):
        agreement = self._offer()
        form = self._open(agreement.action_record())
        form.answer, form.channel, form.answered_by = "declined", "meeting", "Ana's mother"
        form.answered_at = "2026-02-27 15:00:00"
        form.save().action_apply()
        told = {"declined_at": datetime(2026, 2, 27, 15), "declined_channel": "meeting", "declined_by": "Ana's mother"}
        self.assertRecordValues(agreement, [{"state": "declined", **told, "agreed_at": False}])
        for vals in (told, {"declined_by": "Ana"}):
            with self.assertRaisesRegex(UserError, "recorded once"):
                agreement.write(vals)
        plain = self._offer()
        plain.write({"state": "declined"})
        self.assertRecordValues(
            plain, [{"declined_at": NOW, "declined_channel": "other", "declined_by": self.ana.name}]
        )
        for vals, fault in (
            ({"declined_at": "2026-03-03 10:00:00"}, "after it was given"),
            ({"declined_at": "1999-01-01 10:00:00"}, "at that time"),
            ({"declined_channel": "portal"}, "the page itself"),
        ):
            with self.subTest(vals), self.assertRaisesRegex(ValidationError, fault):
                self._offer().write({"state": "declined", **vals})

    def test_end_in_one_step(self):
        agreement = self._agreed()
        form = self._open(self.ana.with_user(self.officer).action_end_agreement())
        form.reason = "Found work"
        dialog = form.save()
        dialog.action_apply()
        dialog.action_apply()
        self.assertRecordValues(agreement, [{"state": "ended", "ended_by": "jobseeker", "end_reason": "Found work"}])
        self.assertFalse(self.ana.agreement_id)

    # --- paper ------------------------------------------------------------------------------------

    def test_the_paper_is_attached(self):
        with patch(PRINTER, return_value=(b"%PDF-1.4 whole", "pdf")) as printer:
            agreement = self._agreed()
        printer.assert_called_once()
        self.assertRecordValues(
            agreement.sudo().pdf_id,
            [{"res_model": "hr.jobseeker.agreement", "res_id": agreement.id, "raw": b"%PDF-1.4 whole"}],
        )
        self.assertIn(str(agreement.pdf_id.id), agreement.action_open_pdf()["url"])

    def test_a_yes_does_not_depend_on_a_printer(self):
        with (
            patch(PRINTER, side_effect=UserError("Unable to find Wkhtmltopdf")),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_agreement_paper"),
        ):
            agreement = self._agreed()
            self.assertEqual((agreement.state, bool(agreement.pdf_id)), ("agreed", False))
            with self.assertRaisesRegex(UserError, "Wkhtmltopdf"):
                agreement.action_make_pdf()
        with patch(PRINTER, return_value=(b"%PDF-1.4 late", "pdf")):
            agreement.action_make_pdf()
        self.assertEqual(agreement.sudo().pdf_id.raw, b"%PDF-1.4 late")

    def test_the_paper_says_who_and_when(self):
        agreement = self._agreed(agreed_by="Ana Maria Costa")
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html("jobseeker_relations.report_hr_jobseeker_agreement", agreement.ids)
        for words in (b"We do what we say", b"Coach you", b"every 3 days", b"Ana Maria Costa", b"Phone", b"Lisbon"):
            self.assertIn(words, html)

    # --- one person, two companies ------------------------------------------------------------------

    def test_merged_contacts_keep_one_in_force(self):
        bo = self._person("Bo")
        former, latest = self._agreed(agreed_at="2026-02-01 10:00:00"), self._agreed(bo)
        other = self._agreed(bo, self._terms("Training"), agreed_at="2026-01-05 10:00:00")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ana.partner_id | bo.partner_id).ids, self.ana.partner_id)
        self.assertEqual(self.ana.agreement_ids, (former | latest | other).sorted("id", reverse=True))
        self.assertEqual(self.ana.agreement_ids.partner_id, self.ana.partner_id)
        self.assertEqual((former.state, former.end_reason), ("ended", "Two relationships became one."))
        self.assertEqual(self.ana.agreement_id, latest)

    def test_another_company_sees_nothing(self):
        agreement = self._agreed()
        company = self.env["res.company"].create({"name": "B"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="hr_recruitment.group_hr_recruitment_manager",
            company_id=company.id,
            company_ids=company.ids,
        )
        theirs = agreement.with_user(stranger)
        self.assertFalse(theirs.search([]))
        for act in (lambda: theirs.state, theirs.action_end, lambda: theirs.write({"state": "ended"})):
            with self.assertRaises(AccessError):
                act()
        own = self._terms("Theirs", company_id=company.id)
        with self.assertRaises(UserError):
            self._offer(terms=own)
