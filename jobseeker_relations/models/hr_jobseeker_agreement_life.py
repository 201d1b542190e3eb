from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .hr_jobseeker_agreement import LINK_DAYS
from .transition import name_refused_move

#: Who may go where. From a draft straight to an answer: it was given in a talk. What was sent or answered is on record:
#: it becomes no draft again, and an offer that is taken back has ended without a yes. Another draft is offered anew.
TRANSITIONS = {
    "draft": {"sent", "agreed", "declined"},
    "sent": {"agreed", "declined", "ended"},
    "agreed": {"ended"},
    "declined": set(),
    "ended": set(),
}
#: What is offered; changed in a draft alone.
OFFERED = {"jobseeker_id", "terms_id", "service_ids"}
#: What a user says of an answer, together with the move to that state and at no other time.
SAID = {
    "agreed": {"agreed_at", "agreed_channel", "agreed_by", "note"},
    "declined": {"declined_at", "declined_channel", "declined_by", "decline_reason", "note"},
    "ended": {"ended_by", "end_reason"},
}


class HrJobseekerAgreement(models.Model):
    """The life of an agreement: what may become of it, what is told with each move, and what follows."""

    _inherit = "hr.jobseeker.agreement"
    _never_by_default = frozenset({"state"}).union(*SAID.values()) - {"note"}

    @api.model_create_multi
    def create(self, vals_list):
        """Every agreement begins as a draft and moves by the table, also one that an import brings as agreed."""
        moving = self._never_by_default
        moves = [{name: vals[name] for name in vals.keys() & moving} for vals in vals_list]
        agreements = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        for agreement, vals in zip(agreements, moves, strict=True):
            if vals.get("state", "draft") != "draft":
                agreement.write(vals)
        return agreements

    def write(self, vals):
        self._check_frozen(vals)
        if "state" not in vals:
            return super().write(vals)
        state = vals["state"]
        moving = self.filtered(lambda agreement: agreement.state != state)
        moving._check_transition(state)
        moving._before_move(state)
        for agreement in moving:  # each has a text and a language of its own
            super(HrJobseekerAgreement, agreement).write({**vals, **agreement._get_said(vals)})
            # sudo: the proof is nobody's to write but the system's
            super(HrJobseekerAgreement, agreement.sudo()).write(agreement._get_traces(state))
        moving._after_move(state)
        return super(HrJobseekerAgreement, self - moving).write(vals) if self - moving else True

    def _check_frozen(self, vals):
        """What was offered stays as it was offered; an answer is told with the move to it, and never again."""
        if self.env.su:
            return
        if OFFERED & vals.keys() and any(agreement.state != "draft" for agreement in self):
            raise UserError(self.env._("What was offered stays as it was. Withdraw the offer, then offer anew."))
        state = vals.get("state")
        moves = all(agreement.state != state for agreement in self)
        tellable = SAID.get(state, set()) if moves else set()
        if all(agreement.state in ("draft", "sent", "declined") for agreement in self):
            tellable = tellable | {"note"}
        if set().union(*SAID.values()) & vals.keys() - tellable:
            raise UserError(
                self.env._("An answer is recorded once, when it is given, and stays as it is. Use the buttons for it.")
            )

    def _check_transition(self, state):
        """Raise UserError, naming both states and the way out, where the table has no such move."""
        for agreement in self:
            refused = name_refused_move(agreement, state, TRANSITIONS)
            if not refused:
                continue
            if not refused["allowed"]:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s”, for good, and cannot become “%(after)s”. Offer terms anew.",
                        name=agreement.display_name,
                        **refused,
                    )
                )
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                    name=agreement.display_name,
                    **refused,
                )
            )

    def _get_said(self, vals):
        """What is said of an answer, completed: a program that names no channel gets "Other" rather than an error."""
        state = vals["state"]
        if state == "ended":
            # an offer that is taken back was nobody's but ours
            return {"ended_by": (self.state == "agreed" and vals.get("ended_by")) or "us"}
        if state not in ("agreed", "declined"):
            return {}
        given_at, channel, given_by = (vals.get(f"{state}_{fact}") for fact in ("at", "channel", "by"))
        at, channel = fields.Datetime.to_datetime(given_at) or fields.Datetime.now(), channel or "other"
        # the clocks of two machines may differ by a few minutes
        if at > fields.Datetime.now() + timedelta(minutes=5):
            raise ValidationError(self.env._("An answer is recorded after it was given: mend the moment."))
        if given_at and not self.env.su:
            self._check_since(at.date())
        if channel == "portal" and not self.env.su:
            raise ValidationError(self.env._("An answer on their page is recorded by the page itself."))
        by = (given_by or "").strip() or self.jobseeker_id.name
        return {f"{state}_at": at, f"{state}_channel": channel, f"{state}_by": by}

    def _check_since(self, day):
        """Nobody answers terms before there are any; what is older than ten years is a slip of the hand."""
        since = [fields.Date.subtract(fields.Date.today(), years=10)]
        if self.terms_id.valid_from:
            since.append(fields.Date.subtract(self.terms_id.valid_from, days=1))  # it is later elsewhere
        if day < max(since):
            raise ValidationError(self.env._("Nobody can have answered these terms at that time: mend the moment."))

    def _get_traces(self, state):
        """What the system itself keeps of a move."""
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        if state == "ended":
            return {"ended_on": today}
        traces = {} if self.terms_text else {"terms_text": self._render_offer(), "version": self.terms_id.version}
        if state == "sent":
            traces.update(sent_at=now, link_expires_on=fields.Date.add(today, days=LINK_DAYS))
        return traces

    def _before_move(self, state):
        if state == "sent":
            self._check_can_send()
        if state == "agreed":
            self._end_former()

    def _after_move(self, state):
        self.terms_id._mark_offered()
        if state == "sent":
            self._send_letters()
        if state == "ended":
            self.filtered(lambda agreement: agreement._is_taken_back())._revoke_links()
        if state == "agreed":
            beginners = self.jobseeker_id.filtered(lambda person: person.state in ("prospect", "enquiry"))
            beginners.write({"state": "active"})  # they agreed to work together
            self._make_pdfs()

    def _is_taken_back(self):
        """Whether this offer ended without an answer: it stays on record, and shows itself to the person no more."""
        return self.state == "ended" and not self.agreed_at

    def _end_former(self):
        """A new version takes the place of the one that was agreed to before, and other offers of it are void."""
        # sudo: what follows from an answer does not depend on who records it
        others = self.sudo().search(
            [
                ("jobseeker_id", "in", self.jobseeker_id.ids),
                ("lineage_id", "in", self.lineage_id.ids),
                ("state", "in", ("agreed", "sent")),
                ("id", "not in", self.ids),
            ]
        )
        for agreement in self:
            same = others.filtered(
                lambda other, agreement=agreement: (
                    other.jobseeker_id == agreement.jobseeker_id and other.lineage_id == agreement.lineage_id
                )
            )
            reason = self.env._("Version %s was agreed in its place.", agreement.terms_id.version)
            same.write({"state": "ended", "end_reason": reason})
        others.flush_recordset()  # the index knows one in force

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        """What was offered is evidence. Lawful erasure runs as the system, and passes."""
        if not self.env.su and any(agreement.state != "draft" for agreement in self):
            raise UserError(self.env._("Only a draft can be deleted: what was offered stays on record."))
