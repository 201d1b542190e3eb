from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import Form, new_test_user, tagged
from odoo.tests.common import freeze_time
from odoo.tools import file_path

from .policy_case import PolicyCase

ARABIC = '<p>مرحباً <t t-out="object.greeting_name"/>، كيف تسير رحلة البحث عن عمل؟</p>'


class LanguageCase(PolicyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("pl_PL", "ar_001"):
            cls.env["res.lang"]._activate_lang(code)
        for letter in (cls.letter, cls.second_letter):
            letter.body_html = '<p>Hello <t t-out="object.greeting_name"/>,</p><p>How is your search going?</p>'
        cls.policy.invalidate_recordset()

    @classmethod
    def _translate(cls, letter, lang, subject, *paragraphs):
        localised = letter.with_context(lang=lang)
        localised.subject = subject
        localised.body_html = "".join(f"<p>{text}</p>" for text in paragraphs)

    @classmethod
    def _translate_all(cls):
        for letter in (cls.letter, cls.second_letter):
            cls._translate(letter, "pl_PL", "List", "Dzień dobry,", "Jak idzie szukanie pracy?")
            cls._translate(letter, "ar_001", "رسالة", "مرحباً،", "كيف تسير رحلة البحث؟")


@tagged("post_install", "-at_install")
class TestMissingTranslations(LanguageCase):
    """A letter without a text in somebody's language is said on its policy, never found out by them."""

    def _lines(self, policy=None):
        return (policy or self.policy).translation_warning.splitlines()

    def test_each_language_is_named_with_its_letters_and_its_readers(self):
        self._person("Anna", partner_vals={"lang": "pl_PL"})
        self.assertEqual(
            self._lines(),
            [
                "Arabic: First letter and Second letter. Nobody here reads it yet.",
                "Polish: First letter and Second letter. Readers under this policy: 1.",
            ],
        )
        self.assertTrue(self.policy.lacks_translation)

    def test_a_subject_alone_is_missed(self):
        self._translate_all()
        self.assertFalse(self._lines())
        self.assertFalse(self.policy.lacks_translation)
        self.env.cr.execute("UPDATE mail_template SET subject = subject - 'pl_PL' WHERE id = %s", [self.letter.id])
        self.env.invalidate_all()
        self.assertEqual(self._lines(), ["Polish: First letter. Nobody here reads it yet."])

    def test_an_emptied_text_is_missed(self):
        self._translate_all()
        self.letter.with_context(lang="pl_PL").body_html = "<p><br></p>"
        self.assertEqual(self._lines(), ["Polish: First letter. Nobody here reads it yet."])

    def test_a_letter_written_in_another_language_lacks_its_english_text(self):
        letter = self.letter.with_context(lang="pl_PL").create(
            {
                "name": "List",
                "model_id": self.letter.model_id.id,
                "subject": "Jak idzie szukanie pracy?",
                "body_html": "<p>Jak idzie szukanie pracy?</p>",
            }
        )
        self.policy.step_ids[:2].template_id = letter
        self.assertEqual(
            self._lines(),
            [
                "Arabic: List. Nobody here reads it yet.",
                "English: List. Nobody here reads it yet.",
            ],
        )

    def test_a_language_of_two_countries_is_told_with_its_country(self):
        self._translate_all()
        for code in ("es_ES", "es_MX"):
            self.env["res.lang"]._activate_lang(code)
        self.policy.step_ids[1].unlink()
        names = [line.split(":")[0] for line in self._lines()]
        self.assertEqual(names, ["Spanish (Mexico)", "Spanish (Spain)"])

    def test_one_language_needs_no_translation(self):
        self.env["res.lang"].search([("code", "!=", "en_US")]).active = False
        self.assertFalse(self.policy.lacks_translation)
        self.assertFalse(self.policy.translation_warning)

    def test_a_text_message_counts_too(self):
        self._translate_all()
        message = self.env["sms.template"].create(
            {"name": "Text", "model_id": self.env["ir.model"]._get_id("hr.jobseeker"), "body": "How are you today?"}
        )
        self.policy.step_ids[1].write({"channel": "sms", "template_id": False, "sms_template_id": message.id})
        self.assertEqual(len(self._lines()), 2)
        for lang, text in (("pl_PL", "Co słychać?"), ("ar_001", "كيف حالك؟")):
            message.with_context(lang=lang).body = text
        self.assertFalse(self._lines())

    def test_the_form_says_it_before_the_step_is_saved(self):
        self._translate_all()
        new = self._letter("Third letter")
        new.body_html = "<p>How is your search going?</p>"
        with Form(self.policy.with_user(self.manager)) as form:
            self.assertFalse(form.lacks_translation)
            with form.step_ids.edit(1) as step:
                step.template_id = new
            self.assertTrue(form.lacks_translation)
            self.assertIn("Third letter", form.translation_warning)

    def test_the_list_finds_them(self):
        other = self._policy("Other", steps=[{"delay_days": 0, "channel": "phone"}])
        Policy = self.env["hr.jobseeker.contact.policy"]
        ours = [("id", "in", (self.policy | other).ids)]
        self.assertEqual(Policy.search([*ours, ("lacks_translation", "=", True)]), self.policy)
        self.assertEqual(Policy.search([*ours, ("lacks_translation", "=", False)]), other)

    def test_translate_opens_the_letters(self):
        action = self.policy.action_translate_letters()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.letter | self.second_letter)
        self._translate(self.second_letter, "pl_PL", "List", "Dzień dobry,", "Jak idzie szukanie pracy?")
        self._translate(self.second_letter, "ar_001", "رسالة", "مرحباً،", "كيف تسير رحلة البحث؟")
        self.assertEqual(self.policy.action_translate_letters()["res_id"], self.letter.id)

    def test_who_may_not_edit_letters_sees_the_warning_and_whom_to_ask(self):
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", "True")
        self.env.ref("base.group_user").implied_ids -= self.env.ref("mail.group_mail_template_editor")
        reader = new_test_user(self.env, "reader", groups="hr_recruitment.group_hr_recruitment_user")
        policy = self.policy.with_user(reader)
        self.assertEqual(len(self._lines(policy)), 2)
        self.assertFalse(policy.may_translate)
        self.assertTrue(self.policy.may_translate)
        with self.assertRaises(AccessError):
            policy.action_translate_letters()

    def test_queries_do_not_grow_with_policies_letters_and_languages(self):
        def count(policies):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            policies.mapped("translation_warning")
            return self.env.cr.sql_log_count - before

        few = count(self.policy)
        more = self.policy
        for number in range(4):
            letter = self._letter(f"Letter {number}")
            more |= self._policy(
                f"Policy {number}", steps=[{"delay_days": 0, "channel": "email", "template_id": letter.id}]
            )
        count(more)  # rights are asked once for each new user and kept
        self.assertLessEqual(count(more), few + 1)


@tagged("post_install", "-at_install")
class TestReadFromTheRight(LanguageCase):
    """Mail programs show a letter from right to left only when it says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._person("Amal") | cls._person("محمد", partner_vals={"email": "m@example.com"})
        cls.people.partner_id.lang = "ar_001"

    def _bodies(self, lang, people=None):
        return [
            str(body)
            for _s, body in self.letter.with_context(lang=lang)._render_letters(people or self.people).values()
        ]

    def test_an_arabic_letter_says_that_it_is_read_from_the_right(self):
        self.letter.with_context(lang="ar_001").body_html = ARABIC
        for people in (self.people, self.people[0]):  # in one go, and one by one
            for body in self._bodies("ar_001", people):
                self.assertTrue(body.startswith('<div dir="rtl" lang="ar" style="text-align: right;">'), body)
        for body in self._bodies("pl_PL"):
            self.assertNotIn("rtl", body)

    def test_a_letter_that_is_not_translated_is_not_turned_round(self):
        for body in self._bodies("ar_001"):
            self.assertNotIn("rtl", body)

    @freeze_time("2026-03-02 10:00:00")
    def test_it_still_says_so_when_it_leaves(self):
        self.letter.with_context(lang="ar_001").body_html = ARABIC
        person = self.people[0]
        person.salutation = "السيدة أمل"
        self._spoke(person, "2026-03-02 10:00:00")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(person)
        mail = self.env["mail.mail"].search([("recipient_ids", "in", person.partner_id.ids)])
        for body in (mail.body_html, mail.mail_message_id.body):
            self.assertIn('dir="rtl"', str(body))
            self.assertIn("مرحباً السيدة أمل،", str(body))


@tagged("post_install", "-at_install")
class TestGreeting(PolicyCase):
    """Letters call people what they asked for, else by their whole name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._person("Anna Kowalska")
        cls.shipped = [
            cls.env.ref(f"jobseeker_relations.mail_template_{name}")
            for name in (
                "active_keep_in_touch",
                "active_reminder",
                "passive_keep_in_touch",
                "placed_check_in",
                "closing",
            )
        ]

    def _greetings(self):
        return {str(letter._render_letters(self.person)[self.person.id][1]).split("<p>")[1] for letter in self.shipped}

    def test_the_whole_name_is_the_default_and_follows_it(self):
        self.assertEqual(self.person.greeting_name, "Anna Kowalska")
        self.person.name = "Kowalska, Anna Maria"
        self.assertEqual(self.person.greeting_name, "Anna Maria Kowalska")

    def test_every_letter_greets_as_the_person_asked(self):
        self.assertEqual({text.split("</p>")[0] for text in self._greetings()}, {"Hello Anna Kowalska,"})
        self.person.salutation = "Pani Anno"
        self.assertEqual({text.split("</p>")[0] for text in self._greetings()}, {"Hello Pani Anno,"})

    def test_an_officer_writes_it_on_the_form_and_the_placeholder_says_the_default(self):
        with Form(self.person.with_user(self.officer)) as form:
            self.assertEqual(form.greeting_name, "Anna Kowalska")
            form.salutation = "Ms Kowalska"
            self.assertEqual(form.greeting_name, "Ms Kowalska")
        self.assertEqual(self.person.greeting_name, "Ms Kowalska")

    def test_letters_that_were_there_before_learn_it_and_keep_what_was_written_since(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        letter, other = self.shipped[0], self.letter
        old = '<p>Hello <t t-out="object.partner_id.name"/>,</p><p>%s</p>'
        letter.body_html = old % "Our own words."
        letter.with_context(lang="fr_FR").body_html = old % "Nos mots."
        other.body_html = old % "Not shipped."
        self.env.flush_all()
        script = load_script(
            file_path("jobseeker_relations/migrations/19.0.1.1.0/post-how_to_address.py"), "how_to_address"
        )
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        for lang, words in ((None, "Our own words."), ("fr_FR", "Nos mots.")):
            body = letter.with_context(lang=lang).body_html
            self.assertIn("object.greeting_name", body)
            self.assertNotIn("object.partner_id.name", body)
            self.assertIn(words, body)
        self.assertIn("object.partner_id.name", other.body_html)
