"""A role is marked, an offer is made, a checker asks for a criminal record check, and enters its result alone."""

import datetime

import pytest
from people import make_jobseekers, make_user, read

LAW = "Police Act 1997 s. 113B: regulated activity with children"


@pytest.fixture(scope="module")
def office(odoo):
    odoo.rpc()("res.company", "write", [1], {"jobseeker_country_id": odoo.ref("base.uk")})
    make_user(odoo, "chen", "records", name="Chen Checker")
    make_user(odoo, "dora", "protection", name="Dora Data")
    return make_user(odoo, "olga", "officer", name="Olga Officer")


@pytest.fixture(scope="module")
def job(odoo, office):
    return office("hr.job", "create", {"name": "Nursery nurse", "company_id": 1})


@pytest.fixture(scope="module")
def applied(odoo, office, job):
    """(the jobseeker, the application without an offer yet)"""
    [person] = make_jobseekers(office, [{"name": "Ana Able", "email": "ana@example.org"}], adviser_id=office.uid)
    partner = read(office, "hr.jobseeker", person, "partner_id")
    vals = {"partner_name": "Ana Able", "partner_id": partner, "job_id": job, "company_id": 1}
    vals["stage_id"] = odoo.ref("hr_recruitment.stage_job1")
    return person, odoo.rpc()("hr.applicant", "create", vals)


def choose(page, name, label):
    field = page.locator(f"[name={name}]")
    if field.locator("select").count():
        field.locator("select").select_option(label=label)
    else:
        field.locator("input").click()
        page.locator(".o_select_menu_item", has_text=label).click()


def test_a_role_is_marked_with_its_law(odoo, office, job, open_page):
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/action-hr_recruitment.action_hr_job_config/{job}")
    page.locator("[name=criminal_record_level]").wait_for()
    assert not page.locator("[name=criminal_record_reason]").count()
    choose(page, "criminal_record_level", "Enhanced")
    page.locator("[name=criminal_record_reason] textarea").fill(LAW)
    page.get_by_role("button", name="Save manually").click()
    page.locator(".o-mail-Message", has_text="Enhanced").wait_for()
    assert read(office, "hr.job", job, "criminal_record_level") == "enhanced"


def open_tab(page, person):
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("tab", name="Criminal Record", exact=True).click()


def test_asked_after_the_offer_seen_and_decided(odoo, office, applied, open_page):
    person, application = applied
    page = open_page()
    odoo.sign_in(page, "chen")
    open_tab(page, person)
    page.get_by_text("They have no offer").wait_for()
    assert not page.get_by_role("button", name="Ask for a Check").count()

    odoo.rpc()("hr.applicant", "write", [application], {"stage_id": odoo.ref("hr_recruitment.stage_job4")})
    open_tab(page, person)
    page.get_by_role("button", name="Ask for a Check").click()
    page.locator("[name=job_id]", has_text="Nursery nurse").wait_for()
    assert not page.locator("[name=issued_on]").count()
    page.get_by_role("button", name="Save manually").click()
    page.get_by_role("button", name="Something on It").wait_for()
    assert not page.locator(".o_form_view textarea, .o_form_view input[type=file], .o-mail-Chatter").count()

    page.get_by_role("button", name="Something on It").click()
    refusal = page.locator(".modal")
    refusal.get_by_text("Enter the day on which the certificate was issued").wait_for()
    refusal.get_by_role("button").last.click()
    refusal.wait_for(state="detached")
    fill_day(page, "issued_on")
    page.get_by_role("button", name="Something on It").click()
    page.locator(".o_arrow_button_current", has_text="Something on it").wait_for()
    page.get_by_text("Talk with the person about it before you decide").wait_for()
    page.get_by_text("Deleted by itself on").wait_for()

    page.get_by_role("button", name="Withdraw the Offer").click()
    page.locator(".modal").get_by_role("button", name="Withdraw the Offer").click()
    refusal.get_by_text("Nobody has talked with them").wait_for()
    refusal.get_by_role("button").last.click()
    refusal.wait_for(state="detached")
    fill_day(page, "discussed_on")
    page.get_by_role("button", name="Keep the Offer").click()
    page.locator(".modal").get_by_role("button", name="Keep the Offer").click()
    page.locator("[name=decision]", has_text="Go on").wait_for()
    assert not page.get_by_role("button", name="Something on It").count()
    assert page.get_by_role("button", name="Withdraw the Check").count()

    open_tab(page, person)
    page.locator("[name=disclosure_count]", has_text="1").wait_for()
    page.locator("button[name=action_open_criminal_records]").click()
    page.locator(".o_data_row", has_text="Nursery nurse").wait_for()
    assert not page.locator(".o_list_button_add").count()


def fill_day(page, name):
    today = datetime.datetime.now(datetime.UTC).strftime("%m/%d/%Y")
    field = page.locator(f"[name={name}]")
    if not field.locator("input").count():
        field.locator("button").click()
    field.locator("input").fill(today)
    field.locator("input").press("Tab")


def test_the_officer_sees_nothing_and_the_data_officer_who_looked(odoo, office, applied, open_page):
    person, _application = applied
    desk = open_page()
    odoo.sign_in(desk, "olga")
    desk.goto(f"/odoo/jobseekers/{person}")
    desk.get_by_role("tab", name="Right to Work", exact=True).wait_for()
    assert not desk.get_by_role("tab", name="Criminal Record", exact=True).count()

    data = open_page()
    odoo.sign_in(data, "dora")
    data.goto("/odoo/criminal-record-checks")
    data.locator(".o_data_row", has_text="Nursery nurse").click()
    data.locator("[name=decision]", has_text="Go on").wait_for()
    assert not data.locator(".o_statusbar_buttons button:visible").count()
    domain = [("res_model", "=", "hr.jobseeker.disclosure"), ("user_id.login", "in", ["chen", "dora"])]
    assert odoo.rpc("dora")("hr.jobseeker.access.log", "search_count", domain) >= 2
