import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..rules.civil_day import shift_day
from ..rules.fault_words import say_fault
from ..rules.referral_look import Referred, due_notice, due_rung, next_look, owed
from ..rules.rule_period import end_of_period
from .batch import settle_each, take_batch, work_off
from .hr_jobseeker_permission import LINK_DAYS, PURPOSE
from .hr_jobseeker_referral import WAITING

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100
CHASER = "jobseeker_relations.mail_template_referral_chaser"


class HrJobseekerReferral(models.Model):
    """The job: reminds silent hirers, tells advisers and managers, and writes jobseekers news, also that there is none.

    Laws of the engine (design §4): bounded batches, locked and asked again; what is done and the mark that says so
    share one commit; one bad record fails alone; after ten days of standstill each thing happens once.
    """

    _inherit = "hr.jobseeker.referral"

    chased_rung = fields.Integer(readonly=True, copy=False, help="After so many days the hirer was reminded last.")
    # of which rung the adviser heard before
    noticed_rung = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)
    escalated_at = fields.Datetime(string="Escalated", readonly=True, copy=False)
    news_on = fields.Date(string="Last News to the Jobseeker", readonly=True, copy=False)
    answer_told_at = fields.Datetime(readonly=True, copy=False)
    still_there_rung = fields.Integer(readonly=True, copy=False)
    look_on = fields.Date(readonly=True, copy=False, help="When the job has to look; empty: never again.")
    job_fault = fields.Char(string="What Went Wrong", readonly=True, copy=False)

    _look_idx = models.Index("(look_on, id) WHERE look_on IS NOT NULL")

    @api.model
    def _cron_look(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_referral``; safe to be killed at any moment, and it catches up after downtime."""
        work_off(self.env, self._look_at_batch, batch_size)

    @api.model
    def _look_at_batch(self, batch_size):
        """:return: (how many were looked at, how many more were seen waiting)"""
        domain = Domain("look_on", "<=", fields.Date.today())
        referrals, waiting = take_batch(self, domain, "look_on, id", batch_size)
        if referrals:
            settle_each(referrals, self._look, self._record_fault)
        return len(referrals), waiting

    @api.model
    def _record_fault(self, referral, error):
        """Say on the referral what is wrong, and look again in a day."""
        _logger.warning("Referral %s could not be followed up", referral.id, exc_info=error)
        referral.write({"job_fault": say_fault(error), "look_on": fields.Date.add(fields.Date.today(), days=1)})

    # --- when to look -----------------------------------------------------------------------------------

    def _get_referred(self, rules):
        """This referral as ``rules.referral_look`` sees it.

        :param rules: {code: rule} of its company, and its "window" of working days
        """
        sent = self.sent_at and self._get_local_day(self.sent_at)
        asks, quiet = self._is_askable(), self.is_internal or self._rests()
        chase, still = rules["referral_hirer_chase"], rules["referral_still_there"]
        ladder = chase._get_ladder() if chase and not quiet else ()
        since = max(
            filter(None, [sent, self.hirer_word_on, self.state == "interview" and self.interview_on]), default=None
        )
        return Referred(
            state="consent_asked" if asks else self.state,
            since=since,
            chase_ladder=ladder,
            chased_rung=self.chased_rung,
            notices=tuple(self._get_notices(since, ladder, rules["window"])),
            noticed_rung=self.noticed_rung,
            escalate_days=0 if quiet else rules["referral_hirer_escalate"].number,
            escalated=bool(self.escalated_at),
            news_since=max(filter(None, [sent, self.news_on]), default=None),
            news_days=0 if self._is_settled_inside() else rules["referral_news"].number,
            answer_by=self._get_answer_day(),
            answer_told=bool(self.answer_told_at),
            agreed=self._has_consent() and not asks,
            engaged_on=None if self.left_on else self.engaged_on or None,
            still_ladder=still._get_ladder() if still else (),
            still_rung=self.still_there_rung,
        )

    def _get_answer_day(self):
        """The last day of an answer that we wait for: of the link, or of a yes that ran out and was not asked anew."""
        ran_out = self.consent_at and not self._has_consent() and self.consent_expires_on
        asked = self.consent_asked_at and self._get_local_day(self.consent_asked_at)
        return ran_out if ran_out and not (asked and asked >= ran_out) else self.link_expires_on or None

    def _get_notices(self, since, ladder, window):
        """Yield (rung, working day before it): who has the hirer's answer in their own mailbox can say so in time."""
        for rung in ladder if since and self.state == "sent" else ():
            day = end_of_period(window, shift_day(since, rung), -1, "working_days")
            if rung > 1:  # nobody is asked on the day on which it went
                yield rung, max(day, shift_day(since, 1))

    def _is_settled_inside(self):
        """Whether the application for a job of ours came to its end: that is told with it, and no news is none."""
        application = self.sudo().applicant_id  # sudo: the state of our own application
        return bool(application) and application.application_status != "ongoing"

    @api.model
    def _get_look_rules(self, company):
        find = self.env["hr.jobseeker.rule"]._find
        codes = ("referral_hirer_chase", "referral_hirer_escalate", "referral_news", "referral_still_there")
        window = self.env["hr.jobseeker.rule"]._get_window(company)
        return {code: find(code, company) for code in codes} | {"window": window}

    def _plan_look(self):
        """Set the day on which the job has to look next; it is asked anew whenever something moves."""
        today = fields.Date.today()
        system = self.sudo()  # sudo: the system's own mark
        for company, referrals in system.grouped("company_id").items():
            rules = self._get_look_rules(company)
            for referral in referrals:
                days = [next_look(referral._get_referred(rules), today)]
                if referral.state == "ready" and not referral._is_askable():
                    days.append(referral.consent_expires_on)  # then they have to be asked anew
                day = min(filter(None, days), default=False)
                waits = referral.state in WAITING and not referral._is_with_hirer()
                referral.look_on = fields.Date.add(today, days=1) if waits or referral._rests() else day

    def _after_move(self, former):
        result = super()._after_move(former)
        if former == "sent":
            self._end_notice()
        self._plan_look()
        return result

    # --- what is owed -----------------------------------------------------------------------------------

    @api.model
    def _look(self, referrals):
        today, due = fields.Date.today(), {}
        for company, some in referrals.grouped("company_id").items():
            rules = self._get_look_rules(company)
            for referral in some:
                referred = referral._get_referred(rules)
                due[referral] = set(owed(referred, today))
                if referral.state in WAITING and not referral._is_with_hirer():
                    due[referral] = set()  # nobody is silent, and no news are
                if referral.state in WAITING and referral.letter_fault:
                    due[referral].add("fault")
                if "notice" in due[referral]:
                    referral.noticed_rung = due_notice(referred, today)
                if "chase" in due[referral]:
                    referral.chased_rung = due_rung(referred.since, referred.chase_ladder, referred.chased_rung, today)
                if "still_there" in due[referral]:
                    referral.still_there_rung = due_rung(
                        referred.engaged_on, referred.still_ladder, referred.still_rung, today
                    )
        referrals.filtered("job_fault").job_fault = False
        referrals._end_taking_back()  # what could not be done as the letter left

        def owing(what):
            return referrals.filtered(lambda referral: what in due[referral])

        owing("fault")._tell_fault()
        owing("notice").filtered(lambda one: one.noticed_rung > one.chased_rung)._give_notice_of_chase()
        owing("chase")._chase_hirer()
        owing("escalate")._escalate()
        owing("answer")._tell_no_answer()
        owing("still_there")._ask_still_there()
        owing("ready")._try_ready()
        referrals._plan_look()
        owing("news")._write_news()

    def _give_notice_of_chase(self):
        """The hirer may have answered where the system does not see it: the adviser can say so before we write."""
        for referral in self.filtered(lambda one: one._may_chase()):
            told = referral._for_adviser()
            names = {"person": told.jobseeker_id.name, "hirer": told.hirer_id.name}
            told._keep_task(
                "notice_activity_id",
                told.env._("Did %(hirer)s answer about %(person)s?", **names),
                told.env._("If they did, press “They Answered” on the referral: else they get a reminder."),
            )

    def _end_notice(self):
        self._end_tasks("notice_activity_id")

    def _may_chase(self):
        """Of frozen data nothing is used; nor of a closed search, and of who found work once they said to go on."""
        person = self.jobseeker_id
        asked = person._get_rested_state() == "placed" and bool(self._get_open_tasks("go_on_activity_id"))
        return not person._is_frozen() and person.state != "closed" and not asked

    def _rests(self):
        """Whether nobody is to ask its hirer now: their silence is looked at once that is over."""
        return self.state in WAITING and not self._may_chase()

    def _chase_hirer(self):
        """A letter that asks for an answer; nobody is written to twice a day. What told of it before is over."""
        self.filtered(lambda referral: referral._may_chase() and referral._is_with_hirer())._write_to_hirer(CHASER)
        self._end_notice()

    def _escalate(self):
        """The hirer is silent in spite of it: whoever answers for the adviser hears of it, else the adviser."""
        self.escalated_at = fields.Datetime.now()
        for referral in self:
            manager = referral.jobseeker_id._get_manager()
            told = referral.with_context(lang=manager.lang) if manager else referral._for_adviser()
            day = format_date(told.env, (referral.hirer_word_on or referral._get_local_day(referral.sent_at)))
            told._ask_adviser(
                told.env._(
                    "No word from %(hirer)s about %(person)s", hirer=told.hirer_id.name, person=told.jobseeker_id.name
                ),
                told.env._("Nothing since %s. Ring them; if nothing comes, record how it ended.", day),
                user=manager,
            )

    def _tell_no_answer(self):
        self.answer_told_at = fields.Datetime.now()
        for referral in self.filtered(lambda one: one.jobseeker_id.state != "closed"):
            told = referral._for_adviser()
            if told._get_answer_day() != told.link_expires_on:  # there was one, of which the time is over
                summary, note = told._lacks_consent()["consent"], ""
            else:
                summary = told.env._("No answer whether we may put them forward: %s", told.display_name)
                note = told.env._("The link in the letter is over. Ring them, or ask anew.")
            told._keep_task("answer_activity_id", summary, note)

    def _ask_still_there(self):
        for referral in self:
            told = referral._for_adviser()
            days = told.env._("It is %s days. Ask both sides how it goes.", referral.still_there_rung)
            told._ask_adviser(told._get_still_there_summary(), days)

    # --- news to the jobseeker --------------------------------------------------------------------------

    def _write_news(self):
        """One letter to each person about all that is open, as the gate lets it go; what waits is tried again."""
        people, tomorrow = self.jobseeker_id, fields.Date.add(fields.Date.today(), days=1)
        if not people:
            return
        verdicts = people._ask_gate("email", "bulk", waited=True, is_service=True)
        days = {
            person: max(verdict.at.date(), tomorrow)
            for person, verdict in verdicts.items()
            if verdict.kind in ("hold", "leave_out") and verdict.at
        }
        every = self.search([("jobseeker_id", "in", people.ids), ("state", "in", WAITING)], order="sent_at, id")
        every = every.filtered(lambda one: one._is_with_hirer() and not one._is_settled_inside())
        waiting = every.filtered(lambda one: one.jobseeker_id in days)
        (waiting & self)._put_off_news(days)
        every -= waiting
        every.news_on = fields.Date.today()  # also where nothing may go: it is asked again in a week
        every._plan_look()
        told = {}
        for person, theirs in every.grouped("jobseeker_id").items():
            if verdicts[person].kind != "leave_out":
                reader = theirs.with_context(lang=person._get_letter_lang())
                told[person.id] = [referral._say_news() for referral in reader]
        template = self.env.ref("jobseeker_relations.mail_template_referral_news", raise_if_not_found=False)
        readers = people.filtered(lambda person: person.id in told)
        if template and readers:
            readers._send_notices(template.with_context(referrals=told), PURPOSE, LINK_DAYS)

    def _put_off_news(self, days):
        """The letter may not go before that day of its person; what else is owed does not wait for it."""
        today = fields.Date.today()
        for company, referrals in self.grouped("company_id").items():
            rules = self._get_look_rules(company)
            for referral in referrals:
                other = next_look(referral._get_referred(rules)._replace(news_days=0), today)
                referral.look_on = min(filter(None, [days[referral.jobseeker_id], other]))

    def _say_news(self):
        """Where it stands, said to the person, in the language of the environment."""
        self.ensure_one()
        words = {"hirer": self.hirer_id.name, "job": self.job_id.name or self.env._("work there")}
        sent = format_date(self.env, self._get_local_day(self.sent_at), date_format="d MMM") if self.sent_at else ""
        if self.state == "interview" and self.interview_on:
            day = format_date(self.env, self.interview_on, date_format="d MMM")
            if self.interview_on < self._get_today():
                return self.env._("%(hirer)s, %(job)s: no news yet. You met them on %(day)s.", day=day, **words)
            return self.env._("%(hirer)s, %(job)s: they want to meet you on %(day)s.", day=day, **words)
        if self.state == "offered":
            return self.env._("%(hirer)s, %(job)s: they want to make you an offer.", **words)
        return self.env._("%(hirer)s, %(job)s: no news yet. We put you forward on %(day)s.", day=sent, **words)
