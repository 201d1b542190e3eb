from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .hr_applicant_mirror import INTERVIEWER

#: Who reads what a hirer told us of a job: whoever recruits.
READERS = f"{INTERVIEWER},hr.group_hr_user"
INTERVALS = [
    ("hour", "an hour"),
    ("day", "a day"),
    ("week", "a week"),
    ("month", "a month"),
    ("year", "a year"),
]
#: What a rule may ask to be known (``referral_particulars``).
PARTICULARS = (
    "hirer_business",
    "hirer_start_on",
    "hirer_duration",
    "hirer_place",
    "hirer_hours",
    "hirer_risks",
    "hirer_requirements",
    "hirer_expenses",
    "hirer_pay",
    "hirer_pay_interval",
    "hirer_notice",
)
#: Lines of a page or a letter, in their order; pay and its interval are one.
LINES = (
    "hirer_business",
    "hirer_start_on",
    "hirer_duration",
    "hirer_place",
    "hirer_hours",
    "hirer_pay",
    "hirer_expenses",
    "hirer_notice",
    "hirer_requirements",
    "hirer_risks",
)


class HrJob(models.Model):
    """A job of a hirer, with what the law wants us to know of it before anybody is put forward.

    Conduct Regulations 2003, reg. 18: identity and business of the hirer, beginning and duration, the work with its
    place, hours and risks, what is asked of the person, expenses, and pay. Which of it stops a referral is a rule's to
    say (``referral_particulars``). A job without a hirer is our own, and needs none of it.
    """

    _inherit = "hr.job"

    hirer_id = fields.Many2one(
        "res.partner",
        domain="[('is_company', '=', True)]",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=READERS,
        help="Whose job it is. Empty: our own.",
    )
    hirer_contact_id = fields.Many2one(
        "res.partner",
        string="Write to",
        domain="[('id', 'child_of', hirer_id)]",
        index="btree_not_null",
        ondelete="set null",
        groups=READERS,
        help="Who at the hirer reads about the people whom we put forward. Empty: the hirer's own address.",
    )
    hirer_business = fields.Char(string="Their Business", groups=READERS, help="What the hirer does.")
    hirer_start_on = fields.Date(string="Begins On", groups=READERS)
    hirer_duration = fields.Char(string="Duration", groups=READERS, help="Permanent, or for how long.")
    hirer_place = fields.Char(string="Place of Work", groups=READERS)
    hirer_hours = fields.Char(string="Hours", groups=READERS)
    hirer_pay = fields.Char(
        string="Pay", groups=READERS, help="The least that is paid, in words: 30,000 to 34,000 GBP."
    )
    hirer_pay_interval = fields.Selection(INTERVALS, string="Paid By", groups=READERS)
    hirer_expenses = fields.Char(
        string="Expenses", groups=READERS, help="What the person would have to pay. None: none."
    )
    hirer_risks = fields.Text(
        string="Risks",
        groups=READERS,
        help="Risks to health and safety that the hirer knows of, and what they do about them. None: none known.",
    )
    hirer_requirements = fields.Text(
        string="What Is Asked",
        groups=READERS,
        help="Experience, training, qualifications and authorisations, by the hirer, by law or by a professional body.",
    )
    hirer_notice = fields.Char(string="Notice", groups=READERS, help="How long before the end each side has to say so.")
    hirer_authority_on = fields.Date(
        string="We May Advertise Since", groups=READERS, help="The day on which the hirer authorised us (reg. 27)."
    )
    hirer_vulnerable = fields.Boolean(
        string="With People Who Need Care",
        groups=READERS,
        help="Work with people under 18, or who need care or attention: rules ask for references and papers.",
    )
    particulars_missing = fields.Text(compute="_compute_particulars_missing", groups=READERS)

    @api.model
    def _get_particulars(self):
        """{field: sentence that says that it is missing}, in the order in which a form has them."""
        return {
            "hirer_business": self.env._("What the hirer does is not known."),
            "hirer_start_on": self.env._("The day on which the work begins is not known."),
            "hirer_duration": self.env._("How long the work lasts is not known."),
            "hirer_place": self.env._("The place of work is not known."),
            "hirer_hours": self.env._("The hours are not known."),
            "hirer_risks": self.env._("Nobody said which risks there are, or that none are known."),
            "hirer_requirements": self.env._("What the hirer and the law ask of the person is not known."),
            "hirer_expenses": self.env._("Nobody said whether the person has expenses."),
            "hirer_pay": self.env._("The pay is not known."),
            "hirer_pay_interval": self.env._("How often it is paid is not known."),
            "hirer_notice": self.env._("The notice of both sides is not known."),
        }

    def _get_missing_particulars(self):
        """{job: {key: sentence}}: what has to be known of a hirer's job before somebody is put forward, and is not."""
        particulars = self._get_particulars()
        jobs = self.sudo()  # sudo: a gate asks for whoever acts
        return {
            job.with_env(self.env): {
                name: words for name, words in particulars.items() if job.hirer_id and not job[name]
            }
            for job in jobs
        }

    @api.depends("hirer_id", *PARTICULARS)
    @api.depends_context("lang")
    def _compute_particulars_missing(self):
        for job, missing in self._get_missing_particulars().items():
            job.particulars_missing = "\n".join(missing.values())

    def _say_particulars(self):
        """{field: [label, value]} of what is known, for a page or a letter, in the language of the environment."""
        self.ensure_one()
        job = self.sudo()  # sudo: the person is told what their decision is about
        return {name: list(job._say_particular(name)) for name in LINES if job[name]}

    def _get_raw_particulars(self):
        """{field: text} of the same lines: another label, or another format of dates, is no other particular."""
        self.ensure_one()
        job = self.sudo()  # sudo: as above
        raw = {name: str(job[name]) for name in LINES if job[name]}
        if job.hirer_pay and job.hirer_pay_interval:
            raw["hirer_pay"] += f" / {job.hirer_pay_interval}"
        return raw

    def _say_particular(self, name):
        if name == "hirer_pay":
            return self.env._("Pay"), self._say_pay()
        field, value = self._fields[name], self[name]
        if value and field.type == "date":
            value = format_date(self.env, value, date_format="d MMM y")
        return field._description_string(self.env), value or ""

    def _say_pay(self):
        intervals = dict(self._fields["hirer_pay_interval"]._description_selection(self.env))
        return " ".join(filter(None, [self.hirer_pay, intervals.get(self.hirer_pay_interval)]))

    @api.constrains("hirer_id")
    def _check_hirer(self):
        for job in self.filtered("hirer_id"):
            if job.hirer_id == job.company_id.partner_id:
                raise ValidationError(self.env._("This is our own company: leave the hirer empty for a job of ours."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_referred(self):
        # sudo: whether there are any, not which
        if self.env["hr.jobseeker.referral"].sudo().search_count([("job_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("People were put forward for this job: archive it instead."))
