"""The ways round a list: search, export, grouping, other records' fields, chatter, files, activities, RPC methods.

What the access matrix forbids must not come out through any of them either. Officers see their own caseload here: what
is asked of an officer of another company is asked of a colleague, too.
"""

import ast
import re
from pathlib import Path

import pytest
from access_world import FOREIGN, OUTSIDERS, World, allowed
from odoo_server import REPO, RpcError
from people import days_ahead, make_call_vals, read
from test_access_matrix import records

#: Every model that holds records: test_no_model_is_forgotten compares the table with the registry.
OURS = list(records())
WAYS = {
    "search": ([],),
    "search_read": ([], ["display_name"]),
    "web_search_read": ([], {"display_name": {}}),
    "search_count": ([],),
    "name_search": ("",),
    "read_group": ([], ["id"], ["id"]),
    "formatted_read_group": ([], ["id"], ["__count"]),
    "export_data": ([1], ["display_name"]),
}
#: Only what happened, or the engine, sets these; a form shows them read-only, and RPC must not be a way round it.
KEPT_BY_THE_SYSTEM = {
    "next_contact_at": "2999-01-01",
    "contact_overdue_at": "2999-01-01",
    "follow_up_at": False,
    "held_until": "2999-01-01",
    "last_contact_at": "2999-01-01",
    "waiting_since": False,
    "first_reply_due_at": "2999-01-01",
    "first_reply_at": "2999-01-01",
    "unanswered_count": 0,
    "occurrence": 99,
    "silent_periods": 0,
    "waived_until": "2999-01-01",
    "contact_block": "do_not_contact",
    "hidden_from_matching_since": False,
    "refresh_asked_on": "2999-01-01",
    "refresh_look_at": False,
    "requirements_said_on": "2999-01-01",
    "elsewhere_cause": "no_match",
}


@pytest.fixture(scope="module")
def world(odoo):
    world = World(odoo, caseload="own")
    world.contact = world.admin("hr.jobseeker.contact", "create", make_call_vals(world.jobseeker, 3))
    world.review = world.admin(
        "hr.jobseeker.review", "create", {"jobseeker_id": world.jobseeker, "due_on": days_ahead(5)}
    )
    world.applicant = world.admin(
        "hr.applicant",
        "create",
        {
            "partner_name": "Ann of A",
            "email_from": "ann@example.org",
            "company_id": 1,
            "interviewer_ids": [(6, 0, [world.users["interviewer"].uid])],
        },
    )
    assert read(world.admin, "hr.applicant", world.applicant, "jobseeker_id") == world.jobseeker
    return world


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", ["employee", "interviewer", "portal"])
def test_no_way_of_listing_is_open(world, role, way):
    open_to_all = {model for model, roles in records().items() if roles[role] != "-"}
    found = {model for model in OURS if allowed(world.users[role], model, way, *WAYS[way])}
    assert found <= open_to_all


#: One record of a person of company A, made anew.
OF_A = {
    "hr.jobseeker": lambda w: w.jobseeker,
    "hr.jobseeker.contact": lambda w: w.contact,
    "hr.jobseeker.waiver": lambda w: w.admin(
        "hr.jobseeker.waiver", "create", {"jobseeker_id": w.jobseeker, "until": days_ahead(30), "reason": "x"}
    ),
    "hr.jobseeker.follow.up": lambda w: w.follow_up(),
    "hr.jobseeker.presence": lambda w: w.presence(),
    "hr.jobseeker.review": lambda w: w.review,
    "hr.jobseeker.plan": lambda w: w.draft_plan(),
    "hr.jobseeker.action": lambda w: w.step(),
    "hr.jobseeker.proposal": lambda w: w.proposal(),
    "hr.jobseeker.need": lambda w: w.need(),
    "hr.jobseeker.need.change": lambda w: w.need_change(),
    "hr.jobseeker.agreement": lambda w: w.agreement(),
    "hr.jobseeker.reference": lambda w: w.reference("draft"),
    "hr.jobseeker.referral": lambda w: w.referral(),
    "hr.jobseeker.signpost": lambda w: w.signpost(),
    "hr.jobseeker.override": lambda w: w.override(),
    "hr.jobseeker.duplicate": lambda w: w.duplicate(),
    "hr.jobseeker.merge": lambda w: w.merge(),
    "hr.jobseeker.former.contact": lambda w: w.former_contact(),
    "hr.jobseeker.eligibility": lambda w: w.eligibility(),
    "hr.jobseeker.eligibility.answer": lambda w: w.eligibility_answer(),
    "hr.eligibility.evidence.read": lambda w: w.evidence_read(),
    "hr.jobseeker.disclosure": lambda w: w.disclosure(),
    "hr.jobseeker.consent": lambda w: w.consent(),
    "hr.jobseeker.privacy.given": lambda w: w.privacy_given(),
    "hr.jobseeker.prospect": lambda w: w.prospect(),
    "hr.jobseeker.attraction.yield": lambda w: w.jobseeker,
    "hr.jobseeker.rights.request": lambda w: w.rights_request(),
    "hr.jobseeker.legal.hold": lambda w: w.legal_hold(),
    "hr.jobseeker.retention.line": lambda w: w.retention_line(),
    "hr.jobseeker.match.suggestion": lambda w: w.match_suggestion(),
    "hr.jobseeker.enquiry": lambda w: w.enquiry(),
}
#: What is computed of people when somebody asks: see test_no_match_of_somebody_else_is_computed.
COMPUTED = {"hr.jobseeker.match"}
#: Of these no recruiter reads anything, their own people's neither.
OF_THE_DATA_OFFICER = {"hr.jobseeker.rights.request", "hr.jobseeker.legal.hold", "hr.jobseeker.retention.line"}


def test_what_is_about_a_person_is_asked_for(odoo):
    """A model with a person's number has a record above."""
    with_person = odoo.sql(
        "SELECT model FROM ir_model_fields WHERE model = ANY(%s) AND name = 'jobseeker_id' AND store", OURS
    )
    assert {model for [model] in with_person} | {"hr.jobseeker"} == OF_A.keys() | COMPUTED


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_match_of_somebody_else_is_computed(world, role):
    rpc, number = world.users[role], world.match()
    of_job, of_person = {"match_job_id": number // 2**31}, {"match_jobseeker_id": world.jobseeker}
    own = [world.own(role)] if role in FOREIGN else []
    for context in (of_job, of_person, {"match_ids": [number]}):
        for way, arguments in WAYS.items():
            theirs = [("jobseeker_id", "not in", own)]
            arguments = ([number], ["score"]) if way == "export_data" else (theirs, *arguments[1:])
            arguments = ("Ann", theirs) if way == "name_search" else arguments
            try:
                found = rpc("hr.jobseeker.match", way, *arguments, context=context)
            except RpcError as error:
                assert re.search("AccessError|rights to export", str(error)), error
            else:
                assert found in ([], 0, {"length": 0, "records": []}), way
        assert not allowed(rpc, "hr.jobseeker.match", "read", [number], ["reasons"], context=context)
    assert world.users["officer"]("hr.jobseeker.match", "read", [number], ["score"], context=of_job)


@pytest.mark.parametrize("role", FOREIGN)
@pytest.mark.parametrize("model", OF_A)
def test_somebody_elses_recruiter_finds_nothing(world, model, role):
    OF_A[model](world)
    rpc = world.users[role]
    if model in OF_THE_DATA_OFFICER:
        for method, arguments in (("search", ([],)), ("search_count", ([],)), ("name_search", ("Ann",))):
            assert not allowed(rpc, model, method, *arguments)
        return
    theirs = [("id" if model == "hr.jobseeker" else "jobseeker_id", "!=", world.own(role))]
    if records()[model]["officer"] == "-":  # of no officer, not even of their own people
        for way in ("search", "search_count"):
            assert not allowed(rpc, model, way, theirs)
        for way, args in WAYS.items():
            assert not allowed(rpc, model, way, *args)
        return
    [hidden, *_] = world.admin(model, "search", theirs)
    assert rpc(model, "search", theirs) == []
    assert rpc(model, "search_count", theirs) == 0
    assert rpc(model, "formatted_read_group", theirs, ["id"], ["__count"]) == []
    assert rpc(model, "name_search", "Ann") == []
    assert not allowed(rpc, model, "export_data", [hidden], ["display_name"])


@pytest.mark.parametrize("role", FOREIGN)
def test_the_pool_of_somebody_else_is_not_counted(world, role):
    """Status columns and the counters of a shared policy count one's own people."""
    rpc = world.users[role]
    groups = rpc("hr.jobseeker", "formatted_read_group", [], ["contact_status"], ["__count"])
    assert sum(group["__count"] for group in groups) == 1
    shared = world.odoo.ref("jobseeker_relations.contact_policy_active")
    assert read(rpc, "hr.jobseeker.contact.policy", shared, "covered_count", "audience_count") == [1, 1]


@pytest.mark.parametrize("role", FOREIGN)
def test_contacts_do_not_tell_who_is_a_jobseeker(world, role):
    """The person is a contact that all companies share; that this contact looks for work is not."""
    partner = read(world.admin, "hr.jobseeker", world.jobseeker, "partner_id")
    employee, other = world.users["employee"], world.users[role]
    assert "jobseeker_ids" not in employee("res.partner", "fields_get")
    assert not allowed(employee, "res.partner", "read", [partner], ["jobseeker_ids"])
    assert not allowed(employee, "res.partner", "search", [("jobseeker_ids", "!=", False)])
    assert other("res.partner", "read", [partner], ["jobseeker_ids"])[0]["jobseeker_ids"] == []
    assert other("res.partner", "search", [("jobseeker_ids.state", "=", "active"), ("id", "=", partner)]) == []


ABOUT_A_PERSON = [
    "hr.jobseeker.contact",
    "hr.jobseeker.waiver",
    "hr.jobseeker.need",
    "hr.jobseeker.agreement",
    "hr.jobseeker.reference",
    "hr.jobseeker.referral",
    "hr.jobseeker.signpost",
    "hr.jobseeker.plan",
    "hr.jobseeker.action",
    "hr.jobseeker.review",
    "hr.jobseeker.contact.log",
]


@pytest.mark.parametrize("role", FOREIGN)
@pytest.mark.parametrize("model", ABOUT_A_PERSON)
def test_a_form_tells_nothing_of_somebody_elses_people(world, model, role):
    """A new record reads its related fields as the system, whoever's number stands in it."""
    rpc, adviser = world.users[role], world.users["officer"]
    spec = {"jobseeker_id": {"fields": {"display_name": {}}}}
    if "partner_id" in adviser(model, "fields_get"):
        spec["partner_id"] = {"fields": {"email": {}}}
    given = {"jobseeker_id": world.jobseeker}
    assert allowed(adviser, model, "onchange", [], given, ["jobseeker_id"], spec)
    assert not allowed(rpc, model, "onchange", [], given, ["jobseeker_id"], spec)
    assert not allowed(rpc, model, "onchange", [], given, [], spec)
    context = {"default_jobseeker_id": world.jobseeker}
    assert not allowed(rpc, model, "onchange", [], {}, [], spec, context=context)
    assert allowed(rpc, model, "onchange", [], {"jobseeker_id": world.own(role)}, ["jobseeker_id"], spec)


@pytest.mark.parametrize("role", FOREIGN)
def test_an_application_tells_nothing_of_somebody_elses_people(world, role):
    rpc, adviser, spec = world.users[role], world.users["officer"], {"contact_explanation": {}}
    given = {"jobseeker_id": world.jobseeker}
    assert allowed(adviser, "hr.applicant", "onchange", [], given, ["jobseeker_id"], spec)
    assert not allowed(rpc, "hr.applicant", "onchange", [], given, ["jobseeker_id"], spec)
    context = {"default_jobseeker_id": world.jobseeker}
    assert not allowed(rpc, "hr.applicant", "onchange", [], {}, [], spec, context=context)
    assert allowed(rpc, "hr.applicant", "onchange", [], {"jobseeker_id": world.own(role)}, ["jobseeker_id"], spec)


@pytest.mark.parametrize("role", ["employee", "portal", *FOREIGN])
def test_nor_is_the_application_itself_found(world, role):
    rpc, own = world.users[role], [("id", "=", world.applicant)]
    for way in (
        ("search", own),
        ("search_read", own, ["partner_name"]),
        ("web_search_read", own, {"partner_name": {}}),
        ("search", [("partner_name", "ilike", "Ann of A"), *own]),
        ("formatted_read_group", own, ["stage_id"], ["__count"]),
        ("name_search", "Ann of A"),
    ):
        try:
            found = rpc("hr.applicant", *way)
            assert found in ([], {"length": 0, "records": []}), way
        except RpcError as error:
            assert "AccessError" in str(error), error
    assert not allowed(rpc, "hr.applicant", "read", [world.applicant], ["partner_name"])
    assert not allowed(rpc, "hr.applicant", "export_data", [world.applicant], ["partner_name"])


@pytest.mark.parametrize("role", FOREIGN)
@pytest.mark.parametrize("model", ["res.partner", "res.users"])
def test_nor_does_a_contact_through_its_lines(world, model, role):
    rpc, spec = world.users[role], {"jobseeker_ids": {"fields": {"email": {}, "contact_explanation": {}}}}
    private = world.admin("res.partner", "create", {"name": "Private", "email": "private@example.org", "company_id": 1})
    lines = [[4, world.jobseeker]]
    lines += [[0, "virtual_1", {"partner_id": private}]] if role == "officer_of_B" else []  # a colleague reads contacts
    own = [rpc.uid] if model == "res.users" else []
    for line in lines:
        assert not allowed(rpc, model, "onchange", own, {"jobseeker_ids": [line]}, ["jobseeker_ids"], spec), line


def test_nobody_begins_a_relationship_to_look_at_somebodys_contact(world):
    rpc, spec = world.users["officer_of_B"], {"email": {}, "phone": {}}
    private = world.admin("res.partner", "create", {"name": "Private", "email": "private@example.org", "company_id": 1})
    assert not allowed(rpc, "hr.jobseeker", "create", {"partner_id": private})
    assert not allowed(rpc, "hr.jobseeker", "create", {}, context={"default_partner_id": private})
    assert not allowed(rpc, "hr.jobseeker", "onchange", [], {"partner_id": private}, ["partner_id"], spec)
    assert not allowed(rpc, "hr.jobseeker", "onchange", [], {}, [], spec, context={"default_partner_id": private})
    assert not world.admin("hr.jobseeker", "search_count", [("partner_id", "=", private)])
    adviser = world.users["officer"]
    assert allowed(adviser, "hr.jobseeker", "onchange", [], {"partner_id": private}, ["partner_id"], spec)
    assert allowed(adviser, "hr.jobseeker", "create", {"partner_id": private})


@pytest.mark.parametrize("role", FOREIGN)
def test_a_form_tells_nothing_through_its_lines(world, role):
    rpc, spec = world.users[role], {"need_ids": {"fields": {"partner_id": {"fields": {"email": {}}}}}}
    line = [0, "virtual_1", {"jobseeker_id": world.jobseeker}]
    assert not allowed(rpc, "hr.jobseeker", "onchange", [world.own(role)], {"need_ids": [line]}, ["need_ids"], spec)


FOLLOWS = {
    "need": ["company_id", "partner_id", "adviser_id", "sensitive", "value_from"],
    "agreement": ["company_id", "partner_id", "lineage_id"],
    "received_reference": ["company_id", "partner_id", "requested_by_id", "kept_answers", "link_expires_at"],
    "referral": ["company_id", "partner_id", "snapshot", "consent_at", "sent_at", "look_on"],
    "signpost": ["company_id", "partner_id", "consent_at", "shares_data", "introduced_at"],
    "draft_plan": ["company_id", "partner_id", "adviser_id"],
    "step": ["company_id", "partner_id", "adviser_id", "in_force", "kept", "promise", "zone"],
    "review": ["company_id", "partner_id"],
}


@pytest.mark.parametrize("noun", FOLLOWS)
def test_what_follows_from_other_fields_is_not_written(world, noun):
    """The company and the person of a row, and whether it is sensitive, say who may read it."""
    model = (
        f"hr.jobseeker.{ {'draft_plan': 'plan', 'step': 'action', 'received_reference': 'reference'}.get(noun, noun) }"
    )
    record = world.review if noun == "review" else getattr(world, noun)()
    for role in ("officer", "manager"):
        for name in FOLLOWS[noun]:
            value = {"company_id": world.company_b, "partner_id": 1, "promise": "kept", "zone": "UTC"}.get(name, False)
            assert not allowed(world.users[role], model, "write", [record], {name: value}), name


# --- interviewers --------------------------------------------------------------------------------


def test_an_interviewer_sees_the_contact_status_and_no_more(world):
    rpc = world.users["interviewer"]
    [values] = rpc("hr.applicant", "read", [world.applicant])
    assert values["contact_status"] == read(world.admin, "hr.applicant", world.applicant, "contact_status")
    assert not {"jobseeker_id", "contact_explanation", "last_contact_at"} & values.keys()
    for name in ("jobseeker_id", "contact_explanation", "last_contact_at"):
        assert not allowed(rpc, "hr.applicant", "read", [world.applicant], [name])
        assert not allowed(rpc, "hr.applicant", "export_data", [world.applicant], [name])
    for path in ("jobseeker_id", "jobseeker_id.do_not_contact", "jobseeker_id.contact_ids.summary"):
        assert not allowed(rpc, "hr.applicant", "search", [(path, "!=", False)])
    assert not allowed(rpc, "hr.applicant", "formatted_read_group", [], ["jobseeker_id"], ["__count"])


# --- what is sensitive ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role",
    [
        "manager",
        "checker",
        "protection",
        "complaint",
        "records",
        "colleague",
        "officer_of_B",
        "interviewer",
        "employee",
        "portal",
    ],
)
def test_a_sensitive_need_is_found_by_no_way(world, role):
    """The officer is the adviser and reads it; the others list, group, export and name nothing of it."""
    need = world.need("adjustments", f"Wheelchair for {role}")
    [[change]] = world.odoo.sql("SELECT id FROM hr_jobseeker_need_change WHERE need_id = %s", need)
    rpc, adviser = world.users[role], world.users["officer"]
    assert read(adviser, "hr.jobseeker.need", need, "value") == f"Wheelchair for {role}"
    for model, record, name in (("hr.jobseeker.need", need, "value"), ("hr.jobseeker.need.change", change, "new")):
        assert not allowed(rpc, model, "read", [record], [name])
        assert not allowed(rpc, model, "export_data", [record], [name])
        assert not allowed(rpc, model, "web_read", [record], {name: {}})
        for way in (
            ("search", [(name, "ilike", "wheelchair")]),
            ("name_search", "adjustments"),
            ("formatted_read_group", [(name, "ilike", "wheelchair")], ["company_id"], ["__count"]),
        ):
            try:
                assert rpc(model, *way) == []
            except RpcError as error:
                assert "AccessError" in str(error), error
    assert not allowed(rpc, "hr.jobseeker.need", "write", [need], {"value": "nothing"})
    for path in ("need_ids.value", "need_change_ids.new"):
        try:
            assert rpc("hr.jobseeker", "search", [(path, "ilike", "wheelchair")]) == []
        except RpcError as error:
            assert "AccessError" in str(error), error


# --- what hangs on a record ----------------------------------------------------------------------


@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_was_said_of_a_person_stays_with_their_recruiters(world, role):
    rpc = world.users[role]
    body = f"Ann told us something, {role}"
    world.admin("hr.jobseeker", "message_post", [world.jobseeker], body=body, message_type="comment")
    [message] = world.admin("mail.message", "search", [("body", "ilike", body)])
    file = world.admin(
        "ir.attachment",
        "create",
        {"name": f"{role}.txt", "raw": "c2VjcmV0", "res_model": "hr.jobseeker", "res_id": world.jobseeker},
    )
    todo = {
        "res_model_id": world.odoo.ref("jobseeker_relations.model_hr_jobseeker"),
        "res_id": world.jobseeker,
        "user_id": world.users["officer"].uid,
        "summary": "Ring Ann",
    }
    activity = world.admin("mail.activity", "create", todo)
    for model, record in (("mail.message", message), ("ir.attachment", file), ("mail.activity", activity)):
        name = "res_model" if model != "mail.message" else "model"
        assert not allowed(rpc, model, "read", [record], [name])
        try:
            assert rpc(model, "search", [(name, "=", "hr.jobseeker"), ("res_id", "=", world.jobseeker)]) == []
        except RpcError as error:
            assert "AccessError" in str(error), error
    assert rpc.http.get(f"{world.odoo.url}/web/content/{file}").status_code in (403, 404)
    late = {"model": "hr.jobseeker", "res_id": world.jobseeker, "body": body, "scheduled_date": "2999-01-01 10:00:00"}
    late["author_id"] = read(world.admin, "res.users", world.users["officer"].uid, "partner_id")
    scheduled = world.users["officer"]("mail.scheduled.message", "create", late)
    assert not allowed(rpc, "mail.scheduled.message", "read", [scheduled], ["body"])
    for model in ("mail.mail", "sms.sms", "mail.tracking.value"):
        assert not allowed(rpc, model, "search_read", [], ["id"]), model
    assert world.users["officer"]("mail.message", "read", [message], ["body"])
    assert world.users["officer"].http.get(f"{world.odoo.url}/web/content/{file}").ok


def test_nobody_forges_a_signature_through_its_file(world):
    """Core asks the attachment of a field, and not the agreement, who may write it."""
    agreement = world.agreement()
    [[file]] = world.odoo.sql(
        "INSERT INTO ir_attachment (name, type, res_model, res_id, res_field, mimetype, create_uid, company_id)"
        " VALUES ('signature', 'binary', 'hr.jobseeker.agreement', %s, 'signature', 'image/png', 1, 1) RETURNING id",
        agreement,
    )
    made = {"name": "x", "raw": "c2VjcmV0", "res_model": "hr.jobseeker.agreement", "res_id": agreement}
    for role in ("officer", "manager"):
        rpc = world.users[role]
        for call in (
            ("write", [file], {"raw": "c2VjcmV0"}),
            ("unlink", [file]),
            ("create", {**made, "res_field": "signature"}),
        ):
            with pytest.raises(RpcError, match="recorded once|stays on record"):
                rpc("ir.attachment", *call)


# --- methods -------------------------------------------------------------------------------------


def public_actions():
    """(model, method) of each public `action_…` of a model of this addon, read from its source."""
    for path in sorted(Path(REPO, "jobseeker_relations/models").glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.ClassDef):
                continue
            names = {
                target.id: statement.value.value
                for statement in node.body
                if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
                for target in statement.targets
            }
            model = names.get("_name") or names.get("_inherit")
            for method in node.body:
                if model in OURS and isinstance(method, ast.FunctionDef) and method.name.startswith("action_"):
                    yield model, method.name


@pytest.mark.parametrize("model, method", sorted(set(public_actions())))
def test_a_button_is_no_way_round_the_rights(world, model, method):
    """Each button's method, called by RPC on a record of A by those who do not see that record."""
    others = {"hr.jobseeker.contact.policy": lambda w: w.policy, "hr.jobseeker.terms": lambda w: w.terms}
    others["hr.jobseeker.rule"] = lambda w: w.rule()
    others["hr.jobseeker.purpose"] = lambda w: w.purpose_of_a()
    others["hr.jobseeker.privacy.notice"] = lambda w: w.notice_of_a()
    others["hr.jobseeker.retention.rule"] = lambda w: w.retention_rule()
    others["hr.jobseeker.retention.run"] = lambda w: w.retention_run()
    others["hr.jobseeker.attraction.report"] = lambda w: w.method_row()
    others["hr.jobseeker.prospect.search"] = lambda w: w.prospect_search()
    others["hr.jobseeker.support.body"] = lambda w: w.support_body()
    others["hr.jobseeker.match"] = lambda w: w.match()
    record = (OF_A | others)[model](world)
    # who shares policies and terms
    outsiders = [role for role in OUTSIDERS if model in OF_A.keys() | COMPUTED or role != "colleague"]
    assert not [role for role in outsiders if allowed(world.users[role], model, method, [record])]


def test_an_officer_tries_again_and_cancels_by_button_alone(world):
    """The rows are the engine's account of what it did: nobody edits them, and the two buttons work."""
    rpc, follow_up = world.users["officer"], world.follow_up()
    rpc("hr.jobseeker.follow.up", "action_cancel", [follow_up])
    assert read(rpc, "hr.jobseeker.follow.up", follow_up, "state", "reason") == ["cancelled", "hand"]
    step = world.admin("hr.jobseeker.contact.policy.step", "search", [], limit=1)[0]
    world.odoo.sql(
        "UPDATE hr_jobseeker_follow_up SET state = 'failed', step_id = %s, occurrence = person.occurrence"
        " FROM hr_jobseeker AS person WHERE person.id = jobseeker_id AND hr_jobseeker_follow_up.id = %s",
        *(step, follow_up),
    )
    rpc("hr.jobseeker.follow.up", "action_try_again", [follow_up])
    assert read(rpc, "hr.jobseeker.follow.up", follow_up, "state") == "planned"


@pytest.mark.parametrize("method", ["action_open_jobseeker", "action_log_contact"])
def test_an_interviewer_does_not_reach_the_person_from_the_application(world, method):
    assert not allowed(world.users["interviewer"], "hr.applicant", method, [world.applicant])


# --- what nobody writes --------------------------------------------------------------------------


@pytest.mark.parametrize("name", KEPT_BY_THE_SYSTEM)
def test_the_clock_cannot_be_set_by_hand(world, name):
    """Overdue stays overdue until there is contact or a waiver: not even an administrator sets the clock."""
    change = {name: KEPT_BY_THE_SYSTEM[name]}
    new = {"partner_id": world.partner(), "company_id": 1, **change}
    for role in ("officer", "manager"):
        assert not allowed(world.users[role], "hr.jobseeker", "write", [world.jobseeker], change)
        assert not allowed(world.users[role], "hr.jobseeker", "create", new)


def test_a_contact_is_logged_after_it_happened(world):
    """A contact of the year 2999 would keep somebody on track for ever."""
    future = {**make_call_vals(world.jobseeker, 1), "date": "2999-01-01"}
    with pytest.raises(RpcError, match="ValidationError"):
        world.users["officer"]("hr.jobseeker.contact", "create", future)


def test_the_ledger_cannot_be_unsaid_from_elsewhere(world):
    """A correction belongs to the same person: nobody strikes out a row of another person, or of another company."""
    mine = make_call_vals(world.of_b, 1)
    with pytest.raises(RpcError, match="ValidationError|AccessError"):
        world.users["officer_of_B"]("hr.jobseeker.contact", "create", {**mine, "corrects_id": world.contact})
    assert read(world.admin, "hr.jobseeker.contact", world.contact, "superseded") is False
