from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .gate_case import MONDAY, GateCase

LETTER = {"subject": "A job for welders", "body": "<p>Do you look for work?</p>"}


class ProspectCase(GateCase):
    """Past applicants of Olga's company: refused, archived, talents of a pool; and one who is still in the running."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer.company_ids = cls.company
        cls.colleague = new_test_user(cls.env, "colleague", groups="hr_recruitment.group_hr_recruitment_user", tz="UTC")
        cls.pool = cls.env["hr.talent.pool"].create({"name": "Welders", "company_id": cls.company.id})
        cls.Search = cls.env["hr.jobseeker.prospect.search"]
        cls.Prospect = cls.env["hr.jobseeker.prospect"]
        cls.reason = cls.env["hr.applicant.refuse.reason"].search([], limit=1)

    @classmethod
    def _past(cls, name, how="refused", **vals):
        """Somebody of whose search for a job nothing runs any more; their relationship."""
        email = f"{name.lower()}@weld.example.com"
        if how == "talent":
            vals["talent_pool_ids"] = cls.pool.ids
        applicant = cls._applicant(name, email, job_id=False if how == "talent" else cls.job.id, **vals)
        if how == "refused":
            applicant.write({"active": False, "refuse_reason_id": cls.reason.id})
        elif how == "archived":
            applicant.active = False
        return applicant.jobseeker_id

    @classmethod
    def _save(cls, user=None, **vals):
        vals = {"name": "Welders", "domain": "[('email_from', 'ilike', '@weld.example.com')]", **vals}
        return cls.Search.with_user(user or cls.officer).create(vals)

    def _people(self, search, state=None):
        return search.prospect_ids.filtered(lambda row: not state or row.state == state).jobseeker_id.sudo()


@tagged("post_install", "-at_install")
class TestProspect(ProspectCase):
    """Lists of people to find: each person once, verdicts stay, and nothing is asked past the owner's rights (PC2)."""

    def test_past_applicants_and_talents_are_found_each_once(self):
        refused, archived, talent = self._past("Rea"), self._past("Arn", "archived"), self._past("Tea", "talent")
        self._past("Rea", "archived")
        self._past("Rea", "talent")
        running = self._past("Run", "running")
        search = self._save()
        self.assertFalse(search.prospect_ids)
        search.action_refresh()
        self.assertEqual(self._people(search), refused | archived | talent)
        self.assertNotIn(running, self._people(search))
        self.assertEqual((search.found_count, search.verified_count), (3, 0))
        self.assertTrue(search.refreshed_at)

    def test_prospects_and_closed_relationships(self):
        prospect, closed, active = self._person("Pro", state="prospect"), self._person("Clo"), self._person("Act")
        closed.state = "closed"
        domain = repr([("id", "in", (prospect | closed | active).ids)])
        search = self._save(searched="hr.jobseeker", domain=domain)
        search.action_refresh()
        self.assertEqual(self._people(search), prospect | closed)

    def test_looking_again_keeps_what_was_decided(self):
        stays, goes, kept, left = (self._past(name) for name in ("Sta", "Goe", "Kep", "Lef"))
        search = self._save()
        search.action_refresh()
        rows = {row.jobseeker_id: row for row in search.prospect_ids}
        rows[kept].action_verify()
        rows[left]._decide("rejected", self.reason, "Moved away")
        for person in (goes, kept, left):
            person.with_context(active_test=False).applicant_ids.email_from = "gone@elsewhere.example.com"
        new = self._past("New")
        search.action_refresh()
        self.assertEqual(self._people(search), stays | kept | left | new)
        self.assertEqual((rows[kept].state, rows[kept].is_found), ("verified", False))
        self.assertEqual(
            (rows[left].state, rows[left].note, rows[left].decided_by), ("rejected", "Moved away", self.officer)
        )
        kept.with_context(active_test=False).applicant_ids.email_from = "kep@weld.example.com"
        search.action_refresh()
        self.assertTrue(rows[kept].is_found)

    def test_a_changed_condition_has_not_looked_yet(self):
        search = self._save()
        search.action_refresh()
        search.domain = "[]"
        self.assertFalse(search.refreshed_at)

    @mute_logger("odoo.sql_db")
    def test_a_condition_is_literals_and_asks_nothing_past_rights(self):
        for text in (
            "[('create_date', '>', context_today())]",
            "__import__('os').system('true')",
            "[('nothing', '=', 1)]",
            "[('id', '=', 'x', 'y')]",
            "{}",
            "[('jobseeker_id', 'any!', [('id', '>', 0)])]",
            "[('jobseeker_id', 'any', [('need_ids', 'any!', [('id', '>', 0)])])]",
            "['!', ('jobseeker_id', 'not any', [('need_ids', 'not any!', [])])]",
            "[('jobseeker_id.eligibility_ids.expires_on', '!=', False)]",
            f"[{'(' * 500}",
            "[" + "'|', " * 5000 + "]",
        ):
            with self.assertRaises(ValidationError, msg=text[:60]), self.env.cr.savepoint():
                self._save(domain=text)

    def test_a_condition_that_broke_says_so(self):
        search = self._save()
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker_prospect_search SET domain = %s", ["[('gone', '=', 1)]"])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "mend it"):
            search.action_refresh()

    def test_no_more_than_somebody_looks_at(self):
        self._past("Ada")
        self._past("Bea")
        self.env.ref("jobseeker_relations.rule_prospect_most").number = 1
        with self.assertRaisesRegex(UserError, "More than 1 people"):
            self._save().action_refresh()

    def test_who_had_their_data_frozen_is_not_found(self):
        person = self._past("Ice")
        person.restricted_at = fields.Datetime.now()
        search = self._save()
        search.action_refresh()
        self.assertFalse(search.prospect_ids)

    # --- whose list it is -------------------------------------------------------------------------------

    def test_a_list_is_its_owners_until_they_share_it(self):
        self._past("Ada")
        search = self._save()
        search.action_refresh()
        theirs = search.with_user(self.colleague)
        self.env.invalidate_all()
        self.assertFalse(theirs.search([]))
        self.assertFalse(self.Prospect.with_user(self.colleague).search([]))
        with self.assertRaises(AccessError):
            theirs.action_open_prospects()
        search.shared = True
        self.env.invalidate_all()
        self.assertEqual(theirs.search([]), theirs)
        theirs.prospect_ids.action_verify()
        self.assertEqual(search.prospect_ids.decided_by, self.colleague)
        for change in (lambda: theirs.write({"domain": "[]"}), theirs.unlink, theirs.action_refresh):
            with self.assertRaises(AccessError):
                change()
        own = theirs.copy()
        self.assertEqual((own.user_id, own.prospect_ids, own.refreshed_at), (self.colleague, self.Prospect, False))
        own.action_refresh()
        self.assertEqual(len(own.prospect_ids), 1)

    def test_nobody_says_whose_list_it_is(self):
        for vals in ({"user_id": self.colleague.id}, {"refreshed_at": "2026-01-01"}):
            with self.assertRaises(AccessError):
                self._save(**vals)
        search = self.Search.with_user(self.officer).with_context(default_user_id=self.colleague.id)
        self.assertEqual(search.default_get(["user_id"])["user_id"], self.officer.id)

    def test_it_finds_whom_its_owner_sees(self):
        mine, theirs = self._past("Min"), self._past("The")
        mine.adviser_id, theirs.adviser_id = self.officer, self.colleague
        self.company.jobseeker_caseload = "own"
        search = self._save(shared=True)
        search.action_refresh()
        self.assertEqual(self._people(search), mine)
        self.env.invalidate_all()
        self.assertFalse(search.with_user(self.colleague).prospect_ids)

    def test_another_company_is_not_found(self):
        other = self.env["res.company"].create({"name": "Company B"})
        self._past("Zoe", company_id=other.id)
        search = self._save()
        search.action_refresh()
        self.assertFalse(search.prospect_ids)

    # --- decided ----------------------------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_a_rejection_says_why(self):
        person = self._past("Ada")
        search = self._save()
        search.action_refresh()
        row = search.prospect_ids
        action = row.action_reject()
        self.assertEqual(action["context"]["default_prospect_ids"], row.ids)
        Dialog = self.env["hr.jobseeker.prospect.reject"].with_user(self.officer)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            Dialog.create({"prospect_ids": row.ids})
        Dialog.create({"prospect_ids": row.ids, "reject_reason_id": self.reason.id, "note": "Far"}).action_apply()
        self.assertEqual((row.state, row.reject_reason_id, row.note), ("rejected", self.reason, "Far"))
        row.action_check_again()
        self.assertEqual(
            (row.state, row.reject_reason_id.id, row.note, row.decided_by.id), ("found", False, False, False)
        )
        self.assertEqual(person.prospect_ids.sudo(), row.sudo())

    def test_nobody_writes_rows(self):
        person = self._past("Ada")
        search = self._save()
        search.action_refresh()
        row = search.prospect_ids
        for action in (
            lambda: row.write({"state": "verified"}),
            row.unlink,
            lambda: row.create({"search_id": search.id, "jobseeker_id": person.id}),
            lambda: search.write({"prospect_ids": [(0, 0, {"jobseeker_id": person.id})]}),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_two_relationships_become_one(self):
        ada, ann = self._past("Ada"), self._past("Ann")
        search = self._save()
        search.action_refresh()
        rows = {row.jobseeker_id: row for row in search.prospect_ids}
        rows[ann]._decide("rejected", self.reason)
        ada._join(ann)
        self.assertEqual(search.prospect_ids.jobseeker_id.sudo(), ada)
        self.assertEqual(search.prospect_ids.state, "rejected", "what was decided stays")

    def test_the_number_of_queries_is_constant(self):
        def add(count, word):
            for number in range(count):
                self._past(f"{word}{number}")
            self.env.flush_all()

        def look(search):
            return self._count_queries(search.action_refresh)

        add(6, "A")
        look(self._save())
        grown = self._save()
        made, same = look(grown), look(grown)
        add(3, "B")
        few = look(grown)
        add(6, "C")
        self.assertLessEqual(look(grown), few + 1, "rows are added to a list, in one write or two")
        self.assertLessEqual(look(grown), same, "nothing is new")
        self.assertLessEqual(look(self._save()), made, "a new list")

    def _count_queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestProspectReach(ProspectCase):
    """To all who were verified: one letter each, through the gate; or into a pool by Odoo's own dialog."""

    def _verified(self, *people, **vals):
        search = self._save(**vals)
        search.action_refresh()
        search.prospect_ids.filtered(lambda row: row.jobseeker_id.sudo() in people).action_verify()
        return search

    def _composer(self, action):
        self.assertEqual(action["res_model"], "mail.compose.message")
        return self.env["mail.compose.message"].with_user(self.officer).with_context(**action["context"]).create(LETTER)

    @freeze_time(MONDAY)
    def test_one_letter_each_and_the_preview_says_who_is_left_out(self):
        gets, asked, soon, closed, unchecked = (self._past(name) for name in ("Get", "Ask", "Soo", "Clo", "Unc"))
        for how in ("archived", "talent"):
            self._past("Get", how)
        asked.do_not_contact = True
        self._wrote(soon, days=1)
        closed.state = "closed"
        search = self._verified(gets, asked, soon, closed)
        composer = self._composer(search.action_write())
        notice = composer.gate_notice
        for words in ("3 of 4 left out: ", "1 asked for no contact", "1 written to a short while ago", "1 closed"):
            self.assertIn(words, notice)
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertEqual(self._natures(gets)[-1:], ["bulk"])
        self.assertEqual(self._natures(gets).count("bulk"), 1)
        for person in (asked, soon, closed, unchecked):
            self.assertNotIn("bulk", self._natures(person), person.name)

    @freeze_time(MONDAY)
    def test_a_list_of_one_is_a_mailing_too(self):
        person = self._past("One")
        person.do_not_contact = True
        composer = self._composer(self._verified(person).action_write())
        self.assertIn("1 of 1 left out", composer.gate_notice)
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertNotIn("bulk", self._natures(person))

    def test_nobody_verified(self):
        self._past("One")
        search = self._verified()
        for action in (search.action_write, search.action_add_to_pool, search.prospect_ids.action_write):
            with self.assertRaisesRegex(UserError, "verified"):
                action()

    @freeze_time(MONDAY)
    def test_the_preview_says_who_reads_another_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        amelie, gus, ann = self._past("Ame"), self._past("Gus"), self._past("Ann")
        amelie.partner_id.lang = gus.partner_id.lang = "fr_FR"
        ann.partner_id.lang = "en_US"
        composer = self._composer(self._verified(amelie, gus, ann).action_write())
        self.assertIn("2 read another language (French 2)", composer.language_notice)
        template = self.env["mail.template"].create(
            {
                "name": "Welders",
                "model_id": self.env["ir.model"]._get_id("hr.jobseeker"),
                "subject": "A job for welders of all kinds",
                "body_html": "<p>Do you look for work?</p>",
                "lang": "{{ object.partner_id.lang }}",
            }
        )
        composer = self.env["mail.compose.message"].create(
            {
                "composition_mode": "mass_mail",
                "model": "hr.jobseeker",
                "res_ids": repr((amelie | ann).ids),
                "template_id": template.id,
            }
        )
        self.assertIn("French 1", composer.language_notice)
        template.with_context(lang="fr_FR").write(
            {"subject": "Un emploi pour soudeurs", "body_html": "<p>Cherchez-vous un emploi ?</p>"}
        )
        composer.invalidate_recordset(["language_notice"])
        self.assertFalse(composer.language_notice)

    # --- talent pools -----------------------------------------------------------------------------------

    def _add(self, action):
        self.assertEqual(action["res_model"], "talent.pool.add.applicants")
        dialog = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"])
        other = self.env["hr.talent.pool"].create({"name": "Smiths", "company_id": self.company.id})
        dialog.create({"talent_pool_ids": other.ids}).action_add_applicants_to_pool()
        return other.talent_ids

    def test_one_talent_each_who_is_found_in_the_pool(self):
        refused, talent = self._past("Ref"), self._past("Tal", "talent")
        self._past("Ref", "archived")
        talents = self._add(self._verified(refused, talent).action_add_to_pool())
        self.assertEqual(talents.jobseeker_id, refused | talent)
        self.assertEqual(len(talents), 2)
        self.assertEqual(talents.filtered(lambda t: t.jobseeker_id == talent).talent_pool_ids[:1], self.pool)
        self.assertTrue(all(talents.mapped("active")), "a refused application makes a talent that is found")
        self.assertFalse(talents.refuse_reason_id)
        self.assertFalse(talents.job_id)

    def test_whose_permission_ran_out_is_left_out(self):
        willing, late = self._past("Wil"), self._past("Lat")
        purpose = self.env.ref("jobseeker_relations.purpose_talent_pool")
        vals = {"jobseeker_id": late.id, "purpose_id": purpose.id, "channel": "phone", "proof": "Yes"}
        consent = self.env["hr.jobseeker.consent"].create(vals)
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker_consent SET expires_on = '2020-01-01' WHERE id = %s", [consent.id])
        self.env.invalidate_all()
        action = self._verified(willing, late).action_add_to_pool()
        self.assertIn("Expired: 1", action["name"])
        self.assertIn("0 said no", action["name"])
        self.assertEqual(self._add(action).jobseeker_id, willing)

    def test_who_said_no_and_who_has_no_application_are_left_out(self):
        willing, refused = self._past("Wil"), self._past("Ref")
        purpose = self.env.ref("jobseeker_relations.purpose_talent_pool")
        refused._withdraw_purpose(purpose, "page")
        search = self._verified(willing, refused)
        action = search.action_add_to_pool()
        self.assertIn("1 said no", action["name"])
        self.assertEqual(self._add(action).jobseeker_id, willing)
        stranger = self._person("Str", state="prospect")
        domain = repr([("id", "=", stranger.id)])
        lone = self._verified(stranger, searched="hr.jobseeker", domain=domain)
        with self.assertRaisesRegex(UserError, "1 have no application"):
            lone.action_add_to_pool()
