from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .duplicate_case import DuplicateCase

#: What a merge is not about: when a row was last written, and by whom; groups of suggestions are made anew, and links
#: that were sent while they were one are revoked.
LEFT_OUT = {"write_date", "write_uid", "group_id", "link_key"}


@tagged("post_install", "-at_install")
class TestMergeUndo(DuplicateCase):
    """A merge is undone within thirty days, and everything is where it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls._application("Anna Kovács", "anna@example.com", partner_phone="+44 7911 123456")
        cls.two = cls._application("Kovács Anna", "nagy@example.com", partner_phone="+44 7911 123456")
        cls.ann, cls.twin = cls.one.jobseeker_id, cls.two.jobseeker_id
        (cls.ann | cls.twin).write({"state": "active", "adviser_id": cls.officer.id})
        cls.contact, cls.former = cls.ann.partner_id, cls.twin.partner_id
        for person, number in ((cls.ann, 1), (cls.twin, 2)):
            cls._fill(person, number)

    @classmethod
    def _fill(cls, person, number):
        """Something of every kind, so that much of it meets when two become one."""
        env = cls.env
        vals = {"jobseeker_id": person.id}
        event = env["calendar.event"].create(
            {"name": f"Talk {number}", "start": "2026-03-02 09:00:00", "stop": "2026-03-02 10:00:00"}
        )
        message = person.message_post(body=f"Note {number}", attachments=[("file.txt", b"file %d" % number)])
        cls.Contact.create(
            [
                {**vals, "direction": "out", "channel": "email", "nature": "personal", "date": f"2026-03-0{number}"},
                {**vals, "direction": "out", "channel": "email", "message_id": message.id},
                {**vals, "direction": "out", "channel": "meeting", "event_id": event.id, "outcome": "reached"},
            ]
        )
        person.message_subscribe((cls.colleague | cls.officer).partner_id.ids)
        person.activity_schedule("mail.mail_activity_data_todo", user_id=cls.officer.id)
        env["hr.jobseeker.need"].create(
            {**vals, "type_id": env["hr.jobseeker.need.type"].search([], limit=1).id, "name": f"Need {number}"}
        )
        env["hr.jobseeker.review"].create({**vals, "due_on": fields.Date.add(fields.Date.today(), days=10 * number)})
        env["hr.jobseeker.consent"].create(
            {
                **vals,
                "purpose_id": env.ref("jobseeker_relations.purpose_talent_pool").id,
                "channel": "phone",
                "proof": "Yes",
            }
        )
        env["hr.jobseeker.follow.up"].create(
            {
                **vals,
                "kind": "step",
                "scheduled_at": "2026-03-02 10:00:00",
                "channel": "email",
                "occurrence": 1,
                "state": "done",
            }
        )
        env["hr.jobseeker.plan"].create(vals)

    def _picture(self):
        """Everything around both of them, row by row, as the database has it."""
        self.env.flush_all()
        picture = {}
        pairs = [("hr_jobseeker", (self.ann.id, self.twin.id)), ("res_partner", (self.contact.id, self.former.id))]
        for target, numbers in pairs:
            for table, column in [(target, "id"), *self.env["base.partner.merge.automatic.wizard"]._get_fk_on(target)]:
                if "merge" in table or table == "hr_jobseeker_presence":
                    continue
                self.env.cr.execute(
                    f'SELECT to_jsonb(t) FROM "{table}" t WHERE "{column}" IN %s',
                    [numbers],
                )
                picture[table, column] = self._rows_of([row for [row] in self.env.cr.fetchall()])
        documents = ("ir_attachment", "mail_activity", "mail_followers")
        for table, model in [("mail_message", "model"), *((table, "res_model") for table in documents)]:
            self.env.cr.execute(
                f"SELECT to_jsonb(t) FROM {table} t WHERE {model} = 'hr.jobseeker' AND res_id IN %s",
                [(self.ann.id, self.twin.id)],
            )
            picture[table, "document"] = self._rows_of([row for [row] in self.env.cr.fetchall()])
        self.env.cr.execute(
            "SELECT to_jsonb(t) FROM mail_followers_mail_message_subtype_rel t JOIN mail_followers f"
            " ON f.id = t.mail_followers_id WHERE f.res_model = 'hr.jobseeker' AND f.res_id IN %s",
            [(self.ann.id, self.twin.id)],
        )
        picture["subtypes", ""] = self._rows_of([row for [row] in self.env.cr.fetchall()])
        return picture

    def _rows_of(self, rows):
        return sorted(sorted((name, str(value)) for name, value in row.items() if name not in LEFT_OUT) for row in rows)

    def assertSamePicture(self, before, after, notes=()):
        """Compare; of messages only those that were there before count, as a merge and its end are told on both."""
        different = {}
        for key, rows in before.items():
            missing = [dict(row) for row in rows if row not in after[key]]
            new = [dict(row) for row in after[key] if row not in rows]
            if key[0].startswith("mail_message"):
                new = []
            if missing or new:
                different[key] = (missing, new)
        self.assertFalse(different)

    def test_everything_is_where_it_was(self):
        self._link(self.ann, self.twin)
        before = self._picture()
        merge = self._merge(self.ann, self.twin)
        self.assertNotEqual(self._picture(), before)
        merge.action_undo()
        self.assertSamePicture(before, self._picture())
        self.assertEqual(self.twin.exists().applicant_ids, self.two)
        self.assertEqual((merge.undone_by, merge.can_undo), (self.officer, False))
        self.assertIn("Two people again", self.twin.message_ids[0].body)
        self.assertIn("Two people again", self.ann.message_ids[0].body)

    def test_the_contacts_come_back_too(self):
        self.officer.group_ids += self.env.ref("base.group_partner_manager")
        self.former.write({"street": "High Street 1", "category_id": [(0, 0, {"name": "Welder"})]})
        self.former.message_post(body="On the contact")
        self._link(self.ann, self.twin)
        before = self._picture()
        merge = self._merge(self.ann, self.twin, merge_contacts=True)
        self.assertFalse(self.former.exists())
        merge.action_undo()
        self.assertSamePicture(before, self._picture())
        self.assertEqual(self.two.partner_id, self.former.exists())

    def test_what_is_new_since_stays_where_it_was_entered(self):
        merge = self._merge(self.ann, self.twin)
        new = self.Contact.create({"jobseeker_id": self.ann.id, "direction": "in", "channel": "phone"})
        later = self._application("Kovács Anna", "nagy@example.com")
        need = self.env["hr.jobseeker.need"].search([("name", "=", "Need 2")])
        need.value = "changed since"
        self.ann.adviser_id = self.colleague
        merge.action_undo()
        self.assertEqual(new.jobseeker_id, self.ann)
        self.assertEqual(later.jobseeker_id, self.ann)
        self.assertEqual((need.jobseeker_id, need.value), (self.twin, "changed since"))
        self.assertEqual(self.ann.adviser_id, self.colleague)
        again = self._application("Kovács Anna", "nagy@example.com")
        self.assertEqual(again.jobseeker_id, self.twin)

    def test_the_latest_before_the_others(self):
        third = self._person("Anna Kovács", "third@example.com")
        first = self._merge(self.twin, third)
        self.assertTrue(first.can_undo)
        second = self._merge(self.ann, self.twin)
        self.env.invalidate_all()
        self.assertEqual(first.exists().jobseeker_id, self.ann)
        self.assertFalse(first.can_undo)
        with self.assertRaisesRegex(UserError, "undo those first"):
            first.action_undo()
        second.action_undo()
        self.assertEqual(first.jobseeker_id, self.twin)
        first.action_undo()
        self.assertTrue(third.exists())

    def test_thirty_days(self):
        merge = self._merge(self.ann, self.twin)
        last = fields.Datetime.now() + timedelta(days=30)
        with freeze_time(last + timedelta(days=1)):
            merge.invalidate_recordset(["can_undo"])
            self.assertFalse(merge.can_undo)
            with self.assertRaisesRegex(UserError, "is over"):
                merge.action_undo()
        with freeze_time(last.replace(hour=12)):
            merge.invalidate_recordset(["can_undo"])
            merge.action_undo()
        self.assertTrue(self.twin.exists())
        with self.assertRaisesRegex(UserError, "undone already"):
            merge.action_undo()

    def test_where_no_rule_gives_time_nothing_is_kept(self):
        self.env.ref("jobseeker_relations.rule_merge_undo").active = False
        merge = self._merge(self.ann, self.twin)
        self.assertFalse(merge.undo_until)
        self.assertFalse(merge.sudo().undo_data)

    def test_a_colleague_who_is_gone_stops_nothing(self):
        self.twin.adviser_id = self.colleague
        merge = self._merge(self.ann, self.twin)
        self.env.flush_all()
        adviser, nobody = (f'"adviser_id": {number},' for number in (self.colleague.id, 999999))
        self.env.cr.execute(
            "UPDATE hr_jobseeker_merge SET undo_data = replace(undo_data::text, %s, %s)::jsonb", [adviser, nobody]
        )
        self.env.invalidate_all()
        merge.action_undo()
        self.assertTrue(self.twin.exists())
        self.assertFalse(self.twin.adviser_id)

    def test_a_no_that_the_merge_made_goes_with_it(self):
        Suppression = self.env["hr.jobseeker.suppression"]
        Suppression._keep(self.twin, "marketing_email")
        merge = self._merge(self.ann, self.twin)
        self.assertTrue(Suppression._find(self.ann, "marketing_email"))
        merge.action_undo()
        self.assertFalse(Suppression._find(self.ann, "marketing_email"))
        self.assertTrue(Suppression._find(self.twin, "marketing_email"))

    def test_without_the_former_contact_it_cannot_be_undone(self):
        merge = self._merge(self.ann, self.twin)
        self.former.sudo().unlink()
        with self.assertRaisesRegex(UserError, "was deleted since"), mute_logger("odoo.sql_db"):
            merge.action_undo()

    # --- what was said while they were one -------------------------------------------------------------

    def _pool(self):
        return self.env.ref("jobseeker_relations.purpose_talent_pool")

    def _say_of(self, person):
        word = person._get_last_words().get(self._pool().code)
        return word.state if word else None

    def test_a_no_said_again_stays_with_both(self):
        self.twin._withdraw_purpose(self._pool(), "phone")
        merge = self._merge(self.ann, self.twin)
        self.assertFalse(self.ann._withdraw_purpose(self._pool(), "page"), "the merge had made a no of it")
        merge.action_undo()
        self.assertEqual([self._say_of(person) for person in (self.ann, self.twin)], ["withdrawn"] * 2)

    def test_a_no_to_the_newer_yes_is_one_to_the_older(self):
        merge = self._merge(self.ann, self.twin)
        self.ann._withdraw_purpose(self._pool(), "page")
        merge.action_undo()
        self.assertEqual([self._say_of(person) for person in (self.ann, self.twin)], ["withdrawn"] * 2)

    def test_without_a_no_both_yeses_come_back(self):
        self.twin._withdraw_purpose(self._pool(), "phone")
        merge = self._merge(self.ann, self.twin)
        merge.action_undo()
        self.assertEqual([self._say_of(person) for person in (self.ann, self.twin)], ["given", "withdrawn"])

    def test_no_contact_asked_for_since_holds_for_both(self):
        self.twin.do_not_contact = True
        merge = self._merge(self.ann, self.twin)
        self.ann.write({"do_not_contact": True})
        merge.action_undo()
        self.assertEqual((self.ann | self.twin).mapped("do_not_contact"), [True, True])

    def test_out_of_mailings_since_is_out_of_them_under_both_addresses(self):
        Suppression = self.env["hr.jobseeker.suppression"]
        Suppression._keep(self.twin, "marketing_email")
        merge = self._merge(self.ann, self.twin)
        self.ann._leave_mailings()
        merge.action_undo()
        self.assertEqual(Suppression._find(self.ann | self.twin, "marketing_email"), self.ann | self.twin)

    def test_links_at_an_address_that_was_mended_since_open_nothing(self):
        token = self.twin._get_link("permissions", 60).split("/")[-1]
        self.assertEqual(self.env["hr.jobseeker"]._find_by_link("permissions", token), self.twin)
        merge = self._merge(self.ann, self.twin)
        self.former.email = "right@example.com"
        merge.action_undo()
        self.assertFalse(self.env["hr.jobseeker"]._find_by_link("permissions", token))

    def test_what_was_sent_while_they_were_one_opens_nothing(self):
        """It went to the address of the one who stays."""
        plan = self.twin.plan_ids
        own = self.twin._get_link("permissions", 60).split("/")[-1]
        merge = self._merge(self.ann, self.twin)
        sent = [(row, row._get_link("test", 60).split("/")[-1]) for row in (plan, self.ann.plan_ids - plan)]
        merge.action_undo()
        self.assertEqual([bool(row._find_by_link("test", token)) for row, token in sent], [False, True])
        self.assertEqual(self.env["hr.jobseeker"]._find_by_link("permissions", own), self.twin)

    def test_a_short_name_does_not_stay_either(self):
        self.former.name = "Bo"
        before = self.ann.message_ids
        merge = self._merge(self.ann, self.twin)
        self.assertIn("Bo", " ".join((self.ann.message_ids - before).mapped("body")))
        merge.action_undo()
        for body in (self.ann.message_ids - before).mapped("body"):
            self.assertNotIn("Bo", body)

    def test_of_the_other_one_nothing_stays(self):
        merge = self._merge(self.ann, self.twin)
        merge.action_undo()
        self.assertEqual((merge.former_name, merge.found, merge.moved), ("–", False, False))
        for text in (merge.reason, *self.ann.message_ids.mapped("body")):
            self.assertNotIn("nagy@example.com", text)
            self.assertNotIn("Kovács Anna", text)
