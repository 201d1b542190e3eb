from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS
from .hr_jobseeker_referral import SILENCE_ANEW, WAITING

LETTER = "jobseeker_relations.mail_template_referral"
#: States of a letter that does not leave by itself any more, and of one that the hirer does not have.
FAILED = ("exception", "cancel")
NOT_LEFT = ("outgoing", *FAILED)


class MailMail(models.Model):
    _inherit = "mail.mail"

    jobseeker_referral_id = fields.Many2one(
        "hr.jobseeker.referral", groups=fields.NO_ACCESS, copy=False, index="btree_not_null", ondelete="cascade"
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """What lay in the queue while the person had their data frozen, or took it back, does not leave."""
        staying = self._hold_back_frozen()
        staying |= (self - staying)._hold_back_changed()
        if post_send_callback and staying:
            post_send_callback(staying.ids)
        return super(MailMail, self - staying).send(
            auto_commit=auto_commit, raise_exception=raise_exception, post_send_callback=post_send_callback
        )

    def _hold_back_frozen(self):
        """Cancel letters to hirers about people whose data is frozen, and return them."""
        letters = self.sudo().filtered("jobseeker_referral_id")  # sudo: the queue's own mark
        frozen = letters.filtered(lambda mail: mail.jobseeker_referral_id.jobseeker_id._is_frozen())
        if frozen:
            reason = self.env._("They asked us to freeze their data.")
            frozen.write({"state": "cancel", "failure_reason": reason})
        return self & frozen

    def _hold_back_changed(self):
        """Cancel introductions that are over, or are not what the person agrees to any more, and return them."""
        letters = self.sudo().filtered("jobseeker_referral_id")  # sudo: the queue's own mark
        held = letters.browse()
        for mail in letters.filtered(lambda one: one.jobseeker_referral_id.letter_id == one):
            if reason := mail.jobseeker_referral_id._say_why_it_stays():
                mail.write({"state": "cancel", "failure_reason": reason})
                held |= mail
        held.jobseeker_referral_id.filtered(lambda referral: referral.state in WAITING)._tell_fault()
        return self & held


class HrJobseekerReferral(models.Model):
    """The letter to the hirer, with the snapshot and nothing else; for a job of our own, an application.

    It stands on no thread: neither followers nor notes of the jobseeker have a way into it, it is no word to the
    jobseeker, and the hirer's answer goes to the adviser's own mailbox.
    """

    _inherit = "hr.jobseeker.referral"

    sent_at = fields.Datetime(string="Sent", readonly=True, copy=False)
    sent_to = fields.Char(readonly=True, copy=False, help="The addresses to which it went.")
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False)
    letter_id = fields.Many2one(
        "mail.mail", readonly=True, copy=False, groups=fields.NO_ACCESS, index="btree_not_null", ondelete="set null"
    )
    letter_fault = fields.Char(compute="_compute_letter_fault", compute_sudo=True)
    # the letter has not left: nobody was told anything
    is_unsendable = fields.Boolean(compute="_compute_is_unsendable", compute_sudo=True, export_string_translation=False)

    @api.depends("letter_id.state", "letter_id.failure_reason", "return_reason")
    def _compute_letter_fault(self):
        for referral in self:
            failed = referral.letter_id.state in FAILED
            referral.letter_fault = referral.return_reason or (
                failed and (referral.letter_id.failure_reason or self.env._("The letter could not be sent."))
            )

    @api.depends("state", "letter_id.state")
    def _compute_is_unsendable(self):
        for referral in self:
            referral.is_unsendable = referral.state == "sent" and referral.letter_id.state in NOT_LEFT

    # --- the move ---------------------------------------------------------------------------------------

    def _before_move(self, state):
        result = super()._before_move(state)
        if state == "sent":
            self._check_snapshot_whole()
        has_left = self.filtered(lambda one: one.state == "sent" and not one.is_unsendable and not one.return_reason)
        if state == "ready" and has_left:
            raise UserError(self.env._("The letter has left: tell the hirer, and record that it is withdrawn."))
        return result

    def _get_traces(self, state, vals):
        traces = super()._get_traces(state, vals)
        return traces | self._get_sending() | SILENCE_ANEW if state == "sent" else traces

    def _get_sending(self):
        """When, whereto and by whom something is sent now."""
        return {
            "sent_at": fields.Datetime.now(),
            "sent_to": False if self.is_internal else self._get_sent_address(),
            "sent_by_id": self.env.uid,
        }

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.state == "ready" and former == "sent":
            self._stop_letters()
            if not self.return_reason:
                told = self._for_adviser()
                told._note(told.env._("Taken out of the queue, and not sent: %s", told.display_name))
        if self.state == "sent":
            if self.is_internal:
                self._make_application()
            else:
                self._write_to_hirer(LETTER, with_snapshot=True)
            told = self._for_adviser()
            told._note(told.env._("Put forward: %s", told.display_name))
        return result

    def action_send(self):
        """Send what the person agreed to; what is missing is said, with the way past it where a rule has one."""
        self.check_access("write")
        for referral in self:
            if referral.state in ("draft", "consent_asked"):
                referral.write({"state": "ready"})
            referral.write({"state": "sent"})

    def action_unsend(self):
        """It was sent by mistake, and the letter has not left: it does not, and what they agreed to is ready again."""
        self.check_access("write")
        self.write({"state": "ready"})

    def action_change(self):
        """Also what was sent to an address that is none, or to which nothing came: another one is another yes."""
        self.check_access("write")
        self.filtered(lambda referral: referral.state == "sent" and referral.letter_fault).write({"state": "ready"})
        return super().action_change()

    # --- the letter ---------------------------------------------------------------------------------

    def _write_to_hirer(self, template, with_snapshot=False):
        """Put a letter to the hirer into the queue, in the language of who reads it there."""
        letter = self.env.ref(template, raise_if_not_found=False)
        if not letter:
            raise UserError(self.env._("The letter to hirers was deleted. An administrator brings it back."))
        # sudo: letters and their templates are the system's; who calls was checked
        for referral in self.sudo():
            referral._queue_letter(letter.sudo().with_context(lang=referral._get_hirer_lang()), with_snapshot)

    def _queue_letter(self, letter, with_snapshot):
        [(subject, body)] = letter._render_letters(self).values()
        author = self.jobseeker_id.adviser_id.filtered("active").partner_id or self.company_id.partner_id
        address = author.email_formatted or self.company_id.email_formatted or self.env.user.email_formatted
        files = self.cv_copy_id if with_snapshot else self.cv_copy_id.browse()
        queue = self.env["mail.mail"].with_context(jobseeker_automatic=ANSWERS_THEM)
        mail = queue.create(
            {
                "author_id": author.id,
                "email_from": address,
                "reply_to": address,
                "subject": subject,
                "body_html": body,
                "email_to": self._get_sent_address(),
                "attachment_ids": [Command.link(file.id) for file in files],
                "headers": AUTOMATIC_HEADERS,
                "auto_delete": True,
                "jobseeker_referral_id": self.id,
            }
        )
        if with_snapshot:
            new = {"letter_id": mail.id, "letter_mark": mail.message_id, "return_reason": False, "fault_told": False}
            self.write(new)

    def _get_candidate(self):
        """What the person is called in letters to the hirer: as on what they were sent."""
        self.ensure_one()
        return self.number if self.anonymised else self.jobseeker_id.name

    def _is_with_hirer(self):
        """Whether the hirer has something of the person: what lies in the queue, or came back, they have not."""
        self.ensure_one()
        system = self.sudo()  # sudo: whoever reads the page of the referral
        inside = system.is_internal and bool(system.sent_at)
        return inside or (system._has_left() and not system.return_reason)

    def _has_left(self):
        """Whether a letter left the house. Who says that it came back may be wrong: perhaps the hirer has it."""
        self.ensure_one()
        system = self.sudo()  # sudo: the state of our own letter
        return bool(system.sent_at) and not system.is_internal and system.letter_id.state not in NOT_LEFT

    def _stop_letters(self):
        """Take what has not left out of the queue: to whom nothing went, nobody was put forward."""
        # sudo: letters are the system's; who takes something back was checked
        queue = self.env["mail.mail"].sudo()
        waiting = queue.search([("jobseeker_referral_id", "in", self.ids), ("state", "!=", "sent")])
        never_left = self.sudo().filtered(lambda referral: referral.letter_id & waiting)  # sudo: as above
        never_left.write({"sent_at": False, "sent_to": False})
        waiting.unlink()

    def _get_arrival(self):
        """What is kept of a referral of which its hirer speaks: they have it, whatever became of our letter."""
        system = self.sudo()  # sudo: the state of our own letter
        arrival = {"return_reason": False}
        if system.letter_id.state in FAILED:
            arrival["letter_id"] = False
        if not system.sent_at:
            arrival["sent_at"] = fields.Datetime.now()
        return arrival

    def _drop_failed_letters(self):
        """What the hirer has by another way does not go to them once more."""
        queue = self.env["mail.mail"].sudo()  # sudo: letters are the system's; who records their word was checked
        queue.search([("jobseeker_referral_id", "in", self.ids), ("state", "in", FAILED)]).unlink()

    def _say_why_it_stays(self):
        """Why the introduction that waits in the queue must not leave, in a sentence; None."""
        self.ensure_one()
        if self.state not in WAITING:
            return self.env._("This was settled in the meantime.")
        if gaps := self._find_firm_gaps()[self]:
            return gaps[0]
        if not self._has_consent():
            return self._lacks_consent()["consent"]
        if doubts := self._find_doubts():
            return " ".join(doubts.values())
        try:
            self._check_snapshot_whole()
        except UserError as error:
            return str(error)
        return None

    def _find_doubts(self):
        """{key: sentence}: whether they still want it, where a rule asks that and nobody went past it."""
        if not self._lacks_still_wanted():
            return {}
        gates = self._find_open_gates()[self]
        return next((lacks for rule, lacks in gates if rule.code == "referral_still_wanted"), {})

    def action_send_again(self):
        """The letter did not leave: offer it to the mail server once more, as it is."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "sent" or not self.letter_fault:
            raise UserError(self.env._("The letter has left, or waits in the queue."))
        self._check_snapshot_whole()
        if email_normalize(self._get_hirer_address() or "") != email_normalize(self._get_sent_address() or ""):
            raise UserError(
                self.env._(
                    "What lies here is not what %s agreed to. Press “Change”, and ask them anew.",
                    self.jobseeker_id.name,
                )
            )
        if not self._has_consent():
            raise UserError(self._lacks_consent()["consent"])
        self._check_gates()
        self._stop_letters()
        # sudo: the system's own marks; access was checked above
        self.sudo().write({**self._get_sending(), **SILENCE_ANEW})
        self._write_to_hirer(LETTER, with_snapshot=True)
        self._plan_look()

    # --- a job of our own -----------------------------------------------------------------------------

    def _make_application(self):
        """By Odoo's own way from a talent to a job; who applied for it already has an application."""
        person = self.sudo().jobseeker_id  # sudo: applications are the person's, whoever recruits for them
        every = person.applicant_ids
        known = every.filtered(lambda applicant: applicant.job_id == self.job_id and not applicant.talent_pool_ids)
        if not known:
            talents = every.filtered("talent_pool_ids")
            source = (talents or every).sorted("id")[-1:]
            if source:
                wizard = self.env["job.add.applicants"].sudo()  # sudo: as above
                known = wizard.create(
                    {"applicant_ids": source.ids, "job_ids": self.job_id.ids}
                )._add_applicants_to_job()
            else:
                known = every.create(
                    {
                        "partner_id": person.partner_id.id,
                        "partner_name": person.name,
                        "email_from": person.email,
                        "partner_phone": person.phone,
                        "job_id": self.job_id.id,
                        "company_id": person.company_id.id,
                    }
                )
        self.sudo().applicant_id = known.sorted("id")[-1:]  # sudo: the system's own link

    def action_open_application(self):
        self.ensure_one()
        self.check_access("read")
        return self.applicant_id._get_records_action()
