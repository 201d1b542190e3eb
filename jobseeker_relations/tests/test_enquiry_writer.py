import time

from freezegun import freeze_time

from odoo.tests import tagged

from .enquiry_door_case import QUOTED, VERA, PassedOnCase
from .mail_letters import FORWARD


@tagged("post_install", "-at_install")
class TestEnquiryWriter(PassedOnCase):
    """Who wrote first what a colleague passed on: read from whatever anybody may send, in time that they do not set."""

    @freeze_time("2026-03-02 10:00:00")
    def test_who_wrote_it_is_none_of_those_it_went_to(self):
        to = f"hugo@acme.example, {self.address}"
        task = self._pass_on(to=to, extra="Delivered-To: box@mail.example\nReply-To: olga@private.example\n")
        for name in ("hugo@acme.example", "box@mail.example"):
            self.assertIn(name, task.note)
        for writer in ("vera@example.com", False):  # False: a task older than the field
            task.jobseeker_writer = writer
            self.assertEqual(task._find_writers(), {task: "vera@example.com"})
        self.assertEqual(self._find_told(self._vera())[0], task)

    @freeze_time("2026-03-02 10:00:00")
    def test_who_wrote_it_is_whom_the_letter_is_from(self):
        words = f"For hugo@acme.example?\n> *From:* {VERA}"
        attached = FORWARD.replace("application/pdf", "message/rfc822").replace("filename", "name")
        attached = attached.replace("JVBERi0xLjQK", f"From: {VERA}\n\nHello").replace("base64", "7bit")
        nobody = self._pass_on(3, FORWARD)
        for number, template in enumerate((FORWARD.replace("Vera Visitor wrote:", words), attached)):
            with self.subTest(number=number):
                self.assertEqual(self._pass_on(number, template).jobseeker_writer, "vera@example.com")
        nobody.note += "I asked hugo@acme.example"
        self.assertEqual(nobody._find_writers(), {nobody: ""})

    @freeze_time("2026-03-02 10:00:00")
    def test_who_wrote_it_is_whom_the_letter_is_from_in_any_language(self):
        quoted = "I should like to weld, as I wrote.\nFrom: hugo@acme.example\nTo: x@example.com\n"
        signed = "Olga\nEmail: office@brand.example\nTel: 12\n"
        heads = (
            f"Van: {VERA}\nVerzonden: maandag\nAan: Olga <{self.officer.email}>\n\n",
            "> *Da:* vera@example.com\n> *Inviato:* lunedì\n> *A:* Olga\n\n",
            f"发件人：{VERA}\n发送时间： x\n收件人： Olga\n\n",
            f"{signed}\nFrom: {VERA}\nSent: Monday\n\n",
            f"Hiring manager: hugo@acme.example\nJob: Welder\n\nFrom: {VERA}\nSent: Monday\n\n",
            f"Kontakt: office@brand.example\nTel: 12\n\nVan: {VERA}\nVerzonden: maandag\nAan: Olga\n\n",
            f"От: {VERA}\nДата: понедельник\n\n",
        )
        for number, head in enumerate(heads):
            template = FORWARD.replace("Vera Visitor wrote: I should like to weld.", head + quoted)
            with self.subTest(head=head):
                self.assertEqual(self._pass_on(number, template).jobseeker_writer, "vera@example.com")
        unknown = FORWARD.replace("Vera Visitor wrote: ", f"Kutoka: {VERA}\nTarehe: Jumatatu\n\n")
        self.assertEqual(self._pass_on(len(heads), unknown).jobseeker_writer, "vera@example.com")

    @freeze_time("2026-03-02 10:00:00")
    def test_an_attached_letter_that_python_cannot_parse(self):
        attached = FORWARD.replace("application/pdf", "message/rfc822").replace("base64", "7bit")
        senders = (
            "a=?utf-8?q?=22?=< <vera@example.com>",
            ":é=?x-unknown?q?a?=; vera@example.com",
            '.""<vera@example.com>',
        )
        for number, sender in enumerate(senders):
            template = attached.replace("JVBERi0xLjQK", f"From: {sender}\nSubject: Weld\n\nHello")
            with self.subTest(sender=sender):
                task = self._pass_on(number, template)
                self.assertEqual(task.jobseeker_writer, "vera@example.com")
                self.assertIn(sender.encode(), task._get_files().raw, "as it came")

    def test_a_mail_of_any_length_is_read_at_once(self):
        many = 200_000
        mail = {
            "body": f'<p>{VERA} {"a" * many}</p><img src="{"a" * many}"/><style>{"<!--" * many}</style>',
            "subject": "a" * many,
            "email_from": f'"http://{"w" * many}" <{self.officer.email}>',
            "to": "http://" + "w" * many,
            "message_id": "<long@example.com>",
        }
        heads = (
            "From: " + "a@" + "a." * many,
            "Van: a@b\n" * 100_000,
            "Van: @" + "\n" * many,
            " " * many,
            "From" + " " * many,
        )
        started = time.perf_counter()
        self.env["mail.thread"]._hand_back(self.officer, mail, self.company, disowned=False)
        self.env["mail.activity"]._find_outside(dict(enumerate(heads)))
        self.assertLess(time.perf_counter() - started, 10)
        task = self._tasks_about_mail()
        self.assertLess(len(task.note), 20_000)
        self.assertLess(len(task.summary), 300)

    @freeze_time("2026-03-02 10:00:00")
    def test_who_wrote_it_is_the_first_from_outside(self):
        self.company.email = "office@ourhouse.example"
        ours = f"office@ourhouse.example, reception@{self.alias_domain}, {self.colleague.email}"
        task = self._pass_on(
            template=QUOTED.replace("I should like", f"To {ours} and later@example.com: I should like")
        )
        self.assertEqual(task._find_writers(), {task: "vera@example.com"})

    @freeze_time("2026-03-02 10:00:00")
    def test_what_is_no_text_ends_where_its_mark_does(self):
        marks = ("<style>p{}</style >", "<style>p{}</style\n>", "<!-->", "<!--->", "<!-- x --!>", "<!-- x -->")
        for mark in marks:
            with self.subTest(mark=mark):
                words = self.env["res.company"]._describe_mail(
                    self.officer, {"body": f"{mark}<p>I should like to weld.</p>"}, 1000
                )
                self.assertIn("I should like to weld.", words)
