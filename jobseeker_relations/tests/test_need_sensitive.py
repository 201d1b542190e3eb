from types import SimpleNamespace

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .need_case import NeedCase


@tagged("post_install", "-at_install")
class TestNeedSensitive(NeedCase):
    """What is sensitive is read by the adviser and by those who arrange it: by nobody else, through no door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._need("adjustments", "A desk for a wheelchair")
        cls.plain = cls._need("role", "Welder")
        cls.arranger = cls._user("arranger", "hr_recruitment.group_hr_recruitment_user", name="Aron Arranger")
        cls._type("adjustments").arranger_ids = cls.arranger
        (cls.colleague | cls.manager).group_ids += cls.env.ref("base.group_allow_export")
        cls.application = cls._application("Ana Needs", "ana.needs@example.com", partner_id=cls.partner.id)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _as(self, user, records):
        """As in a request of their own: nothing that somebody else has read is in the cache."""
        self.env.invalidate_all()
        return records.with_user(user)

    def test_the_adviser_and_the_arranger_read_and_change_it(self):
        for user in (self.officer, self.arranger):
            need = self._as(user, self.secret)
            need.write({"assessment": "realistic"})
            self.assertIn("wheelchair", need.value)
            self.assertIn(need, self._as(user, self.ana).need_ids)
            self.assertTrue(need.change_ids)

    def test_others_cannot_read_it(self):
        for user in (self.colleague, self.manager, self.interviewer):
            for record in (self.secret, self.secret.change_ids):
                with self.subTest(user=user.name, model=record._name), self.assertRaises(AccessError):
                    self._as(user, record).read(["display_name"])

    def test_others_do_not_find_it(self):
        for user in (self.colleague, self.manager):
            for model in ("hr.jobseeker.need", "hr.jobseeker.need.change"):
                Model = self._as(user, self.env[model])
                domain = [("jobseeker_id", "=", self.ana.id)]
                secret = [("sensitive", "=", True)]
                self.assertTrue(Model.search_count(domain))
                self.assertFalse(Model.search(Domain(domain) & Domain(secret)))
                self.assertFalse(Model.search_count([*domain, *secret]))
                groups = Model._read_group(domain, ["sensitive"], ["__count"])
                self.assertEqual([sensitive for sensitive, _count in groups], [False])
            self.assertFalse(self._as(user, self.env["hr.jobseeker.need"]).name_search("adjustments"))
            self.assertFalse(self._as(user, self.env["hr.jobseeker.need"]).search([("value", "ilike", "wheelchair")]))

    def test_nor_through_the_person_or_the_application(self):
        """A search on the person's needs, their form, an export, and the application's mirror."""
        paths = [("hr.jobseeker", "need_ids"), ("hr.jobseeker", "need_change_ids"), ("hr.applicant", "need_ids")]
        for user in (self.colleague, self.manager):
            for model, path in paths:
                name = "value" if path == "need_ids" else "new"
                found = self._as(user, self.env[model]).search([(f"{path}.{name}", "ilike", "wheelchair")])
                self.assertFalse(found, (user.name, model, path))
            for record in (self.ana, self.application):
                self.assertEqual(self._as(user, record).need_ids, self.plain)
                rows = self._as(user, record).export_data(["need_ids/value"])["datas"]
                self.assertEqual(rows, [["Welder"]])
                shown = self._as(user, record).web_read({"need_ids": {"fields": {"value": {}}}})
                self.assertEqual([need["value"] for need in shown[0]["need_ids"]], ["Welder"])
            self.assertEqual(self._as(user, self.ana).need_count, 1)

    def test_the_form_opens_for_a_colleague_and_saves(self):
        form = Form(self._as(self.colleague, self.ana))
        with form.need_ids.edit(0) as line:
            line.priority = "must"
        form.phone = "+351 912 345 678"
        form.save()
        self.assertEqual(len(self._as(self.officer, self.ana).need_ids), 2)

    def test_a_colleague_confirms_what_they_see_and_no_more(self):
        self._as(self.colleague, self.ana).action_confirm_needs()
        self.assertTrue(self.plain.confirmed_on)
        self.assertFalse(self.secret.confirmed_on)

    def test_whether_all_is_confirmed_does_not_tell_that_there_is_more(self):
        rule = self.env.ref("jobseeker_relations.completeness_rule_confirmed")
        (self.env["hr.jobseeker.completeness.rule"].search([]) - rule).active = False
        self._as(self.colleague, self.ana).action_confirm_needs()
        ana = self._as(self.colleague, self.ana)
        self.assertEqual(ana.requirements_confirmed_on, self.plain.confirmed_on)
        self.assertFalse(ana.completeness_missing)
        self._type("role").sensitive = True
        self.assertFalse(self._as(self.colleague, self.ana).requirements_confirmed_on)

    def test_a_colleague_is_told_whom_to_tell(self):
        confidential, Need = self._type("adjustments"), self._as(self.colleague, self.env["hr.jobseeker.need"])
        with self.assertRaisesRegex(AccessError, "Tell Olga Officer"):
            Need.create({"jobseeker_id": self.ana.id, "type_id": confidential.id})
        need = Need.create({"jobseeker_id": self.ana.id, "type_id": self._type("other").id})
        with self.assertRaisesRegex(AccessError, "Tell Olga Officer"):
            need.type_id = confidential

    def test_the_form_offers_a_colleague_no_confidential_type(self):
        arch = etree.fromstring(self.env["hr.jobseeker"].get_view(view_type="form")["arch"])
        [domain] = arch.xpath("//field[@name='need_ids']/list/field[@name='type_id']/@domain")
        confidential = self._type("adjustments")
        for user, offered in ((self.colleague, False), (self.officer, True), (self.arranger, True)):
            parent = SimpleNamespace(adviser_id=self.ana.adviser_id.id)
            types = (
                self.env["hr.jobseeker.need.type"]
                .with_user(user)
                .search(safe_eval(domain, {"uid": user.id, "parent": parent}))
            )
            self.assertIn(self._type("role"), types)
            self.assertEqual(confidential in types, offered, user.name)

    def test_a_row_that_was_never_saved_can_be_removed(self):
        arch = etree.fromstring(self.ana.get_view(view_type="form")["arch"])
        [rows] = arch.xpath("//field[@name='need_ids']/list")
        self.assertEqual(rows.get("delete"), "1")
        self.assertEqual(rows.xpath("control/delete/@invisible"), ["id"], "a saved one is withdrawn")
        self.assertTrue(rows.xpath("control/create") and rows.xpath("button[@name='action_withdraw']"))
        with self.assertRaises(AccessError):
            self.ana.write({"need_ids": [Command.delete(self.plain.id)]})

    def test_the_former_adviser_learns_who_took_over(self):
        self.assertFalse(self._as(self.officer, self.ana).adviser_note)
        ana = self._as(self.colleague, self.ana)
        self.assertEqual(ana.adviser_note, "Olga Officer answers for this person")
        ana.action_take_over()
        self.assertEqual(ana.adviser_id, self.colleague)
        self.assertFalse(ana.adviser_note)
        notice = self.env["mail.message"].search(
            [("partner_ids", "in", self.officer.partner_id.ids), ("message_type", "=", "user_notification")], limit=1
        )
        self.assertIn(f"{self.colleague.name} answers for this person", notice.body)
        ana.adviser_id = False
        self.assertEqual(self._as(self.colleague, self.ana).adviser_note, "Nobody answers for this person")

    def test_the_new_adviser_reads_it_and_the_old_one_does_not(self):
        self.ana.sudo().adviser_id = self.colleague
        self.assertIn("wheelchair", self._as(self.colleague, self.secret).value)
        with self.assertRaises(AccessError):
            self._as(self.officer, self.secret).read(["value"])

    def test_a_type_that_becomes_sensitive_closes_what_is_there(self):
        self._type("role").sensitive = True
        with self.assertRaises(AccessError):
            self._as(self.colleague, self.plain).read(["value"])
        with self.assertRaises(AccessError):
            self._as(self.colleague, self.plain.change_ids).read(["new"])

    def test_another_type_does_not_open_what_was_said_before(self):
        self.secret.write({"type_id": self._type("other").id, "value": "Nothing"})
        self.assertEqual(self._as(self.colleague, self.secret).value, "Nothing")
        changes = self._as(self.colleague, self.env["hr.jobseeker.need.change"])
        self.assertFalse(changes.search([("need_id", "=", self.secret.id)]))
        self.secret.value = "A window"
        self.assertEqual(changes.search([("need_id", "=", self.secret.id)]).new, "A window")
        self.assertEqual(len(self._as(self.officer, self.secret).change_ids), 5)

    def test_a_type_that_is_sensitive_no_more_keeps_the_history_closed(self):
        self._type("adjustments").sensitive = False
        self.assertIn("wheelchair", self._as(self.colleague, self.secret).value)
        self.assertFalse(self._as(self.colleague, self.secret).change_ids)

    def test_nothing_of_it_is_in_the_chatter_or_the_ledger(self):
        self.secret.value = "A quiet room"
        texts = " ".join(self.ana.message_ids.mapped("body")) + " ".join(
            self.ana.contact_ids.mapped(lambda contact: contact.summary or "")
        )
        self.assertNotIn("wheelchair", texts)
        self.assertNotIn("quiet room", texts)
