"""Somebody says yes and no on their phone, with the link of a letter, and their adviser sees it."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import axe
import pytest
import requests
from people import make_always_open_calendar, make_jobseekers, make_user, read

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"


@pytest.fixture(scope="module")
def office(odoo):
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    return make_user(odoo, "olga", "officer", name="Olga Officer")


def make_person(officer, name):
    address = f"{name.split()[0].lower()}@example.org"
    vals = {"name": name, "email": address, "phone": "+351912345678", "tz": "Europe/Lisbon"}
    [person] = make_jobseekers(officer, [vals], last_contact_days=0, adviser_id=officer.uid)
    return person, address


def open_permissions(odoo, page, person):
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("tab", name="Permissions", exact=True).click()
    return page.locator("[name=purpose_ids] .o_data_row", has_text="Keep me in mind for later jobs")


def path_of(letter, name):
    [link] = re.findall(rf'href="([^"]*/jobseeker/{name}/[^"]*)"', letter.get_body(("html",)).get_content())
    return re.sub(r"^https?://[^/]*", "", link)


def shoot(page, name):
    page.screenshot(path=f"{os.environ['LOCAL']}/screenshots/{name}.png", full_page=True)


def test_asked_by_the_adviser_answered_on_a_phone(odoo, office, smtp, open_page):
    person, address = make_person(office, "Ana Answers")
    desk, phone = open_page(), open_page(390, 844, is_mobile=True, has_touch=True)
    row = open_permissions(odoo, desk, person)
    row.locator("[name=permission_sentence]", has_text="Not asked").wait_for()
    shoot(desk, "permissions_desk")
    row.get_by_role("button", name="Ask").click()
    desk.locator(".o_notification", has_text=f"on its way to {address}").wait_for()
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)

    phone.goto(path_of(letter, "permissions"))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe.check(phone)
    shoot(phone, "permissions_phone")
    card = phone.locator(".card", has_text="Keep me in mind for later jobs")
    for button in card.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44
    card.get_by_role("button", name="Yes, I agree").tap()
    card.get_by_text("It holds until").wait_for()
    phone.reload()  # shows, and changes nothing
    card.get_by_text("It holds until").wait_for()
    [consent] = office(
        "hr.jobseeker.consent", "search_read", [("jobseeker_id", "=", person)], ["state", "channel", "ip"]
    )
    assert (consent["state"], consent["channel"], consent["ip"]) == ("given", "page", "127.0.0.1")

    row = open_permissions(odoo, desk, person)
    row.locator("[name=permission_sentence]", has_text="until").wait_for()
    card.get_by_role("button", name="Withdraw").tap()
    card.get_by_text("You said no on").wait_for()
    axe.check(phone)
    row = open_permissions(odoo, desk, person)
    row.locator("[name=permission_sentence]", has_text="Said no").wait_for()

    phone.goto(path_of(letter, "privacy"))  # the first letter brought the notice
    phone.get_by_role("heading", name="Your rights").wait_for()
    axe.check(phone)
    given = office("hr.jobseeker.privacy.given", "search_read", [("jobseeker_id", "=", person)], ["channel"])
    assert [row["channel"] for row in given] == ["letter"]


def test_answered_without_a_script(odoo, office, smtp, open_page):
    person, address = make_person(office, "Ben Bare")
    open_permissions(odoo, desk := open_page(), person).get_by_role("button", name="Ask").click()
    desk.locator(".o_notification", has_text="on its way").wait_for()
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)
    bare = open_page(360, 740, java_script_enabled=False)
    bare.goto(path_of(letter, "permissions"))
    card = bare.locator(".card", has_text="Ask for references")
    card.get_by_role("button", name="No", exact=True).click()
    card.get_by_text("You said no on").wait_for()


def test_the_way_out_of_mailings(odoo, office, smtp, open_page):
    person, address = make_person(office, "Ulla Unsubscribes")
    other, _address = make_person(office, "Otto Other")
    values = {
        "composition_mode": "mass_mail",
        "model": "hr.jobseeker",
        "res_ids": repr([person, other]),
        "subject": "Open day",
        "body": "<p>Do come</p>",
    }
    office("mail.compose.message", "action_send_mail", [office("mail.compose.message", "create", values)])
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = path_of(letter, "unsubscribe")
    assert path in letter["List-Unsubscribe"].replace("\n", "").replace(" ", "")
    phone = open_page(390, 844, is_mobile=True, has_touch=True)
    phone.goto(path)
    axe.check(phone)
    assert read(office, "hr.jobseeker", person, "consent_ids") == [], "opening it changes nothing"
    phone.get_by_role("button", name="No more mailings").tap()
    phone.locator(".alert", has_text="You get no more e-mails").wait_for()
    axe.check(phone)
    [no] = office("hr.jobseeker.consent", "search_read", [("jobseeker_id", "=", person)], ["state", "code"])
    assert (no["state"], no["code"]) == ("withdrawn", "marketing_email")


def test_a_yes_on_paper_is_recorded_with_its_proof(odoo, office, open_page):
    person, _address = make_person(office, "Pia Paper")
    page = open_page()
    row = open_permissions(odoo, page, person)
    row.get_by_role("button", name="Record").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=wording]", has_text="You keep my details in your talent pool").wait_for()
    dialog.get_by_label("Paper", exact=True).check()
    dialog.get_by_role("button", name="Record", exact=True).click()
    page.locator(".modal", has_text="without proof it is no consent").get_by_role("button", name="Close").last.click()
    dialog.locator("[name=proof] textarea").fill("Signed form in the cabinet, 12")
    dialog.get_by_role("button", name="Record", exact=True).click()
    dialog.wait_for(state="detached")
    row.locator("[name=permission_sentence]", has_text="Paper, until").wait_for()
    for address in ("jobseeker-consents-expiring", "jobseeker-notice-due", "jobseeker-consents"):
        page.goto(f"/odoo/{address}")
        page.locator(".o_list_view").wait_for()
    odoo.sign_in(page, "admin")
    for address in ("jobseeker-purposes", "jobseeker-privacy-notices"):
        page.goto(f"/odoo/{address}")
        page.locator(".o_data_row").first.click()
        page.locator(".o_form_view").wait_for()


def test_two_taps_at_once_are_one(odoo, office, smtp, open_page):
    """Yes and no, each from several taps at the same moment: all are answered, and one row says so."""
    person, address = make_person(office, "Tess Twice")
    open_permissions(odoo, desk := open_page(), person).get_by_role("button", name="Ask").click()
    desk.locator(".o_notification", has_text="on its way").wait_for()
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)
    url, session = odoo.url + path_of(letter, "permissions"), requests.Session()
    page = session.get(url, timeout=60).text
    form = {"csrf_token": re.search(r'name="csrf_token" value="(\w+)"', page)[1]}
    talents, references = (odoo.ref(f"jobseeker_relations.purpose_{code}") for code in ("talent_pool", "references"))
    read = re.search(rf'name="purpose" value="{talents}"/>\s*<input[^>]*name="read" value="(\w+)"', page)[1]

    def tap(values):
        return requests.post(
            url, data={**form, **values}, cookies=session.cookies, allow_redirects=False, timeout=60
        ).status_code

    for values in ({"purpose": talents, "answer": "yes", "read": read}, {"purpose": references, "answer": "no"}):
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(tap, [values] * 4)) == {303}
    rows = office("hr.jobseeker.consent", "search_read", [("jobseeker_id", "=", person)], ["code", "state"])
    assert sorted((row["code"], row["state"]) for row in rows) == [
        ("references", "withdrawn"),
        ("talent_pool", "given"),
    ]
