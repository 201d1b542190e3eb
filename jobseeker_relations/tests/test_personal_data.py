from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jobseeker_relations.models import hr_jobseeker_erasure, hr_jobseeker_need
from odoo.addons.jobseeker_relations.models.personal_data import CATEGORIES, PASSING, PLACES, SUPPRESSION

from .data_case import DataCase

#: Rows of ours that name nobody, or name a row of another place and go with it.
OTHERS = {"hr.jobseeker.rights.pause"}


@tagged("post_install", "-at_install")
class TestPersonalData(DataCase):
    """The map is whole; the copy leaves out what others may keep to themselves; erasure takes what no duty keeps."""

    # --- the map --------------------------------------------------------------------------------------

    def test_no_model_of_people_is_forgotten(self):
        """A model of ours that names a person, and is no place of the map, would be left out of every copy."""
        known = {place.model for place in PLACES} | SUPPRESSION | PASSING | OTHERS
        for model in self.env.registry.values():
            if not model._name.startswith("hr.jobseeker") or model._abstract or model._transient:
                continue
            pointers = {"jobseeker_id", "partner_id"} & model._fields.keys()
            if pointers:
                self.assertIn(model._name, known, "write it into PLACES of models/personal_data.py")

    def test_places_are_sound(self):
        codes = [code for code, _name in CATEGORIES]
        for place in PLACES:
            self.assertIn(place.category, codes)
            if place.model not in self.env:
                continue
            for name in (*place.given, *place.hidden):
                if place.model.startswith("hr.") or place.model == "res.partner":
                    self.assertIn(name, self.env[place.model]._fields | {"link_key": 1}, place.model)
            if place.path:
                self.assertIn(place.path.split(".")[0], self.env[place.model]._fields)
            else:
                self.assertTrue(hasattr(self.Map, place.finder))
            if place.fate != "delete":
                self.assertTrue(hasattr(self.Map, place.fate))

    # --- the copy -------------------------------------------------------------------------------------

    def test_the_copy_has_nothing_of_another_jobseeker(self):
        ann, bea = self._jobseeker(), self._jobseeker("Beatrice Banks", "beatrice@example.net")
        both = ann.partner_id | bea.partner_id
        ann.message_post(body="Beatrice Banks <beatrice@example.net> comes, too", partner_ids=both.ids)
        self.env["calendar.event"].create(
            {
                "name": "With Beatrice Banks",
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "partner_ids": [(6, 0, both.ids)],
            }
        )
        bea.message_post(body="A secret of hers")
        data, page, _files = self._copy(ann)
        for text in (str(data), page):
            self.assertNotIn("Beatrice", text)
            self.assertNotIn("beatrice@", text)
            self.assertNotIn("secret of hers", text)
            self.assertIn("[another person]", text)

    def test_the_copy_leaves_out_what_is_exempt_and_says_why(self):
        ann = self._jobseeker()
        kind = self.env["hr.jobseeker.need.type"].search([], limit=1)
        self.env["hr.jobseeker.need"].create({"jobseeker_id": ann.id, "type_id": kind.id, "name": "Quietness"})
        self.assertIn("Quietness", str(self._copy(ann)[0]["sections"]))
        with patch.object(
            hr_jobseeker_need.HrJobseekerNeed,
            "_is_exempt_from_access",
            lambda _need: "Given in confidence (para. 24)",
            create=True,
        ):
            data, page, _files = self._copy(ann)
        self.assertNotIn("Quietness", str([s for s in data["sections"] if s["model"] == "hr.jobseeker.need"]))
        self.assertIn("Given in confidence (para. 24)", str(data["left_out"]))
        self.assertIn("Given in confidence (para. 24)", page)

    def test_the_copy_is_in_their_language_and_named_safely(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        ann = self._jobseeker(partner_vals={"lang": "fr_FR"})
        for _twice in range(2):
            self.env["ir.attachment"].create(
                {"name": "../../etc/pass<wd>.txt", "raw": b"x", "res_model": "hr.jobseeker", "res_id": ann.id}
            )
        _data, page, files = self._copy(ann)
        self.assertIn('lang="fr-FR"', page)
        self.assertEqual(len(files), 2)
        for path in files:
            self.assertRegex(path, r"^attachments/[^/<>]+\.txt$")

    def test_what_they_gave_to_take_along(self):
        ann = self._jobseeker()
        self._application("Ann Apple", "ann.apple@example.org", applicant_notes="<p>Opinion of ours</p>")
        request = self._confirmed("portability", ann)
        request.action_make_bundle()
        data, page, _files = self._open(request.bundle_id)
        self.assertFalse(page)
        self.assertIn("ann.apple@example.org", str(data))
        self.assertNotIn("Opinion of ours", str(data))

    def _copy(self, person):
        request = self._confirmed("access", person)
        request.action_make_bundle()
        return self._open(request.bundle_id)

    # --- erasure --------------------------------------------------------------------------------------

    def test_nothing_of_others_goes(self):
        ann, bea = self._jobseeker(), self._jobseeker("Beatrice Banks", "beatrice@example.net")
        brochure = {"name": "Brochure.pdf", "raw": b"for everybody"}
        both = self.env["calendar.event"].create(
            {
                "name": "Open day with Ann Apple",
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "partner_ids": [(6, 0, (ann.partner_id | bea.partner_id).ids)],
            }
        )
        copies = self.env["ir.attachment"].create(
            [
                dict(brochure, res_model="hr.jobseeker", res_id=ann.id),
                dict(brochure, res_model="hr.jobseeker", res_id=bea.id),
            ]
        )
        message = bea.message_post(body="Ann Apple comes with you", partner_ids=(ann | bea).partner_id.ids)
        ann_contact, bea_contact = ann.partner_id, bea.partner_id
        ann._erase("request")
        self.assertFalse(ann_contact.exists())
        self.assertTrue(bea.exists() and bea_contact.exists())
        self.assertEqual(copies.exists(), copies[1])
        self.assertEqual(both.partner_ids, bea_contact)
        self.assertNotIn("Ann", both.name)
        self.assertNotIn("Ann Apple", message.exists().body)
        self.assertIn("comes with you", message.body)

    def test_nothing_of_a_namesake_or_a_family_goes(self):
        """Addresses are compared whole, and who shares an address or a number is somebody else."""
        ann = self._jobseeker()
        mother = self._jobseeker("Mary Apple", "ann.apple@example.org")
        joann = self._jobseeker("Jo Apple", "joann.apple@example.org")
        kept = {"body": "Keep", "model": "hr.jobseeker"}
        messages = self.env["mail.message"].create(
            [
                {**kept, "res_id": mother.id, "author_id": mother.partner_id.id, "email_from": "ann.apple@example.org"},
                {**kept, "res_id": joann.id, "author_id": False, "email_from": "joann.apple@example.org"},
                {"body": "Keep", "outgoing_email_to": "joann.apple@example.org", "author_id": False},
                {"body": "Keep", "outgoing_email_to": "annxapple@example.org", "author_id": False},
            ]
        )
        text = self.env["sms.sms"].create({"partner_id": mother.partner_id.id, "number": "+351912345678", "body": "Hi"})
        both = self.env["mail.mail"].create(
            {
                "body_html": "To both",
                "email_from": "us@example.com",
                "recipient_ids": [(6, 0, (ann | joann).partner_id.ids)],
            }
        )
        data, _page, _files = self._copy(ann)
        self.assertNotIn("Keep", str(data))
        ann.rights_request_ids.with_user(self.dpo).action_withdraw()  # while it is open, nothing goes
        gone = ann.message_post(body="Gone")
        ann._erase("request")
        self.assertFalse(gone.exists())
        self.assertEqual(messages.exists(), messages)
        self.assertEqual(messages[0].email_from, "ann.apple@example.org")
        self.assertTrue(text.exists() and mother.exists() and joann.exists())
        self.assertEqual(both.exists().recipient_ids, joann.partner_id)

    def test_no_client_says_that_it_erases(self):
        ann = self._jobseeker()
        self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": ann.id, "reason": "Claim"})
        with self.assertRaises(UserError):
            ann.with_context(jobseeker_erasing=True).unlink()

    def test_a_contact_that_something_else_uses_stays_and_it_is_said(self):
        ann = self._jobseeker()
        contact = ann.partner_id
        company_b = self.env["res.company"].create({"name": "Company Bee"})
        other = self.env["hr.jobseeker"].create({"partner_id": contact.id, "company_id": company_b.id})
        self.env["hr.jobseeker.waiver"].create(
            {"jobseeker_id": other.id, "until": fields.Date.add(fields.Date.today(), days=30), "reason": "theirs"}
        )
        request = self._confirmed("erasure", ann)
        request._erase_person()
        self.assertFalse(ann.exists())
        self.assertTrue(contact.exists() and other.waiver_ids)
        self.assertEqual(contact.name, "Ann Apple")
        self.assertIn("another company of ours", request.receipt)
        self.assertNotIn("Company Bee", request.receipt)

    def test_a_colleague_is_never_erased(self):
        colleague = self.colleague.partner_id
        person = self.env["hr.jobseeker"].create({"partner_id": colleague.id, "company_id": self.company.id})
        person._erase("request")
        self.assertTrue(colleague.exists().active and self.colleague.exists().active)
        self.assertEqual(colleague.name, "Carl Colleague")

    def test_what_is_left_is_coarse(self):
        ann = self._jobseeker()
        self._application("Ann Apple", "ann.apple@example.org")
        ann._erase("retention")
        row = self.env["hr.jobseeker.statistics"].search([], order="id desc", limit=1)
        self.assertEqual((row.state, row.applications, row.cause, row.month.day), ("enquiry", 1, "retention", 1))

    def test_suppression_is_kept_before_anything_goes(self):
        ann, kept = self._jobseeker(), []
        with patch.object(
            hr_jobseeker_erasure.HrJobseeker,
            "_keep_suppression",
            lambda people: kept.extend(people.mapped("partner_id.email_normalized")),
        ):
            ann._erase("request")
        self.assertEqual(kept, ["ann.apple@example.org"])

    def test_blacklists_stay(self):
        ann = self._jobseeker()
        self.env["mail.blacklist"]._add("ann.apple@example.org")
        ann._erase("request")
        self.assertTrue(self.env["mail.blacklist"].search([("email", "=", "ann.apple@example.org")]))

    def test_as_many_queries_for_many_as_for_few(self):
        """Looking up what is theirs; deleting is Odoo's, row by row."""

        def look(count, name):
            people = self.env["hr.jobseeker"].union(
                *(self._jobseeker(f"{name} {n}", f"{name}{n}@example.org") for n in range(count))
            )
            trace = {}

            def find():
                trace["it"] = self.Map._get_trace(people)
                for place in self.Map._get_places():
                    self.Map._find(place, trace["it"])

            return self._count_queries(find)

        look(1, "warm")
        self.assertLessEqual(look(20, "many"), look(10, "few") + 5)

    # --- legal holds ----------------------------------------------------------------------------------

    def test_a_hold_keeps_everything_until_it_is_lifted(self):
        ann = self._jobseeker()
        hold = (
            self.env["hr.jobseeker.legal.hold"]
            .with_user(self.dpo)
            .create({"jobseeker_id": ann.id, "reason": "Tribunal 12/26", "basis": "claim"})
        )
        request = self._confirmed("erasure", ann)
        erased = request._erase_person()
        self.assertFalse(erased.is_whole)
        self.assertEqual(request.outcome, "partly")
        self.assertIn("Tribunal 12/26", request.receipt)
        self.assertTrue(ann.exists() and ann.restricted_at and ann.state == "closed" and ann.do_not_contact)
        with self.assertRaises(UserError):
            ann.sudo().unlink()
        hold.action_lift()
        self.assertFalse(hold.in_force)
        again = self._confirmed("erasure", ann)
        self.assertTrue(again._erase_person().is_whole)
        self.assertFalse(ann.exists())

    def test_a_hold_over_is_no_hold(self):
        ann = self._jobseeker()
        self.env["hr.jobseeker.legal.hold"].create(
            {"jobseeker_id": ann.id, "reason": "Over", "from_on": "2020-01-01", "until_on": "2020-12-31"}
        )
        self.assertFalse(ann._get_legal_holds()[ann])

    def test_an_agency_keeps_its_records_for_a_year_and_no_more(self):
        """Conduct Regulations 2003, reg. 29: what Schedule 4 names stays, correspondence goes."""
        self.company.write({"jobseeker_country_id": self.env.ref("base.uk").id, "jobseeker_basis": "agency"})
        ann = self._jobseeker()
        self.Contact.create(
            {"jobseeker_id": ann.id, "direction": "out", "channel": "phone", "outcome": "reached", "summary": "Rang"}
        )
        kind = self.env["hr.jobseeker.need.type"].search([], limit=1)
        self.env["hr.jobseeker.need"].create({"jobseeker_id": ann.id, "type_id": kind.id, "name": "Quietness"})
        ann.message_post(body="Hello")
        [hold] = ann._get_legal_holds()[ann]
        self.assertIn("reg. 29", hold.reason)
        request = self._confirmed("erasure", ann)
        request._erase_person()
        self.assertEqual(request.outcome, "partly")
        self.assertIn("reg. 29", request.receipt)
        self.assertTrue(ann.exists() and ann.need_ids and ann.partner_id.email)
        self.assertFalse(ann.contact_ids)
        self.assertNotIn("Hello", " ".join(ann.message_ids.mapped("body")))
        self.assertTrue(ann.erasure_owed)
        self.assertIn("goes by itself", request.receipt)

        job = self.env["hr.jobseeker.retention.run"]
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_vals: True):
            job._cron_retention()
            self.assertTrue(ann.exists())
            with freeze_time(fields.Date.add(fields.Date.today(), days=400)):
                job._cron_retention()
                job._cron_retention()
        self.assertFalse(ann.exists())

    def test_evidence_stays_two_years_after_the_work(self):
        self.company.jobseeker_country_id = self.env.ref("base.uk")
        ann = self._jobseeker(state="placed", placed_on="2020-01-01")
        [hold] = ann._get_legal_holds()[ann]
        self.assertEqual((hold.keeps, hold.until), ({"identity", "evidence", "rights"}, None))
        ann.write({"state": "closed"})
        [hold] = ann._get_legal_holds()[ann]
        self.assertEqual(hold.until.year, ann.closed_on.year + 2)
        ann.closed_on = "2021-01-01"
        self.assertFalse(ann._get_legal_holds()[ann])

    def test_an_open_request_of_another_kind_holds(self):
        ann = self._jobseeker()
        self._file("access", ann)
        erasure = self._confirmed("erasure", ann)
        self.assertEqual(len(ann._get_legal_holds(but=erasure)[ann]), 1)

    def test_an_open_complaint_holds(self):
        ann = self._jobseeker()
        with patch.object(type(ann), "_have_open_complaint", lambda people: people):
            [hold] = ann._get_legal_holds()[ann]
        self.assertIn("complaint", hold.reason)

    # --- Odoo's own look-up ---------------------------------------------------------------------------

    def test_privacy_lookup_finds_our_models_and_does_not_go_past_the_map(self):
        person = self._plant()
        partner = person.partner_id
        lookup = self.env["privacy.lookup.wizard"].create({"name": partner.name, "email": partner.email})
        lookup.action_lookup()
        found = set(lookup.line_ids.mapped("res_model"))
        ours = {
            place.model
            for place in PLACES
            if place.model.startswith("hr.jobseeker") and place.model in self.env and place.path
            and self.Map._find(place, self.Map._get_trace(person))
        }  # fmt: skip
        self.assertFalse(ours - found)
        for model in ("hr.jobseeker", "res.partner", "hr.applicant", "hr.jobseeker.need"):
            line = lookup.line_ids.filtered(lambda line, model=model: line.res_model == model)[:1]
            with self.assertRaises(UserError):
                line.action_unlink()
        lookup.line_ids.action_unlink_all()
        self.assertTrue(person.exists() and partner.exists() and person.need_ids)
