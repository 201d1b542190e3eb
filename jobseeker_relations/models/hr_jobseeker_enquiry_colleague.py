import logging
import re
from datetime import timedelta
from email.message import EmailMessage
from textwrap import shorten

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext, plaintext2html

from .hr_jobseeker_enquiry_clock import RULE
from .hr_jobseeker_enquiry_letter import MOST_THANKS
from .hr_jobseeker_enquiry_warning import BATCH_SIZE

_logger = logging.getLogger(__name__)

#: Characters of a subject, of a mail, of one mail among many, and of all of those.
SUBJECT, TEXT, TEXT_AMONG_MANY, ALL_OF_MANY = 100, 5000, 1000, 200_000
#: Days that what a mail said is kept once its task was done.
KEPT_DAYS = 30
ADDRESSES = re.compile(r"(?:\w+://|www\.)\S+|\S+@\S+")


class ResCompany(models.Model):
    """Mail from a colleague's address to the general address: a task keeps all that it said, and has its time.

    No contact is made of it: who wrote it first, only a person can see.
    """

    _inherit = "res.company"

    def _keep_mail(self, user, summary, mail):
        """Give a task with the words and the files of a mail, once for each mail; of a flood one task for all.

        :param mail: as ``message_parse`` gives it, and ``reply_to``
        """
        self.ensure_one()
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)  # sudo: tasks are somebody else's
        own, number = [("jobseeker_company_id", "=", self.id)], mail.get("message_id")
        if number and tasks.search_count([*own, ("jobseeker_mail", "=", number)], limit=1):
            return
        rule = self.env["hr.jobseeker.rule"]._find(MOST_THANKS, self)
        hour_ago = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        if rule and tasks.search_count([*own, ("create_date", ">", hour_ago)]) >= rule.number:
            self._keep_among_many(mail)
            return
        marks = {"jobseeker_company_id": self.id, "jobseeker_mail": number, "jobseeker_due_at": self._get_reply_due()}
        task = self._ask_about_mailbox(user, summary, self._describe_mail(user, mail, TEXT), **marks)
        task._keep_files(mail.get("attachments"))

    def _keep_among_many(self, mail):
        """Addresses may be forged: beyond so many in an hour all of them share one task."""
        user = self._get_enquiry_reader()
        told = self.with_context(lang=user.lang or self.partner_id.lang)
        summary = told.env._("Many mails from colleagues' addresses at once: read them here")
        words = told._describe_mail(user, mail, TEXT_AMONG_MANY)
        marks = {"jobseeker_company_id": self.id, "jobseeker_due_at": self._get_reply_due()}
        if told._ask_about_mailbox(user, summary, words, **marks):
            return
        # sudo: as above
        tasks = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        task = tasks.search([("user_id", "=", user.id), ("summary", "=", summary), ("res_model", "=", False)], limit=1)
        if len(task.note or "") < ALL_OF_MANY:
            task.note = (task.note or Markup()) + plaintext2html(words)
        else:
            _logger.warning("Mail from a colleague's address left out, there are too many: %s", mail.get("message_id"))

    def _describe_mail(self, user, mail, longest):
        """Who wrote to whom, when it came in, and the text."""
        sender = mail.get("email_from") or mail.get("from") or "–"
        if mail.get("reply_to"):
            sender = f"{sender} (Reply-To: {mail['reply_to']})"
        head = self.env._(
            "From %(sender)s to %(to)s. It came in on %(at)s: take it down with that moment, the promised time runs "
            "from then.",
            sender=sender,
            to=mail.get("to") or "–",
            at=format_datetime(self.env, fields.Datetime.now(), tz=user.tz or self.partner_id.tz or "UTC"),
        )
        subject, text = mail.get("subject") or "", html2plaintext(mail.get("body") or "")
        return "\n\n".join(filter(None, [head, shorten(subject, longest), text[:longest]]))

    @api.model
    def _cut_subject(self, text):
        """A subject as it may stand in a list of tasks: short, and without addresses that somebody might follow."""
        return shorten(ADDRESSES.sub("…", text or ""), SUBJECT, placeholder="…")

    def _get_reply_due(self):
        """Until when a first word that comes in now has its reply, by the rule."""
        rule = self.env["hr.jobseeker.rule"]._find(RULE, self)
        if not rule:
            return False
        return rule._get_window(self).add_working_time(fields.Datetime.now(), timedelta(hours=rule.number)) or False


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # whose general address the mail came to that the task is about, its message id, and when somebody else hears
    jobseeker_company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        export_string_translation=False,
    )
    jobseeker_mail = fields.Char(index="btree_not_null", readonly=True, copy=False, export_string_translation=False)
    jobseeker_due_at = fields.Datetime(
        index="btree_not_null", readonly=True, copy=False, export_string_translation=False
    )

    def _keep_files(self, files):
        """Keep what was attached to a mail with the task, which links to it."""
        links = Markup()
        for name, content, *_info in files or () if self else ():
            raw = content.as_bytes() if isinstance(content, EmailMessage) else content
            attachment = self.env["ir.attachment"].create(
                {
                    "name": name,
                    "raw": raw.encode() if isinstance(raw, str) else raw,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            links += Markup('<p><a href="/web/content/%s?download=true">%s</a></p>') % (attachment.id, name)
        if links:
            self.with_context(mail_activity_quick_update=True).note = (self.note or Markup()) + links

    @api.model
    def _warn_of_mails(self, batch_size):
        """A mail that nobody took down in time: the manager of the company hears of it, once."""
        # sudo: the job; tasks are somebody else's
        late = self.sudo().search([("jobseeker_due_at", "<=", fields.Datetime.now())], limit=batch_size)
        for task in late:
            company = task.jobseeker_company_id
            manager = company.jobseeker_escalation_user_id.filtered("active")
            manager = manager or self.env["hr.jobseeker.rule"]._get_keeper(company)
            if manager != task.user_id:
                told = company.with_context(lang=manager.lang or company.partner_id.lang)
                told._ask_about_mailbox(
                    manager,
                    told.env._("Late: %s", task.summary),
                    html2plaintext(task.note or ""),
                    jobseeker_mail=task.jobseeker_mail,
                    jobseeker_company_id=company.id,
                )
            task.jobseeker_due_at = False

    @api.autovacuum
    def _gc_mails(self):
        """What somebody wrote is kept no longer than it takes to take it down."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        done = [("jobseeker_company_id", "!=", False), ("active", "=", False), ("write_date", "<", before)]
        self.search(done, limit=1000).unlink()


class HrJobseekerEnquiry(models.Model):
    _inherit = "hr.jobseeker.enquiry"

    @api.model
    def _cron_warn(self, batch_size=BATCH_SIZE):
        result = super()._cron_warn(batch_size)
        self.env["mail.activity"]._warn_of_mails(batch_size)
        return result
