import re
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256
from textwrap import shorten

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext

from .hr_jobseeker_enquiry_clock import RULE
from .hr_jobseeker_enquiry_letter import MOST_THANKS
from .hr_jobseeker_enquiry_task import NAMES
from .moment import city

#: Characters of a subject in a summary, of a mail, and of one among many that are disowned.
SUBJECT, TEXT, TEXT_DISOWNED = 100, 5000, 1000
ADDRESSES = re.compile(r"(?:\w+://|www\.)\S+|\S+@\S+")
#: What says nothing in plain text, and takes ``html2plaintext`` the square of its length.
UNREAD = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<style\b.*?(?:</style\s*>|\Z)|<img\b[^>]*>?", re.IGNORECASE | re.DOTALL
)


class ResCompany(models.Model):
    """Mail from a colleague's address to the general address: a task keeps all that it said, and has its time.

    No contact is made of it: who wrote it first, only a person can see.
    """

    _inherit = "res.company"

    def _keep_mail(self, user, summary, mail, disowned=False):
        """Give a task with the words and the files of a mail, once for each mail; of many forged ones one.

        :param mail: as ``message_parse`` gives it, and ``reply_to``
        :param disowned: it is in a colleague's name alone; of what colleagues pass on none is left out
        """
        self.ensure_one()
        if self._has_kept(mail):
            return
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)  # sudo: tasks are somebody else's
        rule = disowned and self.env["hr.jobseeker.rule"]._find(MOST_THANKS, self)
        hour_ago = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        alike = [("jobseeker_company_id", "=", self.id), ("jobseeker_disowned", "=", True)]
        if rule and tasks.search_count([*alike, ("create_date", ">", hour_ago)]) >= rule.number:
            self._keep_among_forged(mail)
            return
        marks = {
            **self._get_mail_marks(disowned),
            "jobseeker_mail": mail.get("message_id"),
            "jobseeker_writer": self._find_writer(mail),
        }
        task = self._give_task(user, summary, self._describe_mail(user, mail, TEXT), **marks)
        task._keep_files(mail.get("attachments"))

    def _has_kept(self, mail):
        """Whether a task of this company has, or had, this mail."""
        if not mail.get("message_id"):
            return False
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)  # sudo: as above
        marks = [("jobseeker_mail", "=", mail["message_id"])], [("jobseeker_mails", "like", _digest(mail))]
        return any(tasks.search_count([("jobseeker_company_id", "=", self.id), *mark], limit=1) for mark in marks)

    def _keep_among_forged(self, mail):
        """Their domains disown them: beyond so many in an hour they share a task, and once it is full another."""
        user, marks = self._get_enquiry_reader(), self._get_mail_marks(disowned=True)
        told = self.with_context(lang=user.lang or self.partner_id.lang)
        shared = [("jobseeker_company_id", "=", self.id), ("jobseeker_disowned", "=", True)]
        shared += [("jobseeker_mail", "=", False), ("user_id", "=", user.id), ("res_model", "=", False)]
        task = told.env["mail.activity"].sudo().search(shared, order="id DESC", limit=1)  # sudo: as above
        if not task._has_room():
            summary = told.env._("Many mails in colleagues' names at once, which may be forged: read them here")
            task = told._give_task(user, summary, **marks)
        words = told._describe_mail(user, mail, TEXT_DISOWNED)
        task._add_mail(words, mail.get("attachments"), _digest(mail))

    def _find_writer(self, mail):
        """Who wrote first what a colleague passes on, by the mail's own words: whom it went to was not the writer."""
        letters = [content for _name, content, *_info in mail.get("attachments") or ()]
        attached = [f"From: {_read_sender(content)}" for content in letters if isinstance(content, EmailMessage)]
        text = "\n".join([_read_body(mail), *attached])
        return self.env["mail.activity"]._find_outside({"mail": text})["mail"]

    def _get_mail_marks(self, disowned):
        return {
            "jobseeker_company_id": self.id,
            "jobseeker_disowned": disowned,
            "jobseeker_due_at": self._get_reply_due(),
        }

    def _describe_mail(self, user, mail, longest):
        """Who wrote to whom, when it came in, and the text, as far as there is room."""
        sender = (mail.get("email_from") or mail.get("from") or "–")[:NAMES]
        if mail.get("reply_to"):
            sender = f"{sender} (Reply-To: {mail['reply_to'][:NAMES]})"
        zone = user.tz or self.partner_id.tz or "UTC"
        head = self.env._(
            "From %(sender)s to %(to)s. It came in on %(at)s: take it down with that moment, the promised time runs "
            "from then.",
            sender=sender,
            to=(mail.get("to") or "–")[:NAMES],
            # with its day: it is read later
            at=f"{format_datetime(self.env, fields.Datetime.now(), tz=zone)} ({city(zone)})",
        )
        subject, text = (mail.get("subject") or "")[:longest], _read_body(mail)
        if len(text) > longest:
            text = f"{text[:longest]} […]"
        return "\n\n".join(filter(None, [head, shorten(subject, longest), text]))

    @api.model
    def _cut_subject(self, text):
        """A subject as it may stand in a list of tasks: short, and without addresses that somebody might follow."""
        # cut first: the expression takes the square of its length
        return shorten(ADDRESSES.sub("…", (text or "")[: 5 * SUBJECT]), SUBJECT, placeholder="…")

    def _get_reply_due(self):
        """Until when a first word that comes in now has its reply, by the rule."""
        rule = self.env["hr.jobseeker.rule"]._find(RULE, self)
        if not rule:
            return False
        return rule._get_window(self).add_working_time(fields.Datetime.now(), timedelta(hours=rule.number)) or False


def _read_body(mail):
    return html2plaintext(UNREAD.sub(" ", mail.get("body") or ""))


def _read_sender(letter):
    """The sender's header as it came: Python's parser breaks at what it does not understand."""
    return next((" ".join(value.split()) for name, value in letter.raw_items() if name.lower() == "from"), "")


def _digest(mail):
    """The message id, as short as any other: anybody may write a long one."""
    return sha256((mail.get("message_id") or "").encode(errors="replace")).hexdigest()
