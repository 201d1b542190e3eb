from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .hr_jobseeker_referral import CLOSED, OFFERED, SAID, TRANSITIONS


class HrJobseekerReferral(models.Model):
    """From a draft to its outcome, by the table of moves; the parts extend what has to hold, and what follows."""

    _inherit = "hr.jobseeker.referral"

    @api.model_create_multi
    def create(self, vals_list):
        """Every referral begins as a draft and moves by the table, also one that an import brings as sent."""
        moving = self._never_by_default
        moves = [{name: vals[name] for name in vals.keys() & moving if vals[name]} for vals in vals_list]
        referrals = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        for referral, vals in zip(referrals, moves, strict=True):
            if vals.get("state", "draft") != "draft":
                referral.write(vals)
        return referrals

    def write(self, vals):
        self._check_frozen_offer(vals)
        if "interview_on" in vals and "interview" in self.mapped("state"):  # it moves, and is not emptied
            self._check_said("interview", vals)
        if "state" not in vals:
            return super().write(vals)
        state = vals["state"]
        moving = self.filtered(lambda referral: referral.state != state)
        moving._check_transition(state)
        moving._check_said(state, vals)
        moving._before_move(state)
        for referral in moving:  # each has a person, a language and a snapshot of its own
            former, traces = referral.state, referral._get_traces(state, vals)
            super(HrJobseekerReferral, referral).write(vals)
            # sudo: the traces are nobody's to write but the system's
            super(HrJobseekerReferral, referral.sudo()).write(traces)
            referral._after_move(former)
        return super(HrJobseekerReferral, self - moving).write(vals) if self - moving else True

    def _check_frozen_offer(self, vals):
        """What somebody agreed to stays as they were shown it; an outcome is told with the move to it."""
        if self.env.su:
            return
        if "jobseeker_id" in vals and any(referral.jobseeker_id.id != vals["jobseeker_id"] for referral in self):
            raise UserError(self.env._("A referral stays with its person: put the other one forward anew."))
        if OFFERED & vals.keys() and any(referral.state != "draft" for referral in self):
            raise UserError(
                self.env._(
                    "They were asked about exactly this. Press “Change”, which takes the question back, and ask anew."
                )
            )
        gone = self.filtered("sent_at") if {"job_id", "hirer_id"} & vals.keys() else self.browse()
        for referral in gone:
            raise UserError(
                self.env._(
                    "Perhaps %s has it already. For another hirer or job, put them forward anew.",
                    referral.hirer_id.name,
                )
            )
        state = vals.get("state")
        moves = bool(state) and all(referral.state != state for referral in self)
        tellable = SAID.get(state, set()) if moves else set()
        if all(referral.state == "interview" for referral in self):
            tellable = tellable | {"interview_on"}
        if set().union(*SAID.values()) & vals.keys() - tellable:
            raise UserError(self.env._("An outcome is recorded once, with its day, and stays. Use the buttons for it."))

    def _check_transition(self, state):
        """Raise UserError, naming both states and the way out, where the table has no such move."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for referral in self:
            if state in TRANSITIONS[referral.state]:
                continue
            moved = {
                "name": referral.display_name,
                "before": labels[referral.state],
                "after": labels.get(state, state),
            }
            allowed = ", ".join(labels[key] for key in labels if key in TRANSITIONS[referral.state])
            if not allowed:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s”, for good, and cannot become “%(after)s”. Put them forward anew.",
                        **moved,
                    )
                )
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                    allowed=allowed,
                    **moved,
                )
            )

    def _check_said(self, state, vals):
        """A referral is closed with its outcome: a day of beginning, or a reason (compliance §8 items 27, 57)."""
        nobody = self.env.su and "outcome_reason_id" in vals  # the system ends it, and has no reason of its own
        if state in ("refused", "withdrawn") and not vals.get("outcome_reason_id") and not nobody:
            raise ValidationError(self.env._("Say why: choose a reason that has to do with the job."))
        if state == "engaged" and not vals.get("engaged_on"):
            raise ValidationError(self.env._("Say on which day they begin to work."))
        if state == "interview" and not vals.get("interview_on"):
            raise ValidationError(self.env._("Say on which day the interview is."))

    def _before_move(self, state):
        """What has to hold before; the parts extend it.

        :raises UserError: it may not be done, with what is missing
        """

    def _get_traces(self, state, vals):
        """What the system itself keeps of a move that is about to be made; the parts extend it."""
        self.ensure_one()
        return {"outcome_on": self._get_today()} if state in CLOSED else {}

    def _after_move(self, former):
        """What follows from a move; the parts extend it.

        :param former: the state that it was in
        """
        self.ensure_one()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """Whom we asked, and what went where, is evidence (Sch. 4). Lawful erasure runs as the system, and passes."""
        if not self.env.su and any(referral.state != "draft" or referral.consent_asked_at for referral in self):
            raise UserError(
                self.env._("Only a draft about which nobody was asked can be deleted: withdraw it instead.")
            )
