from odoo import fields

from odoo.addons.jobseeker_relations.models.hr_jobseeker_disclosure import CHECKER

from .eligibility_case import EligibilityCase

LAW = "Police Act 1997 s. 113B: regulated activity with children"


class DisclosureCase(EligibilityCase):
    """Ana has an offer for a role that the law marks, in a company in Britain; the checker asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.passport_checker, cls.checker = cls.checker, cls._user("records", CHECKER, name="Rita Records")
        cls.Disclosure = cls.env["hr.jobseeker.disclosure"].with_user(cls.checker)
        cls.offer_stage = cls.env["hr.recruitment.stage"].create({"name": "We offered", "is_offer": True})
        cls.first_stage = cls.env["hr.recruitment.stage"].create({"name": "We talk"})
        cls.role = cls._role("Nursery nurse")
        cls.application = cls._offered("Ana Able")
        cls.ana = cls.application.jobseeker_id

    @classmethod
    def _role(cls, name, level="enhanced", reason=LAW):
        vals = {"name": name, "company_id": cls.company.id}
        return cls.env["hr.job"].create({**vals, "criminal_record_level": level, "criminal_record_reason": reason})

    @classmethod
    def _offered(cls, name, job=None, **vals):
        vals = {"stage_id": cls.offer_stage.id, "job_id": (job or cls.role).id, **vals}
        return cls._application(name, f"{name.lower().replace(' ', '.')}@example.com", **vals)

    @classmethod
    def _ask(cls, application=None, **vals):
        application = application or cls.application
        return cls.Disclosure.create(
            {"jobseeker_id": application.jobseeker_id.id, "applicant_id": application.id, **vals}
        )

    @classmethod
    def _seen(cls, state="clear", application=None, **vals):
        """A check whose result somebody entered."""
        check = cls._ask(application)
        check.write({"issued_on": fields.Date.today(), **vals})
        check.write({"state": state})
        return check
