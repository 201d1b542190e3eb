from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.hr_jobseeker_join import FOLLOWED
from .common import JobseekerCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(JobseekerCase):
    """Two contacts turn out to be one person: their relationships become one, and no row is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._application("Anna Kovács", "anna@example.com")
        cls.gone = cls._application("Kovács-Nagy Anna", "nagy@example.com")
        cls.dst, cls.src = cls.kept.partner_id, cls.gone.partner_id
        cls.survivor, cls.other = cls.kept.jobseeker_id, cls.gone.jobseeker_id

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.src | self.dst).ids, self.dst)

    def _contact(self, jobseeker, **vals):
        return self.Contact.create(
            {"jobseeker_id": jobseeker.id, "direction": "out", "channel": "email", "nature": "personal", **vals}
        )

    def test_somebody_who_writes_to_both_of_them_keeps_nobody_from_joining_them(self):
        for person in (self.survivor, self.other):
            person.with_user(self.officer).announce_contact("writing")
        self._merge()
        self.assertFalse(self.other.exists())
        presence = self.env["hr.jobseeker.presence"].search([("user_id", "=", self.officer.id)])
        self.assertEqual(presence.jobseeker_id, self.survivor)

    def test_everything_moves(self):
        ours, theirs = self._contact(self.survivor, date="2026-03-01"), self._contact(self.other, date="2026-03-02")
        done = self.other.activity_schedule("mail.mail_activity_data_call")
        done.action_feedback(feedback="Spoke")
        call = self.other.contact_ids - theirs
        todo = self.other.activity_schedule("mail.mail_activity_data_todo", user_id=self.officer.id)
        message = self.other.message_post(body="Her file", attachments=[("file.txt", b"file")])
        self.other.message_subscribe((self.colleague | self.interviewer).partner_id.ids)
        self.survivor.message_subscribe((self.colleague | self.officer).partner_id.ids)
        self._merge()
        self.assertFalse(self.other.exists())
        self.assertFalse(self.src.exists())
        self.assertEqual(self.survivor.contact_ids, (ours | theirs | call).sorted("date", reverse=True))
        self.assertEqual(self.survivor.contact_ids.partner_id, self.dst)
        self.assertEqual(self.survivor.applicant_ids, self.kept | self.gone)
        self.assertEqual(self.gone.partner_id, self.dst)
        self.assertIn(todo, self.survivor.activity_ids)
        self.assertEqual(
            (done.exists().res_id, call.activity_id), (self.survivor.id, done), "a call that was made, too"
        )
        self.assertIn(message, self.survivor.message_ids)
        self.assertEqual(message.attachment_ids.res_id, self.survivor.id)
        self.assertIn(
            self.interviewer.partner_id, self.survivor.message_partner_ids, "core drops them all for a double"
        )
        self.assertEqual(self.survivor.last_contact_at, fields.Datetime.to_datetime("2026-03-02"))

    def test_the_survivor_says_what_it_took_over(self):
        self._contact(self.other)
        self._merge()
        note = self.survivor.message_ids[0]
        self.assertIn("Kovács-Nagy Anna", note.body)
        self.assertIn("1 contacts, 1 applications", note.body)

    def test_what_both_hold_is_held_once(self):
        message = self.kept.message_post(body="To both")
        event = self.env["calendar.event"].create(
            {"name": "Both", "start": "2026-03-02 09:00:00", "stop": "2026-03-02 10:00:00"}
        )
        ours = self._contact(self.survivor, message_id=message.id)
        theirs = self._contact(self.other, message_id=message.id)
        correction = self._contact(self.other, message_id=message.id, outcome="bounced", corrects_id=theirs.id)
        held = self._contact(self.survivor, event_id=event.id, channel="meeting", outcome="reached")
        self._contact(self.other, event_id=event.id, channel="meeting", outcome="reached")
        self._merge()
        self.assertEqual(set(self.survivor.contact_ids), {ours, correction, held})
        self.assertEqual(correction.corrects_id, ours)

    def test_the_survivor_keeps_its_own_and_takes_what_it_lacks(self):
        self.survivor.write({"state": "active", "adviser_id": self.officer.id, "preferred_channel": False})
        self.other.write({"state": "on_hold", "adviser_id": self.colleague.id, "preferred_channel": "phone"})
        self.other.contact_interval_days = 10
        self._merge()
        self.assertEqual((self.survivor.state, self.survivor.adviser_id), ("active", self.officer))
        self.assertEqual((self.survivor.preferred_channel, self.survivor.contact_interval_days), ("phone", 10))
        self.assertFalse(self.survivor.do_not_contact)
        self.assertEqual(self.survivor.name, "Anna Kovács")

    def _rows_that_name_the_adviser(self, jobseeker):
        kind = self.env.ref("jobseeker_relations.need_type_adjustments")
        vals = {"jobseeker_id": jobseeker.id}
        need = self.env["hr.jobseeker.need"].create({**vals, "type_id": kind.id, "value": "A desk for a wheelchair"})
        promise = self.env["hr.jobseeker.action"].create({**vals, "name": "Write to Acme", "due_on": "2026-03-05"})
        plan = self.env["hr.jobseeker.plan"].create(vals)
        asked = self.env["hr.jobseeker.proposal"].create({**vals, "field": "salutation", "new_value": "Anna"})
        self.env.flush_all()
        return need, promise, plan, asked

    def test_who_answers_for_them_now_reads_what_is_confidential_and_the_other_no_more(self):
        self.survivor.adviser_id, self.other.adviser_id = self.officer, self.colleague
        rows = self._rows_that_name_the_adviser(self.other)
        self._merge()
        for row in rows:
            self.assertEqual((row.jobseeker_id, row.adviser_id), (self.survivor, self.officer), row._name)
        self.env.invalidate_all()
        self.assertIn("wheelchair", rows[0].with_user(self.officer).value)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            rows[0].with_user(self.colleague).read(["value"])

    def test_rows_that_were_joined_before_are_mended(self):
        """As they were left: the adviser of a relationship that is gone."""
        self.survivor.adviser_id = self.officer
        rows = self._rows_that_name_the_adviser(self.survivor)
        for row in rows:
            query = "UPDATE %s SET adviser_id = %s WHERE id = %s"
            self.env.cr.execute(SQL(query, SQL.identifier(row._table), self.colleague.id, row.id))
        self.env.invalidate_all()
        self.env["hr.jobseeker"]._mend_followers()
        for row in rows:
            self.assertEqual(row.adviser_id, self.officer, row._name)

    def test_all_that_is_stored_of_a_jobseeker_is_followed(self):
        """A field of a row that stores another fact of its jobseeker has to be named, or joining leaves it behind."""
        stored = {
            field.related.partition(".")[2]
            for model in self.env.registry.values()
            for field in model._fields.values()
            if field.store and field.related and field.related.startswith("jobseeker_id.")
        }
        self.assertEqual(stored, {*FOLLOWED, "partner_id", "company_id"})

    def test_whoever_wanted_no_contact_is_left_alone(self):
        self.other.do_not_contact = True
        self._merge()
        self.assertTrue(self.survivor.do_not_contact)

    def test_only_the_lost_contact_has_a_relationship(self):
        self.dst = self.env["res.partner"].create({"name": "Anna K.", "email": "anna.k@example.com"})
        self._merge()
        self.assertEqual(self.other.exists().partner_id, self.dst)
        self.assertEqual(self.other.name, "Anna K.")
        self.assertEqual(self.gone.jobseeker_id, self.other)

    def test_a_moved_relationship_is_the_other_contacts_at_once(self):
        """Core moves the contact in SQL, behind the back of everything that is computed from it."""
        contact = self.env["res.partner"].create({"name": "Anna K.", "email": "anna.k@example.com"})
        self.env["base.partner.merge.automatic.wizard"]._update_foreign_keys(self.src, contact)
        self.assertEqual((self.other.partner_id, self.other.name), (contact, "Anna K."))

    def test_each_company_for_itself(self):
        (self.src | self.dst).company_id = False
        there = self._application("Kovács-Nagy Anna", "nagy@example.com", job_id=False, company_id=self.company_2.id)
        elsewhere = there.jobseeker_id
        self._merge()
        self.assertEqual(elsewhere.exists().partner_id, self.dst)
        self.assertEqual(self.env["hr.jobseeker"].search([("partner_id", "=", self.dst.id)]), self.survivor | elsewhere)

    def test_three_contacts(self):
        third = self._application("A. Kovács", "third@example.com")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.src | self.dst | third.partner_id).ids, self.dst)
        self.assertEqual(self.survivor.applicant_ids, self.kept | self.gone | third)

    def test_the_merged_relationship_follows_up_on(self):
        """The other's touches lie behind the survivor's, so that no future touch meets one of them."""
        FollowUp = self.env["hr.jobseeker.follow.up"]
        vals = {"kind": "step", "scheduled_at": "2026-03-02 10:00:00", "channel": "email"}
        rows = FollowUp.create(
            [
                {**vals, "jobseeker_id": self.survivor.id, "occurrence": 1, "state": "done"},
                {**vals, "jobseeker_id": self.other.id, "occurrence": 1, "state": "done"},
                {**vals, "jobseeker_id": self.other.id, "occurrence": 2, "state": "done"},
                {**vals, "jobseeker_id": self.other.id, "occurrence": 3, "state": "planned"},
            ]
        )
        self.other.occurrence = 3
        self._merge()
        self.assertEqual(self.survivor.follow_up_ids, rows.sorted("id", reverse=True))
        self.assertEqual(rows[0].occurrence, 1)
        self.assertEqual(rows[1:].mapped("occurrence"), [-2, -1, 0])
        self.assertEqual(rows[3].state, "cancelled", "one person has one sequence")
        self.assertLess(max(rows[1:].mapped("occurrence")), self.survivor.occurrence)
