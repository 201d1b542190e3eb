import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.fault_words import say_fault
from .batch import settle_each
from .hr_jobseeker_letter import NOT_LEFT
from .hr_jobseeker_referral import WAITING

_logger = logging.getLogger(__name__)


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

    def write(self, vals):
        """Once a letter has left, its hirer knows of them anew.

        Odoo says so between the hand-over and the commit, where nothing may fail: it would leave a second time. What a
        colleague holds just now is for the next look of the job.
        """
        result = super().write(vals)
        # sudo: the queue's own mark
        referrals = vals.get("state") == "sent" and self.sudo().jobseeker_referral_id
        if referrals:
            try:
                with self.env.cr.savepoint():
                    referrals._end_taking_back()
            except Exception:
                _logger.warning("Tasks of what the referrals %s took back stand still", referrals.ids, exc_info=True)
        return result

    def _hold_back_frozen(self):
        """Cancel letters to hirers about people whose data is frozen, and return them."""
        letters = self.sudo().filtered("jobseeker_referral_id")  # sudo: the queue's own mark
        frozen = letters.filtered(lambda mail: mail.jobseeker_referral_id.jobseeker_id._is_frozen())
        for mail in frozen:
            reader = mail.jobseeker_referral_id._for_adviser()
            reason = reader.env._("They asked us to freeze their data.")
            mail.write({"state": "cancel", "failure_reason": reason})
        return self & frozen

    def _hold_back_changed(self):
        """Cancel introductions that are over, or are not what the person agrees to any more, and return them.

        One that cannot be judged is held by itself: the letters of others leave.
        """
        # sudo: the queue's own mark
        letters = self.sudo().filtered(lambda mail: mail.jobseeker_referral_id.letter_id == mail)
        if letters:
            settle_each(letters, self._judge_introductions, self._hold_unjudged)
        return self & letters.filtered(lambda mail: mail.state == "cancel")

    @api.model
    def _judge_introductions(self, letters):
        for referral, reason in letters.jobseeker_referral_id._find_staying().items():
            referral.letter_id.write({"state": "cancel", "failure_reason": reason})
            if referral.state in WAITING:
                referral._tell_fault()

    @api.model
    def _hold_unjudged(self, letter, error):
        """Its adviser hears of it by the job, as of any letter that failed."""
        _logger.warning("Letter %s to a hirer could not be judged", letter.id, exc_info=error)
        letter.write({"state": "cancel", "failure_reason": say_fault(error)})


class HrJobseekerReferral(models.Model):
    """Letters to hirers that wait in the queue: which of them leave no more, and why."""

    _inherit = "hr.jobseeker.referral"

    def _find_staying(self):
        """{referral: why its introduction, which waits, must not leave}, each in the language of its adviser."""
        staying = {}
        for lang, referrals in self.grouped(lambda one: one._for_adviser().env.lang).items():
            told = referrals.with_context(lang=lang)
            firm = told._find_firm_gaps()
            gates = told.filtered(lambda one: one._lacks_still_wanted())._find_open_gates()
            for referral in told:
                if reason := referral._say_why_it_stays(firm[referral], gates.get(referral, ())):
                    staying[referral] = reason
        return staying

    def _say_why_it_stays(self, firm, gates):
        """Why the introduction that waits in the queue must not leave, in a sentence; None.

        :param firm: what ``_find_firm_gaps`` says of it
        :param gates: what ``_find_open_gates`` says, where something may have changed their mind
        """
        self.ensure_one()
        if self.state not in WAITING:
            return self.env._("This was settled in the meantime.")
        if firm:
            return firm[0]
        if not self._has_consent():
            return self._lacks_consent()["consent"]
        for rule, lacks in gates:
            if rule.code == "referral_still_wanted":
                return " ".join(lacks.values())
        try:
            self._check_snapshot_whole()
        except UserError as error:
            return str(error)
        return None

    def _stop_letters(self):
        """Take what has not left out of the queue: to whom nothing went, nobody was put forward."""
        # sudo: letters are the system's; who takes something back was checked
        queue = self.env["mail.mail"].sudo()
        waiting = queue.search([("jobseeker_referral_id", "in", self.ids), ("state", "!=", "sent")])
        for referral in self.sudo().filtered(lambda one: one.letter_id & waiting):  # sudo: as above
            referral.write(referral._get_unsent())
        waiting.unlink()

    def _drop_reminders(self):
        """Who spoke is not reminded any more, nor gets once more what they have by another way.

        An introduction that waits goes all the same: it is what they speak of.
        """
        queue = self.env["mail.mail"].sudo()  # sudo: letters are the system's; who records their word was checked
        own = self.sudo().letter_id  # sudo: as above
        waiting = [("jobseeker_referral_id", "in", self.ids), ("state", "in", NOT_LEFT)]
        queue.search([*waiting, ("id", "not in", own.ids)]).unlink()
