from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .policy_case import PolicyCase

POISON = {
    "a letter that breaks for this person": "UPDATE res_partner SET name = 'Poison' WHERE id = %(partner)s",
    "a zone that does not exist": "UPDATE res_partner SET tz = 'Mars/Base' WHERE id = %(partner)s",
    "a language that does not exist": "UPDATE res_partner SET lang = 'xx_XX' WHERE id = %(partner)s",
    "no address": "UPDATE res_partner SET email = NULL, email_normalized = NULL WHERE id = %(partner)s",
    "an archived contact": "UPDATE res_partner SET active = false WHERE id = %(partner)s",
    "an archived adviser": "UPDATE res_users SET active = false WHERE id = %(adviser)s",
    "no adviser": "UPDATE hr_jobseeker SET adviser_id = NULL WHERE id = %(person)s",
}
#: What becomes of the poisoned one: of the others nothing but a letter.
EXPECTED = {
    "a zone that does not exist": "failed",
    "a letter that breaks for this person": "failed",
    "no address": "skipped",
}


@tagged("post_install", "-at_install")
class TestPoisonedRecords(PolicyCase):
    """One record among many is broken in a way that no form lets through: the others are served, and it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter.body_html = (
            '<p>Hello <t t-out="object.name"/> <t t-out="1 // (object.partner_id.name != \'Poison\')"/></p>'
        )

    @freeze_time("2026-03-02 10:00:00")
    def test_everybody_else_is_served(self):
        other_adviser = self.officer.copy({"login": "poisoned_adviser"})
        for number, (what, statement) in enumerate(POISON.items()):
            with self.subTest(what):
                people = self.env["hr.jobseeker"].union(*(self._person(f"Person {number} {n}") for n in range(5)))
                for person in people:
                    self._spoke(person, "2026-03-02 10:00:00")
                poisoned = people[2]
                poisoned.adviser_id = other_adviser
                self.env.flush_all()
                values = {"partner": poisoned.partner_id.id, "adviser": other_adviser.id, "person": poisoned.id}
                self.env.cr.execute(statement, values)
                self.env.invalidate_all()
                with (
                    freeze_time("2026-03-09 09:30:00"),
                    mute_logger(
                        "odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine",
                        "odoo.addons.mail.models.mail_render_mixin",
                    ),
                ):
                    self._look(people)
                done = {
                    person: person.follow_up_ids.filtered(lambda row: row.state != "planned")[-1:] for person in people
                }
                for person in people - poisoned:
                    self.assertEqual(done[person].state, "done", what)
                self.assertEqual(done[poisoned].state, EXPECTED.get(what, "done"), what)
                self.assertTrue(done[poisoned].explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_deleted_letter_or_step_stops_nobody(self):
        people = self._person("Ana") | self._person("Ben")
        for person in people:
            self._spoke(person, "2026-03-02 10:00:00")
        self.env.flush_all()
        self.policy.step_ids[0].unlink()
        self.letter.unlink()
        with freeze_time("2026-03-12 09:30:00"):
            self._look(people)
            self.assertEqual(people.follow_up_ids.filtered(lambda row: row.state == "done").jobseeker_id, people)

    @freeze_time("2026-03-02 10:00:00")
    @mute_logger(
        "odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine",
        "odoo.addons.mail.models.mail_render_mixin",
    )
    def test_what_failed_is_tried_again_with_one_click(self):
        person = self._person("Poison")
        self._spoke(person, "2026-03-02 10:00:00")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(person)
            row = person.follow_up_ids
            self.assertEqual((row.state, bool(row.error)), ("failed", True))
            person.partner_id.name = "Healed"
            row.with_user(self.officer).action_try_again()
            self._look(person)
            self.assertEqual(row.state, "done")
            self.assertEqual(len(person.follow_up_ids.mail_mail_id), 1)
