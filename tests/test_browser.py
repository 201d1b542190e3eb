"""The recruiter's and the administrator's way through the screens, in a real browser, at the desk and on a phone."""

import re

import pytest
from people import days_ago, make_jobseekers, make_user, read, rows

EXPECTED_ERRORS = "hr_jobseeker_contact_policy"  # PostgreSQL refuses contradicting bounds, and Odoo logs that

DUE = "/odoo/jobseekers-due"
POLICIES = "/odoo/contact-policies"


@pytest.fixture(scope="module")
def office(odoo):
    """An officer with three people: one overdue, one who wrote and waits, one who was spoken to today."""
    officer = make_user(odoo, "olga", "officer", name="Olga Officer")
    people = [
        {
            "name": name,
            "email": f"{name.split()[0].lower()}@example.org",
            "phone": "+351912345678",
            "tz": "Europe/Lisbon",
        }
        for name in ("Ana Overdue", "Wen Waiting", "Tom Track")
    ]
    ana, wen, tom = make_jobseekers(officer, people, last_contact_days=30, adviser_id=officer.uid)
    officer(
        "hr.jobseeker.contact",
        "create",
        [
            {"jobseeker_id": wen, "direction": "in", "channel": "email", "date": days_ago(6), "summary": "Any news?"},
            {"jobseeker_id": tom, "direction": "out", "channel": "phone", "outcome": "reached"},
        ],
    )
    return {"officer": officer, "ana": ana, "wen": wen, "tom": tom}


def at(page, odoo, path, login="olga"):
    odoo.sign_in(page, login)
    page.goto(path)
    page.locator(".o_view_controller").wait_for()
    return page


def row_of(page, name):
    return page.locator(".o_data_row", has_text=name)


def test_due_today_shows_who_and_why_and_logs_a_call_in_two_clicks(odoo, office, page):
    at(page, odoo, DUE)
    ana = row_of(page, "Ana Overdue")
    ana.locator("text=Overdue by").wait_for()
    assert "every 7 days by “Actively looking”" in ana.inner_text()
    assert "an answer was promised within 8 working hours" in row_of(page, "Wen Waiting").inner_text()
    assert row_of(page, "Tom Track").count() == 0

    ana.get_by_role("button", name="Log").click()
    page.locator(".modal").get_by_role("button", name="No Answer").click()
    page.locator(".modal").wait_for(state="detached")
    ana.locator("text=Overdue by").wait_for()  # a failed attempt does not reset the clock
    ana.get_by_role("button", name="Log").click()
    page.locator(".modal").get_by_role("button", name="Reached").click()
    page.locator(".modal").wait_for(state="detached")
    ana.wait_for(state="detached")
    outcomes = rows(office["officer"], "hr.jobseeker.contact", office["ana"], "channel", "outcome")
    assert outcomes[1:] == [("phone", "no_answer"), ("phone", "reached")]


def test_form_says_who_what_is_due_and_why(odoo, office, page):
    at(page, odoo, f"/odoo/jobseekers/{office['wen']}")
    banner = page.locator(".alert:visible", has_text="Overdue")
    banner.wait_for()
    assert "they wrote" in banner.inner_text()
    page.get_by_role("tab", name="Contact History").click()
    page.locator(".o_data_row", has_text="Any news?").wait_for()


def test_snooze_wants_a_reason_and_is_recorded(odoo, office, page):
    at(page, odoo, f"/odoo/jobseekers/{office['wen']}")
    page.get_by_role("button", name="Snooze").click()
    dialog = page.locator(".modal")
    dialog.get_by_role("button", name="Snooze").click()
    page.locator(".o_notification", has_text=re.compile("Missing required fields|Reason|Invalid")).first.wait_for()
    dialog.locator("[name=reason] input").fill("Asked us to wait for her papers")
    dialog.get_by_role("button", name="Snooze").click()
    dialog.wait_for(state="detached")
    page.locator(".alert:visible", has_text="Asked us to wait for her papers").wait_for()
    assert read(office["officer"], "hr.jobseeker", office["wen"], "contact_status") == "on_track"
    waivers = office["officer"](
        "hr.jobseeker.waiver", "search_read", [("jobseeker_id", "=", office["wen"])], ["reason"]
    )
    assert [waiver["reason"] for waiver in waivers] == ["Asked us to wait for her papers"]


def test_hold_and_return(odoo, office, page):
    at(page, odoo, f"/odoo/jobseekers/{office['tom']}")
    page.get_by_role("button", name="Put on Hold").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=reason] input, [name=hold_reason] input").first.fill("Travelling")
    dialog.get_by_role("button", name=re.compile("Hold")).first.click()
    dialog.wait_for(state="detached")
    page.locator(".alert:visible", has_text="On hold").wait_for()
    page.get_by_role("button", name="End Hold").click()
    page.locator(".alert:visible", has_text="Next contact").wait_for()
    assert read(office["officer"], "hr.jobseeker", office["tom"], "state") == "active"


def test_kanban_has_a_column_for_each_status(odoo, office, page):
    at(page, odoo, "/odoo/jobseekers")
    page.locator(".o_switch_view.o_kanban").click()
    page.locator(".o_kanban_group", has_text="On track").locator(".o_kanban_record", has_text="Tom Track").wait_for()


def test_application_shows_the_relationship(odoo, office, page):
    rpc = odoo.rpc()
    [application] = rpc("hr.applicant", "create", [{"partner_name": "Nia New", "email_from": "nia@example.org"}])
    at(page, odoo, f"/odoo/recruitment-applications/{application}")
    page.get_by_role("button", name=re.compile("Relationship")).click()
    page.locator(".o_form_view", has_text="Nia New").get_by_role("button", name="Log Contact").wait_for()


def test_administrator_sees_whom_a_policy_takes_in_before_saving(odoo, office, page):
    policy = odoo.ref("jobseeker_relations.contact_policy_active")
    at(page, odoo, f"{POLICIES}/{policy}", login="admin")
    audience = page.locator(".alert", has_text="This audience takes in")
    audience.wait_for()
    before = audience.inner_text()
    page.locator("[name=state_ids] .o_tag", has_text="Active").locator(".o_delete").click()
    page.wait_for_function("text => !document.body.innerText.includes(text)", arg=before)
    page.locator(".o_form_button_cancel").click()
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=before)

    page.locator("[name=max_gap_days] input").fill("14")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_saved").wait_for(state="attached")
    try:
        assert "every 14 days" in read(office["officer"], "hr.jobseeker", office["tom"], "contact_explanation")
    finally:
        odoo.rpc()("hr.jobseeker.contact.policy", "write", [policy], {"max_gap_days": 7})


def test_bounds_that_contradict_are_refused_and_nothing_is_lost(odoo, office, page):
    at(page, odoo, f"{POLICIES}/{odoo.ref('jobseeker_relations.contact_policy_active')}", login="admin")
    page.locator("[name=min_gap_days] input").fill("30")
    page.locator(".o_form_button_save").click()
    dialog = page.locator(".modal, .o_notification", has_text="no contact could ever keep both")
    dialog.first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("[name=min_gap_days] input").input_value() == "30"
    page.locator(".o_form_button_cancel").click()


def test_phone_width_logs_a_call(odoo, office, page_mobile):
    page = at(page_mobile, odoo, f"/odoo/jobseekers/{office['tom']}")
    page.wait_for_function("document.querySelector('[name=name] input')?.value === 'Tom Track'")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"the page is {width} wide"
    log = page.get_by_role("button", name="Log Contact")
    if not log.first.is_visible():
        page.locator(".o_statusbar_buttons button, .o_cp_action_menus button").first.click()
    log.first.click()
    page.get_by_role("button", name="Left Message").click()
    page.locator(".modal").wait_for(state="detached")
    assert rows(office["officer"], "hr.jobseeker.contact", office["tom"], "outcome")[-1] == ("left_message",)
