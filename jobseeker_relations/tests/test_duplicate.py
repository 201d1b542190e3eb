from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .duplicate_case import DuplicateCase


@tagged("post_install", "-at_install")
class TestDuplicate(DuplicateCase):
    """Who may be one is suggested with what speaks for it and against it, and nothing happens by itself."""

    # --- what speaks for it ---------------------------------------------------------------------------

    def test_the_same_person_twice(self):
        ann = self._person("Anna Kovács", "anna@example.org", "+44 7911 123456")
        twin = self._person("KOVÁCS Anna", "Anna <anna+jobs@example.org>", "07911 123456")
        link = self._link(ann, twin)
        self.assertEqual((link.strength, link.same_email, link.same_phone, link.names), ("strong", True, True, "order"))
        self.assertIn("The same e-mail address: anna@example.org / anna+jobs@example.org", link.explanation)
        self.assertIn("+447911123456", link.explanation)
        self.assertIn("in another order", link.explanation)

    def test_a_shared_family_address(self):
        ann = self._person("Ann Smith", "smiths@example.org")
        bob = self._person("Bob Smith", "smiths@example.org")
        link = self._link(ann, bob)
        self.assertEqual(link.strength, "weak")
        self.assertIn("perhaps two people of one family", link.explanation)
        self.assertFalse(link.group_id)
        self.assertEqual(ann.with_user(self.officer).duplicate_count, 0, "the button says what is likely")
        self.assertTrue(ann.exists() and bob.exists())

    def test_a_shared_phone(self):
        """A phone alone says little, and never merges anybody."""
        cal = self._person("Cal Jones", phone="020 7946 0000")
        dee = self._person("Dee Brown", phone="+44 20 7946 0000")
        eva = self._person("Eva Jones", phone="0044 20 7946 0000")
        self.assertEqual(set(self._look(cal, dee, eva).values()), {"weak"})
        self.assertTrue((cal | dee | eva).exists() == cal | dee | eva)

    def test_a_married_name(self):
        anna = self._person("Anna Kowalska", "anna@example.org")
        same_address = self._person("Anna Nowak", "anna@example.org")
        double = self._person("Anna Kowalska-Nowak", "akn@example.org")
        found = self._look(anna, same_address, double)
        self.assertEqual(
            found,
            {
                ("Anna Kowalska", "Anna Nowak"): "likely",
                ("Anna Kowalska", "Anna Kowalska-Nowak"): "likely",
                ("Anna Nowak", "Anna Kowalska-Nowak"): "likely",
            },
        )
        self.assertIn("perhaps a married name", self._link(anna, same_address).explanation)

    def test_names_in_two_scripts(self):
        ivan = self._person("Иван Петров", "ivan@example.org")
        latin = self._person("Ivan Petrov", "petrov@example.org")
        link = self._link(ivan, latin)
        self.assertEqual((link.names, link.strength), ("script", "likely"))
        self.assertIn("in another script or spelling", link.explanation)

    def test_a_name_that_many_have_says_nothing(self):
        self.env.ref("jobseeker_relations.rule_duplicate_common_name").number = 3
        people = [self._person("Ann Smith", f"ann{number}@example.org") for number in range(3)]
        self._look(*people)
        self.assertEqual(self.Link.search_count([]), 3)
        people.append(self._person("Ann Smith", "ann4@example.org"))
        self.assertFalse(self._look(*people))

    def test_one_person_with_a_talent_and_three_applications(self):
        first = self._application("Anna Kovács", "anna@example.com", partner_phone="+44 7911 123456")
        for _twice in range(2):
            self._application("Anna Kovács", "anna@example.com", partner_phone="+44 7911 123456")
        pool = self.env["hr.talent.pool"].create({"name": "Welders"})
        self.env["talent.pool.add.applicants"].create(
            {"applicant_ids": first.ids, "talent_pool_ids": pool.ids}
        )._add_applicants_to_pool()
        person = first.jobseeker_id
        self.assertEqual(len(person.applicant_ids), 4)
        self.assertFalse(self._look(person))
        self.assertEqual(person.with_user(self.officer).duplicate_count, 0)

    def test_the_same_file(self):
        one, other = self._application("Ann A", "ann@example.com"), self._application("Bea B", "bea@example.com")
        for applicant in (one, other):
            self.env["ir.attachment"].create(
                {"name": "cv.pdf", "raw": b"the very same", "res_model": "hr.applicant", "res_id": applicant.id}
            )
        link = self._link(one.jobseeker_id, other.jobseeker_id)
        self.assertEqual((link.same_file, link.strength), (True, "likely"))

    def test_who_has_the_same_file_is_asked_of_an_index(self):
        person = self._application("Ann A", "ann@example.com").jobseeker_id
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO ir_attachment (name, type, res_model, res_id, checksum, mimetype)
            SELECT 'cv.pdf', 'binary', 'hr.applicant', %s, md5(n::text), 'application/pdf'
              FROM generate_series(1, 500) AS n
            """,
            [person.applicant_ids.id],
        )
        self.env.cr.execute("ANALYZE ir_attachment; ANALYZE hr_applicant; ANALYZE hr_jobseeker")
        self.env.cr.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", person._get_same_file_sql())))
        self.assertRegex(plan, r"jobseeker_checksum_idx on ir_attachment copy\b", "each look would read all files")
        self.assertNotRegex(plan, r"Seq Scan on ir_attachment")

    def test_a_picture_is_no_file_of_their_own(self):
        """The portrait of an agency's consultant, the logo below a letter: in what hundreds send."""
        one, other = self._application("Ann A", "ann@example.com"), self._application("Bea B", "bea@example.com")
        for applicant in (one, other):
            self.env["ir.attachment"].create(
                {
                    "name": "logo.gif",
                    "mimetype": "image/gif",
                    "raw": b"GIF89a the very same",
                    "res_model": "hr.applicant",
                    "res_id": applicant.id,
                }
            )
        self.assertFalse(self._look(one.jobseeker_id))

    def test_copies_of_one_person_do_not_make_a_file_rare(self):
        form = {"name": "form.pdf", "raw": b"a blank form", "res_model": "hr.applicant"}
        names = (
            "Ada Oak,Ben Elm,Cem Fir,Dora Yew,Emil Ash,Fritz Box,Gita Rao,Hugo Lund,Ida Moss,Jan Kral,Kim Soo,Leo Paz"
        )
        people = [self._application(name, f"{name[:3].lower()}@example.com") for name in names.split(",")]
        self.env["ir.attachment"].create([{**form, "res_id": people[n].id} for n in [0] * 12 + list(range(12))])
        self.assertFalse(self._look(people[5].jobseeker_id), "what twelve people have is a sign of nothing")

    def test_texts_are_compared_when_somebody_asks(self):
        one = self._application("Ann Smith", "smiths@example.com")
        other = self._application("Bob Smith", "smiths@example.com")
        link = self._link(one.jobseeker_id, other.jobseeker_id)
        self.assertEqual(link.strength, "weak")
        with self.assertRaisesRegex(UserError, "nothing to compare"):
            link.action_compare_texts()
        text = " ".join(f"word{number}" for number in range(300))
        for applicant, words in ((one, text), (other, f"{text} and something more")):
            self.env["ir.attachment"].create(
                {"name": "cv.txt", "raw": words.encode(), "res_model": "hr.applicant", "res_id": applicant.id}
            )
        link.action_compare_texts()
        self.assertEqual((link.text_overlap, link.strength), (100, "likely"))
        self.assertIn("100% of the shorter CV", link.explanation)
        self.assertTrue(link.group_id)
        self._look(one.jobseeker_id)
        self.assertEqual(link.text_overlap, 100)

    def _with_cv(self, name, email, text):
        applicant = self._application(name, email)
        self.env["ir.attachment"].create(
            {"name": "cv.txt", "raw": text.encode(), "res_model": "hr.applicant", "res_id": applicant.id}
        )
        return applicant.jobseeker_id

    def test_a_cv_under_another_name_and_address(self):
        words = [f"word{number}" for number in range(400)]
        one = self._with_cv("Ann Smith", "ann@example.com", " ".join(words))
        other = self._with_cv("Bea Jones", "bea@example.net", " ".join(["edited", *words[:150], "and", *words[170:]]))
        self._with_cv("Cal Brown", "cal@example.net", " ".join(f"other{number}" for number in range(400)))
        self._look(one)
        link = self._link(one, other)
        self.assertEqual((link.names, link.strength, len(self.Link.search([]))), ("other", "likely", 1))
        self.assertGreater(link.text_overlap, 90)
        self.assertIn("of the shorter CV stands in the other one", link.explanation)
        self.env.invalidate_all()
        self.assertEqual(one.with_user(self.officer).duplicate_count, 1)
        files = self.env["ir.attachment"].search([("res_id", "in", other.applicant_ids.ids), ("name", "=", "cv.txt")])
        self.assertFalse(other.duplicate_look_due)
        files.unlink()
        self.assertTrue(other.duplicate_look_due, "what was found by the file is looked at again")
        one.applicant_ids.unlink()
        self.assertTrue(one.duplicate_look_due)
        self.assertFalse(self._look(other))
        self.assertFalse(other.duplicate_text_keys)

    def test_a_file_that_comes_later_is_looked_at(self):
        one = self._with_cv("Ann Smith", "ann@example.com", " ".join(f"word{number}" for number in range(400)))
        self._look(one)
        self.assertFalse(one.duplicate_look_due)
        file = self.env["ir.attachment"].create({"name": "cv.txt", "raw": b"Another one"})
        self.assertFalse(one.duplicate_look_due)
        file.write({"res_model": "hr.applicant", "res_id": one.applicant_ids.id})
        self.assertTrue(one.duplicate_look_due)

    def test_the_words_of_a_template_say_nothing(self):
        names = (
            "Ada Oak,Ben Elm,Cem Fir,Dora Yew,Emil Ash,Fritz Box,Gita Rao,Hugo Lund,Ida Moss,Jan Kral,Kim Soo,Leo Paz"
        )
        text = " ".join(f"word{number}" for number in range(400))
        people = [self._with_cv(name, f"{name[:3].lower()}@example.com", f"{text} {name}") for name in names.split(",")]
        self._look(*people)
        self.assertFalse(self._look(people[5]))

    # --- chains ---------------------------------------------------------------------------------------

    def test_a_chain_is_shown_as_one(self):
        ann = self._person("Anna Kovács", "anna@example.org")
        mid = self._person("Anna Nagy", "anna@example.org", "+447911123456")
        end = self._person("Anna Szabó", "szabo@example.org", "+447911123456")
        self._look(ann, mid, end)
        group = self.env["hr.jobseeker.duplicate.group"].with_user(self.officer).search([])
        self.assertEqual(len(group), 1)
        self.assertEqual((group.people_count, group.link_count), (3, 2))
        self.assertIn("Anna Kovács ~ Anna Nagy: The same e-mail address", group.chain)
        self.assertIn("Anna Nagy ~ Anna Szabó: The same phone number", group.chain)
        self.assertEqual(group.indirect, "Nothing but others links Anna Kovács and Anna Szabó.")
        self._link(mid, end).action_different()
        self.assertEqual(group.link_count, 1)

    def test_a_chain_that_breaks_becomes_two(self):
        phone = "+447911123456"
        ends = [("One", "a", False), ("Two", "a", phone), ("Three", "b", phone), ("Four", "b", False)]
        people = [self._person(f"Anna {family}", f"{email}@example.org", number) for family, email, number in ends]
        self._look(*people)
        Group = self.env["hr.jobseeker.duplicate.group"]
        self.assertEqual(Group.search([]).mapped("link_count"), [3])
        self._link(people[1], people[2]).action_different()
        self.assertEqual(Group.search([]).mapped("link_count"), [1, 1])
        self._link(people[1], people[2]).action_ask_again()
        self.assertEqual(Group.search([]).mapped("link_count"), [3])

    # --- answered -------------------------------------------------------------------------------------

    def test_not_the_same_person_is_not_suggested_again(self):
        ann, twin = self._person("Anna Kovács", "anna@example.org"), self._person("Anna Kovács", "anna@example.org")
        self.assertEqual(ann.with_user(self.officer).duplicate_count, 1)
        link = self._link(ann, twin)
        link.action_different()
        self.assertEqual((link.answer, link.answered_by), ("different", self.officer))
        twin.partner_id.phone = "+447911123456"
        ann.partner_id.phone = "+447911123456"
        self._look(ann, twin)
        self.assertEqual(link.answer, "different")
        self.env.invalidate_all()
        self.assertEqual(ann.with_user(self.officer).duplicate_count, 0)
        with self.assertRaisesRegex(UserError, "ask again first"):
            link.action_merge()
        link.action_ask_again()
        self.assertFalse(link.answered_by)

    def test_what_no_longer_holds_is_taken_back(self):
        ann, twin = self._person("Anna Kovács", "anna@example.org"), self._person("Anna Nagy", "anna@example.org")
        self.assertTrue(self._link(ann, twin))
        twin.partner_id.email = "another@example.org"
        self.assertFalse(self._look(twin))
        self.assertFalse(self.env["hr.jobseeker.duplicate.group"].search([]))

    # --- who sees it ----------------------------------------------------------------------------------

    def test_two_companies_are_never_mixed(self):
        ann = self._person("Anna Kovács", "anna@example.org", "+447911123456")
        there = self._person(
            "Anna Kovács", "anna@example.org", "+447911123456", company=self.company_2, adviser_id=False
        )
        self.assertFalse(self._look(ann, there))
        self.assertEqual(ann.duplicate_count, 0)
        dialog = self.env["hr.jobseeker.merge.dialog"].create({"kept_id": ann.id, "gone_id": there.id, "reason": "x"})
        with self.assertRaisesRegex(UserError, "one company"):
            dialog.action_merge()

    def test_a_caseload(self):
        """Who sees one of two people does not hear that there is another."""
        self.company.jobseeker_caseload = "own"
        mine = self._person("Anna Kovács", "anna@example.org")
        theirs = self._person("Anna Kovács", "anna@example.org", adviser_id=self.colleague.id)
        self.assertFalse(self._link(mine, theirs))
        self.env.invalidate_all()
        self.assertEqual(mine.with_user(self.officer).duplicate_count, 0)
        self.assertFalse(self.env["hr.jobseeker.duplicate.group"].with_user(self.officer).search([]))
        link = self.Link.search([])
        with self.assertRaises(AccessError):
            link.with_user(self.officer).action_different()
        theirs.adviser_id = self.officer
        self.env.invalidate_all()
        self.assertEqual(mine.with_user(self.officer).duplicate_count, 1)

    def test_who_is_in_touch_is_shown(self):
        ann, twin = self._person("Anna Kovács", "anna@example.org"), self._person("Anna Nagy", "anna@example.org")
        link = self._link(ann, twin)
        self.assertFalse(link.in_touch)
        twin.with_user(self.colleague).announce_contact("writing")
        link.invalidate_recordset(["in_touch"])
        self.assertEqual(link.in_touch, "Carl Colleague is writing to them right now.")

    # --- the job, and what it costs -------------------------------------------------------------------

    def test_the_job_looks_at_whoever_is_new_once(self):
        self.env["hr.jobseeker"].search([])._look_for_duplicates()
        self._person("Anna Kovács", "anna@example.org")
        self._person("Anna Kovács", "anna@example.org")
        with self.enter_registry_test_mode():
            cron = self.env.ref("jobseeker_relations.ir_cron_duplicate")
            cron.method_direct_trigger()
            self.assertEqual(self.Link.search_count([]), 1)
            cron.method_direct_trigger()
        self.assertEqual(self.Link.search_count([]), 1)
        self.assertFalse(self.env["hr.jobseeker"].search([("duplicate_look_due", "=", True)]))

    def test_who_breaks_it_is_looked_at_again_in_a_day(self):
        Jobseeker = self.env["hr.jobseeker"]
        Jobseeker.search([])._look_for_duplicates()
        ann, bob = self._person("Anna Kovács", "anna@example.org"), self._person("Bob Brown", "bob@example.org")
        look = self.registry["hr.jobseeker"]._look_for_duplicates

        def break_at_ann(people):
            if ann in people:
                raise ValueError("Ann")
            return look(people)

        with freeze_time("2026-03-02"):
            with (
                patch.object(self.registry["hr.jobseeker"], "_look_for_duplicates", break_at_ann),
                mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_duplicate_look"),
            ):
                self.assertEqual(Jobseeker._look_for_batch(10), (2, 0))
            self.assertEqual((ann | bob).mapped("duplicate_look_due"), [True, False])
            self.assertEqual(str(ann.duplicate_look_on), "2026-03-03")
            self.assertEqual(Jobseeker._look_for_batch(10), (0, 0))
        with freeze_time("2026-03-03"):
            self.assertEqual(Jobseeker._look_for_batch(10), (1, 0))
        self.assertFalse(ann.duplicate_look_due or ann.duplicate_look_on)

    def test_who_came_by_a_statement_gets_keys(self):
        ann, twin = self._person("Anna Kovács", "anna@example.org"), self._person("Anna Kovács", "anna@example.org")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_jobseeker SET duplicate_keys = NULL, duplicate_look_due = true WHERE id IN %s",
            [(ann.id, twin.id)],
        )
        self.env.invalidate_all()
        self.assertEqual(self._look(ann, twin), {("Anna Kovács", "Anna Kovács"): "strong"})

    def test_twice_as_many_people_take_as_many_queries(self):
        few, many = (
            self.env["hr.jobseeker"].union(
                *[
                    self._person(f"Anna Nr{kind}{chr(97 + number // 2)}", f"{kind}{number // 2}@example.org")
                    for number in range(count)
                ]
            )
            for kind, count in (("few", 6), ("many", 12))
        )
        (few | many)._suggest_duplicates()  # what is asked for once
        counts = [self._count_queries(people._suggest_duplicates) for people in (few, many)]
        self.assertEqual(*counts)
        self.assertEqual(len(many._suggest_duplicates()), 6)
        (few | many).with_user(self.officer).mapped("duplicate_count")
        counts = [
            self._count_queries(lambda people=people: people.with_user(self.officer).mapped("duplicate_count"))
            for people in (few, many)
        ]
        self.assertEqual(*counts)

    # --- their data -----------------------------------------------------------------------------------

    def test_erasure_takes_keys_links_and_what_could_be_undone(self):
        ann, twin = self._person("Anna Kovács", "anna@example.org"), self._person("Anna Nagy", "anna@example.org")
        third = self._person("Anna Kovács", "akovacs@example.org")
        former = twin.partner_id
        self.assertTrue(self._link(ann, third))
        merge = self._merge(ann, twin)
        self.assertEqual(ann.former_contact_ids.contact_id, former)
        person = ann.id
        ann._erase("request")
        self.assertFalse(self.env["hr.jobseeker"].browse(person).exists())
        self.assertFalse(merge.exists())
        self.assertFalse(former.exists(), "the other contact was the same person's")
        self.assertFalse(self.Link.search([]))
        self.env.cr.execute("SELECT count(*) FROM hr_jobseeker_former_contact")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_what_can_no_longer_be_undone_is_forgotten(self):
        ann, twin = self._person("Anna Kovács", "anna@example.org"), self._person("Anna Nagy", "anna@example.org")
        merge = self._merge(ann, twin).sudo()
        self.Merge._gc_undo_data()
        self.assertTrue(merge.undo_data)
        merge.undo_until = fields.Date.subtract(fields.Date.today(), days=1)
        self.env.flush_all()
        self.Merge._gc_undo_data()
        self.assertFalse(merge.undo_data)
        with self.assertRaisesRegex(UserError, "is over"):
            merge.with_user(self.officer).action_undo()
