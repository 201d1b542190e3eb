from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .hr_applicant_mirror import OFFICER
from .hr_jobseeker_record import Entry
from .hr_jobseeker_referral import UNSENT, WAITING

#: The purpose of this part, see ``hr.jobseeker.purpose``.
REFER = "refer"
#: Longer chains of companies than this are a circle that somebody typed.
LONGEST_CHAIN = 20


class HrJobseeker(models.Model):
    """Whom this person was put forward to, whom never to, and who has to hear when that changes.

    Nothing here asks a person to name a future employer (Conduct Regulations 2003, reg. 6): who is named is an employer
    of today, or one that the person wants nothing to do with, and may be left empty.
    """

    _inherit = "hr.jobseeker"

    referral_ids = fields.One2many("hr.jobseeker.referral", "jobseeker_id", string="Referrals", copy=False)
    referral_count = fields.Integer(compute="_compute_referral_count")
    open_referral_count = fields.Integer(compute="_compute_referral_count")
    profile_text = fields.Text(
        string="Profile", copy=False, help="What a hirer reads of this person first, in words they would agree to."
    )
    current_employer_ids = fields.Many2many(
        "res.partner",
        "hr_jobseeker_current_employer_rel",
        string="Works For Now",
        copy=False,
        domain="[('is_company', '=', True)]",
        help="They are not told that this person is looking, nor are their parent and sister companies.",
    )
    excluded_hirer_ids = fields.Many2many(
        "res.partner",
        "hr_jobseeker_excluded_hirer_rel",
        string="Never Put Forward To",
        copy=False,
        domain="[('is_company', '=', True)]",
        help="Hirers that the person does not want to hear of them, with their parent and sister companies.",
    )

    @api.depends("referral_ids.state")
    def _compute_referral_count(self):
        rows = self.env["hr.jobseeker.referral"]._read_group(
            [("jobseeker_id", "in", self.ids)], ["jobseeker_id", "state"], ["__count"]
        )
        counts = {}
        for person, state, count in rows:
            total, open_ones = counts.get(person, (0, 0))
            counts[person] = total + count, open_ones + (count if state in UNSENT + WAITING else 0)
        for person in self:
            person.referral_count, person.open_referral_count = counts.get(person._origin, (0, 0))

    def _start_referral(self, job, hirer=None):
        """A draft that puts this person forward for a job; one that is open already is that one.

        :param job: hr.job, or an empty one: about no job in particular
        :param hirer: res.partner; empty: the job's, or our own company for a job of ours
        :raises AccessError: the user may not write on this person
        """
        self.ensure_one()
        self.check_access("write")
        job = job or self.env["hr.job"]
        hirer = hirer or job.sudo().hirer_id or self.company_id.partner_id  # sudo: whose job it is
        Referral = self.env["hr.jobseeker.referral"]
        same = [("jobseeker_id", "=", self.id), ("job_id", "=", job.id), ("hirer_id", "=", hirer.id)]
        known = Referral.search([*same, ("state", "in", UNSENT + WAITING)], limit=1)
        return known or Referral.create({"jobseeker_id": self.id, "job_id": job.id, "hirer_id": hirer.id})

    def action_refer(self):
        """Open a new referral of this person."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put %s forward", self.name),
            "res_model": "hr.jobseeker.referral",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_jobseeker_id": self.id},
        }

    def action_open_referrals(self):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_referral_action")
        default = self.id if len(self) == 1 else False
        return {
            **action,
            "domain": [("jobseeker_id", "in", self.ids)],
            "context": {"default_jobseeker_id": default},
        }

    # --- whom never to ------------------------------------------------------------------------------

    def _find_excluding(self, hirer):
        """Why this person is not put forward to that hirer: "current", "excluded" or None.

        Parent and sister companies count: whoever is reached by going up from the one and down again. So does a double
        of the same name: contacts have them.
        """
        self.ensure_one()
        person = self.sudo()  # sudo: contacts of the same house, whoever may read them
        house = _get_house(hirer.sudo())
        employers = person.current_employer_ids | person.partner_id.parent_id.filtered("is_company")
        names = {
            (reference.organisation or "").strip().casefold()
            for reference in person.reference_ids
            if reference.is_current_employer
        }
        own_names = _get_names(hirer.sudo() | house)
        if any(_get_house(employer) == house for employer in employers):
            return "current"
        if own_names & (names | _get_names(employers)):
            return "current"
        if any(_get_house(excluded) == house for excluded in person.excluded_hirer_ids):
            return "excluded"
        return "excluded" if own_names & _get_names(person.excluded_hirer_ids) else None

    # --- what follows from a no, and who hears of a change -------------------------------------------

    def _purpose_withdrawn(self, code):
        """Who says no to being put forward: nothing unsent leaves, and hirers who have it are told."""
        result = super()._purpose_withdrawn(code)
        if code == REFER:
            # sudo: a withdrawal acts at once, whoever records it
            self.sudo().referral_ids.filtered(lambda referral: referral.state in UNSENT + WAITING)._stop(None)
        return result

    def write(self, vals):
        """Whose search is closed is put forward no more: hirers who have something of them are told.

        That holds when it is opened again: each is asked, and sent, anew. Who found work may still want to hear of it:
        for each such hirer the adviser asks them.
        """
        state = vals.get("state")
        ending = ()
        if state in ("placed", "closed"):
            ending = self.filtered(lambda person: person._get_rested_state() != state)
        result = super().write(vals)
        if ending:
            # sudo: what follows from it, whoever closes
            referrals = ending.sudo().referral_ids
            if state == "closed":
                referrals._end_with_search()
            else:
                for referral in referrals.filtered(lambda one: one.state in WAITING and one._is_with_hirer()):
                    referral._ask_whether_they_go_on()
        return result

    def _has_refused_referrals(self):
        """Those of these people whose last word on being put forward at all is no."""
        # sudo: what they said holds for who may not read consents, too
        words = self.sudo()._find_last_words(self, REFER)
        return self.browse([person.id for person, word in words.items() if word.state == "withdrawn"])

    def _get_recipients(self):
        """Hirers who have, or perhaps have, something of these people (GDPR art. 19), beside whoever else does."""
        recipients = super()._get_recipients()
        # sudo: whom somebody has to tell does not depend on who asks
        sent = self.env["hr.jobseeker.referral"].sudo()
        for referral in sent.search([("jobseeker_id", "in", self.ids), ("sent_at", "!=", False)]):
            if referral._has_left():
                person = self.browse(referral.jobseeker_id.id)
                recipients[person] |= referral.hirer_id.with_env(self.env)
        return recipients

    def _get_disclosed_on(self):
        """The day on which a hirer was first sent something of each of them; in UTC, as ``_get_disclosed_domain``."""
        days = super()._get_disclosed_on()
        rows = self.env["hr.jobseeker.referral"]._read_group(
            [("jobseeker_id", "in", self.ids), ("sent_at", "!=", False)], ["jobseeker_id"], ["sent_at:min"]
        )
        for person, at in rows:
            days[person] = min(filter(None, [days.get(person), at.date()]))
        return days

    @api.model
    def _get_disclosed_domain(self, day):
        before = [("sent_at", "!=", False), ("sent_at", "<", fields.Datetime.to_datetime(day))]
        return super()._get_disclosed_domain(day) | Domain("referral_ids", "any", before)

    # --- the record ---------------------------------------------------------------------------------

    def _get_record(self):
        """Hirers introduced to, and what came of it, stand in the record of an agency (Sch. 4 (6), (7))."""
        entries = super()._get_record()
        sent = self.referral_ids.filtered("sent_at").sorted("sent_at")
        entry = Entry(
            self.env._("Hirers introduced to"),
            [referral._say_record() for referral in sent],
            self.env._("Sch. 4 (6), (7)"),
            owed=False,
        )
        return [*entries[:4], entry, *entries[4:]]

    def unlink(self):
        """The database's cascade would leave letters in the queue, and copies of CVs, behind."""
        self.sudo().referral_ids.unlink()  # sudo: those that were sent, too, go with the whole relationship
        return super().unlink()


class HrJobseekerReferral(models.Model):
    _inherit = "hr.jobseeker.referral"

    def _say_record(self):
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        day = format_date(self.env, self._get_local_day(self.sent_at))
        said = ", ".join(filter(None, [self.hirer_id.name, self.job_id.name]))
        result = states[self.state]
        if self.engaged_on:
            result = f"{result} {format_date(self.env, self.engaged_on)}"
        if self.letter_fault:
            result = f"{result} ({self.letter_fault})"
        return self.env._("%(day)s: %(hirer)s: %(result)s", day=day, hirer=said, result=result)


class HrJob(models.Model):
    _inherit = "hr.job"

    referral_ids = fields.One2many("hr.jobseeker.referral", "job_id", string="Referrals", groups=OFFICER)
    referral_count = fields.Integer(compute="_compute_referral_count", groups=OFFICER)

    def _compute_referral_count(self):
        counts = dict(
            self.env["hr.jobseeker.referral"]._read_group([("job_id", "in", self.ids)], ["job_id"], ["__count"])
        )
        for job in self:
            job.referral_count = counts.get(job, 0)

    def action_open_referrals(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_referral_action")
        return {**action, "domain": [("job_id", "=", self.id)], "context": {"default_job_id": self.id}}


def _get_house(company):
    """The company at the top of the chain of parents."""
    for _step in range(LONGEST_CHAIN):
        if not company.parent_id:
            break
        company = company.parent_id
    return company


def _get_names(companies):
    """What these companies are called, whatever the case of the letters."""
    return {(company.name or "").strip().casefold() for company in companies} - {""}
