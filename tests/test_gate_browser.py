"""The gate and the contact lock as two advisers see them, each in a browser of their own."""

import pytest
from odoo_server import until
from people import days_ago, make_always_open_calendar, make_jobseekers, make_user, rows

WRITING = "Anna Adviser is writing to them right now."


@pytest.fixture(scope="module")
def office(odoo):
    """Anna and Ben, two advisers, and people under a policy whose window never closes."""
    admin = odoo.rpc()
    calendar = make_always_open_calendar(admin)
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": calendar})
    anna = make_user(odoo, "anna", "officer", name="Anna Adviser")
    make_user(odoo, "ben", "officer", name="Ben Adviser")
    return {"anna": anna, "odoo": odoo}


@pytest.fixture
def person(office, request):
    """Somebody new with an application: (jobseeker id, application id)."""
    anna = office["anna"]
    name = request.node.name.replace("_", " ").title()[:40]
    [application] = anna(
        "hr.applicant", "create", [{"partner_name": name, "email_from": f"{request.node.name}@example.org"}]
    )
    [[jobseeker]] = office["odoo"].sql("SELECT jobseeker_id FROM hr_applicant WHERE id = %s", application)
    return jobseeker, application


def open_form(odoo, page, login, path):
    odoo.sign_in(page, login)
    page.goto(path)
    page.locator(".o-mail-Chatter").wait_for()
    page.locator(".o-mail-Message, .o-mail-Thread-empty").first.wait_for()
    return page


def test_a_colleague_sees_that_somebody_is_writing(odoo, office, person, open_page):
    jobseeker, application = person
    anna = open_form(odoo, open_page(), "anna", f"/odoo/jobseekers/{jobseeker}")
    ben = open_form(odoo, open_page(), "ben", f"/odoo/recruitment-applications/{application}")
    assert ben.locator(".o-jobseeker-inTouch").count() == 0
    anna.get_by_role("button", name="Send message").click()
    ben.locator(".o-jobseeker-inTouch", has_text=WRITING).wait_for()
    ben.locator(".o_notification", has_text=WRITING).wait_for()  # the chatter may be far below
    assert anna.locator(".o-jobseeker-inTouch", has_text="writing").count() == 0, "not about oneself"

    anna.locator(".o-mail-Composer-input").fill("When can you come?")
    anna.locator(".o-mail-Composer-send:enabled").click()
    ben.locator(".o-jobseeker-inTouch", has_text="Anna Adviser wrote to them just now.").wait_for()
    assert rows(office["anna"], "hr.jobseeker.contact", jobseeker, "nature")[-1] == ("personal",)

    ben.get_by_role("button", name="Send message").click()
    ben.locator(".o-jobseeker-inTouch", has_text="Careful: Wrote to them").wait_for()


def test_a_letter_that_is_closed_is_forgotten(odoo, office, person, open_page):
    jobseeker, _application = person
    ben = open_form(odoo, open_page(), "ben", f"/odoo/jobseekers/{jobseeker}")
    anna = open_form(odoo, open_page(), "anna", f"/odoo/jobseekers/{jobseeker}")
    anna.get_by_role("button", name="Send message").click()
    notice = ben.locator(".o-jobseeker-inTouch", has_text=WRITING)
    notice.wait_for()
    anna.get_by_role("button", name="Send message").click()
    notice.wait_for(state="detached")
    anna.get_by_role("button", name="Log note").click()
    anna.locator(".o-mail-Composer-input").wait_for()
    assert ben.locator(".o-jobseeker-inTouch").count() == 0, "a note among colleagues is no word to the person"


def test_a_call_is_seen_until_it_is_logged(odoo, office, person, open_page):
    jobseeker, _application = person
    ben = open_form(odoo, open_page(), "ben", f"/odoo/jobseekers/{jobseeker}")
    anna = open_form(odoo, open_page(), "anna", f"/odoo/jobseekers/{jobseeker}")
    anna.get_by_role("button", name="Log Contact").click()
    ben.locator(".o-jobseeker-inTouch", has_text="Anna Adviser is ringing them right now.").wait_for()
    anna.locator(".modal").get_by_role("button", name="Reached").dblclick()
    anna.locator(".modal").wait_for(state="detached")
    ben.locator(".o-jobseeker-inTouch", has_text="Anna Adviser spoke to them just now.").wait_for()
    assert len(rows(office["anna"], "hr.jobseeker.contact", jobseeker, "channel")) == 1, "two clicks, one call"


def select_all(page):
    """Tick every row that stands there; how many are. A list that is still loading forgets what was ticked."""
    rows = page.locator(".o_data_row", has_text="Bulk").locator(".o_list_record_selector input")
    for row in rows.all():
        row.check()
    page.wait_for_timeout(300)
    return page.locator(".o_data_row_selected", has_text="Bulk").count()


def test_the_bulk_dialog_lists_who_is_left_out(odoo, office, open_page):
    anna = office["anna"]
    applications = anna(
        "hr.applicant",
        "create",
        [
            {"partner_name": f"Bulk {name}", "email_from": f"bulk.{name}@example.org"}
            for name in ("One", "Two", "Three")
        ],
    )
    jobseekers = [
        odoo.sql("SELECT jobseeker_id FROM hr_applicant WHERE id = %s", application)[0][0]
        for application in applications
    ]
    anna("hr.jobseeker", "write", jobseekers[0], {"do_not_contact": True})
    anna(
        "hr.jobseeker.contact",
        "create",
        [{"jobseeker_id": jobseekers[1], "direction": "out", "channel": "email", "date": days_ago(1)}],
    )
    page = open_page()
    odoo.sign_in(page, "anna")
    page.goto("/odoo/action-hr_recruitment.crm_case_categ0_act_job")
    page.locator(".o_searchview_input").fill("Bulk")
    page.keyboard.press("Enter")
    if page.locator(".o_switch_view.o_list").count():
        page.locator(".o_switch_view.o_list").click()
    until(lambda: select_all(page) == 3)
    page.locator(".o_cp_action_menus button", has_text="Actions").click()
    page.get_by_role("menuitem", name="Send Email").click()
    dialog = page.locator(".modal")
    notice = dialog.locator(".alert", has_text="2 of 3 left out")
    notice.wait_for()
    assert "1 asked for no contact" in notice.inner_text()
    assert "1 written to a short while ago" in notice.inner_text()
    notice.locator("summary").click()
    notice.locator("li", has_text="Wrote to them 1 day ago; from").wait_for()
    dialog.locator("[name=subject] input").fill("Open day")
    dialog.get_by_role("button", name="Send").click()
    dialog.wait_for(state="detached")
    ledger = [rows(anna, "hr.jobseeker.contact", jobseeker, "nature") for jobseeker in jobseekers]
    assert [len(entries) for entries in ledger] == [0, 1, 1]
    assert ledger[2] == [("bulk",)]


def test_the_composer_warns_before_sending(odoo, office, open_page):
    [jobseeker] = make_jobseekers(
        office["anna"], [{"name": "Wanda Warned", "email": "wanda@example.org", "tz": "Europe/Lisbon"}]
    )
    office["anna"](
        "hr.jobseeker.contact",
        "create",
        [{"jobseeker_id": jobseeker, "direction": "out", "channel": "email", "date": days_ago(1)}],
    )
    ben = open_form(odoo, open_page(), "ben", f"/odoo/jobseekers/{jobseeker}")
    page = open_form(odoo, open_page(), "anna", f"/odoo/jobseekers/{jobseeker}")
    page.get_by_role("button", name="Write", exact=True).click()
    page.locator(".modal .alert", has_text="Careful: Wrote to them 1 day ago").wait_for()
    notice = ben.locator(".o-jobseeker-inTouch", has_text=WRITING)
    notice.wait_for()
    page.locator(".modal").get_by_role("button", name="Discard").click()
    notice.wait_for(state="detached")
