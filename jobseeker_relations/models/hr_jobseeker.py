from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError

from ..rules.person_name import to_greet
from .hr_jobseeker_state import STATES, TRANSITIONS
from .transition import name_refused_move

#: Years of a placement, a hold or a closing; any other is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1970, 2200

CHANNELS = [("email", "E-mail"), ("phone", "Phone"), ("sms", "SMS"), ("meeting", "Meeting")]


class HrJobseeker(models.Model):
    """The relationship between one person and one company of ours.

    The person is the contact (``res.partner``); applications and talents of that person point here, so nothing that
    is true of the person depends on an application (design §1). Resemblance never makes or joins a jobseeker.
    """

    _name = "hr.jobseeker"
    _description = "Jobseeker"
    _inherit = ["mail.thread", "mail.activity.mixin", "hr.jobseeker.asked"]
    _order = "next_contact_at, id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Person", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, readonly=True)
    name = fields.Char(related="partner_id.name", store=True, readonly=False, index="trigram")
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    salutation = fields.Char(
        string="How to Address",
        tracking=True,
        help="What this person wants to be called in letters, in their own language and form: Ms Kowalska, Pani Anno, "
        "Dr. Öztürk. Empty: the whole name, as nobody can tell which part of it they go by.",
    )
    greeting_name = fields.Char(
        string="Greeting",
        compute="_compute_greeting_name",
        help="The name after “Hello” in letters: how the person asked to be addressed, else the whole name.",
    )
    lang = fields.Selection(related="partner_id.lang", readonly=False)
    tz = fields.Selection(related="partner_id.tz", readonly=False, string="Time Zone")
    image_128 = fields.Image(related="partner_id.image_128")
    avatar_128 = fields.Image(related="partner_id.avatar_128")

    adviser_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        tracking=True,
        default=lambda self: self.env.user if self.env.user._is_internal() and not self.env.su else False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The recruiter who answers for this relationship. Stays when jobs and applications change.",
    )
    seeking = fields.Selection(
        [("active", "Actively looking"), ("passive", "Open to offers")], default="active", required=True, tracking=True
    )
    state = fields.Selection(STATES, default="enquiry", required=True, tracking=True, index=True)
    state_since = fields.Datetime(default=fields.Datetime.now, readonly=True, copy=False)
    hold_until = fields.Date(
        tracking=True, copy=False, help="No letter goes out and nothing falls due before this day (excluded)."
    )
    hold_reason = fields.Char(copy=False, help="Why contact rests; shown wherever the hold is shown.")
    state_before_hold = fields.Selection(STATES, readonly=True, copy=False)
    rested_until = fields.Date(
        readonly=True, copy=False, help="A hold or a closed time ended on this day: nothing was owed before it."
    )
    placed_on = fields.Date(tracking=True, copy=False, help="First day in the new work.")
    closed_on = fields.Date(tracking=True, readonly=True, copy=False)
    close_reason_id = fields.Many2one("hr.jobseeker.close.reason", tracking=True, copy=False)

    preferred_channel = fields.Selection(CHANNELS, help="How this person wants to hear from us.")
    do_not_contact = fields.Boolean(tracking=True, help="The person asked not to be contacted at all.")
    contact_interval_days = fields.Integer(
        string="Agreed Interval (days)",
        help="Agreed with this person: contact at least every so many days, in place of the policy's interval.",
    )

    applicant_ids = fields.One2many("hr.applicant", "jobseeker_id", context={"active_test": False})
    applicant_count = fields.Integer(compute="_compute_applicant_count")
    skill_ids = fields.Many2many("hr.skill", compute="_compute_skill_ids", search="_search_skill_ids")

    _partner_company_unique = models.UniqueIndex(
        "(partner_id, company_id)", "This person already has a jobseeker record in this company."
    )
    _without_adviser_idx = models.Index("(id) WHERE adviser_id IS NULL")
    _interval_not_negative = models.Constraint(
        "CHECK(contact_interval_days BETWEEN 0 AND 3660)",
        "The agreed interval is a number of days, at most ten years: leave it at 0 to follow the policy.",
    )

    @api.depends("salutation", "partner_id.name")
    def _compute_greeting_name(self):
        for jobseeker in self:
            jobseeker.greeting_name = to_greet(jobseeker.partner_id.name, jobseeker.salutation)

    @api.depends("applicant_ids")
    def _compute_applicant_count(self):
        counts = dict(
            self.env["hr.applicant"]
            .with_context(active_test=False)
            ._read_group([("jobseeker_id", "in", self.ids)], ["jobseeker_id"], ["__count"])
        )
        for jobseeker in self:
            jobseeker.applicant_count = counts.get(jobseeker._origin, 0)

    @api.depends("applicant_ids.skill_ids")
    def _compute_skill_ids(self):
        for jobseeker in self:
            jobseeker.skill_ids = jobseeker.applicant_ids.skill_ids

    def _search_skill_ids(self, operator, value):
        return [("applicant_ids.skill_ids", operator, value)]

    @api.constrains("state", "placed_on", "closed_on", "hold_until")
    def _check_dates(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        for jobseeker in self:
            if jobseeker.state == "placed" and not jobseeker.placed_on:
                raise ValidationError(self.env._("Say on which day %s starts: fill in “Placed on”.", jobseeker.name))
            if jobseeker.closed_on and jobseeker.closed_on > tomorrow:
                raise ValidationError(self.env._("%s is closed today or was before: mend the day.", jobseeker.name))
            for name in ("placed_on", "closed_on", "hold_until"):
                day = jobseeker[name]
                if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                    raise ValidationError(
                        self.env._(
                            "Check the year of “%(field)s”: %(year)s is not between %(first)s and %(last)s.",
                            field=jobseeker._fields[name]._description_string(self.env),
                            year=day.year,
                            first=FIRST_YEAR,
                            last=LAST_YEAR,
                        )
                    )

    @api.constrains("adviser_id", "company_id")
    def _check_adviser(self):
        for jobseeker in self:
            adviser = jobseeker.adviser_id
            if adviser and (adviser.share or jobseeker.company_id not in adviser.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be an adviser here: choose a colleague who works in %(company)s.",
                        user=adviser.name,
                        company=jobseeker.company_id.name,
                    )
                )

    # --- life cycle -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "adviser_id" not in vals and vals.get("company_id") not in (None, False, *self.env.user.company_ids.ids):
                vals["adviser_id"] = False  # who makes it for another company does not answer for it there
            vals.update(self._prepare_state_vals(vals.get("state", "enquiry"), vals))
        people = super().create(vals_list)
        if not self.env.su:
            people.partner_id.check_access("read")  # a relationship shows its person: nobody begins one to look
        return people

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        moving = self.filtered(lambda jobseeker: jobseeker.state != vals["state"])
        moving._check_transition(vals["state"])
        for before, jobseekers in moving.grouped("state").items():
            super(HrJobseeker, jobseekers).write(jobseekers._get_move_vals(before, vals))
            # sudo: when a state began, and from where, is nobody's to say
            super(HrJobseeker, jobseekers.sudo()).write(jobseekers._get_move_traces(before, vals["state"]))
        return super(HrJobseeker, self - moving).write(vals) if self - moving else True

    def _get_move_vals(self, before, vals):
        """What moves records that share one state; everything else in ``vals`` is written with it."""
        moved = dict(vals, **self._prepare_state_vals(vals["state"], vals))
        if before == "on_hold" and "placed_on" not in vals and all(self.mapped("placed_on")):
            moved.pop("placed_on", None)  # back to a placement that has its day
        return moved

    def _get_move_traces(self, before, after):
        traces = {
            "state_since": fields.Datetime.now(),
            "state_before_hold": before if after == "on_hold" else False,
        }
        if before in ("on_hold", "closed"):
            traces["rested_until"] = fields.Date.context_today(self)
        return traces

    def _prepare_state_vals(self, state, vals):
        """What a state needs to be whole: its date, and no left-over of the state before."""
        today = fields.Date.context_today(self)
        facts = {}
        if state == "placed":
            facts["placed_on"] = vals.get("placed_on") or today
        if state == "closed":
            facts["closed_on"] = vals.get("closed_on") or today
            facts["close_reason_id"] = vals.get("close_reason_id") or self._default_close_reason().id
        elif vals.get("state"):
            facts.update(closed_on=False, close_reason_id=False)
        if state != "on_hold" and vals.get("state") and "hold_until" not in vals:
            facts.update(hold_until=False, hold_reason=False)
        return facts

    @api.model
    def _default_close_reason(self):
        return self.env.ref("jobseeker_relations.close_reason_other", raise_if_not_found=False) or self.env[
            "hr.jobseeker.close.reason"
        ].search([], limit=1)

    def _check_transition(self, state):
        """Raise UserError, naming both states, where the table has no such move."""
        for jobseeker in self:
            if refused := name_refused_move(jobseeker, state, TRANSITIONS):
                raise UserError(
                    self.env._(
                        "%(name)s is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                        name=jobseeker.name,
                        **refused,
                    )
                )

    def _resume_after_hold(self):
        """Return from hold to the state before it; called by the engine once the date has come."""
        for before, jobseekers in self.grouped("state_before_hold").items():
            jobseekers.write({"state": before or "active"})

    # --- identity ---------------------------------------------------------------------------------

    @api.model
    def _for_people(self, pairs, values=None):
        """Find or make the jobseekers of ``(partner, company)`` pairs, in a few queries whatever their number.

        :param pairs: iterable of (res.partner record, res.company record)
        :param values: dict (partner id, company id) → further values of a jobseeker that has to be made
        :return: dict (partner id, company id) → hr.jobseeker
        :raise ConcurrencyError: another transaction made one of them at this moment; Odoo repeats the request
        """
        wanted = {(partner.id, company.id) for partner, company in pairs}
        found = self._find_people(wanted)
        missing = sorted(wanted - found.keys())
        if missing:
            try:
                with self.env.cr.savepoint():
                    made = self.create(
                        [{"partner_id": p, "company_id": c, **(values or {}).get((p, c), {})} for p, c in missing]
                    )
            except UniqueViolation as error:
                raise ConcurrencyError(str(error)) from error
            found.update(zip(missing, made, strict=True))
        return found

    @api.model
    def _find_people(self, wanted):
        """{(partner id, company id): jobseeker} of those of these pairs that there are."""
        people = self.search(
            [("partner_id", "in", [p for p, _c in wanted]), ("company_id", "in", [c for _p, c in wanted])]
        )
        return {(jobseeker.partner_id.id, jobseeker.company_id.id): jobseeker for jobseeker in people}

    # --- actions ----------------------------------------------------------------------------------

    def action_open_applications(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Applications of %s", self.name),
            "res_model": "hr.applicant",
            "view_mode": "list,kanban,form",
            "domain": [("jobseeker_id", "=", self.id)],
            "context": {"active_test": False, "default_partner_id": self.partner_id.id},
        }
