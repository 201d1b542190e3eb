from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import plaintext2html

from .hr_jobseeker_letter import ANSWERS_THEM
from .moment import say_day

#: What a person may choose on their page, and in which relationship or contact it stands.
PREFERENCES = ("preferred_channel", "reach_from", "reach_to", "lang", "tz")
LONGEST_PAUSE = relativedelta(years=1)


class HrJobseeker(models.Model):
    """The person's own side of the relationship: their account, their preferences, and what their page tells them.

    What they do there is heard from them (``hr.jobseeker.contact._log_page_action``) and seen by their adviser.
    """

    _name = "hr.jobseeker"
    _inherit = ["hr.jobseeker", "hr.jobseeker.link"]

    portal_access = fields.Selection(
        [("none", "No account"), ("invited", "Invited"), ("used", "Has signed in")],
        compute="_compute_portal_access",
        compute_sudo=True,
        help="Whether this person has an account for their own page, “My job search”.",
    )
    pause_asked = fields.Boolean(
        readonly=True, copy=False, help="The person asked for this pause, and may end it themselves."
    )

    def _get_people(self):
        return self

    # --- the account --------------------------------------------------------------------------------

    @api.depends("partner_id.user_ids")
    def _compute_portal_access(self):
        for jobseeker in self:
            users = jobseeker.partner_id.user_ids
            signed_in = users.filtered(lambda user: user.login_date or not user.share)
            jobseeker.portal_access = "used" if signed_in else "invited" if users else "none"

    def action_invite_to_portal(self):
        """Give the person an account, or send the invitation again, and say to which address it went."""
        self.ensure_one()
        self.check_access("write")
        if not self.partner_id.email_normalized:
            raise UserError(self.env._("%s has no valid e-mail address. Add one, then invite them.", self.name))
        if self.portal_access == "used":
            raise UserError(self.env._("%s has an account and uses it.", self.name))
        # sudo: granting access is for those who manage contacts; here it is one person, whom the recruiter may edit
        wizard = self.env["portal.wizard"].sudo().with_company(self.company_id)
        wizard = wizard.with_context(jobseeker_automatic=ANSWERS_THEM)  # whom, is not for a caller's defaults to say
        [invited] = wizard.create({"partner_ids": [Command.set(self.partner_id.ids)]}).user_ids
        if invited.is_portal:
            invited.action_invite_again()
        else:
            invited.action_grant_access()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("The invitation is on its way to %s.", self.partner_id.email_normalized),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # --- what the person decides --------------------------------------------------------------------

    def _set_preferences(self, vals):
        """Keep what the person chose; colleagues see it in the history, as their choice.

        :param vals: some of ``PREFERENCES``
        :return: whether anything changed
        """
        self.ensure_one()
        changed = {name: vals[name] for name in PREFERENCES if name in vals and (self[name] or False) != vals[name]}
        if not changed:
            return False
        self._track_set_author(self.partner_id)
        self.write(changed)
        env = self._for_colleagues().env
        labels = [self._fields[name]._description_string(env) for name in changed]
        self._log_own_action(env._("Changed on their page: %s", ", ".join(labels)))
        return True

    def _pause_contact(self, until, reason=None):
        """No word from us before that day, as the person asked. A rest that their adviser arranged is never shortened.

        :raise ValidationError: the day is none on which a pause can end, in words for the person
        """
        self.ensure_one()
        today = self._get_today()
        if not until or not today < until <= today + LONGEST_PAUSE:
            raise ValidationError(
                self.env._(
                    "Choose a day after today and until %s at the latest.", say_day(self.env, today + LONGEST_PAUSE)
                )
            )
        if self.state == "closed":
            raise UserError(self.env._("Your search with us is closed: you will not hear from us."))
        env = self._for_colleagues().env
        self._track_set_author(self.partner_id)
        if self.state == "on_hold" and not self.pause_asked:
            if self.hold_until and self.hold_until < until:
                self.hold_until = until
        else:
            reason = reason or env._("Asked by the person on their page")
            self.write({"state": "on_hold", "hold_until": until, "hold_reason": reason})
            self.pause_asked = True
        self._log_own_action(env._("Asked us to wait until %s", say_day(env, until)))

    def _end_pause(self):
        """The person wants to hear from us again; a rest that their adviser arranged is the adviser's to end."""
        self.ensure_one()
        if self.state != "on_hold" or not self.pause_asked:
            return False
        self._track_set_author(self.partner_id)
        self._resume_after_hold()
        self._log_own_action(self._for_colleagues().env._("Ended their pause"))
        return True

    def _get_move_traces(self, before, after):
        return {**super()._get_move_traces(before, after), "pause_asked": False}

    def _write_to_adviser(self, text):
        """A message from the person, on the thread of the relationship; their adviser gets it by mail."""
        self.ensure_one()
        adviser = self.adviser_id.filtered("active").partner_id
        return self.message_post(
            body=plaintext2html(text),
            author_id=self.partner_id.id,
            email_from=self.partner_id.email_formatted,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=adviser.ids,
        )

    # --- what colleagues hear of it -----------------------------------------------------------------

    def _for_colleagues(self):
        """This person, in the language of who answers for them."""
        reader = self.adviser_id.filtered("active").partner_id or self.company_id.partner_id
        return self.with_context(lang=reader.lang or "en_US")

    def _log_own_action(self, summary, asks_answer=False):
        """Enter in the ledger what the person did, in the words of ``_for_colleagues``, or what they wrote."""
        self.env["hr.jobseeker.contact"]._log_page_action(self, summary, asks_answer)

    def _tell_adviser(self, summary, words=""):
        """Ask whoever answers for this person to look at what the person did, once a day for the same thing.

        :param words: what the person wrote about it; more of the same day joins what is there
        """
        self.ensure_one()
        user = self._get_answering_user()
        today = fields.Date.context_today(self.with_context(tz=user.tz))
        # sudo: who opens a page has no rights, and the activity is for somebody else
        activities = self.env["mail.activity"].sudo()
        known = [
            ("res_model", "=", "hr.jobseeker"),
            ("res_id", "=", self.id),
            ("summary", "=", summary),
            ("user_id", "=", user.id),
            ("date_deadline", ">=", today),
        ]
        note = plaintext2html(words) if words else Markup()
        if told := activities.search(known, limit=1):
            if note and note not in (told.note or ""):
                told.with_context(mail_activity_quick_update=True).note = (told.note or Markup()) + note
        else:
            activities.create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("hr.jobseeker"),
                    "res_id": self.id,
                    "user_id": user.id,
                    "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
                    "date_deadline": today,
                    "summary": summary,
                    "note": note or False,
                    "automated": True,
                }
            )

    # --- what the page tells ------------------------------------------------------------------------

    def _say_next_contact(self):
        """When the person hears from us next, said to them: "You will hear from us by Mon 18:00 (Lisbon time)."."""
        self.ensure_one()
        if self.state == "closed":
            return self.env._("Your search with us is closed. Write to us, and we take it up again.")
        if self.do_not_contact:
            return self.env._("You asked us not to contact you. Write to us when you want to hear from us again.")
        if self.state == "on_hold":
            if not self.hold_until:
                return self.env._("Contact rests at present.")
            return self.env._("Contact rests. We will be in touch again from %s.", say_day(self.env, self.hold_until))
        at = self.contact_overdue_at or self.next_contact_at
        if not at:
            return self.env._("No contact is arranged. Write to us whenever you like.")
        late, moment = at <= fields.Datetime.now(), self._say(at)
        if self.contact_due_cause == "response":
            if late:
                return self.env._("We have your message. We promised an answer by %s and are late: sorry.", moment)
            return self.env._("We have your message, and you will have an answer by %s.", moment)
        if late:
            return self.env._("We promised to be in touch by %s and are late: sorry.", moment)
        return self.env._("You will hear from us by %s at the latest.", moment)
