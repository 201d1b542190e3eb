import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .hr_jobseeker_source import FROM_THEM

_logger = logging.getLogger(__name__)

NOTICE_STATES = [("none", "Nothing to give"), ("given", "Given"), ("due", "Due"), ("overdue", "Overdue")]


class HrJobseeker(models.Model):
    """The privacy notice that a person has, or has to get, and by when (GDPR art. 13, 14; compliance §8 item 5).

    Who gave us their data gets it when they do so; of whom somebody else did, within a month, or with our first word to
    them, or before we give the data on, whichever comes first. Every letter to somebody who lacks it brings it.
    """

    _inherit = "hr.jobseeker"

    privacy_given_ids = fields.One2many("hr.jobseeker.privacy.given", "jobseeker_id", string="Privacy Notices Given")
    notice_due_on = fields.Date(string="Privacy Notice Due", compute="_compute_notice")
    notice_state = fields.Selection(
        NOTICE_STATES, string="Privacy Notice", compute="_compute_notice", search="_search_notice_state"
    )
    notice_sentence = fields.Char(string="Privacy Notice in Words", compute="_compute_notice_sentence")

    # the list of those who lack it, the longest first
    _received_idx = models.Index("(data_received_on, id) WHERE state <> 'closed'")

    # --- by when ------------------------------------------------------------------------------------

    @api.depends("data_received_on", "source_kind", "state", "last_inbound_at", "privacy_given_ids")
    def _compute_notice(self):
        given = self._find_with_notice()
        today, disclosed, first = fields.Date.today(), self._get_disclosed_on(), self._get_first_word_on()
        rules = {company: self.env["hr.jobseeker.rule"]._find("notice_due", company) for company in self.company_id}
        for person in self:
            person.notice_due_on = person._get_notice_due_on(
                rules.get(person.company_id), [first.get(person._origin), disclosed.get(person)]
            )
            if person._origin in given:
                person.notice_state = "given"
            elif person.state == "closed":
                person.notice_state = "none"
            else:
                person.notice_state = "overdue" if person.notice_due_on < today else "due"

    def _get_notice_due_on(self, rule, sooner):
        """The day by which this person has to have the notice; who has it, had to by then.

        :param sooner: days of what makes it due before the month is over, or None
        """
        received = self._get_received_on()
        if not self._is_from_elsewhere() or not rule:
            return received
        days = [rule._get_end(received, self.company_id), *sooner]
        return max(received, min(day for day in days if day))

    def _get_first_word_on(self):
        """{jobseeker: the day of our first word to them}; in UTC as all that is compared here, so a search finds it."""
        rows = self.env["hr.jobseeker.contact"]._read_group(
            [("jobseeker_id", "in", self.ids), *self._get_outbound_domain()], ["jobseeker_id"], ["date:min"]
        )
        return {person: at.date() for person, at in rows}

    def _get_disclosed_on(self):
        """{jobseeker: the day on which their data were first given on}. What does so extends this, as referrals do."""
        return {}

    @api.model
    def _get_disclosed_domain(self, day):
        """Those whose data were given on before that day: whoever extends ``_get_disclosed_on`` extends this alike."""
        return Domain.FALSE

    def _find_with_notice(self):
        """Those of these people who were given a notice."""
        # sudo: whether somebody knows does not depend on who asks
        rows = self.env["hr.jobseeker.privacy.given"].sudo()
        rows = rows._read_group([("jobseeker_id", "in", self.ids)], ["jobseeker_id"])
        return self.browse(person.id for [person] in rows)

    @api.model
    def _search_notice_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        given, closed = Domain("privacy_given_ids", "!=", False), Domain("state", "=", "closed")
        lacking = ~given & ~closed
        if {"due", "overdue"} <= set(
            value
        ):  # who lacks it, whatever the day: the list of a million people asks no more
            others = [state for state in value if state in ("none", "given")]
            return lacking | Domain.OR([given if state == "given" else ~given & closed for state in others])
        overdue = lacking & self._get_notice_overdue_domain()
        domains = {"given": given, "none": ~given & closed, "overdue": overdue, "due": lacking & ~overdue}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _get_notice_overdue_domain(self):
        """What ``_get_notice_due_on`` says, asked the other way round: so old that it was due before today."""
        today = fields.Date.today()
        elsewhere = Domain("source_kind", "!=", False) & Domain("source_kind", "not in", list(FROM_THEM))
        elsewhere |= (
            Domain("source_kind", "=", False) & Domain("state", "=", "prospect") & Domain("last_inbound_at", "=", False)
        )
        contacted = Domain(
            "contact_ids", "any", [*self._get_outbound_domain(), ("date", "<", fields.Datetime.to_datetime(today))]
        )
        overdue = ~elsewhere & self._get_received_before(today)
        for company in self.env["res.company"].sudo().search(Domain.TRUE):  # sudo: each company by its own rule
            rule = self.env["hr.jobseeker.rule"]._find("notice_due", company)
            latest = self._get_latest_overdue(rule, company, today)
            late = self._get_received_before(latest + timedelta(days=1))
            if rule:
                sooner = contacted | self._get_disclosed_domain(today)
                late |= sooner & self._get_received_before(today)
            overdue |= elsewhere & Domain("company_id", "=", company.id) & late
        return overdue

    @api.model
    def _get_received_before(self, day):
        known = Domain("data_received_on", "!=", False) & Domain("data_received_on", "<", day)
        unknown = Domain("data_received_on", "=", False) & Domain("create_date", "<", fields.Datetime.to_datetime(day))
        return known | unknown

    @api.model
    def _get_latest_overdue(self, rule, company, today):
        """The last day of receipt of which the notice was due before today."""
        day = today - timedelta(days=1)
        if not rule:
            return day
        span = rule._get_end(today, company) - today
        day = today - span - timedelta(days=5)  # months differ by three days
        while rule._get_end(day + timedelta(days=1), company) < today:
            day += timedelta(days=1)
        return day

    @api.depends("notice_state", "notice_due_on", "privacy_given_ids")
    def _compute_notice_sentence(self):
        for person in self:
            latest = person.privacy_given_ids[:1]
            if latest:
                channel = dict(latest._fields["channel"]._description_selection(self.env))[latest.channel]
                person.notice_sentence = self.env._(
                    "Given %(day)s: %(notice)s (%(channel)s)",
                    day=person._say_date(latest.given_at.date()),
                    notice=latest.notice_id.display_name,
                    channel=channel,
                )
            elif person.notice_state == "none":
                person.notice_sentence = self.env._("The search is closed.")
            elif person.notice_state == "overdue":
                person.notice_sentence = self.env._(
                    "Was due %s. The next letter brings it.", person._say_date(person.notice_due_on)
                )
            else:
                person.notice_sentence = self.env._(
                    "Due by %s. The next letter brings it.", person._say_date(person.notice_due_on)
                )

    def _say_date(self, day):
        return format_date(self.env, day, date_format="d MMM y")

    # --- given --------------------------------------------------------------------------------------

    def _give_notice(self, channel, lang=None):
        """Record that these people have the notice of their company now; who has one already gets no other row.

        :return: the rows
        """
        people = self - self._find_with_notice()
        notices = self.env["hr.jobseeker.privacy.notice"]._find_in_force(people.company_id)
        # sudo: the fact is the system's
        return (
            self.env["hr.jobseeker.privacy.given"]
            .sudo()
            .create(
                [
                    {
                        "jobseeker_id": person.id,
                        "notice_id": notices[person.company_id].id,
                        "channel": channel,
                        "lang": lang or person._get_letter_lang(),
                    }
                    for person in people
                    if notices[person.company_id]
                ]
            )
        )

    def _note_letters_with_notice(self):
        """Their letters left, and brought the notice. What fails here fails no letter: the next one brings it again."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._give_notice("letter")
        except Exception:
            _logger.exception("It could not be noted that the letters to %s brought the privacy notice", self.ids)

    def _get_notice_link(self):
        """Where this person reads the notice: the version that they have, else the one in force; None."""
        self.ensure_one()
        notice = self.privacy_given_ids[:1].notice_id
        notice = notice or self.env["hr.jobseeker.privacy.notice"]._find_in_force(self.company_id)[self.company_id]
        return notice._get_address(self.env.lang or "en_US") if notice else None

    def action_record_notice(self):
        """Open the dialog that records how the person got the notice."""
        self.ensure_one()
        self.check_access("write")
        if not self.env["hr.jobseeker.privacy.notice"]._find_in_force(self.company_id)[self.company_id]:
            raise UserError(self.env._("There is no privacy notice in force. Ask an administrator to write one."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Privacy notice given: %s", self.name),
            "res_model": "hr.jobseeker.privacy.record",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_jobseeker_id": self.id, "dialog_size": "medium"},
        }
