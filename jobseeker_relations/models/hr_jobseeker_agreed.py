from odoo import api, fields, models

#: {what is kept of a promise: where the terms say it}
PROMISES = {
    "agreed_interval_days": "contact_interval_days",
    "agreed_response_hours": "response_hours",
    "agreed_review_days": "review_interval_days",
}


class HrJobseeker(models.Model):
    """What the agreements in force promise this person; the clock and the reviews count by it.

    Different terms stand beside each other: of each number the latest agreement that promises one counts, as a later
    one that leaves a number to the policy takes back nothing.

    The order is the same wherever a number is asked for: what was settled with this person alone, else what they agreed
    to, else the contact policy.
    """

    _inherit = "hr.jobseeker"

    agreement_ids = fields.One2many("hr.jobseeker.agreement", "jobseeker_id")
    agreement_id = fields.Many2one(
        "hr.jobseeker.agreement",
        string="Agreement in Force",
        compute="_compute_agreed",
        store=True,
        index="btree_not_null",
        copy=False,
    )
    agreed_interval_days = fields.Integer(compute="_compute_agreed", store=True, copy=False)
    agreed_response_hours = fields.Float(compute="_compute_agreed", store=True, copy=False)
    agreed_review_days = fields.Integer(compute="_compute_agreed", store=True, copy=False)
    operating_basis = fields.Selection(
        related="agreement_id.terms_id.operating_basis", help="In what capacity we act for them."
    )
    offered_agreement_id = fields.Many2one(
        "hr.jobseeker.agreement", compute="_compute_offered_agreement_id", help="The offer that they have not answered."
    )
    agreement_sentence = fields.Char(compute="_compute_agreement_sentence")
    newer_terms_id = fields.Many2one(
        "hr.jobseeker.terms",
        compute="_compute_newer_terms_id",
        help="A version of the agreed terms that is offered today, and that this person has not accepted.",
    )
    agreed_service_ids = fields.Many2many(
        "hr.jobseeker.service", compute="_compute_agreed_service_ids", string="Agreed Services"
    )
    promise_sources = fields.Text(
        compute="_compute_promise_sources", help="What counts for this person, and where each number comes from."
    )

    @api.depends("agreement_ids.state", "agreement_ids.agreed_at")
    def _compute_agreed(self):
        """The terms of an agreement are locked, so only another agreement changes these."""
        # sudo: the clock is the same whoever caused it to be set
        Agreement = self.env["hr.jobseeker.agreement"].sudo()
        found = Agreement.search(
            [("jobseeker_id", "in", self.ids), ("state", "=", "agreed")], order="agreed_at DESC, id DESC"
        )
        in_force = found.grouped(lambda agreement: agreement.jobseeker_id.id)
        for jobseeker in self:
            agreements = in_force.get(jobseeker._origin.id, Agreement)
            jobseeker.agreement_id = agreements[:1].id
            for name, promise in PROMISES.items():
                jobseeker[name] = agreements._get_promising(promise).terms_id[promise]

    def _get_agreements_in_force(self):
        """The latest first."""
        self.ensure_one()
        in_force = self.agreement_ids.filtered(lambda agreement: agreement.state == "agreed")
        return in_force.sorted(lambda agreement: (agreement.agreed_at, agreement._origin.id), reverse=True)

    @api.depends("agreement_ids.state", "agreement_ids.service_ids")
    def _compute_agreed_service_ids(self):
        for jobseeker in self:
            jobseeker.agreed_service_ids = jobseeker._get_agreements_in_force().service_ids

    # --- which number counts ------------------------------------------------------------------------

    def _get_interval_days(self):
        """Days between two contacts that were settled with this person; 0: the policy's."""
        self.ensure_one()
        return self.contact_interval_days or self.agreed_interval_days

    def _get_response_hours(self):
        """Working hours within which this person's words are answered; 0: nothing was promised."""
        self.ensure_one()
        return self.agreed_response_hours or self.policy_id.sudo().response_hours  # sudo: as for the clock

    def _get_think_days(self):
        """Working days to think over what we propose: as promised by the agreement, else the company's."""
        self.ensure_one()
        agreements = self.sudo()._get_agreements_in_force()  # sudo: as for the clock
        return agreements._get_promising("think_days").terms_id.think_days or self.company_id.jobseeker_think_days

    # --- in words -----------------------------------------------------------------------------------

    def _get_agreed_facts(self, promise):
        """When and to which version this person agreed that promises this number, for sentences."""
        # sudo: who may read the sentence is for the caller to decide
        agreement = self.sudo()._get_agreements_in_force()._get_promising(promise)
        return {"day": agreement._say_day(agreement.agreed_at), "version": agreement.version}

    @api.depends("agreement_ids.state")
    def _compute_offered_agreement_id(self):
        for jobseeker in self:
            offered = jobseeker.agreement_ids.filtered(lambda agreement: agreement.state == "sent")
            jobseeker.offered_agreement_id = offered[:1]

    @api.depends("offered_agreement_id", "agreement_ids.state")
    @api.depends_context("lang")
    def _compute_agreement_sentence(self):
        for jobseeker in self:
            jobseeker.agreement_sentence = " ".join(jobseeker._say_agreement()) or self.env._("Nothing is agreed yet.")

    def _say_agreement(self):
        self.ensure_one()
        agreements, offer = self._get_agreements_in_force(), self.offered_agreement_id
        channels = dict(agreements._fields["agreed_channel"]._description_selection(self.env))
        sentences = [
            self.env._(
                "%(who)s agreed to “%(terms)s” on %(day)s (%(channel)s).",
                who=agreement.agreed_by,
                terms=agreement.display_name,
                channel=channels[agreement.agreed_channel],
                day=agreement._say_day(agreement.agreed_at),
            )
            for agreement in agreements
        ]
        if offer:
            sentences.append(
                self.env._(
                    "“%(terms)s” was sent on %(day)s and waits for their yes.",
                    terms=offer.display_name,
                    day=offer._say_day(offer.sent_at),
                )
            )
        return sentences

    @api.depends("agreement_ids.state")
    def _compute_newer_terms_id(self):
        """Of the latest agreement that has a newer version; the next one's is told when that is answered."""
        Terms = self.env["hr.jobseeker.terms"]
        in_force = self.agreement_ids.filtered(lambda agreement: agreement.state == "agreed")
        newest = Terms._find_newest(in_force.lineage_id)
        for jobseeker in self:
            newer = (
                newest[agreement.lineage_id]
                for agreement in jobseeker._get_agreements_in_force()
                if newest.get(agreement.lineage_id, Terms).version > agreement.version
            )
            jobseeker.newer_terms_id = next(newer, False)

    @api.depends(
        "contact_interval_days",
        "agreement_ids.state",
        "policy_id.name",
        "policy_id.max_gap_days",
        "policy_id.response_hours",
        "policy_id.review_interval_days",
    )
    @api.depends_context("lang")
    def _compute_promise_sources(self):
        for jobseeker in self:
            jobseeker.promise_sources = "\n".join(jobseeker._say_promise_sources())

    def _say_promise_sources(self):
        """One line for each number that counts: contact, answer, review."""
        self.ensure_one()
        policy = self.policy_id
        by_policy = policy and self.env._("by “%s”", policy.name)
        lines = []

        def say_agreed(name):
            facts = self[name] and self._get_agreed_facts(PROMISES[name])
            return facts and self.env._("agreed on %(day)s, terms v%(version)s", **facts)

        days = self._get_interval_days() or policy.max_gap_days
        if days:
            by_hand = self.contact_interval_days and self.env._("settled with this person")
            origin = by_hand or say_agreed("agreed_interval_days") or by_policy
            lines.append(self.env._("Contact at least every %(days)s days: %(origin)s", days=days, origin=origin))
        if hours := self._get_response_hours():
            origin = say_agreed("agreed_response_hours") or by_policy
            lines.append(self.env._("Answer within %(hours)g working hours: %(origin)s", hours=hours, origin=origin))
        if days := self._get_review_interval_days():
            origin = say_agreed("agreed_review_days") or by_policy
            lines.append(self.env._("Review every %(days)s days: %(origin)s", days=days, origin=origin))
        if self.agreement_id and not policy:
            lines.append(self.env._("No contact policy takes in this person, so nobody counts the days: choose one."))
        return lines

    # --- with the relationship ----------------------------------------------------------------------

    def _end_doubled_agreements(self, other):
        """Of the agreements on the same terms that two relationships bring together, the later one is in force."""
        in_force = (self | other).agreement_ids.filtered(lambda agreement: agreement.state == "agreed")
        for agreements in in_force.grouped("lineage_id").values():
            *former, _latest = agreements.sorted(lambda agreement: (agreement.agreed_at, agreement.id))
            for agreement in former:
                agreement.write({"state": "ended", "end_reason": self.env._("Two relationships became one.")})

    def unlink(self):
        """The database's cascade would leave the PDFs and signatures behind."""
        self.sudo().agreement_ids.unlink()  # sudo: offered ones, too, go with the whole relationship
        return super().unlink()
