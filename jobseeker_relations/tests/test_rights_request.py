from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .data_case import DataCase


@tagged("post_install", "-at_install")
class TestRightsRequest(DataCase):
    """A request about data: its clock by rule, its table of states, who acts, what is told, what is kept."""

    def setUp(self):
        super().setUp()
        self.ann = self._jobseeker()
        freezer = freeze_time("2026-01-31 10:00:00")
        freezer.start()
        self.addCleanup(freezer.stop)

    # --- the clock ------------------------------------------------------------------------------------

    def test_due_by_rule(self):
        self.assertEqual(str(self._file("access", self.ann).due_on), "2026-02-28")

    def test_extended_from_the_day_it_came(self):
        request = self._file("access", self.ann)
        request._extend("Many messages")
        self.assertEqual(str(request.due_on), "2026-04-30")
        with self.assertRaises(UserError):
            request._extend("Again")

    def test_pauses_move_the_day(self):
        request = self._file("access", self.ann)
        request._pause("identity", "Whose number is it?")
        self.assertEqual((request.due_on, request.state, request.is_overdue), (False, "paused", False))
        with freeze_time("2026-02-10"):
            request.action_resume()
            self.assertEqual((str(request.due_on), request.state), ("2026-03-10", "received"))
            request._pause("clarification")
        with freeze_time("2026-02-15"):
            request._confirm_identity("Knew the day of the interview")
        self.assertEqual((str(request.due_on), request.state), ("2026-03-15", "confirmed"))
        self.assertEqual(request.pause_ids.mapped("reason"), ["identity", "clarification"])

    def test_overdue_is_computed_and_found(self):
        request = self._file("access", self.ann)
        with freeze_time("2026-02-28"):
            request.invalidate_recordset()
            self.assertFalse(request.is_overdue)
            self.assertEqual(request.days_left, 0)
        with freeze_time("2026-03-01"):
            request.invalidate_recordset()
            self.assertTrue(request.is_overdue)
            self.assertIn(request, self.Request.search([("is_overdue", "=", True)]))
            with self.assertRaises(UserError):
                request._extend("Too late")
            request._confirm_identity("x")
            request._answer("granted")
            self.assertFalse(request.is_overdue)
        self.assertNotIn(request, self.Request.search([("is_overdue", "=", True)]))

    def test_without_a_rule_there_is_no_day(self):
        self.env["hr.jobseeker.rule"].search([("code", "=", "rights_answer")]).active = False
        self.assertFalse(self._file("access", self.ann).due_on)

    def test_a_request_of_tomorrow(self):
        with self.assertRaises(ValidationError):
            self._file("access", self.ann, received_on="2026-03-01")

    # --- who may, and what comes first ----------------------------------------------------------------

    def test_only_the_officer_sees_and_acts(self):
        request = self._file("access", self.ann)
        for user in (self.officer, self.interviewer):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                request.with_user(user).action_confirm_identity()
            with self.assertRaises(AccessError):
                self.ann.with_user(user).read(["rights_request_ids"])

    def test_an_adviser_registers_what_they_heard(self):
        dialog = (
            self.env["hr.jobseeker.rights.register"]
            .with_user(self.officer)
            .create({"jobseeker_ids": self.ann.ids, "kind": "erasure", "received_on": "2026-01-29", "channel": "phone"})
        )
        with self.mock_mail_gateway():
            dialog.action_apply()
        request = self.Request.search([("jobseeker_id", "=", self.ann.id)])
        self.assertEqual((request.kind, request.channel, str(request.due_on)), ("erasure", "phone", "2026-02-28"))
        told = self.env["mail.message"].search([("model", "=", request._name), ("res_id", "=", request.id)])
        self.assertIn(self.dpo.partner_id, told.notified_partner_ids)
        self.assertIn(request.number, " ".join(self.ann.message_ids.filtered("subject").mapped("subject")))
        dialog.action_apply()  # a second click
        self.assertEqual(self.Request.search_count([("jobseeker_id", "=", self.ann.id)]), 1)

    def test_one_of_a_kind_is_open_at_a_time(self):
        self.ann._file_request("access")
        with self.assertRaises(UserError):
            self.ann._file_request("access")
        self.ann._file_request("erasure")

    def test_nothing_happens_before_it_is_known_who_asks(self):
        for kind, action in (
            ("access", "action_make_bundle"),
            ("restriction", "action_freeze"),
            ("objection", "action_stop_use"),
            ("erasure", "_erase_person"),
            ("erasure", "action_ask_erase"),
        ):
            with self.assertRaises(UserError):
                getattr(self._file(kind, self.ann), action)()

    def test_states_move_by_buttons_and_by_the_table(self):
        request = self._file("access", self.ann)
        for vals in ({"state": "closed"}, {"outcome": "granted"}, {"identity_how": "x"}):
            with self.assertRaises(UserError):
                request.write(vals)
        for name in ("receipt", "closed_at", "bundle_downloads", "due_on"):
            with self.assertRaises(AccessError):
                request.write({name: False})
        request.action_withdraw()
        for action in ("action_freeze", "action_resume", "action_withdraw", "action_make_bundle"):
            with self.assertRaises(UserError):
                getattr(request, action)()
        with self.assertRaises(UserError):
            request.sudo().write({"state": "received"})
        with self.assertRaises(AccessError):
            request.unlink()

    def test_create_says_no_answer(self):
        request = self._file("access", self.ann, state="closed", outcome="granted")
        self.assertEqual((request.state, request.outcome), ("received", False))

    def test_a_refusal_says_why(self):
        request = self._file("access", self.ann)
        with self.assertRaises(UserError):
            request._answer("refused")
        request._answer("refused", "Asked twice this week")
        self.assertEqual((request.state, request.closed_by), ("closed", self.dpo))
        letter = self.ann.message_ids.sorted("id")[-1]
        self.assertIn("Asked twice this week", letter.body)

    # --- the copy -------------------------------------------------------------------------------------

    def test_downloads_are_kept_and_the_file_goes(self):
        request = self._confirmed("access", self.ann)
        request.action_make_bundle()
        file = request.bundle_id
        self.assertIn(str(file.id), request.action_download_bundle()["url"])
        self.assertEqual(request.bundle_downloads, 1)
        self.assertIn("Downloaded", " ".join(request.message_ids.mapped("body")))
        for user in (self.officer, self.interviewer):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["datas"])
            with self.assertRaises(AccessError):
                request.with_user(user).action_download_bundle()
        file.with_user(self.dpo).read(["name"])
        self.Request._gc_bundles()
        self.assertTrue(file.exists())
        with freeze_time("2030-01-01"):
            self.Request._gc_bundles()
        self.assertFalse(file.exists())
        with self.assertRaises(UserError):
            request.action_download_bundle()

    # --- restriction ----------------------------------------------------------------------------------

    def test_frozen_is_frozen(self):
        need_type = self.env["hr.jobseeker.need.type"].search([], limit=1)
        need = self.env["hr.jobseeker.need"].create({"jobseeker_id": self.ann.id, "type_id": need_type.id})
        applicant = self._application("Ann Apple", "ann.apple@example.org")
        self._confirmed("restriction", self.ann).action_freeze()
        self.assertEqual(self.ann.contact_block, "restricted")
        self.assertTrue(self.ann._is_frozen())
        verdict = self.ann._ask_gate("email", "bulk")[self.ann]
        self.assertEqual((verdict.kind, verdict.reason), ("leave_out", "restricted"))
        self.assertEqual(self.ann._say_gate(verdict), "Asked us to freeze their data.")
        self.ann.invalidate_recordset()
        for act in (
            lambda: self.ann.with_user(self.officer).write({"seeking": "passive"}),
            lambda: need.with_user(self.officer).write({"name": "x"}),
            lambda: need.with_user(self.officer).create({"jobseeker_id": self.ann.id, "type_id": need_type.id}),
            lambda: applicant.with_user(self.officer).write({"partner_name": "Someone"}),
            lambda: self.Contact.with_user(self.officer).create(
                {"jobseeker_id": self.ann.id, "direction": "out", "channel": "phone", "outcome": "reached"}
            ),
        ):
            with self.assertRaisesRegex(UserError, "freeze their data"):
                act()
        self.ann.with_user(self.dpo).write({"seeking": "passive"})
        with self.assertRaises(AccessError):
            self.ann.with_user(self.dpo).write({"restricted_at": False})

    def test_lifting_is_logged_and_told(self):
        request = self._confirmed("restriction", self.ann)
        request.action_freeze()
        request._unfreeze("Settled")
        self.assertFalse(self.ann.restricted_at)
        self.assertFalse(self.ann.contact_block)
        said = " ".join(self.ann.message_ids.mapped("body"))
        self.assertIn("no longer frozen: Settled", said)
        self.assertIn("We will use your data again", " ".join(filter(None, self.ann.message_ids.mapped("subject"))))
        self.ann.with_user(self.officer).write({"seeking": "passive"})

    def test_frozen_data_is_kept(self):
        self._confirmed("restriction", self.ann).action_freeze()
        self.assertTrue(self.ann._get_legal_holds()[self.ann])

    # --- objection, and who else is told --------------------------------------------------------------

    def test_an_objection_stops_letters_and_proposes_to_close(self):
        request = self._confirmed("objection", self.ann)
        request.action_stop_use()
        self.assertTrue(self.ann.do_not_contact)
        self.assertIn("close?", " ".join(self.ann.activity_ids.mapped("summary")))

    def test_an_objection_ends_each_yes_to_marketing(self):
        """Who may be written to again later has not agreed to mailings by it; other permissions are theirs to end."""
        purposes = [self.env.ref(f"jobseeker_relations.purpose_{code}") for code in ("marketing_email", "talent_pool")]
        mailings, pool = self.env["hr.jobseeker.consent"].create(
            [{"jobseeker_id": self.ann.id, "purpose_id": p.id, "channel": "phone", "proof": "Yes"} for p in purposes]
        )
        request = self._confirmed("objection", self.ann, channel="letter")
        request.action_stop_use()
        self.assertRecordValues(
            mailings,
            [{"state": "withdrawn", "withdrawn_channel": "paper", "withdrawn_note": request.number}],
        )
        self.assertEqual(pool.state, "given")
        self.ann.do_not_contact = False
        self.assertTrue(self.ann._is_out_of_mailings())
        self.assertIn(self.ann, self.env["hr.jobseeker.suppression"]._find(self.ann, "sms"), "asked or not")

    def _agreed_to_marketing(self):
        """A yes to each kind of marketing, and none of these purposes is asked for any more."""
        codes = ("marketing_email", "sms", "phone")
        purposes = self.env["hr.jobseeker.purpose"].search([("code", "in", codes), ("company_id", "=", False)])
        consents = self.env["hr.jobseeker.consent"].create(
            [{"jobseeker_id": self.ann.id, "purpose_id": p.id, "channel": "phone", "proof": "Yes"} for p in purposes]
        )
        self.assertEqual(set(consents.mapped("code")), set(codes))
        return consents

    def test_an_objection_ends_a_yes_to_what_nobody_asks_for_any_more(self):
        consents = self._agreed_to_marketing()
        consents.purpose_id.active = False
        self._confirmed("objection", self.ann).action_stop_use()
        self.assertEqual(set(consents.mapped("state")), {"withdrawn"})
        self.ann.do_not_contact = False
        self.assertTrue(self.ann._is_out_of_mailings())
        for channel in ("email", "sms"):
            self.assertEqual(self.ann._get_objections(channel)[self.ann].reason, "opted_out")

    def test_the_way_out_of_mailings_ends_a_yes_to_what_nobody_asks_for_any_more(self):
        consents = self._agreed_to_marketing()
        consents.purpose_id.active = False
        self.ann._leave_mailings()
        self.assertEqual(consents.filtered(lambda word: word.state == "withdrawn").mapped("code"), ["marketing_email"])

    def test_an_objection_ends_marketing_as_it_comes(self):
        """On their page, or as their adviser heard it; that no letter goes at all is the officer's to say."""
        dialog = self.env["hr.jobseeker.rights.register"].with_user(self.officer)
        vals = {"jobseeker_ids": self.ann.ids, "kind": "objection", "received_on": "2026-01-30", "channel": "phone"}
        consents = self._agreed_to_marketing()
        dialog.create(vals).action_apply()
        [request] = self.Request.search([("jobseeker_id", "=", self.ann.id)])
        for consent in consents:
            said = (consent.state, consent.withdrawn_channel, consent.withdrawn_note)
            self.assertEqual(said, ("withdrawn", "phone", request.number), consent.code)
        self.assertTrue(self.ann._is_out_of_mailings())
        self.assertEqual((self.ann.do_not_contact, request.state), (False, "received"))
        thread = [str(body) for body in self.ann.message_ids.mapped("body") if "Said no to" in str(body)]
        self.assertEqual(len(thread), 1)
        self.assertIn(consents.purpose_id[:1].name, thread[0])
        request.with_user(self.dpo)._confirm_identity("Rang the number that we have")
        request.with_user(self.dpo).action_stop_use()
        self.assertTrue(self.ann.do_not_contact)

    def test_other_requests_end_nothing(self):
        consents = self._agreed_to_marketing()
        for kind in ("access", "restriction", "erasure"):
            self.ann._file_request(kind)
        self.assertEqual(set(consents.mapped("state")), {"given"})

    def test_only_an_objection_stops_letters(self):
        consents = self._agreed_to_marketing()
        with self.assertRaisesRegex(UserError, "Nobody objected"):
            self._confirmed("access", self.ann).action_stop_use()
        self.assertFalse(self.ann.do_not_contact)
        self.assertEqual(set(consents.mapped("state")), {"given"})

    def test_who_objected_before_the_upgrade_agrees_to_no_marketing(self):
        """Until 19.0.1.4.0 an objection said do-not-contact, and no more. What was refused, or is newer, stands."""
        carried_out, refused, newer = self.ann, self._jobseeker("Bo", "bo@x.org"), self._jobseeker("Cy", "cy@x.org")
        purpose = self.env.ref("jobseeker_relations.purpose_marketing_email")
        vals = {"purpose_id": purpose.id, "channel": "phone", "proof": "Yes"}

        def agree(*people):
            return self.env["hr.jobseeker.consent"].create([{**vals, "jobseeker_id": one.id} for one in people])

        with freeze_time("2026-01-01"):
            agree(carried_out, refused, newer)
        for person, outcome in ((carried_out, "granted"), (refused, "refused"), (newer, "granted")):
            request = self._confirmed("objection", person)
            person.do_not_contact = True
            request._answer(outcome, "No reason")
        with freeze_time("2026-02-03"):
            agree(newer)
        with freeze_time("2026-02-04"):
            for _twice in range(2):
                self.Request._end_marketing_of_former_objections()
        states = [person._get_last_words()["marketing_email"].state for person in (carried_out, refused, newer)]
        self.assertEqual(states, ["withdrawn", "given", "given"])
        suppressed = self.env["hr.jobseeker.suppression"]._find(carried_out | refused | newer, "marketing_email")
        self.assertEqual(suppressed, carried_out)

    def test_an_objection_of_frozen_data_is_carried_out(self):
        self._confirmed("restriction", self.ann).action_freeze()
        self._confirmed("objection", self.ann).action_stop_use()
        self.assertTrue(self.ann.do_not_contact)
        self.assertTrue(self.ann._is_out_of_mailings())

    def test_recipients_are_told(self):
        """Art. 19: a task for each of those who had something of the person, also once there is no person."""
        hirer = self.env["res.partner"].create({"name": "Hirer Ltd", "is_company": True})
        with patch.object(type(self.ann), "_get_recipients", lambda people: dict.fromkeys(people, hirer)):
            frozen = self._confirmed("restriction", self.ann)
            frozen.action_freeze()
            mended = self._confirmed("rectification", self.ann)
            mended._answer("granted")
            frozen._answer("granted")
            erased = self._confirmed("erasure", self.ann)
            erased._erase_person()
        for request in (frozen, mended, erased):
            self.assertEqual(request.activity_ids.user_id, self.dpo)
            self.assertIn("Hirer Ltd", request.activity_ids.summary)

    # --- erasure from the request ---------------------------------------------------------------------

    def test_the_letter_leaves_when_the_erasure_is_saved(self):
        request = self._confirmed("erasure", self.ann)
        dialog = self.env["hr.jobseeker.rights.dialog"].with_user(self.dpo)
        dialog = dialog.create({"request_id": request.id, "step": "erase"})
        self.assertIn("Would go:", dialog.plan)
        with self.assertRaises(UserError):
            dialog.action_apply()
        self.assertTrue(self.ann.exists())
        dialog.is_sure = True
        with self.mock_mail_gateway(mail_unlink_sent=True):
            dialog.action_apply()
            self.assertFalse(self.ann.exists())
            self.assertFalse(self._mails)
            request.sudo().last_letter_id.send()  # what Odoo's queue does, which reads what is saved
        [mail] = [mail for mail in self._mails if "ann.apple@example.org" in str(mail["email_to"])]
        self.assertIn("We have erased your data", mail["subject"])
        self.assertIn(request.number, mail["body"])
        self.assertIn("A letter to them was queued", request.receipt)
        self.assertFalse(self._search_database("ann.apple@example"))
        self.assertFalse(request.jobseeker_id or request.partner_id or request.details or request.identity_how)
        self.assertEqual(request.company_id, self.company)
        with self.assertRaises(UserError):
            request._erase_person()

    def test_dialogs_ask_for_their_line(self):
        request = self._file("access", self.ann)
        for step in ("identity", "extend"):
            dialog = self.env["hr.jobseeker.rights.dialog"].with_user(self.dpo)
            with self.assertRaises(UserError):
                dialog.create({"request_id": request.id, "step": step}).action_apply()
