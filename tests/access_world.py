"""Two companies, a user of each role in company A, an officer of company B who should see nothing of A, and a colleague
in A who should see nothing of the officer's people where officers see their own caseload only."""

import itertools

from odoo_server import RpcError
from people import make_jobseekers, make_user, permit_referee

#: The columns of the tables in test_access_matrix.py, in this order; officer_of_B and colleague are officers.
ROLES = ["employee", "interviewer", "officer", "manager", "portal", "officer_of_B"]
ROLES += ["checker", "protection", "complaint", "records", "colleague"]
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
        self.checker, self.records = self.users["checker"], self.users["records"]

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

    def suppression(self):
        """An address that said no. Only a withdrawal makes them."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_suppression (key, code, company_id) VALUES (%s, 'sms', 1) RETURNING id",
            str(next(self.numbers)),
        )
        return record

    def privacy_notice(self):
        return self.odoo.ref("jobseeker_relations.privacy_notice_default")

    def consent(self):
        """What they said in a talk."""
        [purpose] = self.some_purpose()
        vals = {"jobseeker_id": self.jobseeker, "purpose_id": purpose, "channel": "phone", "proof": "Yes, do"}
        return self.users["officer"]("hr.jobseeker.consent", "create", vals)

    def privacy_given(self):
        vals = {"jobseeker_id": self.jobseeker, "notice_id": self.privacy_notice(), "channel": "paper"}
        return self.users["officer"]("hr.jobseeker.privacy.given", "create", vals)

    def purpose_of_a(self):
        vals = {"name": "A's", "code": f"own_{next(self.numbers)}", "wording": "You may.", "company_id": 1}
        return self.admin("hr.jobseeker.purpose", "create", vals)

    def notice_of_a(self):
        vals = {"name": "A's", "text": "<p>Ours</p>", "company_id": 1}
        return self.admin("hr.jobseeker.privacy.notice", "create", vals)

    def some_purpose(self):
        return [self.odoo.ref("jobseeker_relations.purpose_phone")]

    @property
    def on(self):
        """The context of the form of A's jobseeker."""
        return {"jobseeker_id": self.jobseeker}

    # what only the data protection officer, or nobody, may make: as the system does

    def _insert(self, table, vals):
        names = ", ".join(vals)
        marks = ", ".join(["%s"] * len(vals))
        [[record]] = self.odoo.sql(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", *vals.values())
        return record

    def duplicate(self, **more):
        """Two of the officer's people who may be one."""
        vals = {"jobseeker_id": self.jobseeker, "other_id": self.someone_of_a(), "company_id": 1}
        return self._insert(
            "hr_jobseeker_duplicate", {**vals, "names": "same", "strength": "strong", "answer": "open", **more}
        )

    def duplicate_group(self):
        group = self._insert("hr_jobseeker_duplicate_group", {"company_id": 1})
        self.duplicate(group_id=group)
        return group

    def merge(self):
        """What was once made one with A's jobseeker."""
        vals = {"jobseeker_id": self.jobseeker, "company_id": 1, "former_name": "Bea", "reason": "asked", "user_id": 2}
        return self._insert("hr_jobseeker_merge", {**vals, "date": "2026-01-01"})

    def former_contact(self):
        return self._insert("hr_jobseeker_former_contact", {"jobseeker_id": self.jobseeker, "company_id": 1})

    def rights_request(self):
        vals = {"number": f"DR/{next(self.numbers)}", "jobseeker_id": self.someone_of_a(), "company_id": 1}
        vals |= {"kind": "access", "channel": "email", "state": "received", "received_on": "2026-01-01"}
        return self._insert("hr_jobseeker_rights_request", vals)

    def rights_pause(self):
        vals = {"request_id": self.rights_request(), "company_id": 1, "reason": "identity", "from_on": "2026-01-01"}
        return self._insert("hr_jobseeker_rights_pause", vals)

    def legal_hold(self):
        vals = {"jobseeker_id": self.someone_of_a(), "company_id": 1, "reason": "A claim", "basis": "claim"}
        return self._insert("hr_jobseeker_legal_hold", vals | {"from_on": "2026-01-01"})

    def statistics(self):
        return self._insert("hr_jobseeker_statistics", {"company_id": 1, "month": "2026-01-01", "cause": "request"})

    def retention_rule(self):
        vals = {"name": '{"en_US": "Ours"}', "source": "Ours", "company_id": 1, "category": "pool", "number": 1}
        vals |= {"unit": "years", "counted_from": "created", "what": "anonymise", "approval": "person"}
        return self._insert("hr_jobseeker_retention_rule", vals | {"active": True})

    def retention_run(self):
        vals = {"rule_id": self.retention_rule(), "company_id": 1, "state": "draft", "erase_on": "2999-01-01"}
        return self._insert("hr_jobseeker_retention_run", vals)

    def retention_line(self):
        vals = {"run_id": self.retention_run(), "jobseeker_id": self.someone_of_a(), "company_id": 1}
        return self._insert("hr_jobseeker_retention_line", vals | {"due_on": "2999-01-01", "state": "planned"})

    def draft_plan(self):
        return self.admin("hr.jobseeker.plan", "create", {"jobseeker_id": self.someone_of_a()})

    def step(self):
        return self.admin("hr.jobseeker.action", "create", {"plan_id": self.draft_plan(), "name": "Send a CV"})

    def document_type(self, name="gb_british_passport"):
        return self.odoo.ref(f"jobseeker_relations.eligibility_type_{name}")

    def eligibility(self):
        """A check to make. Only checkers make them, or the person's own page."""
        vals = {"jobseeker_id": self.jobseeker, "document_type_id": self.document_type(), "route": "manual"}
        return self.checker("hr.jobseeker.eligibility", "create", vals)

    def eligibility_answer(self):
        domain = [("eligibility_id", "=", self.eligibility())]
        return self.checker("hr.jobseeker.eligibility.answer", "search", domain, limit=1)[0]

    def evidence_read(self):
        """What is written where somebody opens a copy, and nowhere else."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_eligibility_evidence_read (eligibility_id, jobseeker_id, partner_id, company_id, user_id,"
            " read_at, through) SELECT id, jobseeker_id, partner_id, company_id, 2, now(), 'page'"
            " FROM hr_jobseeker_eligibility WHERE id = %s RETURNING id",
            self.eligibility(),
        )
        return record

    def offered(self):
        """An application of the jobseeker of A, with an offer for a role of which a law lets us ask."""
        role = {"name": f"Role {next(self.numbers)}", "company_id": 1, "criminal_record_level": "basic"}
        job = self.admin("hr.job", "create", {**role, "criminal_record_reason": "A law"})
        person = self.admin("hr.jobseeker", "read", [self.jobseeker], ["partner_id"])[0]["partner_id"][0]
        vals = {"partner_name": "Ann of A", "partner_id": person, "job_id": job, "company_id": 1}
        vals["stage_id"] = self.odoo.ref("hr_recruitment.stage_job4")
        return self.admin("hr.applicant", "create", vals)

    def disclosure_vals(self):
        return {"jobseeker_id": self.jobseeker, "applicant_id": self.offered()}

    def disclosure(self):
        """A criminal record check that was asked for. Only checkers of criminal records ask."""
        return self.records("hr.jobseeker.disclosure", "create", self.disclosure_vals())

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

    def hirer(self):
        """A company that hires, in nobody's company of ours."""
        vals = {"name": "Acme", "is_company": True, "email": f"hr{next(self.numbers)}@acme.example"}
        return self.admin("res.partner", "create", vals)

    def referral(self):
        """A draft that puts the jobseeker of A forward."""
        vals = {"jobseeker_id": self.jobseeker, "hirer_id": self.hirer()}
        return self.admin("hr.jobseeker.referral", "create", vals)

    def support_body(self):
        vals = {"name": "Harbour Crew", "helps_with": "Jobs at sea", "company_id": 1}
        return self.admin("hr.jobseeker.support.body", "create", vals)

    def signpost(self):
        """A referral elsewhere of the jobseeker of A."""
        vals = {"jobseeker_id": self.jobseeker, "body_id": self.support_body(), "reason": "We have no ships"}
        return self.users["officer"]("hr.jobseeker.signpost", "create", vals)

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

    def job(self):
        """A job of company A."""
        return self.admin("hr.job", "create", {"name": f"Job {next(self.numbers)}", "company_id": 1})

    def match(self):
        """The number of a pair of company A: computed when it is read, see hr.jobseeker.match."""
        job = self.job()
        requirement = {"job_id": job, "type_id": self.need_type("pay"), "value": "28000"}
        self.admin("hr.job.requirement", "create", requirement)
        return job * 2**31 + self.jobseeker

    def match_suggestion(self):
        """A pair that was suggested. Only the system makes them."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_match_suggestion (job_id, jobseeker_id, partner_id, company_id, state, cause)"
            " SELECT %s, id, partner_id, company_id, 'suggested', 'job' FROM hr_jobseeker WHERE id = %s RETURNING id",
            *(self.job(), self.jobseeker),
        )
        return record

    def enquiry(self):
        """What was once asked. Only the ledger makes them."""
        return self._insert_enquiry(self.jobseeker, end_reason="withdrawn")

    def open_enquiry(self):
        """A first word of another of the officer's people, which waits for its reply."""
        return self._insert_enquiry(self.new_jobseeker(), is_open=True)

    def _insert_enquiry(self, person, is_open=False, end_reason=None):
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_enquiry (jobseeker_id, partner_id, company_id, user_id, channel, received_at,"
            " response_hours, end_reason, is_open) SELECT id, partner_id, company_id, adviser_id, 'phone', now(), 8,"
            " %s, %s FROM hr_jobseeker WHERE id = %s RETURNING id",
            *(end_reason, is_open, person),
        )
        return record

    def access_log(self):
        """What an export writes down of itself."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_access_log (user_id, company_id, kind, res_model, people_count, date)"
            " VALUES (2, 1, 'export', 'hr.jobseeker', 1, now()) RETURNING id"
        )
        return record

    def method(self):
        """One of the methods of attracting people, which all companies share."""
        return self.odoo.ref("jobseeker_relations.utm_source_walk_in")

    def method_row(self):
        """The row of a method in the report of company A: there is one as soon as something is decided."""
        self.users["manager"](
            "hr.jobseeker.attraction.decision", "create", {"source_id": self.method(), "reason": "Nobody answers"}
        )
        domain = [("source_id", "=", self.method()), ("company_id", "=", 1)]
        return self.admin("hr.jobseeker.attraction.report", "search", domain)[0]

    def prospect_search(self):
        """A list of people to find that the officer shares."""
        vals = {"name": "Welders", "company_id": 1, "shared": True}
        return self.users["officer"]("hr.jobseeker.prospect.search", "create", vals)

    def prospect(self):
        """The jobseeker of A on a list. Only looking puts somebody there."""
        [[record]] = self.odoo.sql(
            "INSERT INTO hr_jobseeker_prospect (search_id, jobseeker_id, partner_id, company_id, state, is_found)"
            " SELECT %s, id, partner_id, company_id, 'found', true FROM hr_jobseeker WHERE id = %s RETURNING id",
            *(self.prospect_search(), self.jobseeker),
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
