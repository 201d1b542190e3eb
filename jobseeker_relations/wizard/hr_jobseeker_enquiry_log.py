from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..models.hr_jobseeker_enquiry_letter import TAKEN_DOWN

#: Who rang and who came in, and the door that the ledger knows.
DOORS = [("phone", "Phone"), ("walk_in", "Walked in"), ("email", "E-mail to a colleague"), ("other", "Other")]
LEDGER = {"phone": "phone", "walk_in": "meeting", "email": "email", "other": "other"}
MOST_ALIKE = 8


class HrJobseekerEnquiryLog(models.TransientModel):
    """ "New Enquiry": somebody rang or came in. A name and one way to reach them are enough; the clock starts.

    People like them are shown, and joined by hand alone: a name, a number or an address is nobody's identity.
    """

    _name = "hr.jobseeker.enquiry.log"
    _inherit = ["hr.jobseeker.asked"]
    _description = "Take Down an Enquiry"

    name = fields.Char(help="As they say it.")
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), string="Language")
    jobseeker_id = fields.Many2one(
        "hr.jobseeker", string="It Is", domain="[('company_id', '=', company_id)]", help="Empty: somebody new."
    )
    alike_ids = fields.Many2many("hr.jobseeker", compute="_compute_alike_ids", string="People Like Them")
    channel = fields.Selection(DOORS, string="How", required=True, default="phone")
    received_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    summary = fields.Char(string="What they said")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    adviser_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    acknowledge = fields.Boolean(
        string="Confirm by E-mail",
        default=True,
        help="They get a letter that says until when they have an answer.",
    )
    call_at = fields.Datetime(
        string="Call Promised for", help="Somebody rings them then: a step of ours with its time."
    )
    # the number of the task about the mail that they wrote: a relation would tell anybody its name
    mail_task = fields.Integer(export_string_translation=False)
    mail_words = fields.Html(compute="_compute_mail_words", string="Their Word")
    applied = fields.Boolean(readonly=True)

    @api.depends("mail_task")
    @api.depends_context("uid")
    def _compute_mail_words(self):
        """As far as the user may read the task: while they talk it may become somebody else's."""
        for log in self:
            log.mail_words = log._get_mail_task().note

    def _get_mail_task(self):
        """The task, as long as the user may read it."""
        task = self.env["mail.activity"].browse(self.mail_task or ()).exists()
        return task if task and task.has_access("read") else task.browse()

    @api.depends("name", "phone", "email", "company_id")
    def _compute_alike_ids(self):
        """Whoever shares the address, the number or the name, as far as the user sees them."""
        for log in self:
            shared = []
            if address := email_normalize(log.email):
                shared.append(Domain("partner_id.email_normalized", "=", address))
            if log.phone and len(log.phone) > 5:
                shared.append(Domain("partner_id.phone_sanitized", "=", log._get_number()))
            if log.name and len(log.name) > 2:
                shared.append(Domain("name", "=ilike", log.name.strip()))
            log.alike_ids = (
                self.env["hr.jobseeker"].search(
                    Domain("company_id", "=", log.company_id.id) & Domain.OR(shared), limit=MOST_ALIKE
                )
                if shared
                else False
            )

    def _get_number(self):
        return self.env.user._phone_format(number=self.phone, country=self.company_id.country_id) or self.phone

    @api.constrains("received_at", "call_at")
    def _check_times(self):
        for log in self:
            if log.received_at > fields.Datetime.add(fields.Datetime.now(), minutes=5):
                raise ValidationError(self.env._("They were in touch before now: choose a moment that has passed."))
            if log.call_at and log.call_at <= log.received_at:
                raise ValidationError(self.env._("A call is promised for a moment that is still to come."))

    def action_get_back(self):
        """Somebody gets back to them: the clock runs."""
        return self._take_down(answered=False)

    def action_answered(self):
        """They had their answer at once."""
        return self._take_down(answered=True)

    def _take_down(self, answered):
        self.ensure_one()
        if self.applied:
            return {"type": "ir.actions.act_window_close"}
        self.applied = True
        if self.call_at and self.call_at <= fields.Datetime.now():  # the mail that they wrote may be days old
            raise ValidationError(self.env._("A call is promised for a moment that is still to come."))
        if not self.jobseeker_id and not self.name:
            raise UserError(self.env._("Write down their name, as they say it."))
        if not self.jobseeker_id and not self.phone and not self.email:
            raise UserError(self.env._("Write down a phone number or an e-mail address: else nobody can answer."))
        self.env["hr.jobseeker"].check_access("create")
        person = self._get_person()
        mine = person.with_user(self.env.user).has_access("write")
        # of a colleague's person it is said that they were answered, and the colleague's clock runs on
        self._enter(person, answered and mine, confirms=self.acknowledge and not answered)
        if not mine:
            self._tell_adviser(person, answered)
        elif self.call_at:
            person._promise_call(self.call_at, self.summary, self.adviser_id or self.env.user)
        self._file_mail(person)
        return self._show(person)

    def _file_mail(self, person):
        """What they wrote goes to them; of a task that became somebody else's meanwhile nothing does."""
        task = self._get_mail_task().sudo()  # sudo: its marks are the system's, and the person may be a colleague's
        if task.jobseeker_to_take_down and task.jobseeker_company_id == person.company_id:
            task._file_under(person)

    def _tell_adviser(self, person, answered):
        """It was somebody else's person: what was promised to them, and all that follows, is their adviser's."""
        told = person._for_colleagues()
        words = []
        if answered:
            words.append(told.env._("They say it was answered: %s", self.summary or "–"))
        if self.call_at:
            words.append(told.env._("They were promised a call: %s", told._say(self.call_at)))
        told._tell_adviser(told.env._("An enquiry was taken down by %s", self.env.user.name), "\n".join(words))

    def _get_person(self):
        """Whom the user chose; else who has this address *and* this name, else somebody new."""
        person = self.jobseeker_id
        if person:
            person.check_access("write")
            person.sudo()._take_up()  # sudo: as below
            return person.sudo()  # sudo: the ledger is written the same way for everybody
        vals = {
            "name": self.name.strip(),
            "email": email_normalize(self.email) or self.email,
            "phone": self.phone,
            "company_id": self.company_id.id,
            "lang": self.lang or self.company_id.partner_id.lang or self.env.lang,
        }
        # sudo: who takes down an enquiry may not see that a colleague knows the person already
        [partner] = self.env["res.partner"].sudo()._find_or_make_people([vals])
        source = "walk_in" if self.channel == "walk_in" else "enquiry"
        jobseekers = self.env["hr.jobseeker"]
        return jobseekers._find_or_make_enquirer(partner, self.company_id, source, self.adviser_id, user=self.env.user)

    def _enter(self, person, answered, confirms):
        spoken = self.channel in ("phone", "walk_in")
        arrives = TAKEN_DOWN if confirms and person.partner_id.email_normalized else None
        word = {
            "jobseeker_id": person.id,
            "date": self.received_at,
            "direction": "in",
            "channel": LEDGER[self.channel],
            "nature": "personal",
            "user_id": self.env.uid,
            "summary": self.env["hr.jobseeker.contact"]._shorten(self.summary),
        }
        if spoken:  # whoever took it down heard them; that nobody who could answer did makes it a message left for us
            word["outcome"] = "reached" if answered else "left_message"
        # sudo: the ledger and its enquiries are written the same way for everybody
        contacts = self.env["hr.jobseeker.contact"].sudo().with_context(jobseeker_arrives=arrives)
        entry = contacts._log([word])
        if person.state == "enquiry" and entry.date < person.state_since:
            # it is written down later than it happened, and the person since; a second word finds the first's enquiry
            since = person.state_since
            if not person.enquiry_ids.filtered(
                lambda one: (
                    one.is_open or one.received_at >= entry.date or (one.first_reply_at and one.first_reply_at >= since)
                )
            ):
                contacts.env["hr.jobseeker.enquiry"]._open(entry)
        if answered and not spoken:
            contacts._log([{**word, "direction": "out", "date": fields.Datetime.now()}])

    def _show(self, person):
        """Open the person; where users see a caseload alone, say the same of whoever it is, and tell them of nobody."""
        chosen = self.jobseeker_id or not self.env.user._is_narrowed(self.company_id.ids)
        if chosen and person.with_env(self.env).sudo(False).has_access("read"):
            return {**person.with_env(self.env).get_formview_action(), "target": "current"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("It is written down. Whoever answers for them hears of it."),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
