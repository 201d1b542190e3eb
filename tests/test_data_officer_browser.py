"""A data protection officer previews retention, approves it, downloads a copy, and erases somebody, in a browser."""

import io
import json
import re
import zipfile

import pytest
from people import make_jobseekers, make_user, read

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"
RETENTION_JOB = "jobseeker_relations.ir_cron_retention"


@pytest.fixture(scope="module")
def office(odoo):
    officer = make_user(odoo, "olga", "officer", name="Olga Officer")
    dpo = make_user(odoo, "dora", "protection", name="Dora Data")
    dpo("hr.jobseeker.retention.rule", "write", dpo("hr.jobseeker.retention.rule", "search", []), {"active": False})
    return {"officer": officer, "dpo": dpo}


def make_person(odoo, office, name, since="now()"):
    address = f"{name.split()[0].lower()}@example.org"
    [person] = make_jobseekers(office["officer"], [{"name": name, "email": address}], adviser_id=office["officer"].uid)
    odoo.sql(f"UPDATE hr_jobseeker SET create_date = {since} WHERE id = %s RETURNING id", person)
    return person, address


def apply(page, button):
    dialog = page.locator(".modal")
    dialog.get_by_role("button", name=button, exact=True).click()
    dialog.wait_for(state="detached")


def test_previews_approves_and_it_runs(odoo, office, smtp, open_page):
    old, address = make_person(odoo, office, "Otto Old", "now() - interval '3 years'")
    kept, kept_address = make_person(odoo, office, "Kata Kept", "now() - interval '3 years'")
    new, _address = make_person(odoo, office, "Nina New")
    vals = {"name": "A year, ours", "source": "Ours", "company_id": 1, "notice_days": 1}
    rule = office["dpo"]("hr.jobseeker.retention.rule", "create", vals)

    desk = open_page()
    odoo.sign_in(desk, "dora")
    desk.goto(f"/odoo/jobseeker-retention-rules/{rule}")
    desk.get_by_role("button", name="Preview", exact=True).click()
    desk.locator("[name=sentence]", has_text="2 people from").wait_for()
    desk.locator(".o_data_row", has_text="Otto Old").locator("[name=reason]", has_text="kept for 12 months").wait_for()
    assert not smtp.messages

    desk.goto(f"/odoo/jobseeker-retention-rules/{rule}")
    desk.get_by_role("button", name="Approve", exact=True).click()
    apply(desk, "Ok")
    desk.get_by_role("button", name="Revoke Approval").wait_for()
    desk.goto("/odoo/jobseeker-retention")
    desk.locator(".o_data_row", has_text="A year, ours").locator("[name=sentence]").click()
    desk.get_by_role("button", name="Approve", exact=True).click()
    dialog = desk.locator(".modal", has_text="The data of 2 people goes from")
    dialog.get_by_label("I know that this cannot be undone").check()
    apply(desk, "Approve and Give Notice")
    desk.locator(".o_arrow_button_current", has_text="Approved").wait_for()

    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(kept_address)
    [link] = re.findall(r'href="[^"]*?(/jobseeker/keep-my-data/[^"]*)"', letter.get_body(("html",)).get_content())
    phone = open_page(390, 844, is_mobile=True, has_touch=True)
    phone.goto(link)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Keep my data").click()
    phone.locator(".alert", has_text="We keep your data").wait_for()

    odoo.run_cron(RETENTION_JOB)
    assert len(office["dpo"]("hr.jobseeker", "search", [("id", "in", [old, kept, new])])) == 3  # notice runs
    odoo.sql("UPDATE hr_jobseeker_retention_run SET erase_on = current_date RETURNING id")
    odoo.run_cron(RETENTION_JOB)
    assert set(office["dpo"]("hr.jobseeker", "search", [("id", "in", [old, kept, new])])) == {kept, new}
    assert odoo.sql("SELECT count(*) FROM res_partner WHERE email = %s", address) == [(0,)]
    desk.reload()
    desk.locator(".o_arrow_button_current", has_text="Done").wait_for()
    desk.locator("[name=erased_count]", has_text="1").wait_for()


def open_request(odoo, office, desk, kind, person):
    request = office["dpo"]("hr.jobseeker.rights.request", "create", {"jobseeker_id": person, "kind": kind})
    desk.goto(f"/odoo/jobseeker-data-requests/{request}")
    desk.get_by_role("button", name="Confirm Identity").click()
    desk.locator(".modal [name=text] input").first.fill("Rang the number that we have")
    apply(desk, "Confirm")
    desk.locator(".o_arrow_button_current", has_text="Identity confirmed").wait_for()
    return request


def test_downloads_a_copy(odoo, office, open_page):
    person, address = make_person(odoo, office, "Ann Asks")
    office["officer"]("hr.jobseeker", "message_post", [person], body="A note about Ann")
    desk = open_page()
    odoo.sign_in(desk, "dora")
    request = open_request(odoo, office, desk, "access", person)
    desk.get_by_role("button", name="Make the Copy").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download the Copy").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    data = json.loads(archive.read("data.json"))
    assert data["person"] == "Ann Asks" and address in str(data) and "A note about Ann" in str(data)
    page = archive.read("index.html").decode()
    assert "Ann Asks" in page and "What is left out, and why" in page
    assert read(office["dpo"], "hr.jobseeker.rights.request", request, "bundle_downloads") == 1


def test_erases_somebody(odoo, office, smtp, open_page):
    person, address = make_person(odoo, office, "Eve Erased")
    desk = open_page()
    odoo.sign_in(desk, "dora")
    open_request(odoo, office, desk, "erasure", person)
    desk.get_by_role("button", name="Erase", exact=True).click()
    dialog = desk.locator(".modal", has_text="Would go:")
    dialog.get_by_label("I know that this cannot be undone").check()
    apply(desk, "Erase")
    desk.locator("[name=receipt]", has_text="Erased:").wait_for()
    desk.locator(".o_arrow_button_current", has_text="Answered").wait_for()
    odoo.run_cron(MAIL_JOB)  # the letter leaves once the erasure is saved
    smtp.to(address)
    assert odoo.sql("SELECT count(*) FROM res_partner WHERE email = %s", address) == [(0,)]
    assert odoo.sql("SELECT count(*) FROM mail_message WHERE body ILIKE '%%Eve Erased%%'") == [(0,)]


def test_an_officer_registers_and_sees_no_more(odoo, office, open_page):
    person, _address = make_person(odoo, office, "Rob Rings")
    desk = open_page()
    odoo.sign_in(desk, "olga")
    desk.goto(f"/odoo/jobseekers/{person}")
    desk.locator(".o_cp_action_menus .dropdown-toggle").first.click()
    desk.get_by_role("menuitem", name="Register a Request About Data").click()
    desk.locator(".modal").get_by_label("Erasure: delete my data").check()
    apply(desk, "Register")
    desk.locator(".o_notification", has_text="Registered").wait_for()
    assert office["dpo"]("hr.jobseeker.rights.request", "search_count", [("jobseeker_id", "=", person)]) == 1
    assert not desk.get_by_role("tab", name="Their Data").count()
