from .common import JobseekerCase

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"
CHECKER = "jobseeker_relations.group_eligibility_checker"
DATA_OFFICER = "jobseeker_relations.group_data_protection_officer"


class EligibilityCase(JobseekerCase):
    """A company in Britain that recruits for itself, a checker, a data protection officer, and Ana."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jobseeker_country_id = cls.env.ref("base.uk")
        cls.company.jobseeker_basis = "in_house"
        cls.checker = cls._user("checker", CHECKER, name="Chen Checker")
        cls.data_officer = cls._user("data", DATA_OFFICER, name="Dora Data")
        cls.manager = cls._user("manager", "hr_recruitment.group_hr_recruitment_manager", name="Mona Manager")
        cls.Check = cls.env["hr.jobseeker.eligibility"].with_user(cls.checker)
        cls.ana = cls._person("Ana Able")

    @classmethod
    def _person(cls, name, **vals):
        partner = cls.env["res.partner"].create(
            {"name": name, "email": f"{name.lower().replace(' ', '.')}@example.com"}
        )
        vals = {"state": "enquiry", "adviser_id": cls.officer.id, **vals}
        return cls.env["hr.jobseeker"].create({"partner_id": partner.id, "company_id": cls.company.id, **vals})

    @classmethod
    def _kind(cls, name):
        return cls.env.ref(f"jobseeker_relations.eligibility_type_{name}")

    @classmethod
    def _open(cls, kind="gb_british_passport", route="manual", person=None, **vals):
        """A check to make, in the hands of the checker."""
        companions = cls._kind(kind).companion_ids
        vals = {"companion_type_id": companions[:1].id, **vals}
        if "checked_on" in vals:
            vals = {"late_reason": "It lay on paper.", **vals}
        return cls.Check.create(
            {"jobseeker_id": (person or cls.ana).id, "document_type_id": cls._kind(kind).id, "route": route, **vals}
        )

    @classmethod
    def _attach(cls, check, content=PDF, name="passport.pdf", user=None):
        files = cls.env["ir.attachment"].with_user(user or cls.checker)
        return files.create({"name": name, "raw": content, "res_model": check._name, "res_id": check.id})

    @classmethod
    def _ready(cls, *args, **vals):
        """A check that lacks nothing but the button."""
        check = cls._open(*args, **vals)
        check.answer_ids.answer = "yes"
        cls._attach(check)
        return check

    @classmethod
    def _passed(cls, *args, **vals):
        check = cls._ready(*args, **vals)
        check.action_pass()
        return check

    @classmethod
    def _limited(cls, until, **vals):
        """A passed check of a permission that ends."""
        return cls._passed("gb_online_limited", "online", expires_on=until, **vals)

    def _remind(self):
        """Let the job look, as it does by itself."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("jobseeker_relations.ir_cron_eligibility").method_direct_trigger()
        self.env.invalidate_all()

    def _told(self, user=None):
        """The activities of somebody that stand on no document."""
        return self.env["mail.activity"].search(
            [("user_id", "=", (user or self.checker).id), ("res_model", "=", False)], order="id"
        )
