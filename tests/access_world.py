"""Two companies, a user of each role in company A, an officer of company B who should see nothing of A, and a colleague
in A who should see nothing of the officer's people where officers see their own caseload only."""

import itertools

from odoo_server import RpcError
from people import make_jobseekers, make_user, permit_referee

#: The columns of the tables in test_access_matrix.py, in this order; officer_of_B and colleague are officers.
ROLES = ["employee", "interviewer", "officer", "manager", "portal", "officer_of_B"]
ROLES += ["checker", "protection", "complaint", "colleague"]
#: Who sees nothing of the officer's people; the colleague, where officers see their own.
OUTSIDERS = ["employee", "interviewer", "portal", "officer_of_B", "colleague"]
#: Recruiters who see none of them.
FOREIGN = ["officer_of_B", "colleague"]


class World:
    def __init__(self, odoo, caseload="company"):
        self.odoo, self.admin, self.numbers = odoo, odoo.rpc(), itertools.count(2)
        self.company_b = self.admin("res.company", "create", {"name": "Company B"})
        as_officers = dict.fromkeys(FOREIGN, "officer")
        self.users = {
            role: make_user(odoo, role.lower(), as_officers.get(role, role), company=self._company_of(role))
            for role in ROLES
        }
        self.admin("res.company", "write", [1, self.company_b], {"jobseeker_caseload": caseload})
        exporters = [(4, rpc.uid) for role, rpc in self.users.items() if role != "portal"]
        self.admin("res.groups", "write", [odoo.ref("base.group_allow_export")], {"user_ids": exporters})
        [self.jobseeker] = make_jobseekers(
            self.users["officer"], [{"name": "Ann of A", "email": "ann@example.org"}], last_contact_days=30
        )
        [self.of_b] = make_jobseekers(self.users["officer_of_B"], [{"name": "Bea of B", "email": "bea@example.org"}])
        [self.of_colleague] = make_jobseekers(
            self.users["colleague"], [{"name": "Cid of a colleague", "email": "cid@example.org"}]
        )
        self.policy = self.admin("hr.jobseeker.contact.policy", "create", {"name": "A's", "company_id": 1})
        terms = {"name": "A's", "text": "<p>Ours</p>", "company_id": 1}
        self.terms = self.admin("hr.jobseeker.terms", "create", terms)
        self.close_reason = odoo.ref("jobseeker_relations.close_reason_other")

    def _company_of(self, role):
        return self.company_b if role == "officer_of_B" else 1

    def own(self, role):
        """Somebody whom this role advises, or may at least open a dialog about."""
        return {"officer_of_B": self.of_b, "colleague": self.of_colleague}.get(role, self.jobseeker)

    def partner(self):
        return self.admin("res.partner", "create", {"name": "Somebody", "email": f"p{next(self.numbers)}@example.org"})

    def agreement(self):
        """A draft for the jobseeker of A."""
        return self.admin("hr.jobseeker.agreement", "create", {"jobseeker_id": self.jobseeker, "terms_id": self.terms})

    def someone_vals(self):
        return {"partner_id": self.partner(), "company_id": 1, "adviser_id": self.users["officer"].uid}

    def new_jobseeker(self):
        """Another of the officer's people, for what each of them has only one of."""
        return self.admin("hr.jobseeker", "create", self.someone_vals())

    def someone_of_a(self):
        """Another of the officer's people."""
        return self.new_jobseeker()

    def rule(self):
        """A rule of company A."""
        vals = {"name": "A's", "code": "ours", "strength": "warn", "source": "Ours", "company_id": 1}
        return self.admin("hr.jobseeker.rule", "create", vals)

    def override(self):
        """What somebody wrote who went past a rule. Only the dialog of a refusal makes them."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_override (rule_id, jobseeker_id, partner_id, company_id, res_model, res_id,"
            " missing, missing_key, reason, user_id, date) SELECT %s, id, partner_id, company_id, 'hr.jobseeker', id,"
            " 'A paper', 'paper', 'asked', 2, now() FROM hr_jobseeker WHERE id = %s RETURNING id",
            *(self.rule(), self.jobseeker),
        )
        return record

    def draft_plan(self):
        return self.admin("hr.jobseeker.plan", "create", {"jobseeker_id": self.someone_of_a()})

    def step(self):
        return self.admin("hr.jobseeker.action", "create", {"plan_id": self.draft_plan(), "name": "Send a CV"})

    def follow_up(self):
        """A planned follow-up. Only the engine makes them; no user may."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_follow_up (jobseeker_id, partner_id, company_id, kind, state, scheduled_at,"
            " occurrence) SELECT id, partner_id, company_id, 'step', 'planned', '2999-01-01', %s FROM hr_jobseeker"
            " WHERE id = %s RETURNING id",
            *(next(self.numbers), self.jobseeker),
        )
        return record

    def presence(self):
        """The officer writes to the jobseeker. Such rows are made by who writes, and by nobody else."""
        self.users["officer"]("hr.jobseeker", "announce_contact", [self.jobseeker], "writing")
        [[record]] = self.odoo.sql(
            "SELECT id FROM hr_jobseeker_presence WHERE jobseeker_id = %s ORDER BY id LIMIT 1", self.jobseeker
        )
        return record

    def need_type(self, name):
        return self.odoo.ref(f"jobseeker_relations.need_type_{name}")

    def need(self, kind="pay", value=False):
        vals = {"jobseeker_id": self.jobseeker, "type_id": self.need_type(kind), "value": value}
        return self.users["officer"]("hr.jobseeker.need", "create", vals)

    def need_change(self):
        """What a need writes of itself when it is recorded."""
        return self.admin("hr.jobseeker.need.change", "search", [("need_id", "=", self.need())], limit=1)[0]

    def reference(self, state):
        """A reference of the jobseeker of A, whose adviser is the officer; permitted, and where asked for received."""
        vals = {
            "jobseeker_id": self.jobseeker,
            "referee_name": "Mara",
            "referee_email": f"mara{next(self.numbers)}@example.net",
            "is_current_employer": True,
        }
        reference = self.admin("hr.jobseeker.reference", "create", vals)
        for about in ("referee", "employer"):
            permit_referee(self.admin, reference, about)
        if state != "draft":
            self.admin("hr.jobseeker.reference", "write", reference, {"state": state})
        return reference

    def received_reference(self):
        return self.reference("received")

    def proposal(self):
        """A change that was asked for. Only the person's own page makes them."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_proposal (jobseeker_id, partner_id, company_id, field, new_value, state)"
            " SELECT id, partner_id, company_id, 'phone', %s, 'accepted' FROM hr_jobseeker WHERE id = %s RETURNING id",
            *(f"+3519{next(self.numbers):08}", self.jobseeker),
        )
        return record

    def access_log(self):
        """What an export writes down of itself."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_access_log (user_id, company_id, kind, res_model, people_count, date)"
            " VALUES (2, 1, 'export', 'hr.jobseeker', 1, now()) RETURNING id"
        )
        return record

    def values(self, given):
        return given(self) if callable(given) else given


def allowed(rpc, *call, **options):
    """Whether the server does this for the user. Anything but a refusal of access is an error of the test."""
    try:
        rpc(*call, **options)
    except RpcError as error:
        assert "AccessError" in str(error) or "rights to export" in str(error), error
        return False
    return True
