"""An administrator tries a policy that is not saved, sees whom it would touch, and nobody hears of it."""

import pytest
from people import make_always_open_calendar, make_jobseekers, make_user


@pytest.fixture(scope="module")
def policy(odoo):
    """The shipped policy of active people, open at any hour, with twelve people and one who wants no contact."""
    admin = odoo.rpc()
    manager = make_user(odoo, "mona", "manager")
    policy = odoo.ref("jobseeker_relations.contact_policy_active")
    admin("hr.jobseeker.contact.policy", "write", [policy], {"calendar_id": make_always_open_calendar(admin)})
    people = [{"name": f"Person {number}", "email": f"try{number}@example.org", "tz": "UTC"} for number in range(13)]
    people = make_jobseekers(manager, people, last_contact_days=1)
    manager("hr.jobseeker", "write", people[:1], {"do_not_contact": True})
    return policy


def test_a_policy_is_tried_before_it_acts(odoo, policy, page):
    [[gap]] = odoo.sql("SELECT max_gap_days FROM hr_jobseeker_contact_policy WHERE id = %s", policy)
    odoo.sign_in(page, "mona")
    page.goto(f"/odoo/contact-policies/{policy}")
    page.locator("div[name=max_gap_days] input").fill("3")
    page.locator("div[name=max_gap_days] input").press("Tab")
    page.get_by_role("button", name="Try 30 Days").click()

    dialog = page.locator(".modal")
    dialog.get_by_text("Over 30 days, if nobody answers").wait_for()
    dialog.get_by_text("1 people would hear nothing in that time. Why: Asked for no contact 1.").wait_for()
    with page.expect_popup() as opened:
        dialog.get_by_role("button", name="Who, When and Why, in a New Tab").click()
    tab = opened.value
    tab.get_by_role("button", name="Day by Day").click()
    tab.locator(".o_graph_view canvas").wait_for()
    tab.go_back()
    tab.get_by_role("button", name="Who and Why").click()
    tab.locator(".o_list_view .o_data_row", has_text="Asked for no contact").wait_for()
    assert tab.locator(".o_list_view .o_data_row").count() == 13

    dialog.get_by_role("button", name="Back to the Policy").click()
    dialog.wait_for(state="detached")
    assert page.locator("div[name=max_gap_days] input").input_value() == "3", "what was typed is still there"
    assert odoo.sql("SELECT max_gap_days FROM hr_jobseeker_contact_policy WHERE id = %s", policy) == [(gap,)]
    assert odoo.sql("SELECT count(*) FROM hr_jobseeker_follow_up") == [(0,)]
    assert odoo.sql(
        "SELECT count(*) FROM mail_message WHERE model = 'hr.jobseeker' AND message_type = 'email_outgoing'"
    ) == [(0,)]

    page.locator(".o_form_button_cancel").click()
    page.get_by_role("button", name="Try 90 Days").click()
    page.get_by_text("Over 90 days, if nobody answers").wait_for()
    assert page.locator(".modal").count() == 0, "a policy that is saved has the whole page"
