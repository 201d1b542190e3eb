"""One click in the "Mark done" popover says how a call went, and the ledger has it."""

import pytest


@pytest.fixture
def call(rpc, psql):
    """An application of somebody new with a planned call: (application id, jobseeker id)."""
    [application] = rpc("hr.applicant", "create", [{"partner_name": "Anna Kovács"}])
    rpc("hr.applicant", "activity_schedule", [application], act_type_xmlid="mail.mail_activity_data_call")
    [[jobseeker]] = psql("SELECT jobseeker_id FROM hr_applicant WHERE id = %s", application)
    return application, jobseeker


@pytest.mark.parametrize(
    ("button", "outcome"), [("Reached", "reached"), ("No answer", "no_answer"), ("Left message", "left_message")]
)
@pytest.mark.parametrize("model", ["hr.applicant", "hr.jobseeker"])
def test_one_click_on_the_outcome(odoo, page, rpc, psql, call, model, button, outcome):
    application, jobseeker = call
    record = application if model == "hr.applicant" else jobseeker
    if model == "hr.jobseeker":
        rpc("hr.jobseeker", "activity_schedule", [jobseeker], act_type_xmlid="mail.mail_activity_data_call")
    odoo.sign_in(page)
    page.goto(f"/odoo/{model}/{record}")
    page.get_by_role("button", name="Mark Done").first.click()
    popover = page.locator(".o-mail-ActivityMarkAsDone")
    assert popover.get_by_role("button", name="Done", exact=True).count() == 0
    popover.get_by_role("textbox").fill("We spoke about Monday")
    popover.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("We spoke about Monday").first.wait_for()
    found = psql("SELECT outcome, channel, summary FROM hr_jobseeker_contact WHERE jobseeker_id = %s", jobseeker)
    assert found == [(outcome, "phone", "We spoke about Monday")]


def test_a_call_elsewhere_is_done_as_ever(odoo, page, rpc):
    [partner] = rpc("res.partner", "create", [{"name": "Elsewhere"}])
    rpc("res.partner", "activity_schedule", [partner], act_type_xmlid="mail.mail_activity_data_call")
    odoo.sign_in(page)
    page.goto(f"/odoo/res.partner/{partner}")
    page.get_by_role("button", name="Mark Done").first.click()
    popover = page.locator(".o-mail-ActivityMarkAsDone")
    assert popover.get_by_role("button", name="Reached").count() == 0
    popover.get_by_role("button", name="Done", exact=True).click()
    page.get_by_text("done").first.wait_for()
