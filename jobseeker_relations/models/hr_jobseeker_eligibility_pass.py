from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.evidence_file import LARGEST, refusal
from .moment import say_day


class HrJobseekerEligibility(models.Model):
    """How a check is decided: what keeps it from being passed, in sentences, and the buttons of whoever makes it."""

    _inherit = "hr.jobseeker.eligibility"

    def _get_day(self):
        """The day that counts for this check."""
        return self.checked_on or fields.Date.context_today(self)

    def _before_move(self, state):
        result = super()._before_move(state)
        if state in ("passed", "failed"):
            for check in self:
                check._decide()
            self.mapped("follow_up_on")  # counted now: of a decided check it stays
        if state == "passed":
            for check in self:
                obstacles = check._get_obstacles()
                if obstacles:
                    raise UserError(
                        "\n".join(
                            [self.env._("“%s” cannot be passed yet:", check.display_name)]
                            + [f"• {sentence}" for sentence in obstacles]
                        )
                    )
        if state == "failed" and any(not (check.fail_reason or "").strip() for check in self):
            raise UserError(self.env._("Say why the check is not passed: the person may ask, and so may a tribunal."))
        return result

    def _decide(self):
        """Who decides, and when; the system says both."""
        today, me = fields.Date.context_today(self), self.env.user
        decided = self.sudo()  # sudo: who made a check is nobody's to say
        decided.write(
            {
                "checked_on": decided.checked_on or today,
                "checked_by": me.id,
                "decided_at": fields.Datetime.now(),
                "seen_on": decided.seen_on or today,
                "seen_by": (decided.seen_by or me).id,
                "user_id": (decided.user_id or me).id,
            }
        )

    def _after_move(self, state):
        result = super()._after_move(state)
        if state == "passed":
            self._supersede_former()
        return result

    def _supersede_former(self):
        """A check that is made again takes the place of those that were to end; what lasts, lasts beside it."""
        # sudo: what follows from a pass does not depend on who makes it
        former = self.sudo().search(
            [
                ("jobseeker_id", "in", self.jobseeker_id.ids),
                ("state", "=", "passed"),
                ("follow_up_on", "!=", False),
                ("id", "not in", self.ids),
            ]
        )
        for check in self:
            same = former.filtered(
                lambda other, check=check: (
                    other.jobseeker_id == check.jobseeker_id and other.responsible == check.responsible
                )
            )
            if same and not check.former_id:
                check.sudo().former_id = same[0]  # sudo: the system's own field
            same.filtered(lambda other: other.state == "passed").write({"state": "superseded"})

    # --- what keeps it from being passed --------------------------------------------------------------

    def _get_obstacles(self):
        """[sentence that says what is missing or wrong]; empty: it can be passed."""
        self.ensure_one()
        kind, asked = self.document_type_id, self.document_type_id._get_route(self.route)
        if not kind.route_ids:
            return [self.env._("Choose which document it is; “%s” shows nothing by itself.", kind.name)]
        if not self.route:
            return [self.env._("Choose how it is checked.")]
        if not asked:
            labels = dict(self._fields["route"]._description_selection(self.env))
            possible = ", ".join(labels[row.route] for row in kind.route_ids)
            return [
                self.env._(
                    "“%(document)s” cannot be checked “%(route)s”. Possible: %(possible)s.",
                    document=kind.name,
                    route=labels[self.route],
                    possible=possible,
                )
            ]
        return [
            *self._get_day_obstacles(),
            *self._get_sent_obstacles(),
            *self._get_document_obstacles(),
            *self._get_date_obstacles(asked),
            *self._get_evidence_obstacles(asked),
            *self._get_answer_obstacles(),
        ]

    def _get_day_obstacles(self):
        """What a check shows hangs on its day: one of an earlier day says why it is recorded only now."""
        if self._get_day() < fields.Date.context_today(self) and not (self.late_reason or "").strip():
            yield self.env._(
                "Say why the check of %s is recorded only today: fill in “Why Recorded Later”.",
                say_day(self.env, self._get_day()),
            )

    def _get_sent_obstacles(self):
        if self.sent_more:
            yield self.env._("The person sent more since you began: look at it, and press “Document Seen”.")

    def _get_document_obstacles(self):
        for kind in self.document_type_id | self.companion_type_id:
            if not kind._is_listed_on(self._get_day()):
                yield self.env._(
                    "“%(document)s” is not on the list on %(day)s: choose another document.",
                    document=kind.name,
                    day=say_day(self.env, self._get_day()),
                )
        companions = self.document_type_id.companion_ids
        if companions and self.companion_type_id not in companions:
            yield self.env._(
                "It counts only together with one of these: %s.", ", ".join(companions.mapped("display_name"))
            )

    def _get_date_obstacles(self, asked):
        day, rule = self._get_day(), self.document_type_id.follow_up
        follows = rule == "expiry" or self.companion_type_id.follow_up == "expiry"
        if not self.expires_on and (asked.currency == "current" or rule == "expiry"):
            yield self.env._("Enter the last day of the permission or document.")
        elif self.expires_on and self.expires_on < day and (asked.currency != "any" or rule == "expiry"):
            yield self.env._("It had expired on the day of the check: only a current document can be checked this way.")
        if follows and self.companion_type_id.follow_up == "expiry" and not self.companion_expires_on:
            yield self.env._("Enter the last day of “%s”.", self.companion_type_id.name)
        elif self.companion_expires_on and self.companion_expires_on < day:
            yield self.env._("“%s” had expired on the day of the check.", self.companion_type_id.name)
        if rule == "notice" and not self.notice_on:
            yield self.env._("Enter the date of the authority's notice.")
        elif rule == "notice" and self.notice_on > day:
            yield self.env._("The notice is dated after the check: mend one of the two days.")
        elif rule == "notice" and self.follow_up_on and self.follow_up_on < day:
            yield self.env._("The notice held until %s: ask the authority anew.", say_day(self.env, self.follow_up_on))

    def _get_evidence_obstacles(self, asked):
        if asked.needs_provider and not (self.provider_name or "").strip():
            yield self.env._("Name the provider who checked the document.")
        # sudo: a file that the person sent is theirs
        copies = self._find_copies().sudo()
        if asked.needs_copy and not copies:
            yield self._say_missing_copy(asked)
        megabytes = LARGEST // 1024 // 1024
        words = {
            "empty": self.env._("is empty"),
            "large": self.env._("is larger than %s MB", megabytes),
            "type": self.env._("is no PDF, JPEG or PNG"),
            "active": self.env._("is a PDF that can do more than be read"),
        }
        for copy in copies:
            # the file is read as the system's: to judge what it is, not what it says
            fault = refusal(copy.with_user(api.SUPERUSER_ID).raw or b"")
            if fault:
                yield self.env._("“%(name)s” %(fault)s: attach another copy.", name=copy.name, fault=words[fault])

    def _say_missing_copy(self, asked):
        if asked.needs_profile:
            return self.env._("Attach the authority's profile page as PDF: a share code alone proves nothing.")
        if asked.needs_provider:
            return self.env._("Attach the result of the provider.")
        if asked.route == "checking_service":
            return self.env._("Attach the notice of the authority.")
        return self.env._("Attach a copy of the document: every page that counts, both sides of a card.")

    def _get_answer_obstacles(self):
        """Of each question that is asked, and of each that was: a line that is not there answers nothing."""
        for question in self._find_questions()[self] - self.answer_ids.question_id:
            yield self.env._("Not answered: %s", question.name)
        for answer in self.answer_ids:
            if not answer.answer:
                yield self.env._("Not answered: %s", answer.name)
            elif answer.answer == "no":
                yield self.env._("Answered with no: %s", answer.name)
            elif answer.answer == "na" and not answer.question_id.may_be_na:
                yield self.env._("This always applies: %s", answer.name)

    # --- buttons ------------------------------------------------------------------------------------

    def action_pass(self):
        self.check_access("write")
        self.write({"state": "passed"})

    def action_fail(self):
        self.check_access("write")
        self.write({"state": "failed"})

    def action_seen(self):
        """Somebody looked at the document, as an agency does that only introduces; no check is made by this."""
        self.check_access("write")
        waiting = self.filtered(lambda check: check.state == "to_check" and (check.sent_more or not check.seen_on))
        # sudo: who saw it, and when, is nobody's to say
        waiting.sudo().write({"seen_on": fields.Date.context_today(self), "seen_by": self.env.uid, "sent_more": False})
        waiting.filtered(lambda check: not check.user_id).user_id = self.env.user

    def action_correct(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct This Check"),
            "res_model": "hr.jobseeker.eligibility.correct",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_eligibility_id": self.id, "dialog_size": "medium"},
        }

    def _correct(self, reason):
        """Another check takes the place of this one, which keeps its copies and answers.

        :return: the new check, to be made with evidence and answers of its own
        :raise UserError: this one is still to make, or was superseded already
        """
        self.ensure_one()
        if self.state not in ("passed", "failed"):
            raise UserError(self.env._("Only a decided check is corrected, and once: change the open one instead."))
        made = self.create(self._prepare_again())
        # sudo: what was wrong stands on both, and only a correction says so
        made.sudo().write({"former_id": self.id, "correction_reason": reason})
        self.sudo().write({"state": "superseded", "correction_reason": reason})
        return made

    def action_check_anew(self):
        """Open the check that follows this one; this one holds until the new one is passed."""
        self.ensure_one()
        self.check_access("write")
        waiting = self.search([("jobseeker_id", "=", self.jobseeker_id.id), ("state", "=", "to_check")], limit=1)
        made = waiting or self.create(self._prepare_again())
        return made.action_open()

    def _prepare_again(self):
        """What the next check of this person begins with: nothing of it was looked at yet."""
        kind = self.document_type_id
        return {
            "jobseeker_id": self.jobseeker_id.id,
            "document_type_id": kind.id,
            "companion_type_id": self.companion_type_id.id,
            "route": self.route,
            "responsible": self.responsible,
            "user_id": (self.user_id or self.env.user).id,
        }

    def action_open(self):
        return self._get_own_form()

    def action_open_jobseeker(self):
        self.ensure_one()
        return self.jobseeker_id._get_own_form()
