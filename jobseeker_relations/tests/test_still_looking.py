from datetime import timedelta
from types import SimpleNamespace

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..models.hr_jobseeker_still_looking import OPEN_ADDRESS, PURPOSE
from .policy_case import PolicyCase

MONDAY = "2026-03-02 10:00:00"
MAY = fields.Date.to_date("2026-05-01")


@tagged("post_install", "-at_install")
class TestStillLooking(PolicyCase):
    """ "Are you still looking?": what each answer means, and that it can be taken back."""

    def _facts(self, person):
        return person.state, person.seeking, person.do_not_contact, person.hold_until, person.hold_reason

    @freeze_time(MONDAY)
    def test_yes_is_contact(self):
        ana = self._person(seeking="passive")
        ana._answer_still_looking("yes")
        self.assertEqual((ana.seeking, ana.still_looking_answer), ("active", "yes"))
        self.assertAt(ana.last_contact_at, MONDAY)
        self.assertFalse(ana.waiting_since)

    @freeze_time(MONDAY)
    def test_later_rests_until_the_day(self):
        ana = self._person()
        ana._answer_still_looking("later", MAY)
        self.assertEqual((ana.state, ana.hold_until, ana.pause_asked), ("on_hold", MAY, True))

    @freeze_time(MONDAY)
    def test_found_tells_the_adviser_once(self):
        ana = self._person()
        ana._answer_still_looking("found")
        ana._answer_still_looking("found")
        self.assertEqual((ana.seeking, ana.state), ("passive", "active"))
        self.assertEqual(ana.activity_ids.user_id, self.officer)
        self.assertEqual((len(ana.activity_ids), len(ana.contact_ids)), (1, 1))

    @freeze_time(MONDAY)
    def test_stop_blocks(self):
        ana = self._person()
        ana._answer_still_looking("stop")
        self.assertEqual((ana.do_not_contact, ana.contact_status), (True, "blocked"))

    @freeze_time(MONDAY)
    def test_every_answer_is_taken_back(self):
        for answer, until in (("yes", None), ("later", MAY), ("found", None), ("stop", None)):
            with self.subTest(answer=answer):
                ana = self._person(answer, seeking="passive")
                before = self._facts(ana)
                ana._answer_still_looking(answer, until)
                self.assertTrue(ana._take_back_answer())
                self.assertEqual(self._facts(ana), before)
                self.assertFalse(ana.still_looking_answer or ana.pause_asked)
                self.assertFalse(ana._take_back_answer(), "there is nothing left to take back")

    @freeze_time(MONDAY)
    def test_another_answer_stands_in_place_of_the_first(self):
        ana = self._person()
        before = self._facts(ana)
        ana._answer_still_looking("stop")
        ana._answer_still_looking("later", MAY)
        self.assertEqual((ana.do_not_contact, ana.state), (False, "on_hold"))
        ana._answer_still_looking("found")
        self.assertEqual((ana.state, ana.seeking), ("active", "passive"))
        ana._take_back_answer()
        self.assertEqual(self._facts(ana), before)

    @freeze_time(MONDAY)
    def test_a_rest_that_was_there_comes_back(self):
        ana = self._person()
        ana.write({"state": "on_hold", "hold_until": "2026-04-01", "hold_reason": "Parental leave"})
        before = self._facts(ana)
        ana._answer_still_looking("later", MAY)
        self.assertEqual(ana.hold_until, MAY)
        ana._take_back_answer()
        self.assertEqual(self._facts(ana), before)

    @freeze_time(MONDAY)
    def test_a_closed_search_stays_closed_until_the_adviser_opens_it(self):
        ana = self._person()
        reason = self.env.ref("jobseeker_relations.close_reason_other").copy({"name": "Moved away"})
        ana.write({"state": "closed", "closed_on": "2026-02-01", "close_reason_id": reason.id})
        ana._answer_still_looking("yes")
        self.assertEqual((ana.state, ana.close_reason_id, ana.still_looking_answer), ("closed", reason, "yes"))
        self.assertEqual(ana.activity_ids.summary, "Ana is looking again")
        with self.assertRaisesRegex(UserError, "is closed"):
            ana._answer_still_looking("later", MAY)
        ana._take_back_answer()
        self.assertEqual((ana.state, ana.close_reason_id), ("closed", reason))
        self.assertEqual(ana.closed_on, fields.Date.to_date("2026-02-01"))

    @freeze_time(MONDAY)
    def test_an_old_link_lifts_no_wish_for_no_contact_that_was_said_elsewhere(self):
        ana = self._person()
        ana.do_not_contact = True
        ana._answer_still_looking("yes")
        self.assertEqual((ana.do_not_contact, ana.contact_status), (True, "blocked"))
        self.assertEqual(ana.activity_ids.user_id, self.officer)
        self.assertIn("will be in touch", self._page(ana))

    @freeze_time(MONDAY)
    def test_yes_lifts_what_stop_here_set(self):
        ana = self._person()
        ana._answer_still_looking("stop")
        ana._answer_still_looking("yes")
        self.assertFalse(ana.do_not_contact or ana.activity_ids)
        self.assertIn("and go on", self._page(ana))

    def _page(self, person):
        """What the page says of the answer."""
        values = {"jobseeker": person, "answered": True, "action": "", "later_days": [], "fault": None, "today": ""}
        values.update(typed_day="", request=SimpleNamespace(csrf_token=str))
        page = self.env["ir.qweb"].with_context(minimal_qcontext=True)
        return page._render("jobseeker_relations.still_looking_answers", values)

    @freeze_time(MONDAY)
    def test_what_the_adviser_did_since_then_stays(self):
        ana = self._person()
        ana._answer_still_looking("found")
        ana.write({"state": "placed", "placed_on": "2026-03-09"})
        self.assertFalse(ana._take_back_answer())
        self.assertEqual((ana.state, ana.still_looking_answer), ("placed", "found"))

    @freeze_time(MONDAY)
    def test_nonsense_is_refused(self):
        ana = self._person()
        with self.assertRaises(UserError):
            ana._answer_still_looking("perhaps")
        for until in (None, fields.Date.today(), fields.Date.today() + timedelta(days=1000)):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                ana._answer_still_looking("later", until)
        self.assertEqual(ana.state, "active")

    def test_nobody_writes_the_answer_or_reads_what_was_before(self):
        ana = self._person()
        ana._answer_still_looking("yes")
        officer = ana.with_user(self.officer)
        self.assertEqual(officer.still_looking_answer, "yes")
        with self.assertRaises(AccessError):
            officer.write({"still_looking_answer": "stop"})
        for name in ("still_looking_before", "link_key"):
            with self.assertRaises(AccessError):
                officer.read([name])

    # --- the link -----------------------------------------------------------------------------------

    def test_a_link_opens_one_page_for_some_days_until_it_is_revoked(self):
        ana, bo = self._person(), self._person("Bo")
        with freeze_time(MONDAY):
            token = ana._get_link(PURPOSE, 60).rpartition("/")[2]
            self.assertEqual(ana._find_by_link(PURPOSE, token), ana)
            self.assertFalse(ana._find_by_link("calendar", token), "a link for another purpose opens nothing")
            for wrong in ("", "x", "é", token[:-4], token + "AAAA", token.swapcase(), "A" * 5000):
                self.assertFalse(ana._find_by_link(PURPOSE, wrong))
            ana._revoke_links()
            self.assertFalse(ana._find_by_link(PURPOSE, token))
            again = bo._get_link(PURPOSE, 60).rpartition("/")[2]
        with freeze_time("2026-04-30 10:00:00"):
            self.assertEqual(bo._find_by_link(PURPOSE, again), bo)
        with freeze_time("2026-05-02 10:00:00"):
            self.assertFalse(bo._find_by_link(PURPOSE, again), "it works for sixty days")

    def _find(self, body):
        """The person whose link stands in a letter."""
        token = str(body).partition(f"/jobseeker/{PURPOSE}/")[2].partition('"')[0]
        return self.env["hr.jobseeker"]._find_by_link(PURPOSE, token)

    def test_a_letter_of_the_engine_has_the_link_and_its_copy_has_not(self):
        self.letter.body_html = '<p>Are you? <a t-att-href="object.still_looking_link">Tell us</a></p>'
        people = self._person() | self._person("Bo")
        for person in people:
            self._spoke(person, "2026-02-01 10:00:00")
        with freeze_time(MONDAY):
            self._look(people)
            for person in people:
                mail = person.follow_up_ids.mail_mail_id
                self.assertEqual(self._find(mail.body_html), person)
                copy = person.follow_up_ids.message_id.body
                self.assertIn(OPEN_ADDRESS, copy)
                self.assertNotIn(f"/jobseeker/{PURPOSE}/", copy)

    def test_a_closing_letter_by_hand_has_it_too_unless_others_get_the_same_mail(self):
        ana = self._person()
        template = self.env.ref("jobseeker_relations.mail_template_closing")
        body = template._render_field("body_html", ana.ids, options={"post_process": True})[ana.id]
        message = ana.with_user(self.officer).message_post(
            body=body,
            partner_ids=ana.partner_id.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            force_send=False,
        )
        [mail] = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        self.assertEqual(self._find(mail.body_html), ana)
        self.assertNotIn(f"/jobseeker/{PURPOSE}/", message.body)
        letter = {"model": "hr.jobseeker", "res_id": ana.id, "body_html": body, "recipient_ids": ana.partner_id.ids}
        for others in (
            {"recipient_ids": (ana.partner_id | self.officer.partner_id).ids},
            {"email_to": "other@example.com"},
            {"email_cc": "other@example.com"},
        ):
            with self.subTest(others):
                mail = self.env["mail.mail"].sudo().create({**letter, **others})
                self.assertNotIn(f"/jobseeker/{PURPOSE}/", mail.body_html)

    def test_queries_do_not_grow_with_the_letters(self):
        self.letter.body_html = '<p><a t-att-href="object.still_looking_link">Tell us</a></p>'

        def count(people):
            for person in people:
                self._spoke(person, "2026-02-01 10:00:00")
            with freeze_time(MONDAY):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self._look(people)
                return self.cr.sql_log_count - before

        def crowd(name, size):
            return self.env["hr.jobseeker"].union(*(self._person(f"{name} {number}") for number in range(size)))

        count(crowd("Warm", 2))
        few, many = count(crowd("Few", 5)), count(crowd("Many", 10))
        self.assertLessEqual(many, few + 2)
