from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HrJobseeker(models.Model):
    """What the agreement in force promises this person; the clock and the reviews count by it.

    The order is the same wherever a number is asked for: what was settled with this person alone, else what they agreed
    to, else the contact policy.
    """

    _inherit = "hr.jobseeker"

    agreement_ids = fields.One2many("hr.jobseeker.agreement", "jobseeker_id")
    agreement_id = fields.Many2one(
        "hr.jobseeker.agreement",
        string="Agreement in Force",
        compute="_compute_agreement_id",
        store=True,
        index="btree_not_null",
        copy=False,
    )
    agreed_interval_days = fields.Integer(compute="_compute_agreed_promises", store=True, copy=False)
    agreed_response_hours = fields.Float(compute="_compute_agreed_promises", store=True, copy=False)
    agreed_review_days = fields.Integer(compute="_compute_agreed_promises", store=True, copy=False)
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
    agreed_service_ids = fields.Many2many(related="agreement_id.service_ids", string="Agreed Services")
    promise_sources = fields.Text(
        compute="_compute_promise_sources", help="What counts for this person, and where each number comes from."
    )

    @api.depends("agreement_ids.state", "agreement_ids.agreed_at")
    def _compute_agreement_id(self):
        # sudo: the clock is the same whoever caused it to be set
        found = (
            self.env["hr.jobseeker.agreement"]
            .sudo()
            .search([("jobseeker_id", "in", self.ids), ("state", "=", "agreed")], order="agreed_at, id")
        )
        latest = {agreement.jobseeker_id.id: agreement.id for agreement in found}
        for jobseeker in self:
            jobseeker.agreement_id = latest.get(jobseeker._origin.id, False)

    @api.depends("agreement_id")
    def _compute_agreed_promises(self):
        """The terms of an agreement are locked, so only another agreement changes these."""
        for jobseeker in self:
            terms = jobseeker.agreement_id.sudo().terms_id  # sudo: as above
            jobseeker.agreed_interval_days = terms.contact_interval_days
            jobseeker.agreed_response_hours = terms.response_hours
            jobseeker.agreed_review_days = terms.review_interval_days

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
        terms = self.agreement_id.sudo().terms_id  # sudo: as for the clock
        return terms.think_days or self.company_id.jobseeker_think_days

    # --- in words -----------------------------------------------------------------------------------

    def _get_agreed_facts(self):
        """When and to which version this person agreed, for sentences."""
        self.ensure_one()
        agreement = self.agreement_id.sudo()  # sudo: who may read the sentence is for the caller to decide
        return {"day": agreement._say_day(agreement.agreed_at), "version": agreement.version}

    @api.depends("agreement_ids.state")
    def _compute_offered_agreement_id(self):
        for jobseeker in self:
            offered = jobseeker.agreement_ids.filtered(lambda agreement: agreement.state == "sent")
            jobseeker.offered_agreement_id = offered[:1]

    @api.depends("agreement_id", "offered_agreement_id", "agreement_ids.state")
    @api.depends_context("lang")
    def _compute_agreement_sentence(self):
        for jobseeker in self:
            jobseeker.agreement_sentence = " ".join(jobseeker._say_agreement()) or self.env._("Nothing is agreed yet.")

    def _say_agreement(self):
        self.ensure_one()
        agreement, offer, sentences = self.agreement_id, self.offered_agreement_id, []
        if agreement:
            channels = dict(agreement._fields["agreed_channel"]._description_selection(self.env))
            sentences.append(
                self.env._(
                    "%(who)s agreed to “%(terms)s” on %(day)s (%(channel)s).",
                    who=agreement.agreed_by,
                    terms=agreement.display_name,
                    channel=channels[agreement.agreed_channel],
                    day=self._get_agreed_facts()["day"],
                )
            )
        if offer:
            sentences.append(
                self.env._(
                    "“%(terms)s” was sent on %(day)s and waits for their yes.",
                    terms=offer.display_name,
                    day=offer._say_day(offer.sent_at),
                )
            )
        return sentences

    @api.depends("agreement_id")
    def _compute_newer_terms_id(self):
        Terms = self.env["hr.jobseeker.terms"]
        valid = Terms.search(
            Terms._get_in_force_domain()
            & (
                Domain("id", "in", self.agreement_id.lineage_id.ids)
                | Domain("first_version_id", "in", self.agreement_id.lineage_id.ids)
            )
        )
        newest = {terms._get_first_version(): terms for terms in valid.sorted("version")}
        for jobseeker in self:
            agreement = jobseeker.agreement_id
            terms = newest.get(agreement.lineage_id, Terms)
            jobseeker.newer_terms_id = terms if terms.version > agreement.version else False

    @api.depends(
        "contact_interval_days",
        "agreement_id",
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
        agreed = self.agreement_id and self.env._("agreed on %(day)s, terms v%(version)s", **self._get_agreed_facts())
        by_policy = policy and self.env._("by “%s”", policy.name)
        lines = []
        days = self._get_interval_days() or policy.max_gap_days
        if days:
            by_hand = self.contact_interval_days and self.env._("settled with this person")
            origin = by_hand or (agreed if self.agreed_interval_days else by_policy)
            lines.append(self.env._("Contact at least every %(days)s days: %(origin)s", days=days, origin=origin))
        if hours := self._get_response_hours():
            origin = agreed if self.agreed_response_hours else by_policy
            lines.append(self.env._("Answer within %(hours)g working hours: %(origin)s", hours=hours, origin=origin))
        if days := self._get_review_interval_days():
            origin = agreed if self.agreed_review_days else by_policy
            lines.append(self.env._("Review every %(days)s days: %(origin)s", days=days, origin=origin))
        if agreed and not policy:
            lines.append(self.env._("No contact policy takes in this person, so nobody counts the days: choose one."))
        return lines

    # --- offering -----------------------------------------------------------------------------------

    def action_offer_terms(self):
        """Open the offer that waits, or a new draft of the terms in force; for several people a list of drafts."""
        self.check_access("write")
        Agreement = self.env["hr.jobseeker.agreement"]
        offers = Agreement.search([("jobseeker_id", "in", self.ids), ("state", "in", ("draft", "sent"))])
        without = self - offers.jobseeker_id
        terms = self.env["hr.jobseeker.terms"]._find_to_offer(without.company_id)
        for company, found in terms.items():
            if not found:
                raise UserError(
                    self.env._(
                        "No terms are in force for %s. An administrator adds them in Recruitment → Configuration → "
                        "Terms.",
                        company.name,
                    )
                )
        offers |= Agreement.create(
            [
                {"jobseeker_id": person.id, "terms_id": (person.newer_terms_id or terms[person.company_id]).id}
                for person in without
            ]
        )
        if len(self) == 1:
            return offers[:1].action_open()
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_agreement_action")
        return dict(action, domain=[("id", "in", offers.ids)], context={})

    def action_record_offer(self):
        """Record the answer to the offer that waits, from the form of the person."""
        return self.offered_agreement_id.action_record()

    def action_end_agreement(self):
        return self.agreement_id.action_end()

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
