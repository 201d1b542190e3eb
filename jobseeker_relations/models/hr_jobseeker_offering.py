from odoo import models
from odoo.exceptions import UserError


class HrJobseeker(models.Model):
    """Terms are offered from the person: which, to whom, and without making a second offer of them."""

    _inherit = "hr.jobseeker"

    def action_offer_terms(self):
        """Open the offer that waits, or a draft of the terms to offer; of several people a list of what was found.

        Who is closed, or agreed to these very terms, is left out.
        """
        self.check_access("write")
        if len(self) == 1:
            return self._open_offer()
        people = self.filtered(lambda person: person.state != "closed")
        terms = people._get_terms_to_offer()
        wanting = people.filtered(lambda person: not person._has_agreed_to(terms[person]))
        offers = wanting._find_or_make_offers(terms)
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_agreement_action")
        action = dict(action, domain=[("id", "in", offers.ids)], context={})
        return self._say_not_offered(len(self - people), len(people - wanting), action) if self - wanting else action

    def _say_not_offered(self, closed, agreed, action):
        """Say how many were left out, then go on."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "Left out: %(closed)s closed, %(agreed)s who agreed to these terms already.",
                    closed=closed,
                    agreed=agreed,
                ),
                "type": "warning",
                "next": action,
            },
        }

    def _open_offer(self, wanted=None):
        """
        :param wanted: the terms to offer, where it is not for us to choose
        """
        self.ensure_one()
        if self.state == "closed":
            raise UserError(self.env._("The search of %s is closed. Reopen it, then offer terms.", self.name))
        terms = {self: wanted} if wanted else self._get_terms_to_offer()
        if self._has_agreed_to(terms[self]):
            raise UserError(
                self.env._(
                    "%(name)s agreed to “%(terms)s” already, and there is no newer version.",
                    name=self.name,
                    terms=terms[self].display_name,
                )
            )
        return self._find_or_make_offers(terms).action_open()

    def _get_terms_to_offer(self):
        """{person: terms}: what waits for an answer, the newer version of what they agreed to, or of a draft of theirs
        that was never sent, else what their company offers.

        :raise UserError: a company offers nothing
        """
        Terms = self.env["hr.jobseeker.terms"]
        drafts = {
            person: person.agreement_ids.filtered(lambda agreement: agreement.state == "draft")[:1] for person in self
        }
        newest = Terms._find_newest(Terms.union(*(draft.lineage_id for draft in drafts.values())))
        chosen = {}
        for person, draft in drafts.items():
            of_draft = max(draft.terms_id, newest.get(draft.lineage_id, Terms), key=lambda terms: terms.version)
            chosen[person] = person.offered_agreement_id.terms_id or person.newer_terms_id or of_draft
        without = self.filtered(lambda person: not chosen[person])
        offered = Terms._find_to_offer(without.company_id)
        for company, terms in offered.items():
            if not terms:
                raise UserError(
                    self.env._(
                        "No terms are in force for %s. An administrator adds them in Recruitment → Configuration → "
                        "Terms.",
                        company.name,
                    )
                )
        return chosen | {person: offered[person.company_id] for person in without}

    def _has_agreed_to(self, terms):
        """Whether this version of the terms, or a later one, is in force for the person."""
        first = terms._get_first_version()
        return any(
            agreement.lineage_id == first and agreement.version >= terms.version
            for agreement in self._get_agreements_in_force()
        )

    def _find_or_make_offers(self, terms):
        """One offer for each of these people: the one that waits, else a draft. A draft of an older version, which
        nobody was sent, becomes one of the newer.

        :param terms: {person: what to offer}
        """
        found, missing = self.env["hr.jobseeker.agreement"], []
        for person in self:
            first = terms[person]._get_first_version()
            drafts = person.agreement_ids.filtered(
                lambda agreement, first=first: agreement.state == "draft" and agreement.lineage_id == first
            )
            offer = person.offered_agreement_id or drafts[:1]
            if offer.state == "draft" and offer.terms_id.version < terms[person].version:
                offer.terms_id = terms[person]
            found |= offer
            if not offer:
                missing.append({"jobseeker_id": person.id, "terms_id": terms[person].id})
        return found | found.create(missing)

    def action_record_offer(self):
        """Record the answer to the offer that waits, from the form of the person."""
        return self.offered_agreement_id.action_record()

    def action_end_agreement(self):
        return self.agreement_id.action_end()
