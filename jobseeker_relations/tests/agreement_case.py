from odoo import fields

from .policy_case import PolicyCase


class AgreementCase(PolicyCase):
    """Terms that promise more than the policy does: contact every 3 days, an answer within 4 hours, a review in 28."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.jobseeker.terms"].search([]).active = False
        cls.Terms = cls.env["hr.jobseeker.terms"]
        cls.Agreement = cls.env["hr.jobseeker.agreement"]
        cls.coach, cls.search = cls.env["hr.jobseeker.service"].create([{"name": "Coach you"}, {"name": "Search"}])
        cls.terms = cls._terms("Our terms", service_ids=(cls.coach | cls.search).ids)
        cls.ana = cls._person()

    @classmethod
    def _terms(cls, name, **vals):
        return cls.Terms.create(
            {
                "name": name,
                "text": "<p>We do what we say.</p>",
                "valid_from": "2026-01-01",
                "contact_interval_days": 3,
                "response_hours": 4,
                "review_interval_days": 28,
                **vals,
            }
        )

    @classmethod
    def _version(cls, terms, **vals):
        """The next version, in force today."""
        version = cls.Terms.browse(terms.action_new_version()["res_id"])
        version.write({"valid_from": fields.Date.today(), **vals})
        return version

    @classmethod
    def _offer(cls, person=None, terms=None, **vals):
        """A draft, in the hands of an officer."""
        return cls.Agreement.with_user(cls.officer).create(
            {"jobseeker_id": (person or cls.ana).id, "terms_id": (terms or cls.terms).id, **vals}
        )

    @classmethod
    def _agreed(cls, person=None, terms=None, **vals):
        agreement = cls._offer(person, terms)
        agreement.write({"state": "agreed", "agreed_channel": "phone", **vals})
        return agreement
