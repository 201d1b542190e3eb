from .policy_case import PolicyCase

MONDAY = "2026-03-02 10:00:00"


class SignpostCase(PolicyCase):
    """Ana, and a body that may help her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer.partner_id.email = "officer@example.com"
        cls.body = cls.env["hr.jobseeker.support.body"].create(
            {"name": "Harbour Crew", "kind": "agency", "helps_with": "Jobs at sea", "email": "crew@example.com"}
        )
        cls.ana = cls._person("Ana")
        cls.Mail = cls.env["mail.mail"]

    def _signpost(self, person=None, **vals):
        vals = {"reason": "We have no ships.", "cause": "outside", "body_id": self.body.id, **vals}
        return (
            self.env["hr.jobseeker.signpost"]
            .with_user(self.officer)
            .create({"jobseeker_id": (person or self.ana).id, **vals})
        )

    def _record(self, signpost, **vals):
        return self._answers(signpost).create({"words": "Yes, do", **vals}).action_apply()

    def _answers(self, signpost):
        """The dialog as its button opens it: about this one, by its context."""
        dialogs = self.env["hr.jobseeker.signpost.answer"].with_user(self.officer)
        return dialogs.with_context(default_signpost_id=signpost.id)

    def _to_the_body(self):
        return self.Mail.search([("email_to", "ilike", "crew@example.com")])
