from .common import JobseekerCase


class DuplicateCase(JobseekerCase):
    """People of one company who may be one; whoever made them, the officer may change them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Link = cls.env["hr.jobseeker.duplicate"]
        cls.Merge = cls.env["hr.jobseeker.merge"]
        cls.company.country_id = cls.env.ref("base.uk")

    @classmethod
    def _person(cls, name, email=False, phone=False, company=None, **vals):
        partner = cls.env["res.partner"].create({"name": name, "email": email, "phone": phone})
        person = {"partner_id": partner.id, "company_id": (company or cls.company).id, "adviser_id": cls.officer.id}
        return cls.env["hr.jobseeker"].create({**person, "state": "active", **vals})

    def _look(self, *people):
        """The links of these people, as the officer sees them: {(name, name): strength}."""
        self.env["hr.jobseeker"].union(*people)._look_for_duplicates()
        return {
            (link.jobseeker_id.name, link.other_id.name): link.strength
            for link in self.Link.with_user(self.officer).search([], order="id")
        }

    def _link(self, one, other):
        (one | other)._look_for_duplicates()
        return self.Link.with_user(self.officer).search(
            [("jobseeker_id", "=", min(one.id, other.id)), ("other_id", "=", max(one.id, other.id))]
        )

    def _merge(self, kept, gone, user=None, **vals):
        """As a colleague does it, with the dialog. Returns the row of the log."""
        dialog = (
            self.env["hr.jobseeker.merge.dialog"]
            .with_user(user or self.officer)
            .create({"kept_id": kept.id, "gone_id": gone.id, "reason": "She told us on the phone", **vals})
        )
        dialog.action_merge()
        return self.Merge.with_user(user or self.officer).search([("jobseeker_id", "=", kept.id)], limit=1)
