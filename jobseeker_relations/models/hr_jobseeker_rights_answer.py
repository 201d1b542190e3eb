from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS
from .hr_jobseeker_rights_request import OPEN_STATES

#: Files of copies that went, in one transaction of Odoo's vacuum.
VACUUM_BATCH = 100
#: So long a last letter that cannot be sent waits in the queue, with the address of who is erased.
LAST_LETTER_DAYS = 7


class HrJobseekerRightsRequest(models.Model):
    """What the data protection officer does with a request: each button checks that they may, and what comes first."""

    _inherit = "hr.jobseeker.rights.request"

    bundle_id = fields.Many2one("ir.attachment", string="Copy of Their Data", readonly=True, copy=False, index=True)
    bundle_downloads = fields.Integer(string="Downloads", readonly=True, copy=False)
    last_letter_id = fields.Many2one(
        "mail.mail",
        string="Letter That Says So",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    is_frozen = fields.Boolean(compute="_compute_is_frozen")

    @api.depends("jobseeker_id.restricted_at")
    def _compute_is_frozen(self):
        for request in self:
            request.is_frozen = bool(request.jobseeker_id.restricted_at)

    def _check_may_act(self, *, confirmed=True):
        """Raise where the user is not the officer, or something has to come first.

        :param confirmed: who asks must be known by now
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in OPEN_STATES:
            raise UserError(self.env._("Request %s is answered. Register another one.", self.number))
        if confirmed and not self.jobseeker_id:
            raise UserError(self.env._("Say whose request this is: choose the jobseeker."))
        if confirmed and not self.identity_confirmed_at:
            raise UserError(
                self.env._("Confirm first that it is the person who asks: nobody else may get, or change, their data.")
            )

    def _get_dialog(self, step, title):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "hr.jobseeker.rights.dialog",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id, "default_step": step, "dialog_size": "medium"},
        }

    def _note(self, text):
        """Keep in the log of the request what was done, by whom and when."""
        self._message_log(body=text, author_id=self.env.user.partner_id.id)

    # --- dialogs --------------------------------------------------------------------------------------

    def action_confirm_identity(self):
        return self._get_dialog("identity", self.env._("Who asks?"))

    def action_pause(self):
        return self._get_dialog("pause", self.env._("Pause the clock"))

    def action_extend(self):
        return self._get_dialog("extend", self.env._("Extend the time to answer"))

    def action_ask_erase(self):
        self._check_may_erase()
        return self._get_dialog("erase", self.env._("Erase: what goes, and what stays"))

    def action_ask_unfreeze(self):
        return self._get_dialog("unfreeze", self.env._("Lift the freeze"))

    def action_ask_close(self):
        return self._get_dialog("close", self.env._("Answer the request"))

    # --- the clock ------------------------------------------------------------------------------------

    def _confirm_identity(self, how):
        """Somebody made sure that it is the person who asks."""
        self._check_may_act(confirmed=False)
        if not self.jobseeker_id:
            raise UserError(self.env._("Say whose request this is: choose the jobseeker."))
        if self.state == "paused":
            self._resume()
        # sudo: the proof is nobody's to write but the system's
        self.sudo().write(
            {
                "state": "confirmed",
                "identity_how": how,
                "identity_confirmed_at": fields.Datetime.now(),
                "identity_confirmed_by": self.env.uid,
            }
        )
        self._note(self.env._("Identity confirmed: %s", how))

    def _pause(self, reason, note=False):
        self._check_may_act(confirmed=False)
        if self.state == "paused":
            return
        # sudo: the clock is the system's
        self.sudo().write({"state": "paused", "state_before_pause": self.state})
        pauses = self.env["hr.jobseeker.rights.pause"].sudo()  # sudo: as above
        pauses.create({"request_id": self.id, "reason": reason, "note": note})
        self._tell("mail_template_rights_paused")

    def _resume(self):
        # sudo: the clock is the system's
        request = self.sudo()
        request.pause_ids.filtered(lambda pause: not pause.to_on).to_on = fields.Date.context_today(self)
        request.pause_ids.flush_recordset()  # the index knows one that stands
        request.write({"state": request.state_before_pause or "received", "state_before_pause": False})

    def action_resume(self):
        """The proof, or the explanation, is here: the clock goes on."""
        self._check_may_act(confirmed=False)
        if self.state == "paused":
            self._resume()
            self._note(self.env._("The clock goes on."))

    def _extend(self, reason):
        """Take the longer time that the rule allows; the person is told why, before the first time is over."""
        self._check_may_act(confirmed=False)
        if not self.env["hr.jobseeker.rule"]._find("rights_extension", self.company_id, self.received_on):
            raise UserError(self.env._("No rule of your country allows to extend: answer in time."))
        if self.extended_at:
            raise UserError(self.env._("This request was extended already; once is all that the rule allows."))
        if self.is_overdue:
            raise UserError(self.env._("The time is over: an extension is told before that. Answer now."))
        # sudo: the clock is the system's
        self.sudo().write({"extended_at": fields.Datetime.now(), "extension_reason": reason})
        self._tell("mail_template_rights_extended")

    # --- what was asked for ---------------------------------------------------------------------------

    def action_make_bundle(self):
        """Make the copy of their data; a former one of this request goes."""
        self._check_may_act()
        if self.kind not in ("access", "portability"):
            raise UserError(self.env._("A copy belongs to a request for access, or to take data along."))
        portable = self.kind == "portability"
        content = self.env["hr.jobseeker.personal.data"]._make_bundle(self.jobseeker_id, portable=portable)
        former = self.bundle_id
        # sudo: files of requests are the system's; who reads them may read the request
        self.sudo().bundle_id = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.number.replace('/', '-')}.zip",
                    "raw": content,
                    "mimetype": "application/zip",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        former.sudo().unlink()  # sudo: as above
        self._note(self.env._("Made the copy of their data."))
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_download_bundle(self):
        """Download the copy; that it was, is kept."""
        self.ensure_one()
        self.check_access("write")
        if not self.bundle_id:
            raise UserError(self.env._("There is no copy, or it has expired. Make it again."))
        self.sudo().bundle_downloads += 1  # sudo: the system counts
        self._note(self.env._("Downloaded the copy of their data."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.bundle_id.id}?download=true",
            "target": "self",
        }

    @api.autovacuum
    def _gc_bundles(self):
        """Remove copies that were kept as long as the rule says (``rights_bundle``); the request stays."""
        requests = self.sudo().search([("bundle_id", "!=", False)])  # sudo: the vacuum's own
        expired = requests.browse()
        today = fields.Date.today()
        for company, some in requests.grouped("company_id").items():
            rule = self.env["hr.jobseeker.rule"]._find("rights_bundle", company)
            if rule:
                expired |= some.filtered(
                    lambda one, rule=rule, company=company: (
                        rule._get_end(one.bundle_id.create_date.date(), company) < today
                    )
                )
        expired[:VACUUM_BATCH].bundle_id.unlink()
        return len(expired[:VACUUM_BATCH]), len(expired) > VACUUM_BATCH

    def action_freeze(self):
        """Freeze the person's data: no letters of ours, no referral, no edit but by the officer."""
        self._check_may_act()
        self.jobseeker_id._freeze()
        self._note(self.env._("Their data is frozen."))
        self._ask_to_tell_recipients(self.jobseeker_id._get_recipients()[self.jobseeker_id])

    def _unfreeze(self, reason):
        """The person is told before this happens (GDPR art. 18(3))."""
        self.ensure_one()
        self.check_access("write")
        self._tell("mail_template_rights_unfrozen")
        self.jobseeker_id._unfreeze(reason)
        self._note(self.env._("Their data is no longer frozen: %s", reason))

    def action_stop_use(self):
        """Carry out an objection: letters that are not an answer to them stop at once, and closing is proposed."""
        self._check_may_act()
        person = self.jobseeker_id
        person._stop_marketing()
        person._tell_adviser(person._for_colleagues().env._("%s objects to our using their data: close?", person.name))
        self._note(self.env._("Letters stopped; the adviser was asked to close."))

    def _check_may_erase(self):
        self._check_may_act()
        if self.kind not in ("erasure", "objection"):
            raise UserError(self.env._("Nobody asked for erasure here: register a request for it."))

    def _lifts_freeze_of(self, person):
        """Whether this request takes back an earlier wish to freeze the data: theirs, for erasure, and later."""
        self.ensure_one()
        frozen_at = person.sudo().restricted_at  # sudo: a fact that binds everybody
        return (
            self.jobseeker_id == person
            and self.kind in ("erasure", "objection")
            and bool(frozen_at)
            and self.received_on >= frozen_at.date()
        )

    def _erase_person(self):
        """Erase what may go, tell the person, keep the receipt; what a hold keeps stays frozen.

        The letter waits in Odoo's queue and leaves only when the erasure is saved: whoever reads "we have erased your
        data" is erased. It has the address, and no more of them; it goes when it has left, or could not for a week.
        """
        self._check_may_erase()
        person, lang = self.jobseeker_id, self.jobseeker_id._get_letter_lang()
        person.sudo().lock_for_update()  # sudo: as its erasure, which was checked
        recipients, plan = person._get_recipients()[person], person._plan_erasure(but=self)
        Map = self.env["hr.jobseeker.personal.data"]
        thawed = self._lifts_freeze_of(person) and not person.erasure_owed
        letter = self._prepare_last_letter(Map.with_context(lang=lang)._say_erased(plan), lang)
        [erased] = person._erase("request", but=self)
        receipt = Map._say_erased(erased)
        if thawed:
            receipt += "\n\n" + self.env._("It was frozen, as they had asked before: this request came later.")
        receipt += "\n\n" + (
            self.env._("A letter to them was queued, and leaves once this is saved.")
            if letter
            else self.env._("No letter went: there is no address.")
        )
        whole = (
            self.env._("A duty keeps a part: see the receipt.")
            if erased.holds
            else self.env._("Something else uses the contact: see the receipt.")
        )
        # sudo: what was done is the system's to write
        self.sudo().write(
            {
                "receipt": receipt,
                "state": "closed",
                "outcome": "granted" if erased.is_whole else "partly",
                "refuse_reason": False if erased.is_whole else whole,
                "closed_at": fields.Datetime.now(),
                "closed_by": self.env.uid,
                "last_letter_id": self._queue_last_letter(letter),
            }
        )
        self._ask_to_tell_recipients(recipients)
        return erased

    def _prepare_last_letter(self, receipt, lang):
        template = self.env.ref("jobseeker_relations.mail_template_rights_erased", raise_if_not_found=False)
        if not template or not self.partner_id.email_normalized:
            return None
        letter = template.sudo().with_context(lang=lang, receipt=receipt)  # sudo: our own text
        [(subject, body)] = letter._render_letters(self.sudo()).values()
        return {
            "subject": subject,
            "body_html": body,
            "email_to": self.partner_id.email_formatted,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "reply_to": self.company_id.email_formatted,
            "headers": AUTOMATIC_HEADERS,
            "auto_delete": True,
        }

    @api.model
    def _queue_last_letter(self, letter):
        """:return: id of the mail in the queue, or False"""
        if not letter:
            return False
        # sudo: the queue is the system's
        mail = self.env["mail.mail"].sudo().with_context(jobseeker_automatic=ANSWERS_THEM).create(letter)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return mail.id

    @api.autovacuum
    def _gc_last_letters(self):
        """A last letter that could not be sent for a week goes: the address is kept for nothing else."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=LAST_LETTER_DAYS)
        # sudo: the vacuum's own
        requests = self.sudo().search([("last_letter_id", "!=", False), ("closed_at", "<", old)], limit=VACUUM_BATCH)
        for request in requests:
            request.receipt += "\n" + request.env._("The letter could not be sent, and was deleted.")
        letters = requests.last_letter_id
        messages = letters.mail_message_id
        letters.unlink()
        messages.exists().unlink()

    # --- the answer -----------------------------------------------------------------------------------

    def _answer(self, outcome, reason=False):
        self._check_may_act(confirmed=outcome != "refused")
        if outcome != "granted" and not reason:
            raise UserError(self.env._("Say why not, or not all of it: the person is told, and may complain."))
        if self.state == "paused":
            self._resume()
        # sudo: what was done is the system's to write
        self.sudo().write(
            {
                "state": "closed",
                "outcome": outcome,
                "refuse_reason": reason,
                "closed_at": fields.Datetime.now(),
                "closed_by": self.env.uid,
            }
        )
        self._tell("mail_template_rights_answered")
        if self.kind == "rectification" and outcome != "refused":
            self._ask_to_tell_recipients(self.jobseeker_id._get_recipients()[self.jobseeker_id])

    def action_withdraw(self):
        """The person takes it back."""
        self._check_may_act(confirmed=False)
        if self.state == "paused":
            self._resume()
        self.sudo().state = "withdrawn"  # sudo: states move by buttons
        self.sudo().bundle_id.unlink()  # sudo: nobody waits for the copy any more
        self._note(self.env._("They took it back."))

    # --- who is told ----------------------------------------------------------------------------------

    def _tell(self, name):
        """Write to the person, where there is an address and the letter was not deleted; on their thread."""
        template = self.env.ref(f"jobseeker_relations.{name}", raise_if_not_found=False)
        for request in self.filtered("jobseeker_id"):
            if template:
                request._send_notices(template, "request", 1)

    def _tell_officers(self):
        """Tell the data protection officers of the company that a request came, one notice each."""
        group = self.env.ref("jobseeker_relations.group_data_protection_officer")
        for request in self.sudo():  # sudo: whoever registers it may not read requests
            officers = group.all_user_ids.filtered(
                lambda user, company=request.company_id: user.active and company in user.company_ids
            )
            for officer in officers:
                told = request.with_context(lang=officer.lang)
                told.message_notify(
                    partner_ids=officer.partner_id.ids,
                    subject=told.env._("A jobseeker asks about their data: %s", told.display_name),
                    body=told.env._(
                        "It is to be answered by %s.", told.due_on or told.env._("a day that no rule says")
                    ),
                )

    def _ask_to_tell_recipients(self, recipients):
        """One task for each of those to whom we had given something of the person (GDPR art. 19)."""
        for partner in recipients:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Tell %s what became of the data we gave them", partner.display_name),
                note=self.env._(
                    "Request %s: they have to follow, unless it is impossible (GDPR art. 19).", self.number
                ),
                user_id=self.env.uid,
            )


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _stop_marketing(self):
        """No letter that is not an answer to these people goes from now on.

        A hook: where consents are kept by purpose, those for marketing end here. Without them it is no contact.
        """
        # sudo: an objection binds, whoever carries it out; frozen data, too
        self.sudo().write({"do_not_contact": True})

    def _file_request(self, kind, details=False, channel="portal", received_on=None):
        """Register a request for this person, tell its officers and the person; one of a kind is open at a time.

        :raise UserError: there is one already, in words for the person
        """
        self.ensure_one()
        requests = self.env["hr.jobseeker.rights.request"].sudo()  # sudo: who asks has no rights on requests
        known = requests.search(
            [("jobseeker_id", "=", self.id), ("kind", "=", kind), ("state", "in", OPEN_STATES)], limit=1
        )
        if known:
            raise UserError(self.env._("This was asked already, and is being answered: request %s.", known.number))
        request = requests.create(
            {
                "jobseeker_id": self.id,
                "kind": kind,
                "details": details,
                "channel": channel,
                "received_on": received_on or self._get_today(),
            }
        )
        request._tell("mail_template_rights_received")
        request._tell_officers()
        return request
