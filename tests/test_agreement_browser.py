"""A recruiter offers terms, the person accepts them on their phone by the link of the letter, and both see it."""

import re

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTCurve
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


def open_person(odoo, page, person, tab="Agreement"):
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("tab", name=tab, exact=True).click()


def offer(odoo, page, person, smtp, address):
    """By the recruiter's hand; return the link of the letter."""
    open_person(odoo, page, person)
    page.locator(".tab-pane.active").get_by_role("button", name="Offer Terms").click()
    page.locator(".o_form_view", has_text="As they read it").wait_for()
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".o_arrow_button_current", has_text="Waiting for their yes").wait_for()
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)
    [link] = re.findall(r'href="([^"]*/jobseeker/terms/[^"]*)"', letter.get_body(("html",)).get_content())
    return re.sub(r"^https?://[^/]*", "", link)


def draw(page, canvas):
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 20, steps=5)
    page.mouse.up()


def test_offer_accept_on_a_phone_and_see_it(odoo, office, smtp, open_page):
    person, address = make_person(office, "Ana Accepts")
    desk, phone = open_page(), open_page(390, 844, is_mobile=True, has_touch=True)
    link = offer(odoo, desk, person, smtp, address)

    phone.goto(link)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_label("Your full name").fill("Ana Accepts")
    canvas = phone.locator(".o_jobseeker_signature canvas")
    canvas.scroll_into_view_if_needed()
    draw(phone, canvas)
    phone.get_by_role("button", name="I agree", exact=True).click()
    phone.locator(".alert", has_text="You agreed on").wait_for()
    phone.locator("img[alt=Signature]").wait_for()
    phone.reload()  # shows, and changes nothing
    phone.locator(".alert", has_text="You agreed on").wait_for()

    open_person(odoo, desk, person)
    desk.locator("[name=agreement_sentence]", has_text="Ana Accepts agreed to").wait_for()
    explanation = read(office, "hr.jobseeker", person, "contact_explanation")
    assert "every 14 days as agreed on" in explanation and "(terms v1)" in explanation
    desk.locator(".tab-pane.active .o_data_row").get_by_role("button", name="Open").click()
    desk.locator("[name=agreed_ip]", has_text="127.0.0.1").wait_for()
    desk.locator("[name=signature] img").wait_for()

    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download as PDF").click()
    # Debian's wkhtmltopdf draws letters as outlines, so the text cannot be read back; an empty page has next to none
    [page] = extract_pages(download.value.path())
    assert sum(isinstance(shape, LTCurve) for shape in page) > 500

    desk.get_by_role("button", name="End Agreement").click()
    dialog = desk.locator(".modal")
    dialog.locator("[name=reason] input").fill("Found work")
    dialog.get_by_role("button", name="End Agreement").click()
    dialog.wait_for(state="detached")
    phone.reload()
    phone.locator(".alert", has_text="This agreement ended on").wait_for()
    assert "as agreed" not in read(office, "hr.jobseeker", person, "contact_explanation")


def test_accept_and_decline_without_a_script(odoo, office, smtp, open_page):
    ben, address = make_person(office, "Ben Bare")
    link = offer(odoo, open_page(), ben, smtp, address)
    bare = open_page(360, 740, java_script_enabled=False)
    bare.goto(link)
    assert not bare.locator(".o_jobseeker_signature").is_visible()
    bare.get_by_label("Your full name").fill("Ben Bare")
    bare.get_by_role("button", name="I agree", exact=True).click()
    bare.locator(".alert", has_text="You agreed on").wait_for()

    dee, address = make_person(office, "Dee Declines")
    link = offer(odoo, open_page(), dee, smtp, address)
    bare.goto(link)
    bare.locator("summary", has_text="I do not agree").click()
    bare.get_by_label("What should be different?").fill("I would rather be rung up")
    bare.get_by_role("button", name="Say no").click()
    bare.locator(".alert", has_text="You said no on").wait_for()
    assert read(office, "hr.jobseeker", dee, "waiting_since"), "words wait for an answer"


def test_a_yes_in_a_talk_is_recorded_from_the_list_of_those_who_wait(odoo, office, smtp, open_page):
    person, address = make_person(office, "Tia Talks")
    page = open_page()
    offer(odoo, page, person, smtp, address)
    odoo.sql("UPDATE hr_jobseeker_agreement SET link_expires_on = link_expires_on - 1")  # nobody hears twice a day
    page.goto("/odoo/jobseeker-terms-waiting")
    row = page.locator(".o_data_row", has_text="Tia Talks")
    row.get_by_role("button", name="Send Again").click()
    odoo.run_cron(MAIL_JOB)
    smtp.to(address, count=2)
    row.get_by_role("button", name="Record").click()
    dialog = page.locator(".modal")
    dialog.get_by_label("Meeting").check()
    dialog.locator("[name=note] textarea").fill("Went through it together")
    dialog.get_by_role("button", name="Record", exact=True).click()
    dialog.wait_for(state="detached")
    row.wait_for(state="detached")
    open_person(odoo, page, person, "Contact")
    page.locator("[name=promise_sources]:visible", has_text="Contact at least every 14 days: agreed on").wait_for()


def test_an_administrator_makes_a_new_version(odoo, office, open_page):
    terms = odoo.ref("jobseeker_relations.terms_in_house")
    page = open_page()
    odoo.sign_in(page, "admin")
    page.goto(f"/odoo/jobseeker-terms/{terms}")
    page.locator(".alert", has_text="Offered since").wait_for()
    assert page.locator("[name=response_hours] input").count() == 0, "locked"
    page.get_by_role("button", name="New Version").click()
    page.locator("[name=version]", has_text="2").wait_for()
    page.locator("[name=response_hours] input").fill("4")
    page.locator(".o_form_button_save").click()
    page.locator(".o_form_saved").wait_for(state="attached")
    page.goto("/odoo/jobseeker-services")
    page.locator(".o_data_row", has_text="Coach you").wait_for()


def test_a_missing_language_of_offered_terms_is_added(odoo, office, open_page):
    admin = odoo.rpc()
    admin("res.lang", "write", [odoo.ref("base.lang_fr")], {"active": True})
    terms = admin("hr.jobseeker.terms", "create", {"name": "In two languages", "text": "<p>We do what we say.</p>"})
    person, _address = make_person(office, "Flo French")
    office("hr.jobseeker.agreement", "create", {"jobseeker_id": person, "terms_id": terms, "state": "agreed"})
    page = open_page()
    odoo.sign_in(page, "admin")
    page.goto(f"/odoo/jobseeker-terms/{terms}")
    page.locator(".alert", has_text="Offered since").wait_for()
    page.locator(".alert", has_text="There is no text in").get_by_role("button", name="Translate").click()
    dialog = page.locator(".modal")
    dialog.locator(".row", has_text="French").locator("textarea").fill("Nous tenons parole.")
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="detached")
    page.locator(".alert", has_text="There is no text in").wait_for(state="hidden")
    french = admin("hr.jobseeker.terms", "read", [terms], ["text"], context={"lang": "fr_FR"})
    assert "Nous tenons parole." in french[0]["text"]
