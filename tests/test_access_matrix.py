"""Who may do what, asked of the server as each of these users: design §4 "Confidentiality".

r read, w write, c create, d delete; "-": nothing. All records are of company A, and about people of the officer; the
columns are `access_world.ROLES`, in that order:

    employee interviewer officer manager portal officer_of_B checker protection complaint records colleague

A colleague is another officer of company A, where officers see their own caseload only. Everything is asked twice: with
that setting, and with officers who see all of their company, where a colleague may do what the officer may.

A row may stop after officer_of_B: then checker, protection, complaint and records may do what the officer may, and of
records a colleague may do nothing. A new model of the addon has to be written into one of the two tables, or a test
fails; then `bin/access` writes docs/access.md anew.
"""

import pytest
from access_world import FOREIGN, ROLES, World, allowed
from odoo_server import RpcError
from people import days_ahead, make_call_vals

#: A row may stop after these columns.
SHORT = ROLES[:6]
#: Who sees the officer's people, wherever officers see their own only.
RECRUITERS = ["officer", "manager", "checker", "protection", "complaint", "records"]

RECORDS = """
                                  employee interviewer officer manager portal officer_of_B  checker protection complaint records colleague
hr.jobseeker                      -        -           rwc     rwcd    -      -          rwc     rwc        rwc       rwc     c
hr.jobseeker.contact              -        -           rc      rc      -      -
hr.jobseeker.waiver               -        -           rc      rc      -      -
hr.jobseeker.follow.up            -        -           r       r       -      -
hr.jobseeker.presence             -        -           r       r       -      -
hr.jobseeker.review               -        -           rwc     rwc     -      -
hr.jobseeker.plan                 -        -           rwcd    rwcd    -      -
hr.jobseeker.action               -        -           rwcd    rwcd    -      -
hr.jobseeker.state                r        r           r       r       -      r          r       r          r         r       r
hr.jobseeker.close.reason         -        -           r       rwcd    -      r          r       r          r         r       r
hr.jobseeker.proposal             -        -           r       r       -      -
hr.jobseeker.contact.policy       -        -           r       rwcd    -      -          r       r          r         r       r
hr.jobseeker.contact.policy.step  -        -           r       rwcd    -      -          r       r          r         r       r
hr.jobseeker.need                 -        -           rwc     rwc     -      -
hr.jobseeker.need.change          -        -           r       r       -      -
hr.jobseeker.need.type            -        -           r       rwcd    -      r          r       r          r         r       r
hr.jobseeker.need.choice          -        -           r       rwcd    -      r          r       r          r         r       r
hr.jobseeker.completeness.rule    -        -           r       rwcd    -      r          r       r          r         r       r
hr.jobseeker.rule                 -        -           r       rwcd    -      -          r       r          r         r       r
hr.jobseeker.override             -        -           r       r       -      -
hr.jobseeker.duplicate            -        -           r       r       -      -
hr.jobseeker.duplicate.group      -        -           r       r       -      -
hr.jobseeker.merge                -        -           r       r       -      -
hr.jobseeker.former.contact       -        -           r       r       -      -
hr.jobseeker.purpose              -        -           r       rwcd    -      -              r       r          r         r       r
hr.jobseeker.consent              -        -           rc      rc      -      -              rc      rc         rc        rc      -
hr.jobseeker.suppression          -        -           -       -       -      -              -       r          -         -       -
hr.jobseeker.privacy.notice       -        -           r       rwcd    -      -              r       r          r         r       r
hr.jobseeker.privacy.given        -        -           rc      rc      -      -              rc      rc         rc        rc      -
hr.jobseeker.service              -        -           r       rwcd    -      r              r       r          r         r       r
hr.jobseeker.terms                -        -           r       rwcd    -      -              r       r          r         r       r
hr.jobseeker.rights.request       -        -           -       -       -      -          -       rwc        -         -       -
hr.jobseeker.rights.pause         -        -           -       -       -      -          -       r          -         -       -
hr.jobseeker.legal.hold           -        -           -       -       -      -          -       rwc        rwc       -       -
hr.jobseeker.statistics           -        -           -       r       -      -          -       r          -         -       -
hr.jobseeker.retention.rule       -        -           -       -       -      -          -       rwcd       -         -       -
hr.jobseeker.retention.run        -        -           -       -       -      -          -       r          -         -       -
hr.jobseeker.retention.line       -        -           -       -       -      -          -       r          -         -       -
hr.jobseeker.agreement            -        -           rwcd    rwcd    -      -
hr.eligibility.document.type      -        -           r       rwcd    -      r          r       r          r         r       r
hr.eligibility.document.route     -        -           r       rwcd    -      r          r       r          r         r       r
hr.eligibility.question           -        -           r       rwcd    -      r          r       r          r         r       r
hr.jobseeker.eligibility          -        -           -       -       -      -          rwcd    r          -         -       -
hr.jobseeker.eligibility.answer   -        -           -       -       -      -          rw      r          -         -       -
hr.eligibility.evidence.read      -        -           -       -       -      -          -       r          -         -       -
hr.jobseeker.disclosure           -        -           -       -       -      -          -       r          -         rwc     -
hr.jobseeker.reference            -        -           rwcd    rwcd    -      -          rwcd    rwcd       rwcd      rwcd    -
hr.jobseeker.referral             -        -           rwcd    rwcd    -      -
hr.jobseeker.referral.reason      -        -           r       rwcd    -      r            r       r          r         r       r
hr.jobseeker.signpost             -        -           rwc     rwc     -      -
hr.jobseeker.support.body         -        -           r       rwcd    -      -            r       r          r         r       r
hr.jobseeker.access.log           -        -           -       -       -      -          -       r          -         -       -
hr.job.requirement                -        -           rwcd    rwcd    -      -            rwcd    rwcd       rwcd      rwcd    rwcd
hr.jobseeker.match                -        -           r       r       -      -
hr.jobseeker.match.suggestion     -        -           r       r       -      -
hr.jobseeker.enquiry              -        -           r       r       -      -
hr.jobseeker.attraction.cost      -        -           rwc     rwcd    -      -            rwc     rwc        rwc       rwc     rwc
hr.jobseeker.attraction.decision  -        -           r       rc      -      -            r       r          r         r       r
hr.jobseeker.attraction.yield     -        -           r       r       -      -
hr.jobseeker.attraction.report    -        -           r       r       -      -            r       r          r         r       r
hr.jobseeker.prospect.search      -        -           rwcd    rc      -      -            rc      rc         rc        rc      rc
hr.jobseeker.prospect             -        -           r       r       -      -
"""  # noqa: E501

# Dialogs hold nothing of their own and everybody makes their own: here each user opens one, and goes on with it. What
# a dialog then does to people is asked of the records: see test_a_dialog_reaches_nobody_else.
DIALOGS = """
                                  employee interviewer officer manager portal officer_of_B  checker protection complaint records colleague
hr.jobseeker.contact.log          -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.snooze               -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.hold                 -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.place                -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.close                -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.assign               -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.plan.start           -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.proposal.refuse      -        -           rwcd    rwcd    -      rwcd
hr.jobseeker.rights.register      -        -           rwcd    rwcd    -      rwcd
"""  # noqa: E501

# Values of a new record, and of a change. A callable gets the fixture `world`.
RECORD_VALUES = {
    "hr.jobseeker": (lambda w: w.someone_vals(), {"seeking": "passive"}),
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
            "missing_key": "paper",
            "reason": "asked",
        },
        {"reason": "rewritten"},
    ),
    "hr.jobseeker.purpose": (
        lambda w: {"name": "Ours", "code": f"ours_{next(w.numbers)}", "wording": "You may.", "company_id": 1},
        {"name": "renamed"},
    ),
    "hr.jobseeker.consent": (
        lambda w: {
            "jobseeker_id": w.jobseeker,
            "purpose_id": w.odoo.ref("jobseeker_relations.purpose_talent_pool"),
            "channel": "phone",
            "proof": "Yes, do",
        },
        {"proof": "rewritten"},
    ),
    "hr.jobseeker.suppression": (lambda w: {"code": "sms", "company_id": 1}, {"code": "phone"}),
    "hr.jobseeker.privacy.notice": (
        lambda w: {"name": "Ours", "text": "<p>Ours</p>", "company_id": 1},
        {"name": "renamed"},
    ),
    "hr.jobseeker.privacy.given": (
        lambda w: {"jobseeker_id": w.jobseeker, "notice_id": w.privacy_notice(), "channel": "paper"},
        {"channel": "phone"},
    ),
    "hr.jobseeker.rights.request": (lambda w: {"jobseeker_id": w.someone_of_a(), "kind": "access"}, {"details": "x"}),
    "hr.jobseeker.rights.pause": (
        lambda w: {"request_id": w.rights_request(), "reason": "identity"},
        {"note": "rewritten"},
    ),
    "hr.jobseeker.legal.hold": (
        lambda w: {"jobseeker_id": w.someone_of_a(), "reason": "A claim"},
        {"until_on": "2999-01-01"},
    ),
    "hr.jobseeker.statistics": (
        lambda w: {"company_id": 1, "month": "2026-01-01", "cause": "request"},
        {"applications": 7},
    ),
    "hr.jobseeker.retention.rule": (
        lambda w: {"name": "Ours", "source": "Ours", "company_id": 1},
        {"name": "renamed"},
    ),
    "hr.jobseeker.retention.run": (
        lambda w: {"rule_id": w.retention_rule(), "company_id": 1, "erase_on": "2999-01-01"},
        {"state": "cancelled"},
    ),
    "hr.jobseeker.retention.line": (
        lambda w: {"run_id": w.retention_run(), "jobseeker_id": w.someone_of_a(), "due_on": "2999-01-01"},
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
    "hr.eligibility.document.type": (lambda w: {"name": "A pass", "source": "Ours"}, {"name": "renamed"}),
    "hr.eligibility.document.route": (
        # a type has each way once
        lambda w: {
            "type_id": w.admin("hr.eligibility.document.type", "create", {"name": "A pass", "source": "Ours"}),
            "route": "online",
        },
        {"currency": "any"},
    ),
    "hr.eligibility.question": (lambda w: {"name": "Is it real?", "route": "manual"}, {"name": "renamed"}),
    "hr.jobseeker.eligibility": (
        lambda w: {"jobseeker_id": w.jobseeker, "document_type_id": w.document_type()},
        {"restrictions": "20 hours"},
    ),
    "hr.jobseeker.eligibility.answer": (
        lambda w: {
            "eligibility_id": w.eligibility(),
            "question_id": w.odoo.ref("jobseeker_relations.eligibility_question_any_online_photo"),
        },
        {"answer": "yes"},
    ),
    "hr.eligibility.evidence.read": (
        lambda w: {"eligibility_id": w.eligibility(), "jobseeker_id": w.jobseeker, "user_id": 2, "through": "page"},
        {"file_name": "rewritten"},
    ),
    "hr.jobseeker.disclosure": (lambda w: w.disclosure_vals(), {"issued_on": "2026-01-01"}),
    # a draft: only of a draft can anything be deleted
    "hr.jobseeker.reference": (
        lambda w: {"jobseeker_id": w.jobseeker, "referee_name": "Mara", "referee_email": "mara@example.net"},
        {"referee_name": "renamed"},
    ),
    "hr.jobseeker.attraction.cost": (
        lambda w: {"source_id": w.method(), "company_id": 1, "cost": 100},
        {"cost": 200},
    ),
    "hr.jobseeker.attraction.decision": (
        lambda w: {"source_id": w.method(), "company_id": 1, "reason": "Nobody answers"},
        {"reason": "rewritten"},
    ),
    "hr.jobseeker.attraction.yield": (lambda w: {"jobseeker_id": w.jobseeker, "company_id": 1}, {"came": 7}),
    "hr.jobseeker.attraction.report": (lambda w: {"source_id": w.method(), "company_id": 1}, {"came": 7}),
    # a list is its owner's, and this one is shared by the officer
    "hr.jobseeker.prospect.search": (lambda w: {"name": "Welders", "company_id": 1}, {"name": "renamed"}),
    "hr.jobseeker.prospect": (
        lambda w: {"search_id": w.prospect_search(), "jobseeker_id": w.jobseeker},
        {"note": "rewritten"},
    ),
    # a draft: only of a draft can anything be deleted
    "hr.jobseeker.referral": (
        lambda w: {"jobseeker_id": w.jobseeker, "hirer_id": w.hirer()},
        {"introduction": "rewritten"},
    ),
    "hr.jobseeker.referral.reason": (lambda w: {"name": "Too far"}, {"name": "renamed"}),
    "hr.jobseeker.duplicate": (
        lambda w: {"jobseeker_id": w.jobseeker, "other_id": w.someone_of_a(), "names": "same"},
        {"answer": "different"},
    ),
    "hr.jobseeker.duplicate.group": (lambda w: {"company_id": 1}, {"company_id": 1}),
    "hr.jobseeker.merge": (
        lambda w: {"jobseeker_id": w.jobseeker, "former_name": "Bea", "reason": "asked"},
        {"reason": "rewritten"},
    ),
    "hr.jobseeker.former.contact": (lambda w: {"jobseeker_id": w.jobseeker}, {"keys": "1:e:a@example.org"}),
    "hr.jobseeker.signpost": (
        lambda w: {"jobseeker_id": w.jobseeker, "body_id": w.support_body(), "reason": "We have no ships"},
        {"reason": "rewritten"},
    ),
    "hr.jobseeker.support.body": (
        lambda w: {"name": "A service", "helps_with": "All", "company_id": 1},
        {"name": "renamed"},
    ),
    "hr.jobseeker.access.log": (
        lambda w: {"user_id": 2, "company_id": 1, "kind": "export", "res_model": "hr.jobseeker"},
        {"people_count": 0},
    ),
    "hr.job.requirement": (
        lambda w: {"job_id": w.job(), "type_id": w.need_type("pay"), "value": "28000"},
        {"value": "30000"},
    ),
    "hr.jobseeker.match": (lambda w: {"job_id": w.job(), "jobseeker_id": w.jobseeker}, {"score": 100}),
    "hr.jobseeker.match.suggestion": (
        lambda w: {"job_id": w.job(), "jobseeker_id": w.jobseeker},
        {"state": "dismissed"},
    ),
    "hr.jobseeker.enquiry": (
        lambda w: {"jobseeker_id": w.new_jobseeker(), "channel": "phone", "received_at": "2026-01-01 10:00:00"},
        {"summary": "rewritten"},
    ),
}
MADE_BY_NOBODY = {
    "hr.jobseeker.enquiry": lambda w: w.enquiry(),
    "hr.jobseeker.follow.up": lambda w: w.follow_up(),
    "hr.jobseeker.presence": lambda w: w.presence(),
    "hr.jobseeker.proposal": lambda w: w.proposal(),
    "hr.jobseeker.state": lambda w: w.odoo.ref("jobseeker_relations.state_placed"),
    "hr.jobseeker.need.change": lambda w: w.need_change(),
    "hr.jobseeker.override": lambda w: w.override(),
    "hr.jobseeker.duplicate": lambda w: w.duplicate(),
    "hr.jobseeker.duplicate.group": lambda w: w.duplicate_group(),
    "hr.jobseeker.merge": lambda w: w.merge(),
    "hr.jobseeker.former.contact": lambda w: w.former_contact(),
    "hr.jobseeker.eligibility": lambda w: w.eligibility(),
    "hr.jobseeker.eligibility.answer": lambda w: w.eligibility_answer(),
    "hr.eligibility.evidence.read": lambda w: w.evidence_read(),
    "hr.jobseeker.disclosure": lambda w: w.disclosure(),
    "hr.jobseeker.suppression": lambda w: w.suppression(),
    "hr.jobseeker.access.log": lambda w: w.access_log(),
    "hr.jobseeker.match": lambda w: w.match(),
    "hr.jobseeker.match.suggestion": lambda w: w.match_suggestion(),
    "hr.jobseeker.attraction.yield": lambda w: w.jobseeker,
    "hr.jobseeker.attraction.report": lambda w: w.method_row(),
    "hr.jobseeker.prospect.search": lambda w: w.prospect_search(),
    "hr.jobseeker.prospect": lambda w: w.prospect(),
    "hr.jobseeker.rights.request": lambda w: w.rights_request(),
    "hr.jobseeker.rights.pause": lambda w: w.rights_pause(),
    "hr.jobseeker.legal.hold": lambda w: w.legal_hold(),
    "hr.jobseeker.statistics": lambda w: w.statistics(),
    "hr.jobseeker.retention.rule": lambda w: w.retention_rule(),
    "hr.jobseeker.retention.run": lambda w: w.retention_run(),
    "hr.jobseeker.retention.line": lambda w: w.retention_line(),
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
    "hr.jobseeker.rights.register": ({"kind": "access"}, {"kind": "erasure"}, "action_apply"),
}
# Dialogs that a button of ours opens for one record: what they do is in test_rule.
OPENED_BY_A_RULE = {"hr.jobseeker.override.dialog"}
# A dialog about two people: what it does, and to whom not, is in test_merge.
OF_TWO_PEOPLE = {"hr.jobseeker.merge.dialog"}
# Dialogs about people of a list: see test_a_dialog_about_people_of_a_list.
ABOUT_A_LIST = {"hr.jobseeker.prospect.reject"}
# Dialogs of a group of its own: what others get is in test_eligibility_secret.
OF_CHECKERS = {"hr.jobseeker.eligibility.correct"}

# Dialogs about what one person permits: values, and the model of which the button makes a row.
PERMISSION_DIALOGS = {
    "hr.jobseeker.consent.record": (
        lambda w: {"purpose_id": w.odoo.ref("jobseeker_relations.purpose_references"), "proof": "Yes, do"},
        "hr.jobseeker.consent",
    ),
    "hr.jobseeker.privacy.record": ({}, "hr.jobseeker.privacy.given"),
}
# Dialogs of the data protection officer: what they do is in test_rights_request and test_retention.
OF_THE_DATA_OFFICER = {"hr.jobseeker.rights.dialog", "hr.jobseeker.retention.approve"}

# Dialogs about one job and one person: what they do is in test_match.
OF_A_MATCH = {"hr.jobseeker.match.dismiss"}

# Dialogs about one agreement: values and the button; see test_a_dialog_about_an_agreement.
AGREEMENT_DIALOGS = {
    "hr.jobseeker.agreement.record": {"channel": "phone", "answer": "agreed"},
    "hr.jobseeker.agreement.end": {"reason": "asked"},
}

# Dialogs about one reference: values and the button; see test_a_dialog_about_a_reference.
REFERENCE_DIALOGS = {
    "hr.jobseeker.reference.permit": {"proof": "Yes", "channel": "phone"},
    "hr.jobseeker.reference.record": {"outcome": "received", "jobseeker_reads": "no", "disclosable": "no"},
    "hr.jobseeker.reference.verify": {"method": "known"},
}

# Dialogs about one referral: values and the button; see test_a_dialog_about_a_referral.
REFERRAL_DIALOGS = {
    "hr.jobseeker.referral.answer": {"answer": "yes", "proof": "Yes, do", "applied_directly": "no"},
    "hr.jobseeker.referral.outcome": {"outcome": "withdrawn"},
    "hr.jobseeker.referral.word": {"kind": "oral", "to": "hirer"},
}

# Dialogs about one enquiry or one person: values, and the button; see test_a_dialog_about_an_enquiry.
ENQUIRY_DIALOGS = {
    "hr.jobseeker.enquiry.ask": (lambda w: {"enquiry_id": w.open_enquiry()}, "action_asked"),
    "hr.jobseeker.enquiry.end": (lambda w: {"enquiry_id": w.open_enquiry(), "reason": "withdrawn"}, "action_apply"),
    "hr.jobseeker.call.promise": (
        lambda w: {"jobseeker_id": w.new_jobseeker(), "call_at": "2999-01-01 10:00:00"},
        "action_apply",
    ),
    "hr.jobseeker.enquiry.log": (lambda w: {"jobseeker_id": w.new_jobseeker()}, "action_get_back"),
}
# Dialogs about one referral elsewhere: values and the button; see test_a_dialog_about_a_referral_elsewhere.
SIGNPOST_DIALOGS = {"hr.jobseeker.signpost.answer": {"words": "Yes, do", "channel": "phone"}}

#: Changed by the officer who made it, whoever else sees it.
OF_WHO_MADE_IT = {"hr.jobseeker.prospect.search"}
# What trying a policy leaves for its maker to read, and for nobody to write.
FORECASTS = {
    "hr.jobseeker.contact.forecast",
    "hr.jobseeker.contact.forecast.touch",
    "hr.jobseeker.contact.forecast.person",
}


def parse(table, colleague="-"):
    """{model: {role: letters}} of a table.

    :param colleague: what a colleague may do by a row that stops after officer_of_B; "": what the officer may
    """
    head, *lines = [line.split() for line in table.strip().splitlines()]
    assert head == ROLES
    rows = {}
    for model, *cells in lines:
        if len(cells) == len(SHORT):
            officer = cells[ROLES.index("officer")]
            cells += [officer, officer, officer, officer, colleague or officer]
        rows[model] = dict(zip(ROLES, cells, strict=True))
    return rows


def records():
    return parse(RECORDS)


def dialogs():
    return parse(DIALOGS, colleague="")


@pytest.fixture(scope="module")
def world(odoo):
    return World(odoo)


@pytest.fixture(scope="module", params=["company", "own"])
def caseload(request, world):
    narrow(world, request.param)
    return request.param


def narrow(world, caseload="own"):
    world.admin("res.company", "write", [1, world.company_b], {"jobseeker_caseload": caseload})


def expected(model, row, caseload):
    return row if caseload == "own" or model in OF_WHO_MADE_IT else {**row, "colleague": row["officer"]}


def letters(answers):
    return "".join(letter for letter, yes in answers.items() if yes) or "-"


def test_the_page_is_up_to_date():
    """docs/access.md is these tables in full: `bin/access` writes it."""
    from access_page import PAGE, write_page

    assert PAGE.read_text() == write_page(), "run bin/access"


def test_no_model_is_forgotten(odoo):
    """A model without a row here is a model whose rights nobody has looked at."""
    ours = odoo.sql("""
        SELECT model, transient FROM ir_model m
         WHERE abstract IS NOT TRUE AND 'jobseeker_relations' = ALL (
               SELECT module FROM ir_model_data d WHERE d.model = 'ir.model' AND d.res_id = m.id)
    """)
    assert {model for model, transient in ours if not transient} == records().keys() == RECORD_VALUES.keys()
    others = FORECASTS | OPENED_BY_A_RULE | OF_CHECKERS | OF_THE_DATA_OFFICER
    others |= OF_A_MATCH | OF_TWO_PEOPLE | ABOUT_A_LIST
    others |= AGREEMENT_DIALOGS.keys() | PERMISSION_DIALOGS.keys() | REFERENCE_DIALOGS.keys()
    others |= REFERRAL_DIALOGS.keys()
    others |= ENQUIRY_DIALOGS.keys()
    others |= SIGNPOST_DIALOGS.keys()
    assert {model for model, transient in ours if transient} == dialogs().keys() | others
    assert dialogs().keys() == DIALOG_VALUES.keys()


@pytest.mark.parametrize("model", RECORD_VALUES)
def test_record(world, caseload, model):
    new, change = RECORD_VALUES[model]
    make = MADE_BY_NOBODY.get(model) or (lambda w: w.admin(model, "create", w.values(new)))
    found, record = {}, None
    for role, rpc in world.users.items():
        record = record or make(world)
        found[role] = letters(
            {
                "r": allowed(rpc, model, "read", [record], ["display_name"]),
                "w": allowed(rpc, model, "write", [record], change),
                "c": allowed(rpc, model, "create", world.values(new)),
                "d": allowed(rpc, model, "unlink", [record]),
            }
        )
        if "d" in found[role]:
            record = None
    assert found == expected(model, records()[model], caseload)


@pytest.mark.parametrize("model", DIALOG_VALUES)
def test_dialog(world, caseload, model):
    new, change, _apply = DIALOG_VALUES[model]
    found = {}
    for role, rpc in world.users.items():
        try:
            dialog = rpc(model, "create", {**world.values(new), "jobseeker_ids": [world.own(role)]})
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
    assert found == dialogs()[model]


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


@pytest.mark.parametrize("role", FOREIGN)
@pytest.mark.parametrize("model", DIALOG_VALUES)
def test_a_dialog_reaches_nobody_else(world, model, role):
    """Somebody else's recruiter opens a dialog, puts the number of a person in it, and presses the button."""
    new, _change, apply = DIALOG_VALUES[model]
    narrow(world)
    rpc = world.users[role]
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
    narrow(world)
    for role, rpc in world.users.items():
        agreement = world.agreement()
        if model.endswith("end"):
            world.admin("hr.jobseeker.agreement", "write", agreement, {"state": "agreed"})
        values = {"agreement_id": agreement, **AGREEMENT_DIALOGS[model]}
        before = world.odoo.sql("SELECT * FROM hr_jobseeker_agreement WHERE id = %s", agreement)
        if role in RECRUITERS:
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


@pytest.mark.parametrize("model", PERMISSION_DIALOGS)
def test_a_dialog_about_a_permission(world, model):
    """Who may say what a person of A permits, and nobody else: by the dialog, or by its button alone."""
    new, made = PERMISSION_DIALOGS[model]
    narrow(world)
    for role, rpc in world.users.items():
        values = {"jobseeker_id": world.new_jobseeker(), **world.values(new)}
        before = world.admin(made, "search_count", [])
        if role in RECRUITERS:
            rpc(model, "action_apply", [rpc(model, "create", values)])
            assert world.admin(made, "search_count", []) == before + 1, role
        else:
            assert not allowed(rpc, model, "create", values), role
            opened = world.users["officer"](model, "create", values)
            assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
            assert not allowed(rpc, model, "action_apply", [opened]), role
            if role in FOREIGN:
                for button in ("action_record", "action_withdraw", "action_ask"):
                    assert not allowed(rpc, "hr.jobseeker.purpose", button, world.some_purpose(), context=world.on), (
                        button
                    )
            assert world.admin(made, "search_count", []) == before, role


@pytest.mark.parametrize("model", ENQUIRY_DIALOGS)
def test_a_dialog_about_an_enquiry(world, model):
    """Recruiters of the company answer, ask and promise, and nobody else: by the dialog, or by its button alone."""
    new, button = ENQUIRY_DIALOGS[model]
    narrow(world)
    for role, rpc in world.users.items():
        values = world.values(new)
        if role in RECRUITERS:
            assert allowed(rpc, model, button, [rpc(model, "create", values)]), role
            continue
        try:  # what a rule refuses once the button is pressed need not be refused before
            assert not allowed(rpc, model, button, [rpc(model, "create", values)]), role
        except RpcError as error:
            assert "AccessError" in str(error), error
        opened = world.users["officer"](model, "create", values)
        assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
        assert not allowed(rpc, model, button, [opened]), role


@pytest.mark.parametrize("model", [*ENQUIRY_DIALOGS, "hr.jobseeker.contact.log", "hr.jobseeker.match.dismiss"])
def test_a_dialog_tells_nobody_elses_name(world, model):
    """A dialog is its maker's to read: in the default mode, too, none is made about another company's people."""
    narrow(world, "company")
    if model in ENQUIRY_DIALOGS:
        values = world.values(ENQUIRY_DIALOGS[model][0])
    else:
        values = {"jobseeker_id": world.new_jobseeker()}
        if model == "hr.jobseeker.match.dismiss":
            values |= {"job_id": world.admin("hr.job", "search", [], limit=1)[0], "reason": "far"}
    spec = {name: {"fields": {"display_name": {}}} for name in values if name in ("jobseeker_id", "enquiry_id")}
    with pytest.raises(RpcError, match="AccessError"):
        world.users["officer_of_B"](model, "web_save", [], values, spec)


def test_an_unsaved_referral_tells_no_other_companys_hirer(world):
    narrow(world, "company")
    job = world.admin("hr.job", "create", {"name": "Welder", "company_id": 1, "hirer_id": world.hirer()})
    spec = {"job_id": {}, "hirer_id": {"fields": {"display_name": {}}}, "shown_html": {}}
    ask = ("hr.jobseeker.referral", "onchange", [], {"job_id": job}, ["job_id"], spec)
    with pytest.raises(RpcError, match="AccessError"):
        world.users["officer_of_B"](*ask)
    assert world.users["officer"](*ask)


@pytest.mark.parametrize("model", REFERENCE_DIALOGS)
def test_a_dialog_about_a_reference(world, model):
    """Recruiters of the company enter and verify answers, and nobody else: by the dialog, or by its button alone."""
    narrow(world)
    for role, rpc in world.users.items():
        reference = world.reference("received" if model.endswith("verify") else "draft")
        values = {"reference_id": reference, **REFERENCE_DIALOGS[model]}
        before = world.odoo.sql("SELECT * FROM hr_jobseeker_reference WHERE id = %s", reference)
        if role in RECRUITERS:
            rpc(model, "action_apply", [rpc(model, "create", values)])
            assert world.odoo.sql("SELECT * FROM hr_jobseeker_reference WHERE id = %s", reference) != before
        else:
            assert not allowed(rpc, model, "create", values), role
            opened = world.users["officer"](model, "create", values)
            assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
            assert not allowed(rpc, model, "action_apply", [opened]), role
            assert world.odoo.sql("SELECT * FROM hr_jobseeker_reference WHERE id = %s", reference) == before, role


@pytest.mark.parametrize("model", SIGNPOST_DIALOGS)
def test_a_dialog_about_a_referral_elsewhere(world, model):
    """Recruiters of the company record what the person said, and nobody else: by the dialog, or by its button alone."""
    narrow(world)
    state = "SELECT state, consent_at FROM hr_jobseeker_signpost WHERE id = %s"
    for role, rpc in world.users.items():
        signpost = world.signpost()
        values, opening = SIGNPOST_DIALOGS[model], {"context": {"default_signpost_id": signpost}}
        before = world.odoo.sql(state, signpost)
        if role in RECRUITERS:
            rpc(model, "action_apply", [rpc(model, "create", values, **opening)])
            assert world.odoo.sql(state, signpost) != before
        else:
            assert not allowed(rpc, model, "create", values, **opening), role
            assert not allowed(rpc, model, "create", {**values, "signpost_id": signpost}), role
            opened = world.users["officer"](model, "create", values, **opening)
            assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
            assert not allowed(rpc, model, "action_apply", [opened]), role
            assert world.odoo.sql(state, signpost) == before, role


def test_buttons_of_a_referral_elsewhere(world):
    narrow(world)
    for role, rpc in world.users.items():
        for method in ("action_propose", "action_record_answer", "action_close", "action_open"):
            may = allowed(rpc, "hr.jobseeker.signpost", method, [world.signpost()])
            assert may == (role in RECRUITERS), (role, method)


def test_buttons_about_requirements(world):
    """Who asks what somebody needs, shows them again or points them elsewhere, is who may write on them."""
    narrow(world)
    for role, rpc in world.users.items():
        for method in ("action_show_in_matching", "action_refer_elsewhere", "action_leave_elsewhere"):
            may = allowed(rpc, "hr.jobseeker", method, [world.jobseeker])
            assert may == (role in RECRUITERS), (role, method)


def test_a_dialog_about_people_of_a_list(world):
    """Who sees the list, and may write its person, decides on them, and nobody else: by the dialog, or by a button."""
    narrow(world)
    [reason] = world.admin("hr.applicant.refuse.reason", "search", [], limit=1)
    for role, rpc in world.users.items():
        row = world.prospect()
        values = {"prospect_ids": [row], "reject_reason_id": reason}
        if role in RECRUITERS:
            rpc("hr.jobseeker.prospect.reject", "action_apply", [rpc("hr.jobseeker.prospect.reject", "create", values)])
            assert world.odoo.sql("SELECT state FROM hr_jobseeker_prospect WHERE id = %s", row) == [("rejected",)], role
            continue
        for button in ("action_verify", "action_reject", "action_check_again", "action_write", "action_add_to_pool"):
            assert not allowed(rpc, "hr.jobseeker.prospect", button, [row]), (role, button)
        opened = world.users["officer"]("hr.jobseeker.prospect.reject", "create", values)
        assert not allowed(rpc, "hr.jobseeker.prospect.reject", "action_apply", [opened]), role
        try:
            made = rpc("hr.jobseeker.prospect.reject", "create", values)
        except RpcError as error:
            assert "AccessError" in str(error), error
        else:
            assert not allowed(rpc, "hr.jobseeker.prospect.reject", "action_apply", [made]), role
        assert world.odoo.sql("SELECT state FROM hr_jobseeker_prospect WHERE id = %s", row) == [("found",)], role


def test_buttons_of_a_reference(world):
    narrow(world)
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
            assert may == (role in RECRUITERS), (role, method)
        assert allowed(rpc, "hr.jobseeker", "action_add_reference", [world.jobseeker]) == (role in RECRUITERS), role


@pytest.mark.parametrize("model", REFERRAL_DIALOGS)
def test_a_dialog_about_a_referral(world, model):
    """Recruiters of the company record answers, outcomes and what was said, and nobody else."""
    narrow(world)
    for role, rpc in world.users.items():
        referral, values = world.referral(), {**REFERRAL_DIALOGS[model]}
        opening = {"context": {"default_referral_id": referral}}
        if model.endswith("outcome"):
            values["reason_id"] = world.odoo.ref("jobseeker_relations.referral_reason_mistake")
        ours = "SELECT * FROM hr_jobseeker_referral WHERE id = %s"
        before = world.odoo.sql(ours, referral)
        if role in RECRUITERS:
            rpc(model, "action_apply", [rpc(model, "create", values, **opening)])
            assert world.odoo.sql(ours, referral) != before, role
        else:
            assert not allowed(rpc, model, "create", values, **opening), role
            assert not allowed(rpc, model, "create", {**values, "referral_id": referral}), role
            opened = world.users["officer"](model, "create", values, **opening)
            assert not allowed(rpc, model, "read", [opened], ["display_name"]), role
            assert not allowed(rpc, model, "action_apply", [opened]), role
            assert world.odoo.sql(ours, referral) == before, role


def test_buttons_of_a_referral(world):
    narrow(world)
    buttons = ("action_ask", "action_record_consent", "action_withdraw", "action_given_orally", "action_open")
    for role, rpc in world.users.items():
        for method in buttons:
            may = allowed(rpc, "hr.jobseeker.referral", method, [world.referral()])
            assert may == (role in RECRUITERS), (role, method)
        for method in ("action_refer", "action_open_referrals"):
            assert allowed(rpc, "hr.jobseeker", method, [world.jobseeker]) == (role in RECRUITERS), (role, method)


def test_what_a_referee_wrote(world):
    """The adviser reads it; of the others not even who may administer everything."""
    narrow(world)
    reference = world.reference("draft")
    values = {"reference_id": reference, **REFERENCE_DIALOGS["hr.jobseeker.reference.record"], "text": "Quokka"}
    officer = world.users["officer"]
    officer(
        "hr.jobseeker.reference.record", "action_apply", [officer("hr.jobseeker.reference.record", "create", values)]
    )
    for role, rpc in {**world.users, "administrator": world.admin}.items():
        reads = role in [*RECRUITERS, "administrator"]
        assert allowed(rpc, "hr.jobseeker.reference", "read", [reference], ["answers"]) == reads, role
        if reads:
            [row] = rpc("hr.jobseeker.reference", "read", [reference], ["answers"])
            assert ("Quokka" in str(row)) == (role in ("officer", "protection")), role
            exported = (
                rpc("hr.jobseeker.reference", "export_data", [reference], ["answers"])
                if role != "administrator"
                else ""
            )
            assert ("Quokka" in str(exported)) == (role in ("officer", "protection")), role
        assert (
            not allowed(rpc, "survey.user_input.line", "search_read", [("answer_type", "=", "x")])
            or role == "administrator"
        )


def test_buttons_of_an_agreement(world):
    narrow(world)
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
            if role not in RECRUITERS:
                assert not allowed(rpc, "hr.jobseeker.agreement", method, [agreement]), (role, method)
        may = allowed(rpc, "hr.jobseeker", "action_offer_terms", [world.jobseeker])
        assert may == (role in RECRUITERS), role
