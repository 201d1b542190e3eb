"""A recruiter writes down what a job offers, finds people for it with the reasons, and decides on one of them."""

import pytest
from people import make_jobseekers, make_user, read


@pytest.fixture(scope="module")
def office(odoo):
    return make_user(odoo, "olga", "officer", name="Olga Officer")


def make_person(officer, name, **needs):
    address = f"{name.split()[0].lower()}@example.org"
    [person] = make_jobseekers(officer, [{"name": name, "email": address}], adviser_id=officer.uid)
    for kind, (value, priority) in needs.items():
        need = {"jobseeker_id": person, "type_id": officer.odoo.ref(f"jobseeker_relations.need_type_{kind}")}
        officer("hr.jobseeker.need", "create", {**need, "value": value, "priority": priority})
    return person


def test_from_a_job_to_its_people(odoo, office, open_page):
    make_person(office, "Fay Fits", pay=("26000", "must"), hours=("30-40", "should"))
    make_person(office, "Lea Less", pay=("30000-34000", "should"), hours=("30-40", "should"))
    make_person(office, "Max Must", pay=("30000-34000", "must"))
    job = office("hr.job", "create", {"name": "Fitter"})

    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/hr.job/{job}")
    page.get_by_role("tab", name="Asked and Offered").wait_for()
    assert not page.get_by_role("button", name="Find People").is_visible(), "nothing to compare yet"
    page.get_by_role("tab", name="Asked and Offered").click()
    for number, (kind, value) in enumerate((("Pay", "28000"), ("Hours", "35"))):
        page.locator("[name=requirement_ids]").get_by_role("button", name="Add a line").click()
        row = page.locator("[name=requirement_ids] .o_data_row").nth(number)  # not the one before, selected still
        row.and_(page.locator(".o_selected_row")).wait_for()
        row.locator("[name=type_id] input").fill(kind)
        page.locator(".o-autocomplete--dropdown-item", has_text=kind).first.click()
        row.locator("[name=value] input").fill(value)
    page.get_by_role("button", name="Save manually").click()
    page.get_by_role("button", name="Find People").click()

    page.locator(".o_breadcrumb", has_text="People for Fitter").wait_for()
    rows = page.locator(".o_data_row")
    rows.first.wait_for()
    assert rows.locator("[name=jobseeker_id]").all_inner_texts() == ["Fay Fits", "Lea Less"]
    rows.nth(0).locator("[name=reason]", has_text="✓ Pay: 28000, asked 26000").wait_for()
    rows.nth(1).locator("[name=reason]", has_text="✗ Pay: 28000 < asked 30000 – 34000").wait_for()

    page.locator(".o_searchview_facet", has_text="No Must Broken").locator(".o_facet_remove").click()
    page.locator(".o_data_row", has_text="Max Must").locator("text=One is not met").wait_for()

    page.locator(".o_data_row", has_text="Lea Less").locator("td[name=reason]").click()
    form = page.locator(".o_form_view")
    form.locator("[name=reasons]", has_text="✓ Hours: 35, asked 30 – 40").wait_for()
    form.get_by_role("button", name="Not This One").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=reason] input").fill("Told us that she would rather wait")
    dialog.get_by_role("button", name="Not This One").click()
    dialog.wait_for(state="detached")
    form.get_by_role("button", name="Reconsider").wait_for()
    [row] = office("hr.jobseeker.match.suggestion", "search", [("job_id", "=", job)])
    assert read(office, "hr.jobseeker.match.suggestion", row, "state", "reason") == [
        "dismissed",
        "Told us that she would rather wait",
    ]


def test_what_is_suggested_waits_in_a_list(odoo, office, open_page, run_cron):
    person = make_person(office, "Sue Suggested", role=("Baker", "must"))
    job = office("hr.job", "create", {"name": "Bakery"})
    kind = odoo.ref("jobseeker_relations.need_type_role")
    office("hr.job.requirement", "create", {"job_id": job, "type_id": kind, "value": "Baker", "priority": "must"})
    run_cron("jobseeker_relations.ir_cron_match")
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseeker-suggestions")
    row = page.locator(".o_data_row", has_text="Sue Suggested")
    row.locator("[name=reasons]", has_text="✓ Role: Baker, asked Baker (must)").wait_for()
    row.get_by_role("button", name="Not This One").click()
    page.locator(".modal [name=reason] input").fill("Bakes at home")
    page.locator(".modal").get_by_role("button", name="Not This One").click()
    row.wait_for(state="detached")
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("button", name="Find Jobs").click()
    page.locator(".o_breadcrumb", has_text="Jobs for Sue Suggested").wait_for()
    rows = page.locator(".o_data_row")
    page.locator(".o_searchview_facet", has_text="Something Compared").locator(".o_facet_remove").click()
    rows.filter(has_text="Fitter").locator("text=? Role: asked Baker, the job does not say (must)").wait_for()
    assert not rows.filter(has_text="Bakery").count(), "that was decided"
