import logging
import re
from email.message import EmailMessage
from email.policy import compat32

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext, plaintext2html
from odoo.tools.mail import email_re

from .batch import settle_each, take_batch, work_off
from .hr_jobseeker_enquiry_warning import BATCH_SIZE

_logger = logging.getLogger(__name__)

#: Characters that a task about many mails has room for, and that are searched for who wrote a mail.
TEXT_OF_MANY, SEARCHED = 200_000, 20_000
#: Characters of names in a task: of who wrote or read a mail, of its files.
NAMES = 1000
#: What no address is as long as (RFC 5321 §4.5.3.1), and takes ``email_re`` the square of its length.
LONG_WORD = re.compile(r"\S{321,}")
#: How the line of a forwarded letter begins that tells who wrote it, in the languages that people of ours may have.
SENDERS = (
    "From|Von|De|De la|Od|من|Van|Da|Från|Fra|Frá|Lähettäjä|Saatja|Nuo|Feladó|Kimden|Gönderen|От|Від|Από|Nga|"
    "发件人|寄件者|寄件人|差出人|보낸 사람|Người gửi|Từ|Dari|מאת|از|प्रेषक|จาก"
)
FORWARDED = re.compile(rf"^[>* \t]*(?:{SENDERS})[* \t\xa0]*[:：](.+)$", re.IGNORECASE | re.MULTILINE)
#: In others a line with an address, with another labelled line below it; it goes after those, as what a colleague wrote
#: may look like that. "Email:" begins a line of a signature.
LABEL = r"[^\W\d_]{1,20}(?: [^\W\d_]{1,20})?[* \t\xa0]*[:：]"
LABELLED = re.compile(
    rf"^[>* \t]*(?!e?mail|courriel|mél|correo|البريد){LABEL}(?=[^\n@]*@[^\n]*\n[>*\s]*{LABEL})(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
#: Days that what a mail said is kept once its task was done, and while nobody touches it.
KEPT_DAYS, OPEN_DAYS = 30, 180


class MailActivity(models.Model):
    """The task about a mail that a colleague passed on: its words and files, until they are taken down."""

    _inherit = "mail.activity"

    # whose general address the mail came to that the task is about, its message id, who wrote it first (empty: no word
    # tells), whether its domain disowns it, and when somebody else hears
    jobseeker_company_id = fields.Many2one(
        "res.company",
        groups=fields.NO_ACCESS,
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        export_string_translation=False,
    )
    jobseeker_mail = fields.Char(
        groups=fields.NO_ACCESS, index="btree_not_null", readonly=True, copy=False, export_string_translation=False
    )
    # of many mails that share it: digests of their message ids
    jobseeker_mails = fields.Text(groups=fields.NO_ACCESS, readonly=True, copy=False, export_string_translation=False)
    jobseeker_writer = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False, export_string_translation=False)
    jobseeker_disowned = fields.Boolean(
        groups=fields.NO_ACCESS, readonly=True, copy=False, export_string_translation=False
    )
    jobseeker_due_at = fields.Datetime(
        groups=fields.NO_ACCESS, index="btree_not_null", readonly=True, copy=False, export_string_translation=False
    )
    jobseeker_to_take_down = fields.Boolean(
        compute="_compute_jobseeker_to_take_down", compute_sudo=True, exportable=False, export_string_translation=False
    )

    @api.depends("active", "jobseeker_company_id", "jobseeker_mail", "res_model")
    def _compute_jobseeker_to_take_down(self):
        for task in self:
            task.jobseeker_to_take_down = bool(
                task.active and task.jobseeker_company_id and task.jobseeker_mail and not task.res_model
            )

    # --- what it keeps --------------------------------------------------------------------------------

    def _keep_files(self, files):
        """Keep what was attached to a mail with the task, which links to it."""
        links = Markup()
        for name, content in _read_files(files) if self else ():
            attachment = self.env["ir.attachment"].create(
                {"name": name, "raw": content, "res_model": self._name, "res_id": self.id}
            )
            links += Markup('<p><a href="/web/content/%s?download=true">%s</a></p>') % (attachment.id, name)
        if links:
            self._append(links)

    def _has_room(self):
        """Whether this is a task, and one more mail may join it."""
        return bool(self) and len(self.note or "") < TEXT_OF_MANY

    def _add_mail(self, words, files, mark):
        """Let one mail among many join the task, without its files: whose they are could not be told any more."""
        self.ensure_one()
        if files:
            names = ", ".join(name for name, *_content in files)[:NAMES]
            why = self.env._(
                "Its files are not kept here, as it may be forged. If a colleague did pass it on, they have them: %s",
                names,
            )
            words = f"{words}\n\n{why}"
        self._append(plaintext2html(words))
        self.jobseeker_mails = f"{self.jobseeker_mails or ''}{mark}\n"

    def _append(self, html):
        self.with_context(mail_activity_quick_update=True).note = (self.note or Markup()) + html

    def _get_files(self):
        # sudo: the files of a task that the caller may read, or of the job's
        files = self.env["ir.attachment"].sudo()
        return files.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])

    def _find_writers(self):
        """{task: the address of who wrote its mail first, or none}"""
        # of tasks older than the field: our own head line, the first paragraph, names whom the mail went to
        older = self.filtered(lambda task: task.jobseeker_writer is False)
        texts = {task: html2plaintext(str(task.note or "").partition("</p>")[2]) for task in older}
        return {**{task: task.jobseeker_writer for task in self - older}, **self._find_outside(texts)}

    @api.model
    def _find_outside(self, texts):
        """{key: the first address in its text that is none of ours}; whom a forwarded letter is from goes first."""
        named = {key: _find_addresses(text) for key, text in texts.items()}
        known = list({address for addresses in named.values() for address in addresses})
        # sudo: the gateway, and who reads the task, may not read all contacts, their users, our companies and domains
        contacts = self.env["res.partner"].sudo().search([("email_normalized", "in", known)])
        staff = contacts.with_context(active_test=False).user_ids.filtered(lambda user: not user.share)
        houses = contacts.env["res.company"].search([("partner_id", "in", contacts.ids)])
        ours = {*staff.partner_id.mapped("email_normalized"), *houses.partner_id.mapped("email_normalized")}
        named_domains = list({one.partition("@")[2] for one in known})
        domains = {*contacts.env["mail.alias.domain"].search([("name", "in", named_domains)]).mapped("name")}
        return {
            key: next((one for one in addresses if one not in ours and one.partition("@")[2] not in domains), "")
            for key, addresses in named.items()
        }

    # --- taken down -----------------------------------------------------------------------------------

    def action_take_down_mail(self):
        """Open *New Enquiry* with what the mail tells; its words and files then go to the person."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("jobseeker_relations.hr_jobseeker_enquiry_log_action")
        task = self.sudo()  # sudo: its marks are the system's
        return {
            **action,
            "context": {
                "default_mail_task": self.id,
                "default_company_id": task.jobseeker_company_id.id,
                "default_channel": "email",
                "default_received_at": fields.Datetime.to_string(self.create_date),
                "default_email": task._find_writers()[task],
            },
        }

    def _file_under(self, person):
        """The words and files of the mail go to the person, on whose thread the task is done."""
        files = self._get_files()
        files.write({"res_model": person._name, "res_id": person.id})
        self.with_context(mail_activity_quick_update=True).write(
            {"res_model_id": self.env["ir.model"]._get_id(person._name), "res_id": person.id}
        )
        self._action_done(attachment_ids=files.ids)

    # --- the job --------------------------------------------------------------------------------------

    @api.model
    def _warn_of_mails(self, batch_size):
        """Mails that nobody took down in time: the manager of the company has to.

        :return: (how many were looked at, how many more were seen waiting)
        """
        domain = Domain("jobseeker_due_at", "<=", fields.Datetime.now())
        # sudo: the job; tasks are somebody else's
        late, waiting = take_batch(self.sudo(), domain, "jobseeker_due_at, id", batch_size)
        if late:
            settle_each(late, self._give_to_manager, self._record_late_fault)
        return len(late), waiting

    @api.model
    def _give_to_manager(self, late):
        """The task itself goes to the manager: its files are read by nobody else than whose task it is."""
        for task in late:
            company = task.jobseeker_company_id
            manager = company._get_escalation_user()
            vals = {"jobseeker_due_at": False}
            if manager and manager != task.user_id:
                told = task.with_context(lang=manager.lang or company.partner_id.lang)
                vals.update(user_id=manager.id, summary=told.env._("Late: %s", task.summary))
            task.with_context(mail_activity_quick_update=True).write(vals)

    @api.model
    def _record_late_fault(self, task, error):
        """Look again in an hour."""
        _logger.warning("Nobody could be told of the late mail of task %s", task.id, exc_info=error)
        task.jobseeker_due_at = fields.Datetime.add(fields.Datetime.now(), hours=1)

    @api.autovacuum
    def _gc_mails(self):
        """What somebody wrote is not kept for good: a month once it was done, half a year while nobody touches it."""
        kept = Domain.FALSE
        for active, days in ((False, KEPT_DAYS), (True, OPEN_DAYS)):
            before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            kept |= Domain("active", "=", active) & Domain("write_date", "<", before)
        self.search(Domain("jobseeker_company_id", "!=", False) & kept, limit=1000).unlink()


class HrJobseekerEnquiry(models.Model):
    _inherit = "hr.jobseeker.enquiry"

    @api.model
    def _cron_warn(self, batch_size=BATCH_SIZE):
        result = super()._cron_warn(batch_size)
        work_off(self.env, self.env["mail.activity"]._warn_of_mails, batch_size)
        return result


def _read_files(files):
    """(name, bytes) of each file of a mail."""
    for name, content, *_info in files or ():
        # as it came: the newer policies parse each header, and break at what they do not understand
        policy = compat32.clone(linesep="\r\n")
        raw = content.as_bytes(policy=policy) if isinstance(content, EmailMessage) else content
        yield name, raw.encode() if isinstance(raw, str) else raw


def _find_addresses(text):
    """Those that its text names, whom a forwarded letter is from first; in time that grows with its length alone."""
    parts = (*(_cut("\n".join(head.findall(text))) for head in (FORWARDED, LABELLED)), _cut(text))
    return [one.lower() for one in email_re.findall(LONG_WORD.sub(" ", "\n".join(parts)))]


def _cut(text):
    """Without a last word that would be another one when it is cut."""
    return text if len(text) <= SEARCHED else text[:SEARCHED].rpartition(" ")[0]
