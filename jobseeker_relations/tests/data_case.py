from .common import JobseekerCase
from .data_finding import Finding
from .data_planting import Planting


class DataCase(Finding, Planting, JobseekerCase):
    """A data protection officer, and a person of whom something lies in every place that there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dpo = cls._user("dpo", "jobseeker_relations.group_data_protection_officer", name="Dora Data")
        cls.Map = cls.env["hr.jobseeker.personal.data"]
        cls.Request = cls.env["hr.jobseeker.rights.request"]

    @classmethod
    def _jobseeker(cls, name="Ann Apple", email="ann.apple@example.org", **vals):
        partner = cls.env["res.partner"].create(
            {"name": name, "email": email, "phone": "+351912345678", **vals.pop("partner_vals", {})}
        )
        return cls.env["hr.jobseeker"].create(
            {"partner_id": partner.id, "company_id": cls.company.id, "adviser_id": cls.officer.id, **vals}
        )

    @classmethod
    def _file(cls, kind, person, **vals):
        return cls.Request.with_user(cls.dpo).create({"jobseeker_id": person.id, "kind": kind, **vals})

    @classmethod
    def _confirmed(cls, kind, person, **vals):
        request = cls._file(kind, person, **vals)
        request._confirm_identity("Rang the number that we have")
        return request

    # --- a person in every place ----------------------------------------------------------------------

    def _plant(self):
        """A person of whom a word stands in every place, ``MARKER`` and a number of its own; ``words`` says which."""
        self.words = {}
        partner, person = self._plant_person()
        applicant = self._plant_applications(partner, person)
        self._plant_thread(partner, person, applicant)
        self._plant_diary(partner, person, applicant)
        self._plant_mail(partner)
        if "survey.user_input" in self.env:
            self._plant_survey(partner)
        self._plant_ours(person, applicant)
        self.env.flush_all()
        self.flush_tracking()
        return person

    def _plant_ours(self, person, applicant):
        """A row of each model of ours, with a word in each text that it has."""
        env, mark = self.env, self._mark
        adrift = env["mail.activity"].create(
            {"summary": mark("activity on no document"), "user_id": self.officer.id, "res_model_id": False}
        )
        env["hr.jobseeker.contact"].create(
            {
                "jobseeker_id": person.id,
                "date": "2026-03-02 10:00:00",
                "direction": "in",
                "channel": "email",
                "summary": mark("ledger"),
                "activity_id": adrift.id,
            }
        )
        env["hr.jobseeker.waiver"].create({"jobseeker_id": person.id, "until": "2027-01-01", "reason": mark("waiver")})
        need_type = env["hr.jobseeker.need.type"].search([], limit=1)
        env["hr.jobseeker.need"].create(
            {"jobseeker_id": person.id, "type_id": need_type.id, "name": mark("need"), "kind": "need"}
        )
        plan = env["hr.jobseeker.plan"].create({"jobseeker_id": person.id})
        env["hr.jobseeker.action"].create({"plan_id": plan.id, "name": mark("step")})
        terms = env["hr.jobseeker.terms"].create(
            {"name": "Ours", "text": "<p>Ours</p>", "company_id": self.company.id, "valid_from": "2026-01-01"}
        )
        env["hr.jobseeker.agreement"].create(
            {"jobseeker_id": person.id, "terms_id": terms.id, "note": mark("agreement")}
        )
        env["hr.jobseeker.review"].create(
            {"jobseeker_id": person.id, "due_on": "2026-12-01", "internal_note": mark("review")}
        )
        env["hr.jobseeker.proposal"].create(
            {"jobseeker_id": person.id, "field": "salutation", "new_value": mark("proposal")}
        )
        found = env["hr.jobseeker.prospect.search"].create({"name": "Welders"})
        env["hr.jobseeker.prospect"].create(
            {"search_id": found.id, "jobseeker_id": person.id, "state": "rejected", "note": mark("why they do not fit")}
        )
        rule = env["hr.jobseeker.rule"].search([], limit=1)
        env["hr.jobseeker.override"].create(
            {
                "rule_id": rule.id,
                "jobseeker_id": person.id,
                "res_model": "hr.jobseeker",
                "res_id": person.id,
                "missing": mark("missing"),
                "missing_key": "papers",
                "reason": mark("override"),
            }
        )

        if "hr.jobseeker.consent" in env:
            purpose = env.ref("jobseeker_relations.purpose_talent_pool")
            env["hr.jobseeker.consent"].create(
                {"jobseeker_id": person.id, "purpose_id": purpose.id, "channel": "phone", "proof": mark("proof")}
            )
        if "hr.jobseeker.eligibility" in env:
            self._plant_evidence(person)
        if "hr.jobseeker.reference" in env:
            self._plant_references(person)
        self._plant_signpost(person)

    def _plant_signpost(self, person):
        """A referral elsewhere, with a letter to the body that waits in the queue."""
        body = {"name": "Harbour Crew", "helps_with": "Jobs at sea", "email": "crew@example.com"}
        signpost = self.env["hr.jobseeker.signpost"].create(
            {
                "jobseeker_id": person.id,
                "body_id": self.env["hr.jobseeker.support.body"].create(body).id,
                "reason": self._mark("reason of a referral elsewhere"),
                "outcome_note": self._mark("note of its outcome"),
            }
        )
        signpost._agree("phone", self._mark("yes to a referral elsewhere"), shares_data=True)
        signpost.action_introduce()
        signpost.introduction = f"<p>{self._mark('introduction')}</p>"
        signpost.letter_id.body_html = f"<p>{self._mark('letter of introduction')}</p>"

    def _plant_evidence(self, person):
        """A check that was decided, with a copy that somebody has opened."""
        kind = self.env.ref("jobseeker_relations.eligibility_type_gb_british_passport")
        check = self.env["hr.jobseeker.eligibility"].create(
            {
                "jobseeker_id": person.id,
                "document_type_id": kind.id,
                "route": "manual",
                "provider_name": self._mark("provider"),
                "correction_reason": self._mark("correction"),
            }
        )
        check.answer_ids[:1].write({"answer": "yes", "note": self._mark("note of the checker")})
        content = f"%PDF-1.4\n1 0 obj\n<< /Type /{self._mark('passport')} >>\nendobj\n%%EOF"
        self.env["ir.attachment"].create(
            {
                "name": f"{self._mark('passport name')}.pdf",
                "raw": content.encode(),
                "res_model": check._name,
                "res_id": check.id,
            }
        )
        self.env["hr.eligibility.evidence.read"].create(
            {
                "eligibility_id": check.id,
                "jobseeker_id": person.id,
                "user_id": self.dpo.id,
                "file_name": self._mark("opened file"),
                "through": "page",
            }
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker_eligibility SET state = 'passed' WHERE id = %s", [check.id])
        self.env.invalidate_all()

    def _plant_references(self, person):
        """One that they may read, and one that was given in confidence, with the form behind it."""
        Reference = self.env["hr.jobseeker.reference"]
        for confidential in (False, True):
            secret = "secret " if confidential else ""
            reference = Reference.create(
                {
                    "jobseeker_id": person.id,
                    "referee_name": f"Ray {self._mark(secret + 'referee')}",
                    "referee_email": f"{self._mark(secret + 'address of the referee').lower()}@example.org",
                    "organisation": self._mark(secret + "organisation"),
                    "relationship": self._mark(secret + "relationship"),
                }
            )
            answers = self.env["survey.user_input"].create(
                {
                    "survey_id": self.env["survey.survey"].create({"title": "About them"}).id,
                    "jobseeker_reference_id": reference.id,
                    "nickname": self._mark(secret + "form"),
                }
            )
            self.assertTrue(answers)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE hr_jobseeker_reference SET stage = 'received', confidential = %s WHERE id = %s",
                [confidential, reference.id],
            )
            self.env.invalidate_all()
