from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import freeze_time

from odoo.addons.base.models.ir_qweb import QWebError

from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestLetterText(PolicyCase):
    """One text for many people: each reads their own, and nobody anything of another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = (
            cls._person("Ana")
            | cls._person("Ben <b>&</b> Co", partner_vals={"email": "ben@example.com"})
            | cls._person("Çelik")
        )
        cls.letter = cls.env["mail.template"].create(
            {
                "name": "Letter",
                "model_id": cls.env["ir.model"]._get_id("hr.jobseeker"),
                "subject": "To {{ object.name }}",
            }
        )

    def _bodies(self, body):
        self.letter.body_html = body
        return {person: str(body) for person, (_s, body) in self._render().items()}

    def _render(self):
        texts = self.letter._render_letters(self.people)
        return {person: texts[person.id] for person in self.people}

    def test_everybody_reads_their_own_text(self):
        bodies = self._bodies('<p>Dear <t t-out="object.name"/>,</p><p>ours</p>')
        self.assertEqual(
            list(bodies.values()),
            [
                "<p>Dear Ana,</p><p>ours</p>",
                "<p>Dear Ben &lt;b&gt;&amp;&lt;/b&gt; Co,</p><p>ours</p>",
                "<p>Dear Çelik,</p><p>ours</p>",
            ],
        )
        self.assertEqual([subject for subject, _body in self._render().values()][1], "To Ben <b>&</b> Co")

    def test_the_text_is_the_same_as_odoo_renders_for_one(self):
        for body in (
            '<p>yours &amp; ours, 1 &lt; 2 <t t-out="object.email"/></p>',
            '<p style="color:red">Dear <t t-out="object.email"/><br/></p>tail',
            "<p>Nothing to fill in</p>",
            'plain <t t-if="object.name == \'Ana\'">you, Ana</t><t t-else="">somebody else</t>',
            '<p t-attf-class="of-{{ object.name }}">x</p><a href="/jobs">jobs</a>',
            "<p><t t-out=\"object.partner_id.name or 'friend'\">friend</t></p>",
        ):
            with self.subTest(body=body):
                bodies = self._bodies(body)
                alone = self.letter._render_field("body_html", self.people.ids, options={"post_process": True})
                self.assertEqual(bodies, {person: str(alone[person.id]) for person in self.people})

    def test_what_is_set_for_one_person_is_forgotten_for_the_next(self):
        bodies = self._bodies(
            '<t t-if="object.name == \'Ana\'"><t t-set="secret" t-value="object.name"/></t><p t-out="secret or \'-\'"/>'
        )
        self.assertEqual(list(bodies.values())[1:], ["<p>-</p>", "<p>-</p>"])

    def test_a_letter_is_compiled_once(self):
        self.letter.body_html = '<p>Dear <t t-out="object.partner_id.email"/></p>'
        Qweb = type(self.env["ir.qweb"])
        with patch.object(Qweb, "_generate_code", autospec=True, side_effect=Qweb._generate_code) as compiled:
            self._render()
        self.assertEqual(compiled.call_count, 1)

    def test_translated_values_are_in_the_letters_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        job = self.env["hr.job"].create({"name": "Welder"})
        job.with_context(lang="pl_PL").name = "Spawacz"
        readers = self.people[:2]
        for person in readers:
            self.env["hr.applicant"].create({"partner_id": person.partner_id.id, "job_id": job.id})
        self.letter.body_html = '<p>PL <t t-out="object.job_ids.name"/></p>'
        polish = self.letter.with_context(lang="pl_PL")
        for few_or_many in (readers, readers[:1]):
            texts = polish._render_letters(few_or_many)
            self.assertEqual({str(body) for _subject, body in texts.values()}, {"<p>PL Spawacz</p>"})

    def test_an_empty_or_broken_text(self):
        self.assertEqual(set(self._bodies(False).values()), {""})
        self.letter.body_html = "<p t-out=\"1 // (object.name != 'Çelik')\"/>"
        with self.assertRaises(QWebError):
            self._render()

    @freeze_time("2026-03-02 10:00:00")
    def test_the_engine_keeps_what_the_template_says(self):
        template = self.policy.step_ids[:1].template_id
        attachment = self.env["ir.attachment"].create({"name": "guide.txt", "raw": b"how to", "mimetype": "text/plain"})
        template.write({"reply_to": "answers@example.org", "attachment_ids": attachment.ids})
        for person in self.people:
            self._spoke(person, "2026-03-02 10:00:00")
        self.people[1].partner_id.lang = False
        with freeze_time("2026-03-09 09:30:00"):
            self._look(self.people)
            rows = self.people.follow_up_ids.filtered(lambda row: row.state == "done")
        self.assertEqual(rows.jobseeker_id, self.people)
        self.assertEqual(set(rows.message_id.mapped("reply_to")), {"answers@example.org"})
        self.assertEqual(rows.message_id.attachment_ids, attachment)
        self.assertEqual(len(rows.mail_mail_id), 3)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_language_that_is_no_longer_installed_stops_no_letter(self):
        ana = self.people[:1]
        self._spoke(ana, "2026-03-02 10:00:00")
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", [ana.partner_id.id])
        self.env.invalidate_all()
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(ana.follow_up_ids.filtered(lambda row: row.state == "done").mail_mail_id.state, "outgoing")
