from odoo import fields

from .common import JobseekerCase


class NeedCase(JobseekerCase):
    """Ana, whose adviser is the officer, and the types of needs as they are shipped; all as the officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("manager", "hr_recruitment.group_hr_recruitment_manager", name="Mona Manager")
        cls.partner = cls.env["res.partner"].create({"name": "Ana Needs", "email": "ana.needs@example.com"})
        cls.ana = cls._jobseeker(cls.partner)
        cls.Need = cls.env["hr.jobseeker.need"].with_user(cls.officer)

    @classmethod
    def _jobseeker(cls, partner, **vals):
        return (
            cls.env["hr.jobseeker"]
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "state": "active",
                    "adviser_id": cls.officer.id,
                    **vals,
                }
            )
            .with_user(cls.officer)
        )

    @classmethod
    def _type(cls, name):
        return cls.env.ref(f"jobseeker_relations.need_type_{name}")

    @classmethod
    def _need(cls, kind, value=False, jobseeker=None, **vals):
        return cls.Need.create(
            {"jobseeker_id": (jobseeker or cls.ana).id, "type_id": cls._type(kind).id, "value": value, **vals}
        )

    @classmethod
    def _confirm_all(cls, needs, day):
        needs.write({"confirmed_on": fields.Date.to_date(day)})
