"""Who may do what, asked of the server as each of these users: design §4 "Confidentiality".

r read, w write, c create, d delete; "-": nothing. All records are of company A; the last column is an officer of B.
A new model of the addon has to be written into one of the two tables, or the first test fails.
"""

import pytest
from access_world import World, allowed
from odoo_server import RpcError
from people import days_ahead, make_call_vals

RECORDS = """
                                  employee interviewer officer manager portal officer_of_B
hr.jobseeker                      -        -           rwc     rwcd    -      -
hr.jobseeker.contact              -        -           rc      rc      -      -
hr.jobseeker.waiver               -        -           rc      rc      -      -
hr.jobseeker.follow.up            -        -           r       r       -      -
hr.jobseeker.presence             -        -           r       r       -      -
hr.jobseeker.review               -        -           rwc     rwc     -      -
hr.jobseeker.plan                 -        -           rwcd    rwcd    -      -
hr.jobseeker.action               -        -           rwcd    rwcd    -      -
hr.jobseeker.state                r        r           r       r       -      r
hr.jobseeker.close.reason         -        -           r       rwcd    -      r
hr.jobseeker.proposal             -        -           r       r       -      -
hr.jobseeker.contact.policy       -        -           r       rwcd    -      -
hr.jobseeker.contact.policy.step  -        -           r       rwcd    -      -
hr.jobseeker.need                 -        -           rwc     rwc     -      -
hr.jobseeker.need.change          -        -           r       r       -      -
hr.jobseeker.need.type            -        -           r       rwcd    -      r
hr.jobseeker.need.choice          -        -           r       rwcd    -      r
hr.jobseeker.completeness.rule    -        -           r       rwcd    -      r
hr.jobseeker.rule                 -        -           r       rwcd    -      -
hr.jobseeker.override             -        -           r       r       -      -
hr.jobseeker.service              -        -           r       rwcd    -      r
hr.jobseeker.terms                -        -           r       rwcd    -      -
hr.jobseeker.agreement            -        -           rwcd    rwcd    -      -
hr.jobseeker.reference            -        -           rwcd    rwcd    -      -
"""

# Dialogs hold nothing of their own and everybody makes their own: here each user opens one, and goes on with it. What
# a dialog then does to people is asked of the records: see test_a_dialog_reaches_nobody_else.
DIALOGS = """
                                  employee interviewer officer manager portal officer_of_B
hr.jobseeker.contact.log          -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.snooze               -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.hold                 -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.place                -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.close                -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.assign               -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.plan.start           -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.proposal.refuse      -        -           rwcd    rwcd    -      rwcd
"""

# Values of a new record, and of a change. A callable gets the fixture `world`.
RECORD_VALUES = {
    "hr.jobseeker": (lambda w: {"partner_id": w.partner(), "company_id": 1}, {"seeking": "passive"}),
    "hr.jobseeker.contact": (lambda w: make_call_vals(w.jobseeker, 1), {"summary": "rewritten"}),
    "hr.jobseeker.waiver": (
        lambda w: {"jobseeker_id": w.jobseeker, "until": days_ahead(30), "reason": "asked"},
        {"reason": "rewritten"},
    ),
    "hr.jobseeker.follow.up": (
        lambda w: {"jobseeker_id": w.jobseeker, "scheduled_at": "2999-01-01", "occurrence": next(w.numbers)},
        {"scheduled_at": "2999-01-02"},
    ),
    "hr.jobseeker.presence": (
        lambda w: {"jobseeker_id": w.jobseeker, "user_id": 1, "doing": "writing", "expires_at": "2999-01-01"},
        {"doing": "calling"},
    ),
    "hr.jobseeker.review": (
        lambda w: {"jobseeker_id": w.new_jobseeker(), "due_on": days_ahead(5)},
        {"internal_note": "rewritten"},
    ),
    # drafts: one for each person, and only of a draft can anything be deleted
    "hr.jobseeker.plan": (lambda w: {"jobseeker_id": w.someone_of_a()}, {"agreed_by": "Ann"}),
    "hr.jobseeker.action": (lambda w: {"plan_id": w.draft_plan(), "name": "Send a CV"}, {"name": "renamed"}),
    "hr.jobseeker.proposal": (
        lambda w: {"jobseeker_id": w.jobseeker, "field": "phone", "new_value": "+351912345678"},
        {"new_value": "+351900000000"},
    ),
    "hr.jobseeker.state": (lambda w: {"code": "active", "name": f"State {next(w.numbers)}"}, {"name": "renamed"}),
    "hr.jobseeker.close.reason": (lambda w: {"name": "moved away"}, {"name": "renamed"}),
    "hr.jobseeker.contact.policy": (lambda w: {"name": "ours", "company_id": 1}, {"name": "renamed"}),
    "hr.jobseeker.contact.policy.step": (
        lambda w: {"policy_id": w.policy, "channel": "phone"},
        {"delay_days": 3},
    ),
    "hr.jobseeker.need": (
        lambda w: {"jobseeker_id": w.jobseeker, "type_id": w.need_type("pay"), "value": "28000"},
        {"value": "30000"},
    ),
    "hr.jobseeker.need.change": (
        lambda w: {"jobseeker_id": w.jobseeker, "need_id": w.need(), "field": "value", "asked_by": "adviser"},
        {"new": "rewritten"},
    ),
    "hr.jobseeker.need.type": (lambda w: {"name": "Tools"}, {"name": "renamed"}),
    "hr.jobseeker.need.choice": (
        lambda w: {"type_id": w.need_type("contract"), "name": "On call"},
        {"name": "renamed"},
    ),
    "hr.jobseeker.completeness.rule": (lambda w: {"name": "A car", "question": "Do you drive?"}, {"name": "renamed"}),
    "hr.jobseeker.rule": (
        lambda w: {"name": "ours", "code": "ours", "strength": "warn", "source": "Ours", "company_id": 1},
        {"name": "renamed"},
    ),
    "hr.jobseeker.override": (
        lambda w: {
            "rule_id": w.rule(),
            "jobseeker_id": w.jobseeker,
            "res_model": "hr.jobseeker",
            "res_id": w.jobseeker,
            "missing": "A paper",
            "reason": "asked",
        },
        {"reason": "rewritten"},
    ),
    "hr.jobseeker.service": (lambda w: {"name": "coaching"}, {"name": "renamed"}),
    "hr.jobseeker.terms": (
        lambda w: {"name": "ours", "text": "<p>Ours</p>", "company_id": 1},
        {"name": "renamed"},
    ),
    "hr.jobseeker.agreement": (
        lambda w: {"jobseeker_id": w.jobseeker, "terms_id": w.terms},
        {"note": "rewritten"},
    ),
    # a draft: only of a draft can anything be deleted
    "hr.jobseeker.reference": (
        lambda w: {"jobseeker_id": w.jobseeker, "referee_name": "Mara", "referee_email": "mara@example.net"},
        {"referee_name": "renamed"},
    ),
}
MADE_BY_NOBODY = {
    "hr.jobseeker.follow.up": lambda w: w.follow_up(),
    "hr.jobseeker.presence": lambda w: w.presence(),
    "hr.jobseeker.proposal": lambda w: w.proposal(),
    "hr.jobseeker.state": lambda w: w.odoo.ref("jobseeker_relations.state_placed"),
    "hr.jobseeker.need.change": lambda w: w.need_change(),
    "hr.jobseeker.override": lambda w: w.override(),
}
# Values of a dialog, a change, and the button that applies it.
DIALOG_VALUES = {
    "hr.jobseeker.contact.log": ({"summary": "said"}, {"summary": "said otherwise"}, "action_reached"),
    "hr.jobseeker.snooze": ({"reason": "asked"}, {"reason": "asked again"}, "action_apply"),
    "hr.jobseeker.hold": ({"reason": "asked"}, {"reason": "asked again"}, "action_apply"),
    "hr.jobseeker.place": ({}, {"placed_on": "2026-01-01"}, "action_apply"),
    "hr.jobseeker.close": (lambda w: {"close_reason_id": w.close_reason}, {}, "action_apply"),
    "hr.jobseeker.plan.start": ({}, {"start_on": "2026-01-01"}, "action_apply"),
    "hr.jobseeker.assign": (lambda w: {"adviser_id": w.users["officer_of_B"].uid}, {}, "action_apply"),
    "hr.jobseeker.proposal.refuse": ({"reason": "not yours"}, {"reason": "not theirs"}, "action_apply"),
}
# Dialogs that a button of ours opens for one record: what they do is in test_rule.
OPENED_BY_A_RULE = {"hr.jobseeker.override.dialog"}

# Dialogs about one agreement: values and the button; see test_a_dialog_about_an_agreement.
AGREEMENT_DIALOGS = {
    "hr.jobseeker.agreement.record": {"channel": "phone", "answer": "agreed"},
    "hr.jobseeker.agreement.end": {"reason": "asked"},
}

# Dialogs about one reference: values and the button; see test_a_dialog_about_a_reference.
REFERENCE_DIALOGS = {
    "hr.jobseeker.reference.record": {"outcome": "received", "jobseeker_reads": "no", "disclosable": "no"},
    "hr.jobseeker.reference.verify": {"method": "known"},
}

# What trying a policy leaves for its maker to read, and for nobody to write.
FORECASTS = {
    "hr.jobseeker.contact.forecast",
    "hr.jobseeker.contact.forecast.touch",
    "hr.jobseeker.contact.forecast.person",
}


def parse(table):
    head, *lines = [line.split() for line in table.strip().splitlines()]
    return {line[0]: dict(zip(head, line[1:], strict=True)) for line in lines}


@pytest.fixture(scope="module")
def world(odoo):
    return World(odoo)


def letters(answers):
    return "".join(letter for letter, yes in answers.items() if yes) or "-"


def test_no_model_is_forgotten(odoo):
    """A model without a row here is a model whose rights nobody has looked at."""
    ours = odoo.sql("""
        SELECT model, transient FROM ir_model m
         WHERE abstract IS NOT TRUE AND 'jobseeker_relations' = ALL (
               SELECT module FROM ir_model_data d WHERE d.model = 'ir.model' AND d.res_id = m.id)
    """)
    assert {model for model, transient in ours if not transient} == parse(RECORDS).keys() == RECORD_VALUES.keys()
    assert {model for model, transient in ours if transient} == parse(
        DIALOGS
    ).keys() | FORECASTS | AGREEMENT_DIALOGS.keys() | REFERENCE_DIALOGS.keys() | OPENED_BY_A_RULE
    assert parse(DIALOGS).keys() == DIALOG_VALUES.keys()


@pytest.mark.parametrize("model", RECORD_VALUES)
def test_record(world, model):
    new, change = RECORD_VALUES[model]
    found = {}
    for role, rpc in world.users.items():
        make = MADE_BY_NOBODY.get(model) or (lambda w: w.admin(model, "create", w.values(new)))
        record = make(world)
        found[role] = letters(
            {
                "r": allowed(rpc, model, "read", [record], ["display_name"]),
                "w": allowed(rpc, model, "write", [record], change),
                "c": allowed(rpc, model, "create", world.values(new)),
                "d": allowed(rpc, model, "unlink", [record]),
            }
        )
    assert found == parse(RECORDS)[model]


@pytest.mark.parametrize("model", DIALOG_VALUES)
def test_dialog(world, model):
    new, change, _apply = DIALOG_VALUES[model]
    found = {}
    for role, rpc in world.users.items():
        own = world.of_b if role == "officer_of_B" else world.jobseeker
        try:
            dialog = rpc(model, "create", {**world.values(new), "jobseeker_ids": [own]})
        except RpcError as error:
            assert "AccessError" in str(error), error
            found[role] = "-"
            continue
        found[role] = letters(
            {
                "r": allowed(rpc, model, "read", [dialog], ["display_name"]),
                "w": allowed(rpc, model, "write", [dialog], change),
                "c": True,
                "d": allowed(rpc, model, "unlink", [dialog]),
            }
        )
    assert found == parse(DIALOGS)[model]


def test_a_forecast_is_its_makers(world):
    manager = world.users["manager"]
    page = manager("hr.jobseeker.contact.policy", "action_try", [world.policy])["res_id"]
    people = manager("hr.jobseeker.contact.forecast.person", "search", [("forecast_id", "=", page)])
    for role, rpc in {**world.users, "administrator": world.admin}.items():
        mine = role == "manager"
        assert allowed(rpc, "hr.jobseeker.contact.forecast", "read", [page], ["name"]) == mine, role
        assert not allowed(rpc, "hr.jobseeker.contact.forecast", "write", [page], {"name": "x"}), role
        assert not allowed(rpc, "hr.jobseeker.contact.forecast", "create", {"name": "x"}), role
        if people:
            assert allowed(rpc, "hr.jobseeker.contact.forecast.person", "read", people, ["reason"]) == mine, role
        if role not in ("manager", "administrator"):
            assert not allowed(rpc, "hr.jobseeker.contact.policy", "action_try", [world.policy]), role


@pytest.mark.parametrize("model", DIALOG_VALUES)
def test_a_dialog_reaches_nobody_else(world, model):
    """An officer of B opens a dialog, puts the number of a person of A in it, and presses the button."""
    new, _change, apply = DIALOG_VALUES[model]
    rpc = world.users["officer_of_B"]
    before = world.odoo.sql("SELECT * FROM hr_jobseeker WHERE id = %s", world.jobseeker)
    facts = world.admin("hr.jobseeker.contact", "search_count", [("jobseeker_id", "=", world.jobseeker)])

    with pytest.raises(RpcError, match="AccessError"):
        dialog = rpc(model, "create", {**world.values(new), "jobseeker_ids": [world.jobseeker]})
        rpc(model, apply, [dialog])

    assert world.odoo.sql("SELECT * FROM hr_jobseeker WHERE id = %s", world.jobseeker) == before
    assert world.admin("hr.jobseeker.contact", "search_count", [("jobseeker_id", "=", world.jobseeker)]) == facts


@pytest.mark.parametrize("model", AGREEMENT_DIALOGS)
def test_a_dialog_about_an_agreement(world, model):
    """Who may answer for the person's agreement, and nobody else: by the dialog, or by its button alone."""
    for role, rpc in world.users.items():
        agreement = world.agreement()
        if model.endswith("end"):
            world.admin("hr.jobseeker.agreement", "write", agreement, {"state": "agreed"})
        values = {"agreement_id": agreement, **AGREEMENT_DIALOGS[model]}
        before = world.odoo.sql("SELECT * FROM hr_jobseeker_agreement WHERE id = %s", agreement)
        if role in ("officer", "manager"):
            rpc(model, "action_apply", [rpc(model, "create", values)])
            assert world.odoo.sql("SELECT * FROM hr_jobseeker_agreement WHERE id = %s", agreement) != before
        else:
            assert not allowed(rpc, model, "create", values), role
            opened = world.users["officer"](model, "create", values)
            assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
            assert not allowed(rpc, model, "action_apply", [opened]), role
            assert world.odoo.sql("SELECT * FROM hr_jobseeker_agreement WHERE id = %s", agreement) == before, role
        state = world.odoo.sql("SELECT state FROM hr_jobseeker_agreement WHERE id = %s", agreement)
        if state == [("agreed",)]:
            world.admin("hr.jobseeker.agreement", "write", agreement, {"state": "ended"})


@pytest.mark.parametrize("model", REFERENCE_DIALOGS)
def test_a_dialog_about_a_reference(world, model):
    """Recruiters of the company enter and verify answers, and nobody else: by the dialog, or by its button alone."""
    for role, rpc in world.users.items():
        reference = world.reference("received" if model.endswith("verify") else "draft")
        values = {"reference_id": reference, **REFERENCE_DIALOGS[model]}
        before = world.odoo.sql("SELECT * FROM hr_jobseeker_reference WHERE id = %s", reference)
        if role in ("officer", "manager"):
            rpc(model, "action_apply", [rpc(model, "create", values)])
            assert world.odoo.sql("SELECT * FROM hr_jobseeker_reference WHERE id = %s", reference) != before
        else:
            assert not allowed(rpc, model, "create", values), role
            opened = world.users["officer"](model, "create", values)
            assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
            assert not allowed(rpc, model, "action_apply", [opened]), role
            assert world.odoo.sql("SELECT * FROM hr_jobseeker_reference WHERE id = %s", reference) == before, role


def test_buttons_of_a_reference(world):
    for role, rpc in world.users.items():
        for method in (
            "action_request",
            "action_permit",
            "action_permit_current_employer",
            "action_record",
            "action_name_another",
            "action_open",
        ):
            may = allowed(rpc, "hr.jobseeker.reference", method, [world.reference("draft")])
            assert may == (role in ("officer", "manager")), (role, method)
        assert allowed(rpc, "hr.jobseeker", "action_add_reference", [world.jobseeker]) == (
            role in ("officer", "manager")
        ), role


def test_what_a_referee_wrote(world):
    """The adviser reads it; of the others not even who may administer everything."""
    reference = world.reference("draft")
    values = {"reference_id": reference, **REFERENCE_DIALOGS["hr.jobseeker.reference.record"], "text": "Quokka"}
    officer = world.users["officer"]
    officer(
        "hr.jobseeker.reference.record", "action_apply", [officer("hr.jobseeker.reference.record", "create", values)]
    )
    for role, rpc in {**world.users, "administrator": world.admin}.items():
        reads = role in ("officer", "manager", "administrator")
        assert allowed(rpc, "hr.jobseeker.reference", "read", [reference], ["answers"]) == reads, role
        if reads:
            [row] = rpc("hr.jobseeker.reference", "read", [reference], ["answers"])
            assert ("Quokka" in str(row)) == (role == "officer"), role
            exported = (
                rpc("hr.jobseeker.reference", "export_data", [reference], ["answers"])
                if role != "administrator"
                else ""
            )
            assert ("Quokka" in str(exported)) == (role == "officer"), role
        assert (
            not allowed(rpc, "survey.user_input.line", "search_read", [("answer_type", "=", "x")])
            or role == "administrator"
        )


def test_buttons_of_an_agreement(world):
    for role, rpc in world.users.items():
        agreement = world.agreement()
        for method in (
            "action_send",
            "action_record",
            "action_withdraw",
            "action_offer_anew",
            "action_end",
            "action_open",
        ):
            if role not in ("officer", "manager"):
                assert not allowed(rpc, "hr.jobseeker.agreement", method, [agreement]), (role, method)
        assert allowed(rpc, "hr.jobseeker", "action_offer_terms", [world.jobseeker]) == (
            role in ("officer", "manager")
        ), role
