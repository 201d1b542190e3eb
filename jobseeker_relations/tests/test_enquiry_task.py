from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models import hr_jobseeker_enquiry_task as tasks
from .enquiry_door_case import DISOWNED, QUOTED, VERA, PassedOnCase
from .mail_letters import FORWARD


@tagged("post_install", "-at_install")
class TestEnquiryTask(PassedOnCase):
    """The task about a mail that a colleague passed on: who reads it, for how long, and how it is taken down."""

    # --- many at once -------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_a_flood_of_forged_mails_takes_no_room_from_colleagues(self):
        self.most.number = 1
        for number in range(3):
            self._pass_on(f"forged {number}", extra=DISOWNED)
        task = self._pass_on("real")
        self.assertIn("Letter real", task.summary)
        self.assertTrue(task._get_files())
        first, others = self._tasks_about_mail() - task
        self.assertIn("forged 0", first.note)
        self.assertIn("may be forged: read them here", others.summary)
        self.assertNotIn("real", others.note)

    @freeze_time("2026-03-02 10:00:00")
    def test_files_of_many_are_not_kept_as_they_may_be_forged(self):
        self.most.number = 1
        for number in range(3):
            self._pass_on(number, extra=DISOWNED)
        task = self._tasks_about_mail()[1]
        self.assertFalse(task._get_files())
        self.assertEqual(task.note.count("If a colleague did pass it on, they have them: cv.pdf"), 2)
        self.assertNotIn("no room", task.note)

    @freeze_time("2026-03-02 10:00:00")
    def test_what_finds_no_room_goes_to_a_further_task(self):
        self.most.number = 1
        long = QUOTED.replace("I should like to weld.", "I should like to weld. " * 300)
        self._pass_on(0, extra=DISOWNED)
        with patch.object(tasks, "TEXT_OF_MANY", 2000):
            for number in (1, 2, 3, 4):
                self._pass_on(number, long, extra=DISOWNED)
        _alone, full, further = self._tasks_about_mail()
        self.assertEqual(full.summary, further.summary)
        for task, numbers in ((full, (1, 2)), (further, (3, 4))):
            self.assertEqual(task.note.count("[…]"), 2)
            for number in numbers:
                self.assertIn(f"Letter {number}", task.note)

    @freeze_time("2026-03-02 10:00:00")
    def test_one_of_many_that_comes_twice_stands_there_once(self):
        self.most.number = 1
        for number in (0, 1, 2, 1):
            task = self._pass_on(number, extra=DISOWNED)
        self.assertEqual(task.note.count("Letter 1"), 1)
        with freeze_time("2026-03-03 10:00:00"):  # when there are not many any more
            task.action_done()
            self._receive(self.olga, subject="Fwd: Letter 2", number=2, template=QUOTED, extra=DISOWNED)
            self.assertEqual(len(self._tasks_about_mail()), 1)
            self.assertTrue(self._pass_on(3, extra=DISOWNED).jobseeker_to_take_down)

    # --- the job ------------------------------------------------------------------------------------

    def test_one_that_cannot_be_handed_on_holds_up_nobody(self):
        self.company.jobseeker_escalation_user_id = self.colleague
        with freeze_time("2026-03-02 10:00:00"):
            first, second = self._pass_on(1), self._pass_on(2)
        give_to_manager = type(first)._give_to_manager

        def fail_first(model, late):
            if first in late:
                raise ValueError
            give_to_manager(model, late)

        with (
            freeze_time("2026-03-06 10:00:00"),
            patch.object(type(first), "_give_to_manager", fail_first),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_enquiry_task"),
        ):
            self.assertEqual(first._warn_of_mails(10), (2, 0))
            self.assertEqual(first._warn_of_mails(10), (0, 0))
            self.assertEqual(second.user_id, self.colleague)
            self.assertEqual(first.user_id, self.officer)
            self.assertEqual(str(first.jobseeker_due_at), "2026-03-06 11:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_nobody_writes_the_marks_of_the_system(self):
        own = self.env["mail.activity"].with_user(self.interviewer).create({"user_id": self.interviewer.id})
        for name, value in (
            ("jobseeker_company_id", self.company.id),
            ("jobseeker_due_at", "2026-03-01 10:00:00"),
            ("jobseeker_mail", "x"),
            ("jobseeker_mails", "x"),
            ("jobseeker_disowned", True),
            ("jobseeker_writer", "x@example.com"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.write({name: value})

    @freeze_time("2026-03-02 10:00:00")
    def test_nothing_stays_open_for_good(self):
        task = self._pass_on()
        for touched, stays in (("2025-10-01", True), ("2025-08-01", False)):
            self.env.flush_all()
            self.env.cr.execute("UPDATE mail_activity SET write_date = %s WHERE id = %s", [touched, task.id])
            self.env.invalidate_all()
            task._gc_mails()
            self.assertEqual(bool(task.exists()), stays)

    # --- taken down ---------------------------------------------------------------------------------

    def _open_dialog(self, task, user=None):
        self.assertTrue(task.with_user(user or self.officer).jobseeker_to_take_down)
        action = task.with_user(user or self.officer).action_take_down_mail()
        return Form(self.env[action["res_model"]].with_user(user or self.officer).with_context(**action["context"]))

    def test_taken_down_its_words_and_files_go_to_the_person(self):
        with freeze_time("2026-03-02 10:00:00"):
            task = self._pass_on()
        with freeze_time("2026-03-02 15:00:00"), self.mock_mail_gateway():
            form = self._open_dialog(task)
            self.assertEqual((form.channel, form.email), ("email", "vera@example.com"))
            self.assertIn("I should like to weld", form.mail_words)
            form.name = "Vera Visitor"
            form.save().action_get_back()
        vera = self._find("Vera Visitor")
        self.assertEqual(str(vera.enquiry_id.received_at), "2026-03-02 10:00:00")
        self.assertFalse(self._tasks_about_mail())
        self.assertFalse(task.active)
        [cv] = self.env["ir.attachment"].search([("res_model", "=", "hr.jobseeker"), ("res_id", "=", vera.id)])
        self.assertEqual(cv.with_user(self.officer).raw, b"%PDF-1.4\n")
        [note] = vera.message_ids.filtered(lambda message: "I should like to weld" in message.body)
        self.assertEqual(note.attachment_ids, cv)
        self.assertNotIn(vera.partner_id, note.notified_partner_ids)
        self.assertLedger(vera, [("in", "email", "personal", None), ("out", "email", "automatic", None)])

    def test_recruiters_are_offered_to_take_it_down(self):
        for name in ("mail_activity_view_form_popup", "mail_activity_view_form_without_record_access"):
            for user, offered in ((self.officer, True), (self.interviewer, False)):
                with self.subTest(name=name, user=user.name):
                    view = self.env["mail.activity"].with_user(user).get_view(self.env.ref(f"mail.{name}").id)
                    self.assertEqual("action_take_down_mail" in view["arch"], offered)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_task_that_became_somebody_elses_is_left_alone(self):
        task = self._pass_on()
        form = self._open_dialog(task)
        form.name = "Vera Visitor"
        dialog = form.save()
        task.user_id = self.colleague
        dialog.action_get_back()
        self.assertTrue(self._find("Vera Visitor"))
        self.assertEqual(self._tasks_about_mail(self.colleague), task)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_dialog_is_saved_after_its_task_became_somebody_elses(self):
        task = self._pass_on()
        form = self._open_dialog(task)
        form.name = "Vera Visitor"
        task.user_id = self.colleague
        self.env.flush_all()
        self.env.invalidate_all()
        dialog = form.save()
        self.assertFalse(dialog.mail_words)
        dialog.action_get_back()
        self.assertTrue(self._find("Vera Visitor"))
        self.assertEqual(self._tasks_about_mail(self.colleague), task)

    @freeze_time("2026-03-02 10:00:00")
    def test_nobody_takes_down_the_task_of_somebody_else(self):
        task = self._pass_on()
        with self.assertRaises(AccessError):
            task.with_user(self.colleague).action_take_down_mail()
        dialog = self.env["hr.jobseeker.enquiry.log"].with_user(self.colleague)
        vals = {"name": "Vera Visitor", "email": "vera@example.com", "mail_task": task.id}
        asked = dict.fromkeys(("mail_task", "mail_words"), {})
        for shown in (
            dialog.with_context(default_mail_task=task.id).onchange({}, [], asked),
            dialog.onchange(vals, ["mail_task"], asked),
        ):
            self.assertFalse(shown["value"].get("mail_words"))
            self.assertNotIn("Letter", str(shown))
        dialog = dialog.create(vals)
        self.assertFalse(dialog.mail_words)
        self.assertNotIn("Letter", str(dialog.read()), "nor how it is called")
        dialog.action_get_back()
        self.assertEqual(self._tasks_about_mail(self.officer), task)
        self.assertTrue(task._get_files())

    # --- their data ---------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_what_they_wrote_is_in_their_copy_and_goes_with_them(self):
        open_one, done = self._pass_on(1), self._pass_on(2)
        done.action_done()
        files = (open_one | done)._get_files()
        vera = self._vera()
        told, found, _left_out = self._find_told(vera)
        self.assertEqual((told, found), (open_one | done, files))
        vera._erase("request")
        self.assertFalse((open_one | done).exists() or files.exists())

    @freeze_time("2026-03-02 10:00:00")
    def test_what_others_wrote_stays_without_them(self):
        self.most.number = 1
        other = self._pass_on(1, FORWARD.replace("Vera Visitor wrote:", f"From: bob@example.com\nLike {VERA}"))
        alone, _many = self._pass_on(2, extra=DISOWNED), self._pass_on(3, extra=DISOWNED)
        many = self._pass_on(4, extra=DISOWNED)
        self.assertIn("Letter 3", many.note)
        vera = self._vera()
        told, found, left_out = self._find_told(vera)
        self.assertEqual((told, found), (alone, alone._get_files()))
        self.assertIn("They are about other people, too.", left_out)
        vera._erase("request")
        for task in (other, many):
            self.assertNotIn("vera@example.com", task.note)
            self.assertNotIn("Vera Visitor", task.note)
            self.assertIn("I should like to weld", task.note)
        self.assertTrue(other._get_files())
        self.assertFalse(alone.exists())
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", many._name), ("res_id", "=", many.id)]))

    @freeze_time("2026-03-02 10:00:00")
    def test_a_family_and_a_longer_address_are_others(self):
        task = self._pass_on(1, QUOTED.replace("vera@", "olivera@"))
        mother = self._pass_on(2, QUOTED.replace("Vera Visitor", "Mary Visitor"))
        vera = self._vera()
        self.env["res.partner"].create({"name": "Mary Visitor", "email": "vera@example.com"})
        told, found, _left_out = self._find_told(vera)
        self.assertFalse(told or found)
        vera._erase("request")
        self.assertIn("olivera@example.com", task.note)
        self.assertIn("vera@example.com", mother.note)
