"""A recruiter saves a search, looks at each person, and writes to all who fit: the preview says who is left out."""

import pytest
from people import days_ago, make_always_open_calendar, make_user, rows

NAMES = ("Wendy", "Wim", "Wes", "Wanda", "Wolf")


@pytest.fixture(scope="module")
def office(odoo):
    """Olga, and five welders of last year: of one of them there are three applications."""
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    olga = make_user(odoo, "olga", "officer", name="Olga Officer")
    job = olga("hr.job", "create", {"name": "Welder"})
    job = job[0] if isinstance(job, list) else job
    [reason] = olga("hr.applicant.refuse.reason", "search", [], limit=1)
    people = {}
    for name in (*NAMES, "Wendy", "Wendy"):
        vals = {"partner_name": f"{name} Welder", "email_from": f"{name.lower()}@example.org", "job_id": job}
        [application] = olga("hr.applicant", "create", [vals])
        olga("hr.applicant", "write", [application], {"refuse_reason_id": reason, "active": False})
        [[people[name]]] = odoo.sql("SELECT jobseeker_id FROM hr_applicant WHERE id = %s", application)
    olga("hr.jobseeker", "write", people["Wim"], {"do_not_contact": True})
    soon = {"jobseeker_id": people["Wes"], "direction": "out", "channel": "email", "date": days_ago(1)}
    olga("hr.jobseeker.contact", "create", soon)
    return {"olga": olga, "people": people}


def test_save_verify_reject_and_write_to_all(odoo, office, open_page):
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseeker-find-people")
    page.get_by_text("Whom do you look for?").wait_for()
    page.get_by_role("button", name="New", exact=True).click()
    page.locator("[name=name] input, [name=name] textarea").first.fill("Welders of last year")
    condition(page, "Job Position", "Welder")
    page.get_by_role("button", name="Find People", exact=True).click()

    row = {name: page.locator(".o_data_row", has_text=f"{name} Welder") for name in NAMES}
    for name in NAMES:
        row[name].first.wait_for()
    assert row["Wendy"].count() == 1, "once, for three applications"
    for name in ("Wendy", "Wim", "Wes"):
        row[name].get_by_role("button", name="Verify").click()
        row[name].wait_for(state="detached")  # the list shows whom to check
    row["Wolf"].get_by_role("button", name="Reject").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=reject_reason_id] input").click()
    dialog.locator(".o-autocomplete--dropdown-item").first.click()
    dialog.locator("[name=note] input").fill("Wants to stay in Porto")
    dialog.get_by_role("button", name="Reject", exact=True).click()
    dialog.wait_for(state="detached")
    row["Wolf"].wait_for(state="detached")
    assert row["Wanda"].count() == 1

    page.go_back()
    page.get_by_role("button", name="Write to Them All").click()
    notice = page.locator(".modal .alert", has_text="2 of 3 left out")
    notice.wait_for()
    assert "1 asked for no contact" in notice.inner_text()
    assert "1 written to a short while ago" in notice.inner_text()
    notice.locator("summary").click()
    notice.locator("li", has_text="Wim Welder: Asked for no contact.").wait_for()
    dialog.locator("[name=subject] input").fill("Welders wanted")
    dialog.locator(".odoo-editor-editable").fill("Do you look for work?")
    dialog.get_by_role("button", name="Send", exact=True).click()
    dialog.wait_for(state="detached")

    sent = {name: ("bulk",) in natures(office, name) for name in NAMES}
    assert sent == {"Wendy": True, "Wim": False, "Wes": False, "Wanda": False, "Wolf": False}
    assert natures(office, "Wendy").count(("bulk",)) == 1, "one letter for three applications"

    page.get_by_role("button", name="Look Again").click()
    row["Wanda"].wait_for()
    assert row["Wolf"].count() == 0, "what was decided stays"
    page.locator(".o_facet_remove").click()
    row["Wolf"].wait_for()
    assert "Wants to stay in Porto" in row["Wolf"].inner_text()


def condition(page, field, value):
    """Build one line in Odoo's editor of conditions."""
    page.get_by_role("button", name="New Rule").click()
    page.locator(".o_model_field_selector").first.click()
    page.locator(".o_model_field_selector_popover_search input").fill(field)
    page.locator(".o_model_field_selector_popover_item_name", has_text=field).first.click()
    page.locator(".o_tree_editor_node .o-autocomplete--input").first.fill(value)
    page.locator(".o-autocomplete--dropdown-item", has_text=value).first.click()


def natures(office, name):
    return rows(office["olga"], "hr.jobseeker.contact", office["people"][name], "nature")


def test_the_report_shows_what_was_decided(odoo, office, open_page):
    make_user(odoo, "mona", "manager", name="Mona Manager")
    page = open_page()
    odoo.sign_in(page, "mona")
    page.goto("/odoo/jobseeker-attraction")
    row = page.locator(".o_data_row", has_text="Not recorded")
    row.wait_for()
    odoo.sql(
        "UPDATE hr_jobseeker SET source_id = %s WHERE id = %s",
        *(odoo.ref("jobseeker_relations.utm_source_job_board"), office["people"]["Wendy"]),
    )
    page.reload()
    row = page.locator(".o_data_row", has_text="Job board")
    row.get_by_role("button", name="Decide").click()
    dialog = page.locator(".modal")
    dialog.get_by_label("Stop").check()
    dialog.locator("[name=reason] textarea").fill("Costs more than it brings")
    dialog.get_by_role("button", name="Decide", exact=True).click()
    dialog.wait_for(state="detached")
    row.locator("div[name=verdict]", has_text="Stop").wait_for()
    assert "Costs more than it brings" in row.inner_text()
