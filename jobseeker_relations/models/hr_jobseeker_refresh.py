from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import SQL

from ..rules.refresh_ladder import Round, next_step, stale_day, still_open
from .hr_jobseeker_need import OPEN_STATES

#: In which somebody looks for work through us: only then is anybody asked what they want.
LOOKING_STATES = ("enquiry", "active")
#: Blocks under which nobody is asked; where only letters do not arrive, the adviser asks.
SILENT_BLOCKS = ("do_not_contact", "restricted")


class HrJobseeker(models.Model):
    """Whether what we know of a person's wishes is still true, and what follows where nobody says so.

    ``requirements_said_on`` is the day of the oldest open need: when it was said, or said to be still true. The policy
    in force says after how many days of that the person is asked, warned, hidden from matching, and reviewed
    (``rules.refresh_ladder``). What is sensitive counts for nothing here, so none of these days tells of it.
    """

    _inherit = "hr.jobseeker"

    requirements_said_on = fields.Date(
        compute="_compute_requirements_said_on",
        store=True,
        help="The oldest of their open needs was said, or said to be still true, on this day.",
    )
    requirements_stale_on = fields.Date(
        string="To Be Asked",
        compute="_compute_requirements_stale_on",
        store=True,
        index="btree_not_null",
        help="The day on which they are asked whether what they want is still true.",
    )
    requirements_asked_on = fields.Date(
        string="Last Asked", readonly=True, copy=False, help="When they were last asked by letter, or a colleague was."
    )
    refresh_asked_on = fields.Date(
        string="Asked Whether Still True",
        compute="_compute_refresh_round",
        store=True,
        copy=False,
        index="btree_not_null",
    )
    refresh_warned_on = fields.Date(string="Warned", compute="_compute_refresh_round", store=True, copy=False)
    hidden_from_matching_since = fields.Date(
        compute="_compute_refresh_round",
        store=True,
        copy=False,
        index="btree_not_null",
        help="Nobody said that what they want is still true: they are suggested for no job until somebody does.",
    )
    refresh_reviewed_on = fields.Date(compute="_compute_refresh_round", store=True, copy=False)
    refresh_wanted_on = fields.Date(
        readonly=True, copy=False, help="A colleague wants them to be asked; the letter waits for their hours."
    )
    refresh_look_at = fields.Datetime(compute="_compute_refresh_look_at", store=True, copy=False)
    refresh_fault = fields.Char(readonly=True, copy=False)

    _refresh_look_idx = models.Index("(refresh_look_at, id) WHERE refresh_look_at IS NOT NULL")

    # --- what is known since when -------------------------------------------------------------------

    @api.depends("need_ids.state", "need_ids.confirmed_on", "need_ids.sensitive", "need_change_ids")
    def _compute_requirements_said_on(self):
        """One query for the whole recordset; a need that nobody confirmed counts from its last wording."""
        said = {}
        if self.ids:
            self.env["hr.jobseeker.need"].flush_model()
            self.env["hr.jobseeker.need.change"].flush_model()
            said = dict(self.env.execute_query(SQL(_SAID, ids=tuple(self.ids), open=OPEN_STATES)))
        for jobseeker in self:
            jobseeker.requirements_said_on = said.get(jobseeker._origin.id, False)

    @api.depends("requirements_said_on", "still_looking_answer", "still_looking_at", "policy_id.refresh_interval_days")
    def _compute_requirements_stale_on(self):
        for jobseeker in self:
            said = jobseeker.requirements_said_on
            if said and jobseeker.still_looking_answer == "found":  # they answered, and the adviser was told
                said = max(said, jobseeker.still_looking_at.date())
            jobseeker.requirements_stale_on = stale_day(jobseeker._get_refresh_ladder(), said or None) or False

    def _get_refresh_ladder(self):
        self.ensure_one()
        return self.policy_id.sudo()._get_refresh_ladder()  # sudo: the promise is the same whoever asks

    # --- what was done about it ---------------------------------------------------------------------

    @api.depends("requirements_stale_on", "state", "contact_block", "pause_asked")
    def _compute_refresh_round(self):
        """What the job did holds as long as there is a reason for it, through whichever door that went.

        Who pauses themselves has answered, and begins anew when they come back; a rest that we arranged tells nothing
        new, so who was hidden stays so.
        """
        today = fields.Date.today()
        for jobseeker in self:
            done = still_open(jobseeker._get_refresh_round(), jobseeker.requirements_stale_on or None, today)
            if jobseeker._rests_from_refresh():
                done = Round(hide=None if jobseeker.pause_asked else done.hide)
            jobseeker.refresh_asked_on = done.ask or False
            jobseeker.refresh_warned_on = done.warn or False
            jobseeker.hidden_from_matching_since = done.hide or False
            jobseeker.refresh_reviewed_on = done.review or False

    def _get_refresh_round(self):
        self.ensure_one()
        return Round(
            self.refresh_asked_on or None,
            self.refresh_warned_on or None,
            self.hidden_from_matching_since or None,
            self.refresh_reviewed_on or None,
        )

    def _rests_from_refresh(self):
        """Whether this person is asked nothing at present."""
        self.ensure_one()
        return self.state not in LOOKING_STATES or self.contact_block in SILENT_BLOCKS

    def _get_refresh_step(self):
        """What comes next and on which day, or None (``rules.refresh_ladder.Step``)."""
        self.ensure_one()
        if self._rests_from_refresh():
            return None
        return next_step(self._get_refresh_ladder(), self.requirements_stale_on or None, self._get_refresh_round())

    @api.depends(
        "requirements_stale_on",
        "state",
        "contact_block",
        "refresh_asked_on",
        "refresh_warned_on",
        "hidden_from_matching_since",
        "refresh_reviewed_on",
        "refresh_wanted_on",
        "policy_id.refresh_warn_days",
        "policy_id.refresh_hide_days",
        "policy_id.refresh_review_days",
    )
    def _compute_refresh_look_at(self):
        for jobseeker in self:
            step, wanted = jobseeker._get_refresh_step(), jobseeker.refresh_wanted_on
            days = [step.day] if step else []
            if wanted and not jobseeker._rests_from_refresh():
                days.append(wanted)
            jobseeker.refresh_look_at = datetime.combine(min(days), time.min) if days else False


_SAID = """
    SELECT need.jobseeker_id, MIN(COALESCE(need.confirmed_on, worded.changed_at::date, need.create_date::date))
      FROM hr_jobseeker_need need
      LEFT JOIN LATERAL (
           SELECT MAX(change.changed_at) AS changed_at
             FROM hr_jobseeker_need_change change
            WHERE need.confirmed_on IS NULL AND change.need_id = need.id
              AND change.field IN ('created', 'type_id', 'kind', 'name', 'value')
           ) worded ON TRUE
     WHERE need.jobseeker_id IN %(ids)s AND need.state IN %(open)s AND need.sensitive IS NOT TRUE
     GROUP BY need.jobseeker_id
"""
