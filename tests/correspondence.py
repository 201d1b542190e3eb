"""A recruiting company that writes letters, and what the mail programs and servers of its people send back."""

import io
import itertools
from email.message import EmailMessage

from people import make_always_open_calendar, make_jobseekers, make_user, read, rows

FRENCH = {
    "subject": "Où en est votre recherche ?",
    "body_html": '<p>Bonjour <t t-out="object.partner_id.name"/>, répondez simplement à ce message.</p>',
}
NUMBERS = itertools.count(1)


class Office:
    """A company with an officer, a job that takes applications by mail, and the shipped policies, open at any hour."""

    def __init__(self, odoo, sink):
        self.odoo, self.sink, self.admin = odoo, sink, odoo.rpc()
        self.officer = make_user(odoo, "olga", "officer", name="Olga Officer")
        calendar = make_always_open_calendar(self.admin)
        policies = self.admin("hr.jobseeker.contact.policy", "search", [])
        # two days to answer: with eight hours, and open around the clock, an answer is owed from the same midnight on
        self.admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": calendar, "response_hours": 48})
        self.job = self.admin("hr.job", "create", {"name": "Welder", "alias_name": "welder"})
        self.admin("res.lang", "write", [odoo.ref("base.lang_fr")], {"active": True})
        letter = odoo.ref("jobseeker_relations.mail_template_active_keep_in_touch")
        self.admin("mail.template", "write", [letter], FRENCH, context={"lang": "fr_FR"})

    def due_person(self, name, **vals):
        """Somebody whom the officer spoke to a month ago: (id, address)."""
        address = f"person{next(NUMBERS)}@example.org"
        people = [{"name": name, "email": address, "lang": "en_US", "tz": "Europe/Lisbon", **vals}]
        [person] = make_jobseekers(self.officer, people, last_contact_days=30)
        return person, address

    def run(self):
        self.odoo.run_cron("jobseeker_relations.ir_cron_follow_up")
        self.odoo.run_cron("mail.ir_cron_mail_scheduler_action")

    def write_to(self, name, **vals):
        """A follow-up letter to a person who is due, as it arrived: (id, address, message)."""
        person, address = self.due_person(name, **vals)
        self.run()
        [letter] = self.sink.to(address)
        return person, address, letter

    def follow_ups(self, person):
        return rows(self.officer, "hr.jobseeker.follow.up", person, "state", "reason")

    def ledger(self, person, *names):
        """What was entered after the call of a month ago."""
        return rows(self.officer, "hr.jobseeker.contact", person, *names)[1:]

    def status(self, person):
        return read(self.officer, "hr.jobseeker", person, "contact_status")


def compose(sender, to, subject, text="", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-Id"] = f"<{next(NUMBERS)}@mail.example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def answer(letter, sender, text, subject=None, **headers):
    """What a person's mail program makes of "Reply"."""
    thread = {"In_Reply_To": letter["Message-Id"], "References": letter["Message-Id"]}
    to = letter["Reply-To"] or letter["From"]
    return compose(sender, to, subject or f"Re: {letter['Subject']}", text, **thread, **headers)


def pdf():
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 720, "Welding since 2009")
    canvas.save()
    return file.getvalue()


def bounce_of(letter, address):
    """The report of a mail server that knows no such mailbox (RFC 3464), from the null path to our bounce address."""
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.org>\nTo: bounce@example.com\n"
        f"Subject: Undelivered Mail Returned to Sender\nMessage-Id: <{next(NUMBERS)}@mx.example.org>\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; "
        'boundary="=b"\n\n--=b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n'
        "--=b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n\n"
        f"--=b\nContent-Type: text/rfc822-headers\n\nMessage-Id: {letter['Message-Id']}\nFrom: {letter['From']}\n"
        f"To: {address}\nSubject: Hello\n\n--=b--\n"
    )
