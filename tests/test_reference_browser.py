"""A recruiter asks a referee, who answers on a telephone by the link of the letter; the recruiter verifies it."""

import re

import pytest
from people import make_always_open_calendar, make_jobseekers, make_user, permit_referee, read

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"
WORDS = "Careful, and on time: Quokka-17"


@pytest.fixture(scope="module")
def office(odoo):
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    admin("res.company", "write", [1], {"country_id": odoo.ref("base.uk")})
    make_user(odoo, "carl", "officer", name="Carl Colleague")
    return make_user(odoo, "olga", "officer", name="Olga Officer")


def make_person(officer, name):
    vals = {"name": name, "email": f"{name.split()[0].lower()}@example.org", "tz": "Europe/Lisbon"}
    [person] = make_jobseekers(officer, [vals], last_contact_days=0, adviser_id=officer.uid)
    return person


def get_link(odoo, smtp, address, count=1):
    odoo.run_cron(MAIL_JOB)
    letter = smtp.to(address, count=count)[-1]
    [link] = re.findall(r'href="([^"]*/jobseeker/reference/[^"]*)"', letter.get_body(("html",)).get_content())
    return re.sub(r"^https?://[^/]*", "", link)


def add_referee(odoo, page, person, name, address, employer=False):
    """By the recruiter's hand, up to the letter."""
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("tab", name="References", exact=True).click()
    page.locator(".tab-pane.active").get_by_role("button", name="Add a Referee").click()
    page.locator("[name=referee_name] input").fill(name)
    page.locator("[name=referee_email] input").fill(address)
    page.locator("[name=organisation] input").fill("Acme")
    page.locator("[name=position] input").fill("Welder")
    if employer:
        page.locator("[name=is_current_employer] input").check()
    page.locator(".o_form_button_save").click()
    agree(page, "They Agree", "Yes, ask them")


def agree(page, button, words):
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.locator(".modal", has=page.locator("[name=proof]"))
    dialog.locator("[name=proof] input").fill(words)
    dialog.get_by_role("button", name="Record", exact=True).click()
    dialog.wait_for(state="detached")


def test_asked_answered_read_and_verified(odoo, office, smtp, open_page):
    person = make_person(office, "Ana Asks")
    desk, phone = open_page(), open_page(390, 844, is_mobile=True, has_touch=True)
    add_referee(odoo, desk, person, "Mara Manager", "mara@acme.example")
    desk.get_by_role("button", name="Ask", exact=True).click()
    desk.locator(".o_arrow_button_current", has_text="Asked for").wait_for()
    link = get_link(odoo, smtp, "mara@acme.example")

    phone.goto(link)
    phone.get_by_role("heading", name="A reference for Ana Asks").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_label("No, I give it in confidence").check()
    phone.locator("fieldset#shown").get_by_label("Yes").check()
    phone.get_by_label("Position at Acme").fill("Welder")
    phone.get_by_role("button", name="Go on to the questions").click()
    phone.get_by_text("How did you work together?").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator(".js_question-wrapper", has_text="How did you work together?").locator("input").fill("Her manager")
    phone.locator(".js_question-wrapper", has_text="How did they do their work").locator("textarea").fill(WORDS)
    phone.get_by_role("button", name="Submit").click()
    phone.locator(".modal").get_by_role("button", name="Submit").click()
    phone.get_by_text("Your reference is with us").wait_for()
    phone.goto(link)  # the same link thanks
    phone.locator(".alert", has_text="Thank you, we have your reference").wait_for()
    assert "Quokka" not in phone.content()

    odoo.run_cron(MAIL_JOB)
    thanks = smtp.to("mara@acme.example", count=2)[-1].get_body(("html",)).get_content()
    assert "You gave it in confidence" in thanks
    told = smtp.to("ana@example.org")[-1].get_body(("html",)).get_content()
    assert "Mara Manager" in told and "Quokka" not in told

    desk.reload()
    desk.locator(".o_arrow_button_current", has_text="Received").wait_for()
    desk.locator("[name=answers]", has_text=WORDS).wait_for()
    desk.get_by_role("button", name="Verify", exact=True).click()
    dialog = desk.locator(".modal")
    dialog.get_by_label("Rang the organisation's switchboard").check()
    dialog.locator("[name=note] input").fill("Ms Wong, personnel")
    dialog.get_by_role("button", name="Verified", exact=True).click()
    dialog.wait_for(state="detached")
    desk.locator(".o_arrow_button_current", has_text="Verified").wait_for()
    desk.goto(f"/odoo/jobseekers/{person}")
    desk.get_by_role("tab", name="References", exact=True).click()
    desk.locator("[name=reference_status]", has_text="1 of 2 references from non-relatives").wait_for()

    [reference] = office("hr.jobseeker.reference", "search", [("jobseeker_id", "=", person)])
    colleague = open_page()
    odoo.sign_in(colleague, "carl")
    colleague.goto(f"/odoo/jobseeker-references/{reference}")
    colleague.locator(".alert", has_text="What the referee wrote is read by the adviser to whom it came").wait_for()
    assert "Quokka" not in colleague.content()


def test_a_present_employer_is_not_asked_unless_they_agree(odoo, office, smtp, open_page):
    person = make_person(office, "Ben Belongs")
    desk = open_page()
    add_referee(odoo, desk, person, "Bo Boss", "bo@acme.example", employer=True)
    desk.get_by_role("button", name="Ask", exact=True).click()
    dialog = desk.locator(".modal", has_text="has not agreed to it that they are asked now")
    dialog.get_by_role("button", name="Close", exact=True).last.click()
    dialog.wait_for(state="detached")
    agree(desk, "They Also Agree That Their Present Employer Is Asked", "Yes, Bo knows")
    desk.get_by_role("button", name="Ask", exact=True).click()
    desk.locator(".o_arrow_button_current", has_text="Asked for").wait_for()
    get_link(odoo, smtp, "bo@acme.example")


def test_a_referee_declines_without_a_script(odoo, office, smtp, open_page):
    person = make_person(office, "Dee Doubts")
    vals = {"jobseeker_id": person, "referee_name": "Rob", "referee_email": "rob@acme.example"}
    reference = office("hr.jobseeker.reference", "create", vals)
    permit_referee(office, reference)
    office("hr.jobseeker.reference", "action_request", [reference])
    bare = open_page(360, 740, java_script_enabled=False)
    bare.goto(get_link(odoo, smtp, "rob@acme.example"))
    bare.get_by_text("I would rather give no reference").click()
    bare.locator("textarea[name=reason]").fill("I hardly know her")
    bare.get_by_role("button", name="Give no reference").click()
    bare.locator(".alert", has_text="rather give no reference").wait_for()
    assert read(office, "hr.jobseeker.reference", reference, "state") == "declined"


def test_an_administrator_edits_the_form(odoo, office, open_page):
    admin = make_user(odoo, "max", "manager", name="Max Manager")
    page = open_page()
    odoo.sign_in(page, "max")
    page.goto("/odoo/jobseeker-reference-forms")
    page.locator(".o_data_row", has_text="Employment reference").locator("td[name=title]").click()
    page.locator(".o_form_view [name=title]").first.wait_for()
    page.locator(".o_form_view [name=title] input, .o_form_view [name=title] textarea").first.fill("Reference of a job")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_saved").wait_for(state="attached")
    assert admin("survey.survey", "search_count", [("title", "=", "Reference of a job")]) == 1
