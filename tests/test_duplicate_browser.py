"""A recruiter sees that somebody may be here twice, looks at both, makes them one, and takes that back."""

import os

import pytest
from people import make_always_open_calendar, make_jobseekers, make_user


@pytest.fixture(scope="module")
def office(odoo):
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    return make_user(odoo, "olga", "officer", name="Olga Officer")


def shoot(page, name):
    page.screenshot(path=f"{os.environ['LOCAL']}/screenshots/{name}.png", full_page=True)


def make_twins(officer):
    people = [
        {"name": "Иван Петров", "email": "ivan@example.org", "phone": "+351912345678"},
        {"name": "Petrov Ivan", "email": "petrov@example.org", "phone": "00351 912 345 678"},
    ]
    return make_jobseekers(officer, people, last_contact_days=0, adviser_id=officer.uid)


def find(officer, person):
    return officer("hr.jobseeker", "search_count", [("id", "=", person)])


def test_merged_and_undone(odoo, office, open_page):
    kept, gone = make_twins(office)
    [need_type] = office("hr.jobseeker.need.type", "search", [], limit=1)
    need = office("hr.jobseeker.need", "create", {"jobseeker_id": gone, "type_id": need_type, "name": "A quiet place"})
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/jobseekers/{kept}")
    page.get_by_role("button", name="May Be the Same").click()
    row = page.locator(".o_data_row", has_text="Petrov Ivan")
    row.get_by_text("The same phone number: +351912345678").wait_for()
    row.get_by_text("in another script or spelling").wait_for()
    shoot(page, "duplicates")
    row.locator("button[name=action_merge]").click()
    dialog = page.locator(".modal")
    dialog.locator("tr", has_text="petrov@example.org").wait_for()
    shoot(page, "merge_dialog")
    dialog.locator("[name=reason] textarea").fill("He showed us his passport")
    dialog.locator("button[name=action_merge]").click()
    dialog.wait_for(state="detached")
    page.get_by_text("He showed us his passport").first.wait_for()
    assert not find(office, gone)
    [moved] = office("hr.jobseeker.need", "read", [need], ["jobseeker_id"])
    assert moved["jobseeker_id"][0] == kept

    page.locator(".o_button_more").click()
    page.locator("[name=action_open_merges]").click()
    row = page.locator(".o_data_row", has_text="Petrov Ivan")
    row.locator("button[name=action_undo]").click()
    page.locator(".modal").get_by_role("button", name="Ok").click()
    page.get_by_text("Two people again").first.wait_for()
    shoot(page, "merge_undone")
    assert find(office, gone) == 1
    [back] = office("hr.jobseeker.need", "read", [need], ["jobseeker_id"])
    assert back["jobseeker_id"][0] == gone
    assert len(office("hr.jobseeker.contact", "search", [("jobseeker_id", "=", gone)])) == 1


def test_a_chain_of_three(odoo, office, open_page):
    people = [
        {"name": "Mara One", "email": "mara@example.org"},
        {"name": "Mara Two", "email": "mara@example.org", "phone": "+351912000002"},
        {"name": "Mara Three", "email": "three@example.org", "phone": "+351912000002"},
    ]
    first, *_others = make_jobseekers(office, people, last_contact_days=0, adviser_id=office.uid)
    odoo.run_cron("jobseeker_relations.ir_cron_duplicate")
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseeker-duplicates")
    row = page.locator(".o_data_row", has_text="Mara One")
    row.get_by_text("Mara One ~ Mara Two: The same e-mail address").wait_for()
    row.locator("[name=name]").click()
    page.get_by_text("Nothing but others links Mara One and Mara Three").wait_for()
    shoot(page, "duplicate_chain")
    links = page.locator("[name=link_ids] .o_data_row")
    assert links.count() == 2
    links.filter(has_text="Mara Three").get_by_role("button", name="Not the Same").click()
    page.locator("[name=link_ids] .o_data_row").nth(1).wait_for(state="detached")
    links = office("hr.jobseeker.duplicate", "search_read", [("answer", "=", "different")], ["answered_by"])
    assert [link["answered_by"][1] for link in links] == ["Olga Officer"]
    assert find(office, first) == 1
