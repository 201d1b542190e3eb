from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules.letter_gate import Verdict
from .hr_jobseeker_consent import CHANNELS, OWN_PAGES
from .hr_jobseeker_referral import UNSENT

#: The page of a referral, and how long its link works where no rule says it.
PURPOSE = "referral"
LINK_DAYS = 14


class HrJobseekerReferral(models.Model):
    """The person's yes to this hirer, this job and exactly this text and file (compliance §8 item 18).

    It stands on the referral and not in ``hr.jobseeker.consent``: that keeps one word for each purpose, asked of what
    one may do at all ("put me forward to employers"), while of referrals there are many at once, and each yes is about
    another snapshot. Both count: a no to the purpose stops all of them (``hr.jobseeker._purpose_withdrawn``).
    """

    _inherit = "hr.jobseeker.referral"

    consent_asked_at = fields.Datetime(string="Asked", readonly=True, copy=False)
    link_expires_on = fields.Date(readonly=True, copy=False, help="Last day on which the link in the letter works.")
    consent_at = fields.Datetime(string="Agreed", readonly=True, copy=False)
    consent_channel = fields.Selection(CHANNELS, string="Agreed Through", readonly=True, copy=False)
    consent_wording = fields.Text(string="As They Read It", readonly=True, copy=False)
    consent_proof = fields.Text(string="What They Said", readonly=True, copy=False)
    consent_ip = fields.Char(string="From Address", readonly=True, copy=False)
    consent_by_id = fields.Many2one(
        "res.users", string="Recorded by", readonly=True, copy=False, help="Empty: the person themselves."
    )
    consent_digest = fields.Char(readonly=True, copy=False, help="Stands for what they agreed to.")
    consent_expires_on = fields.Date(
        string="Holds Until", readonly=True, copy=False, help="From this day on it holds no more."
    )
    consent_withdrawn_at = fields.Datetime(string="Withdrawn", readonly=True, copy=False)
    consent_withdrawn_channel = fields.Selection(CHANNELS, string="Withdrawn Through", readonly=True, copy=False)
    excluded_consent_at = fields.Datetime(
        string="Also to This Employer",
        readonly=True,
        copy=False,
        help="They agreed, apart, though they work there, or had said that this hirer is never to hear of them.",
    )
    applied_directly = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        string="Applied There Themselves",
        readonly=True,
        copy=False,
        help="Whether they applied for this job themselves, or through somebody else, before.",
    )
    has_consent = fields.Boolean(string="Their Yes Stands", compute="_compute_has_consent")
    is_askable = fields.Boolean(compute="_compute_is_askable", export_string_translation=False)

    @api.depends("consent_at", "consent_withdrawn_at", "consent_expires_on", "consent_digest", "snapshot_digest")
    def _compute_has_consent(self):
        for referral in self:
            referral.has_consent = referral._has_consent()

    def _has_consent(self):
        self.ensure_one()
        over = self.consent_expires_on and self.consent_expires_on <= self._get_today()
        same = self.consent_digest and self.consent_digest == self.snapshot_digest
        return bool(self.consent_at and not self.consent_withdrawn_at and not over and same)

    @api.depends(
        "state",
        "has_consent",
        "excluded_consent_at",
        "hirer_id",
        "jobseeker_id.current_employer_ids",
        "jobseeker_id.excluded_hirer_ids",
    )
    def _compute_is_askable(self):
        for referral in self:
            referral.is_askable = referral._is_askable()

    def _is_askable(self):
        """Whether they were asked, and something of their yes lacks: it was not given, or ran out before it was sent.

        Or it lacks what is asked apart: that their employer, or a hirer whom they excluded, may hear of them.
        """
        self.ensure_one()
        asked = self.state in ("consent_asked", "ready")
        return asked and (not self._has_consent() or bool(self._lacks_leave()))

    # --- asking -------------------------------------------------------------------------------------

    def _before_move(self, state):
        result = super()._before_move(state)
        if state == "consent_asked":
            for referral in self.filtered(lambda one: not one.consent_at):  # else they said yes in a talk
                if obstacle := referral._say_why_not_to_ask():
                    raise UserError(obstacle)
        if state in ("consent_asked", "ready"):
            self.filtered(lambda referral: not referral.snapshot)._make_snapshot()
        return result

    def _get_traces(self, state, vals):
        traces = super()._get_traces(state, vals)
        if state == "consent_asked":
            traces |= {"consent_asked_at": fields.Datetime.now(), "link_expires_on": self._get_last_day()}
        if state == "draft":
            nothing = ("snapshot", "snapshot_digest", "consent_at", "consent_digest", "excluded_consent_at")
            nothing += ("applied_directly", "answer_told_at")
            traces |= dict.fromkeys(nothing, False)
        return traces

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.state == "consent_asked" and not self.consent_at:
            self._send_question()
        if self.state == "draft":
            self._revoke_links()
            told = self._for_adviser()
            told._note(told.env._("To be changed, and asked about anew: %s", told.display_name))
        return result

    def _get_last_day(self):
        today = self._get_today()
        rule = self.env["hr.jobseeker.rule"]._find("referral_link_days", self.company_id)
        return rule._get_end(today, self.company_id) if rule else fields.Date.add(today, days=LINK_DAYS)

    def _get_link_days(self):
        """Days of 24 hours in which the link works: to the end of its last day."""
        return max((self.link_expires_on - self._get_today()).days, 0) + 1 if self.link_expires_on else LINK_DAYS

    def _say_why_not_to_ask(self):
        """What keeps the question from going now, in a sentence; None."""
        person = self.jobseeker_id
        if person.sudo().restricted_at:  # sudo: a fact that binds everybody
            return self.env._("%s asked us to freeze their data: nobody is put forward.", person.name)
        if person in person._has_refused_referrals():
            return self.env._(
                "%s said no to being put forward at all. Talk to them, and record their yes to that; then ask.",
                person.name,
            )
        if not person.partner_id.email_normalized:
            return self.env._(
                "%s has no valid e-mail address. Add one, or ask in a talk and record what they say.", person.name
            )
        refused = "closed" if person.state == "closed" else person.contact_block
        if refused in ("closed", "do_not_contact", "blacklisted", "restricted"):
            return self.env._(
                "%s So nothing is asked by letter; what they say in a talk can be recorded.",
                person._say_gate(Verdict("leave_out", refused)),
            )
        return None

    def _send_question(self):
        template = self.env.ref("jobseeker_relations.mail_template_referral_question", raise_if_not_found=False)
        if not template:
            raise UserError(self.env._("The letter “Jobseeker: may we put you forward” was deleted: ask in a talk."))
        self._send_notices(template, PURPOSE, self._get_link_days())

    def action_ask(self):
        """Ask the person about this hirer and this job; who was asked, and lacks something yet, is asked again."""
        self.check_access("write")
        for referral in self:
            if referral._is_askable():
                asked_today = referral._get_local_day(referral.consent_asked_at) == referral._get_today()
                if referral.link_expires_on and asked_today:  # else its link was revoked since
                    raise UserError(self.env._("%s was asked today. Give them a day.", referral.jobseeker_id.name))
                if obstacle := referral._say_why_not_to_ask():
                    raise UserError(obstacle)
                # sudo: the system's own; access was checked above
                referral.sudo().write(
                    {
                        "consent_asked_at": fields.Datetime.now(),
                        "link_expires_on": referral._get_last_day(),
                        "answer_told_at": False,
                    }
                )
                referral._end_tasks("answer_activity_id")
                referral._plan_look()
                referral._send_question()
            else:
                referral.write({"state": "consent_asked"})

    def action_change(self):
        """Take the question back: the link opens nothing, a yes is void, and the draft can be changed."""
        self.check_access("write")
        self.write({"state": "draft"})

    def action_record_consent(self):
        """They said yes or no in a talk."""
        return self._get_dialog("hr.jobseeker.referral.answer", self.env._("Record their answer"))

    def action_record_withdrawal(self):
        """They take their yes back."""
        return self._get_dialog("hr.jobseeker.referral.answer", self.env._("They take it back"), answer="withdrawn")

    # --- answered -----------------------------------------------------------------------------------

    def _get_wording(self):
        """What the person says yes to, in the language of the environment."""
        snapshot = self._get_snapshot()
        words = {"company": self.company_id.name, "hirer": snapshot["hirer"], "job": snapshot["job"]}
        if self.is_internal:
            return self.env._("%(company)s may consider me for the job “%(job)s”, with what is shown here.", **words)
        if snapshot["job"]:
            return self.env._(
                "%(company)s may send what is shown here to %(hirer)s for the job “%(job)s”, and nothing else.", **words
            )
        return self.env._("%(company)s may send what is shown here to %(hirer)s, and nothing else.", **words)

    def _agree(self, channel, *, applied=None, excluded=False, given_at=None, proof=False, origin=None):
        """Keep a yes to the snapshot as it stands; a second one finds the first, while that holds, and changes nothing.

        But for what the first one lacked: that this employer may hear of them is added to it.

        :param channel: of ``CHANNELS``; page and portal: they said it themselves
        :param applied: "yes" or "no", whether they applied there before
        :param excluded: they agreed, apart, though it is an employer of theirs, or a hirer that they excluded
        :raises UserError: it cannot be agreed to any more
        """
        self.ensure_one()
        stands = self._has_consent()
        if stands and not (excluded and self._lacks_leave()):
            return False
        at = fields.Datetime.to_datetime(given_at) or fields.Datetime.now()
        self._check_agreeable(at)
        if stands:
            return self._add_leave(at, own_hand=channel in OWN_PAGES, proof=proof)
        if not self.snapshot:
            self._make_snapshot()
        own_hand = channel in OWN_PAGES
        # sudo: a proof is the system's to keep; who records it was checked
        self.sudo().write(
            {
                **self._get_yes(at),
                "consent_channel": channel,
                "consent_proof": proof,
                "consent_ip": origin,
                "consent_by_id": False if own_hand else self.env.uid,
                "excluded_consent_at": at if excluded else False,
                "applied_directly": applied,
                "answer_told_at": False,
            }
        )
        self._tell_agreed(own_hand)
        return True

    def _add_leave(self, at, *, own_hand, proof):
        """Keep with a yes that stands that this employer may hear of them, too, with what they said."""
        words = [self.consent_proof, proof]
        # sudo: as a yes
        self.sudo().write({"excluded_consent_at": at, "consent_proof": "\n".join(filter(None, words)) or False})
        self._tell_agreed(own_hand)
        return True

    def _check_agreeable(self, at):
        """:raises UserError: no yes of that moment can be kept"""
        if self.state not in UNSENT:
            raise UserError(self.env._("This was settled in the meantime."))
        if self.jobseeker_id in self.jobseeker_id._has_refused_referrals():
            raise UserError(self._say_why_not_to_ask())
        if at > fields.Datetime.now() + timedelta(minutes=5):  # the clocks of two machines may differ
            raise ValidationError(self.env._("A yes is recorded after it was given: mend the moment."))

    def _get_yes(self, at):
        """What a yes of that moment is to, in which words, and until when it holds."""
        reader = self.with_context(lang=self.jobseeker_id._get_letter_lang())
        rule = self.env["hr.jobseeker.rule"]._find("referral_consent_validity", self.company_id)
        return {
            "consent_at": at,
            "consent_wording": reader._get_wording(),
            "consent_digest": self.sudo().snapshot_digest,  # sudo: a fingerprint
            "consent_expires_on": rule._get_end(self._get_local_day(at), self.company_id) if rule else False,
            "consent_withdrawn_at": False,
            "look_on": fields.Date.today(),
        }

    def _tell_agreed(self, own_hand):
        """Note the yes, go on with it, and ask the adviser for what is left to do.

        :param own_hand: the person said it themselves, on a page
        """
        told = self._for_adviser()
        summary = told.env._("Agreed to be put forward: %s", told.display_name)
        told._note(summary)
        if own_hand:
            self.jobseeker_id._log_own_action(summary)
        if self.state == "draft":  # what was read to them stays as it is, too
            self.sudo().write({"state": "consent_asked"})  # sudo: what follows from a yes, whoever records it
        self._try_ready()
        if own_hand:
            done = self.state == "ready"
            words = told.env._("Send it.") if done else told.env._("Something is missing yet: open it, and mend it.")
            told._keep_task("answer_activity_id", summary, words)
        else:
            self._end_tasks("answer_activity_id")
