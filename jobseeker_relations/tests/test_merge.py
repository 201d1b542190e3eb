from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .duplicate_case import DuplicateCase


@tagged("post_install", "-at_install")
class TestMerge(DuplicateCase):
    """Two people are made one by a hand, with a reason: everything moves, the stricter word holds, it is logged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls._application("Anna Kovács", "anna@example.com", partner_phone="+44 7911 123456")
        cls.two = cls._application("Kovács Anna", "nagy@example.com", partner_phone="+44 7911 123456")
        cls.ann, cls.twin = cls.one.jobseeker_id, cls.two.jobseeker_id
        (cls.ann | cls.twin).write({"state": "active", "adviser_id": cls.officer.id})
        cls.contact, cls.former = cls.ann.partner_id, cls.twin.partner_id

    def test_from_the_suggestion_to_the_log(self):
        link = self._link(self.ann, self.twin)
        action = link.action_merge()
        dialog = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"]).create({})
        self.assertEqual((dialog.kept_id, dialog.gone_id), (self.ann, self.twin))
        self.assertIn("The same phone number", dialog.found)
        self.assertIn("nagy@example.com", dialog.comparison)
        self.assertTrue(dialog.undo_until)
        with self.assertRaisesRegex(UserError, "Say why"):
            dialog.action_merge()
        dialog.reason = "She married"
        opened = dialog.action_merge()
        self.assertEqual(opened["res_id"], self.ann.id)
        merge = self.ann.with_user(self.officer).merge_ids
        self.assertEqual((merge.former_name, merge.reason, merge.user_id), ("Kovács Anna", "She married", self.officer))
        self.assertIn("The same phone number", merge.found)
        self.assertEqual(merge.undo_until, fields.Date.add(fields.Date.today(), days=30))
        self.assertIn("Why: She married", self.ann.message_ids.mapped("body")[0])
        self.assertFalse(self.Link.search([]))
        self.assertFalse(self.twin.exists())

    def test_the_other_one_stays(self):
        dialog = (
            self.env["hr.jobseeker.merge.dialog"]
            .with_user(self.officer)
            .create({"kept_id": self.ann.id, "gone_id": self.twin.id, "reason": "x"})
        )
        dialog.action_swap()
        dialog.action_merge()
        self.assertEqual((self.ann | self.twin).exists(), self.twin)

    def test_everything_moves_and_the_contact_stays_what_it_is(self):
        self.Contact.create({"jobseeker_id": self.twin.id, "direction": "out", "channel": "email"})
        need = self.env["hr.jobseeker.need"].create(
            {
                "jobseeker_id": self.twin.id,
                "type_id": self.env["hr.jobseeker.need.type"].search([], limit=1).id,
                "name": "x",
            }
        )
        message = self.twin.message_post(body="Her file", attachments=[("file.txt", b"file")])
        todo = self.twin.activity_schedule("mail.mail_activity_data_todo", user_id=self.officer.id)
        self.twin.message_subscribe(self.interviewer.partner_id.ids)
        merge = self._merge(self.ann, self.twin)
        self.assertEqual(self.ann.applicant_ids, self.one | self.two)
        self.assertEqual(self.two.partner_id, self.contact)
        self.assertEqual(need.partner_id, self.contact)
        self.assertEqual(self.ann.contact_ids.partner_id, self.contact)
        self.assertIn(todo, self.ann.activity_ids)
        self.assertIn(message, self.ann.message_ids)
        self.assertEqual(message.attachment_ids.res_id, self.ann.id)
        self.assertIn(self.interviewer.partner_id, self.ann.message_partner_ids)
        self.assertTrue(self.former.exists().active)
        self.assertIn("Contact with a Jobseeker: 1", merge.moved)

    def test_what_comes_from_the_former_contact_is_hers(self):
        self._merge(self.ann, self.twin)
        again = self._application("Kovács Anna", "nagy@example.com")
        self.assertEqual((again.jobseeker_id, again.partner_id), (self.ann, self.contact))
        self.assertEqual((again.email_from, self.contact.email), ("nagy@example.com", "anna@example.com"))
        self.assertEqual(self.env["hr.jobseeker"].search_count([("partner_id", "=", self.former.id)]), 0)
        document = self.env["res.partner"].create({"name": "Somebody"})
        message = document.message_post(
            body="My new number", message_type="email", author_id=self.former.id, email_from="nagy@example.com"
        )
        self.assertEqual(self.ann.contact_ids.filtered(lambda row: row.message_id == message).direction, "in")
        people = self.env["hr.jobseeker"].with_company(self.company)._map_people(self.former | document)
        self.assertEqual(people[self.former], self.ann)
        self.assertFalse(people[document])

    def test_who_rings_or_writes_as_before_begins_no_second_relationship(self):
        merge = self._merge(self.ann, self.twin)
        Jobseeker = self.env["hr.jobseeker"]
        person = Jobseeker.message_new(
            {"from": "Kovács Anna <nagy@example.com>", "email_from": "Kovács Anna <nagy@example.com>"},
            {"company_id": self.company.id},
        )
        self.assertEqual(person, self.ann)
        pairs = [(self.former, self.company), (self.contact, self.company)]
        self.assertEqual(set(Jobseeker._for_people(pairs).values()), {self.ann})
        merge.action_undo()
        self.assertEqual(Jobseeker._for_people(pairs)[self.former.id, self.company.id], self.twin)

    def test_letters_of_before_lead_out_of_mailings_and_nowhere_else(self):
        Jobseeker = self.env["hr.jobseeker"]
        tokens = {
            purpose: self.twin._get_link(purpose, 60).split("/")[-1] for purpose in ("unsubscribe", "permissions")
        }
        merge = self._merge(self.ann, self.twin)
        self.assertEqual(Jobseeker._find_by_link("unsubscribe", tokens["unsubscribe"]), self.ann)
        self.assertFalse(Jobseeker._find_by_link("permissions", tokens["permissions"]))
        merge.action_undo()
        self.assertEqual(Jobseeker._find_by_link("unsubscribe", tokens["unsubscribe"]), self.twin)

    def test_in_another_company_nothing_changes(self):
        (self.former | self.contact).company_id = False
        elsewhere = self._application("Kovács Anna", "nagy@example.com", job_id=False, company_id=self.company_2.id)
        theirs = elsewhere.jobseeker_id
        self._merge(self.ann, self.twin)
        self.assertEqual((theirs.exists().partner_id, elsewhere.partner_id), (self.former, self.former))
        again = self._application("Kovács Anna", "nagy@example.com", job_id=False, company_id=self.company_2.id)
        self.assertEqual(again.jobseeker_id, theirs)
        self.assertEqual(theirs.duplicate_count, 0)
        dialog = self.env["hr.jobseeker.merge.dialog"].with_user(self.officer)
        with self.assertRaises(AccessError):
            dialog.create({"kept_id": self.ann.id, "gone_id": theirs.id})

    # --- the stricter word ----------------------------------------------------------------------------

    def test_whoever_wanted_no_contact_is_left_alone(self):
        self.twin.do_not_contact = True
        self._merge(self.ann, self.twin)
        self.assertTrue(self.ann.do_not_contact)

    def test_an_address_on_the_blacklist_stops_the_other(self):
        self.env["mail.blacklist"]._add("nagy@example.com")
        self._merge(self.ann, self.twin)
        self.assertTrue(self.ann.do_not_contact)
        self.assertFalse(self.env["mail.blacklist"].search_count([("email", "=", "anna@example.com")]))

    def test_a_no_of_either_is_a_no(self):
        Suppression = self.env["hr.jobseeker.suppression"]
        Suppression._keep(self.twin, "marketing_email")
        self._merge(self.ann, self.twin)
        self.assertEqual(Suppression._find(self.ann, "marketing_email"), self.ann)

    def test_a_withdrawn_consent_keeps_its_proof(self):
        purpose = self.env.ref("jobseeker_relations.purpose_talent_pool")
        yes, no = (
            self.env["hr.jobseeker.consent"].create(
                {
                    "jobseeker_id": person.id,
                    "purpose_id": purpose.id,
                    "channel": "phone",
                    "proof": f"Said {person.name}",
                }
            )
            for person in (self.ann, self.twin)
        )
        self.twin._withdraw_purpose(purpose, "phone")
        self._merge(self.ann, self.twin)
        self.assertEqual((yes.state, no.state), ("withdrawn", "withdrawn"))
        self.assertEqual(no.proof, "Said Kovács Anna")
        self.assertEqual(no.jobseeker_id, self.ann)

    def test_whose_account_shows_the_other_now_is_said(self):
        group = fields.Command.set(self.env.ref("base.group_portal").ids)
        self.env["res.users"].create(
            {"name": "Anna", "login": "anna@example.com", "partner_id": self.contact.id, "group_ids": [group]}
        )
        self.env.invalidate_all()
        dialog = self.env["hr.jobseeker.merge.dialog"].with_user(self.officer)
        dialog = dialog.create({"kept_id": self.ann.id, "gone_id": self.twin.id, "reason": "x"})
        self.assertIn("logs in as anna@example.com sees everything", dialog.warning)
        dialog.action_merge()
        [letter] = self.env["mail.mail"].search([("email_to", "=", "nagy@example.com")])
        self.assertIn("another e-mail address", letter.body_html)
        self.assertIn("nagy@example.com", self.ann._get_former_addresses())

    def test_who_are_two_people_are_not_merged(self):
        dialog = self.env["hr.jobseeker.merge.dialog"].with_user(self.officer)
        dialog = dialog.create({"kept_id": self.ann.id, "gone_id": self.twin.id, "reason": "x"})
        self._link(self.ann, self.twin).action_different()
        with self.assertRaisesRegex(UserError, "two people"):
            dialog.action_merge()

    def test_frozen_data_are_not_moved(self):
        self.twin.sudo().restricted_at = fields.Datetime.now()
        dialog = (
            self.env["hr.jobseeker.merge.dialog"]
            .sudo()
            .create({"kept_id": self.ann.id, "gone_id": self.twin.id, "reason": "x"})
        )
        with self.assertRaisesRegex(UserError, "freeze"):
            dialog.action_merge()

    # --- who may --------------------------------------------------------------------------------------

    def test_who_may_change_one_of_them_only_merges_nothing(self):
        self.company.jobseeker_caseload = "own"
        self.twin.adviser_id = self.colleague
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._merge(self.ann, self.twin)
        self.assertTrue(self.twin.exists())

    def test_the_log_is_nobodys_to_write(self):
        merge = self._merge(self.ann, self.twin)
        for user in (self.officer, self.colleague):
            for act in (lambda row: row.write({"reason": "other"}), lambda row: row.unlink()):
                with self.assertRaises(AccessError):
                    act(merge.with_user(user))
        with self.assertRaises(AccessError):
            merge.with_user(self.officer).read(["undo_data"])

    def test_a_unique_index_that_nobody_thought_of(self):
        """Of two rows that may not stand side by side ours stays, and the other one comes back when it is undone."""
        waivers = self.env["hr.jobseeker.waiver"].create(
            [
                {"jobseeker_id": person.id, "until": fields.Date.add(fields.Date.today(), days=9), "reason": reason}
                for person, reason in ((self.ann, "asked"), (self.twin, "asked"), (self.twin, "ill"))
            ]
        )
        self.env.cr.execute("CREATE UNIQUE INDEX once ON hr_jobseeker_waiver (jobseeker_id, reason)")
        merge = self._merge(self.ann, self.twin)
        self.assertEqual(waivers.exists(), waivers[0] | waivers[2])
        self.assertEqual(waivers[2].jobseeker_id, self.ann)
        merge.action_undo()
        self.assertEqual(waivers.exists(), waivers)
        self.assertEqual(waivers[1:].jobseeker_id, self.twin)

    # --- three of them --------------------------------------------------------------------------------

    def test_an_answer_about_the_other_end_is_kept(self):
        third = self._person("Anna Kovács", "third@example.com", "+44 7911 123456")
        self._link(self.twin, third).action_different()
        self._merge(self.ann, self.twin)
        self.assertEqual(self._link(self.ann, third).answer, "different")

    def test_the_contacts_too_where_it_is_asked_for(self):
        self.officer.group_ids += self.env.ref("base.group_partner_manager")
        self.env["mail.message"].create({"model": "res.partner", "res_id": self.former.id, "body": "On the contact"})
        merge = self._merge(self.ann, self.twin, merge_contacts=True)
        self.assertTrue(merge.contacts_merged)
        self.assertFalse(self.former.exists())
        self.assertEqual(self.two.partner_id, self.contact)
        self.assertEqual(self.contact.email, "anna@example.com")
        again = self._application("Kovács Anna", "nagy@example.com")
        self.assertEqual(self._link(self.ann, again.jobseeker_id).strength, "strong", "the former address is a key")

    def test_the_contacts_stay_two_where_another_company_knows_one(self):
        (self.former | self.contact).company_id = False
        self.officer.group_ids += self.env.ref("base.group_partner_manager")
        self._application("Kovács Anna", "nagy@example.com", job_id=False, company_id=self.company_2.id)
        with self.assertRaisesRegex(UserError, "Another company of ours"):
            self._merge(self.ann, self.twin, merge_contacts=True)
