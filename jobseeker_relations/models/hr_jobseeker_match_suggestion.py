from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [("suggested", "To decide"), ("accepted", "Put forward"), ("dismissed", "Not this one")]
#: From which decision goes which. What was put forward is the referral's from then on.
TRANSITIONS = {"suggested": {"accepted", "dismissed"}, "dismissed": {"suggested", "accepted"}, "accepted": set()}
#: Referrals that decide about their pair: under way, gone to the hirer, or the person said no.
DECIDING = Domain("state", "!=", "withdrawn") | Domain("consent_withdrawn_at", "!=", False)
DECIDING |= Domain("sent_at", "!=", False) & Domain("return_reason", "=", False)
CAUSES = [("job", "New or changed job"), ("need", "Changed needs"), ("search", "Somebody's search")]


class HrJobseekerMatchSuggestion(models.Model):
    """One person and one job that may fit each other, for an adviser to decide on; and what was decided.

    Made by ``ir_cron_match`` or by a decision in the list of matches, and by nobody's hand. What was dismissed is not
    suggested again.
    """

    _name = "hr.jobseeker.match.suggestion"
    _description = "Suggested Match"
    _inherit = ["hr.jobseeker.kept"]
    _order = "score desc, id desc"
    _rec_name = "jobseeker_id"
    _kept_by_the_system = frozenset(
        {"state", "cause", "score", "suggested_at", "reason", "decided_at", "decided_by_id"}
    )

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id")
    job_id = fields.Many2one("hr.job", required=True, ondelete="cascade", readonly=True)
    state = fields.Selection(STATES, required=True, default="suggested", readonly=True)
    # nothing: nobody suggested it, and somebody put them forward
    cause = fields.Selection(CAUSES, string="Suggested because of", default="search", readonly=True)
    score = fields.Integer(readonly=True, aggregator="avg", help="When it was looked at last.")
    reasons = fields.Text(string="Why", compute="_compute_reasons")
    suggested_at = fields.Datetime(string="Suggested", default=fields.Datetime.now, readonly=True)
    reason = fields.Char(string="Why Not", readonly=True)
    decided_at = fields.Datetime(string="Decided", readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    is_current = fields.Boolean(
        compute="_compute_is_current",
        search="_search_is_current",
        help="The person still looks for work through us, and the job is still open.",
    )

    _pair_unique = models.UniqueIndex("(job_id, jobseeker_id)", "This person was suggested for this job before.")
    _person_idx = models.Index("(jobseeker_id, state)")
    _waiting_idx = models.Index("(score DESC, id DESC) WHERE state = 'suggested'")

    @api.depends("jobseeker_id", "job_id")
    def _compute_display_name(self):
        for suggestion in self:
            suggestion.display_name = f"{suggestion.jobseeker_id.name} – {suggestion.job_id.name}"

    @api.depends("jobseeker_id", "job_id")
    @api.depends_context("lang")
    def _compute_reasons(self):
        shown = self._origin
        said = self.env["hr.jobseeker.match"]._say_pairs([(row.job_id, row.jobseeker_id) for row in shown])
        (self - shown).reasons = False
        for suggestion in shown:
            suggestion.reasons = "\n".join(said[suggestion.job_id, suggestion.jobseeker_id])

    @api.depends("jobseeker_id", "job_id.active")
    def _compute_is_current(self):
        current = self.filtered_domain(self._get_current_domain())
        for suggestion in self:
            suggestion.is_current = suggestion in current

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_current_domain()
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.model
    def _get_current_domain(self):
        people, jobs = self.env["hr.jobseeker"], self.env["hr.job"]
        return Domain("jobseeker_id", "any", people._get_matching_domain()) & Domain(
            "job_id", "any", jobs._get_matching_domain()
        )

    @api.model
    def _count_waiting(self, name, ids):
        """{job or person: how many wait for a decision}."""
        domain = Domain(name, "in", ids) & Domain("state", "=", "suggested") & self._get_current_domain()
        return dict(self._read_group(domain, [name], ["__count"]))

    # --- deciding -------------------------------------------------------------------------------------

    @api.model
    def _decide(self, pairs, state, reason=False, cause="search"):
        """Keep what was decided about these pairs, who decided and when.

        :param pairs: list of (job, person), which the user has to be able to write
        :param cause: of what was not suggested before
        :raise UserError: what was put forward is not taken back here
        """
        people = self.env["hr.jobseeker"].concat(*(person for _job, person in pairs))
        people.check_access("write")
        self.env["hr.job"].concat(*(job for job, _person in pairs)).check_access("read")
        # sudo: decisions are kept by the system, for whoever may decide about the person
        rows = self.sudo().search([("jobseeker_id", "in", people.ids), ("job_id", "in", [job.id for job, _p in pairs])])
        known = {(row.job_id.id, row.jobseeker_id.id): row for row in rows}
        people._check_frozen_data()
        decision = {
            "state": state,
            "reason": reason,
            "decided_at": fields.Datetime.now() if state != "suggested" else False,
            "decided_by_id": self.env.uid if state != "suggested" else False,
        }
        new = []
        for job, person in pairs:
            row = known.get((job.id, person.id))
            if not row:
                new.append((job, person))
            elif row.state != state:
                row._check_move(state)
                row.write(decision)
        explained = self.env["hr.jobseeker.match"]._explain(new)
        self.sudo().create(
            [
                {
                    "job_id": job.id,
                    "jobseeker_id": person.id,
                    "cause": cause,
                    "score": explained[job, person].score,
                    **decision,
                }
                for job, person in dict.fromkeys(new)
            ]
        )

    def _check_move(self, state):
        if state not in TRANSITIONS[self.state]:
            raise UserError(
                self.env._(
                    "%(person)s was put forward for “%(job)s” already: go on in the referral.",
                    person=self.jobseeker_id.name,
                    job=self.job_id.name,
                )
            )

    @api.model
    def _put_forward(self, pairs):
        """Begin a referral for each pair, and open it where it is one."""
        self._decide(pairs, "accepted")
        referrals = [person._start_referral(job, job.hirer_id) for job, person in pairs]
        return referrals[0]._get_own_form() if len(referrals) == 1 else False

    def action_put_forward(self):
        """Begin a referral; it asks the person before anything leaves us."""
        self.check_access("read")
        return self._put_forward([(row.job_id, row.jobseeker_id) for row in self])

    def action_dismiss(self):
        """Ask why not, so that it is not suggested again."""
        self.ensure_one()
        self.check_access("read")
        return self.env["hr.jobseeker.match.dismiss"]._open(self.job_id, self.jobseeker_id)

    def action_reconsider(self):
        """What was dismissed waits for a decision again."""
        self.check_access("read")
        self._decide([(row.job_id, row.jobseeker_id) for row in self], "suggested")


class HrJobseekerReferral(models.Model):
    """Who is put forward for a job is decided about; given up before anything went, it waits for a decision again."""

    _inherit = "hr.jobseeker.referral"

    @api.model_create_multi
    def create(self, vals_list):
        referrals = super().create(vals_list)
        about = referrals.filtered("job_id")
        dismissed = about._find_suggestions("dismissed")  # by somebody, with a reason: that stays
        pairs = {(one.job_id.id, one.jobseeker_id.id): (one.job_id, one.jobseeker_id) for one in about}
        for row in dismissed:
            del pairs[row.job_id.id, row.jobseeker_id.id]
        if pairs:
            self.env["hr.jobseeker.match.suggestion"]._decide([*pairs.values()], "accepted", cause=False)
        return referrals

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.state == "withdrawn" and not self.sent_at and not self.consent_withdrawn_at:
            self._reopen_suggestions()
        return result

    def unlink(self):
        self._reopen_suggestions()
        return super().unlink()

    def _reopen_suggestions(self):
        """What was suggested waits again, unless another referral decides; of what nobody suggested nothing is left."""
        # sudo: that it happened counts, whoever may see it
        pairs = Domain("jobseeker_id", "in", self.jobseeker_id.ids) & Domain("job_id", "in", self.job_id.ids)
        others = self.sudo().search(pairs & Domain("id", "not in", self.ids) & DECIDING)
        rows = self._find_suggestions("accepted") - others._find_suggestions("accepted")
        made = rows.filtered(lambda row: not row.cause)
        (rows - made).write({"state": "suggested", "decided_at": False, "decided_by_id": False})
        made.unlink()

    def _find_suggestions(self, state):
        # sudo: decisions are kept by the system, whoever puts somebody forward, or gives it up
        rows = self.env["hr.jobseeker.match.suggestion"].sudo()
        rows = rows.search(
            [
                ("state", "=", state),
                ("jobseeker_id", "in", self.jobseeker_id.ids),
                ("job_id", "in", self.job_id.ids),
            ]
        )
        pairs = {(referral.jobseeker_id.id, referral.job_id.id) for referral in self}
        return rows.filtered(lambda row: (row.jobseeker_id.id, row.job_id.id) in pairs)
