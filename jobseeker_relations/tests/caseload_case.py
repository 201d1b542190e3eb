from .common import JobseekerCase


class CaseloadCase(JobseekerCase):
    """Olga the officer advises Ann, Carl the colleague Ben, nobody Nia; each officer sees their own people only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.ben, cls.nia = (
            cls._person(name, adviser)
            for name, adviser in (("Ann", cls.officer), ("Ben", cls.colleague), ("Nia", cls.env["res.users"]))
        )
        cls.everybody = cls.ann | cls.ben | cls.nia
        cls.company.jobseeker_caseload = "own"

    @classmethod
    def _person(cls, name, adviser, **vals):
        partner = cls.env["res.partner"].create({"name": name, "email": f"{name.lower()}@example.org"})
        person = {"partner_id": partner.id, "company_id": cls.company.id, "state": "active", "adviser_id": adviser.id}
        return cls.env["hr.jobseeker"].create({**person, **vals})

    @classmethod
    def _employee(cls, user, **vals):
        return cls.env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "company_id": cls.company.id, **vals}
        )

    def _task(self, document, user, **vals):
        """Something to do about a document, given by the system."""
        vals = {"res_model_id": self.env["ir.model"]._get_id(document._name), "res_id": document.id, **vals}
        return self.env["mail.activity"].create({"user_id": user.id, "summary": "Ring them", **vals})

    def _as(self, user, records):
        """As in a request of their own: nothing that somebody else has read is in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def assertSees(self, user, people, among=None):
        """Compare what a user finds, and may read, of these people."""
        among = among or self.everybody
        mine = self._as(user, among)
        self.assertEqual(mine.search([("id", "in", among.ids)]), people)
        self.assertEqual(self._as(user, among)._filtered_access("read").sudo(), people)
