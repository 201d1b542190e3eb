"""A jobseeker sends evidence from the phone; a checker is refused a bad check, mends and passes it.

Officers see no more than the verdict, and the data protection officer sees who opened what.
"""

import re

import pytest
from people import make_jobseekers, make_user, read

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"


@pytest.fixture(scope="module")
def office(odoo):
    admin = odoo.rpc()
    admin("res.company", "write", [1], {"jobseeker_country_id": odoo.ref("base.uk"), "jobseeker_basis": "in_house"})
    make_user(odoo, "chen", "checker", name="Chen Checker")
    make_user(odoo, "dora", "protection", name="Dora Data")
    return make_user(odoo, "olga", "officer", name="Olga Officer")


def make_person(officer, name):
    address = f"{name.split()[0].lower()}@example.org"
    [person] = make_jobseekers(officer, [{"name": name, "email": address}], adviser_id=officer.uid)
    return person


def answer(page, question, reply):
    """Choose an answer in the line of a question."""
    row = page.locator("[name=answer_ids] .o_data_row", has_text=question)
    row.locator("td[name=answer]").click()
    chosen = page.locator("[name=answer_ids] .o_selected_row [name=answer]")
    if chosen.locator("select").count():
        chosen.locator("select").select_option(label=reply)
    else:
        chosen.locator("input").click()
        page.locator(".o_select_menu_item", has_text=re.compile(f"^{reply}$")).click()


def test_a_checker_is_refused_a_bad_check_and_passes_a_good_one(odoo, office, open_page):
    person = make_person(office, "Ana Able")
    page = open_page()
    odoo.sign_in(page, "chen")
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("tab", name="Right to Work", exact=True).click()
    page.locator("[name=may_work]", has_text="Not yet checked").wait_for()
    page.get_by_role("button", name="Check Right to Work").click()

    form = page.locator(".o_form_view", has_text="Whose check the law asks for")
    form.wait_for()
    form.locator("[name=document_type_id] input").fill("British passport")
    page.locator(".o-autocomplete--dropdown-item", has_text="A: British passport").first.click()
    form.locator("[name=document_note]", has_text="clipped or cancelled").wait_for()
    route = form.locator("[name=route]")
    if route.locator("select").count():
        route.locator("select").select_option(label="By hand, from the original")
    else:
        route.locator("input").click()
        page.locator(".o_select_menu_item", has_text="By hand, from the original").click()
    page.locator("[name=answer_ids] .o_data_row", has_text="Dates of birth agree").wait_for()
    answer(page, "The document is an original", "No")
    page.get_by_role("button", name="Save manually").click()
    page.get_by_role("button", name="Pass", exact=True).click()
    refusal = page.locator(".modal")
    refusal.locator("text=Answered with no: The document is an original").wait_for()
    refusal.locator("text=Not answered: Dates of birth agree").wait_for()
    refusal.locator("text=Attach a copy of the document").wait_for()
    refusal.get_by_role("button", name=re.compile("Close|Ok|Stay here", re.IGNORECASE)).first.click()
    refusal.wait_for(state="detached")

    questions = page.locator("[name=answer_ids] .o_data_row td[name=name]").all_inner_texts()
    assert len(questions) == 8
    for question in questions:
        answer(page, question, "Yes")
    page.locator("[name=copy_ids] input[type=file]").set_input_files(
        {"name": "passport.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.locator("[name=copy_ids] .o_attachment", has_text="passport.pdf").wait_for()
    page.get_by_role("button", name="Pass", exact=True).click()
    page.locator(".o_arrow_button_current", has_text="Passed").wait_for()
    assert not page.locator("[name=copy_ids] .o_attachment_delete").count(), "a decided check keeps its copies"
    with page.expect_download() as download:
        page.locator("[name=copy_ids] .caption a", has_text="passport.pdf").click()
    assert download.value.path().read_bytes() == PDF

    page.get_by_role("button", name="Correct", exact=True).wait_for()
    assert read(office, "hr.jobseeker", person, "may_work") == "checked"

    desk = open_page()
    odoo.sign_in(desk, "olga")
    desk.goto(f"/odoo/jobseekers/{person}")
    desk.get_by_role("tab", name="Right to Work", exact=True).click()
    desk.locator("[name=may_work]", has_text="Checked").wait_for()
    assert not desk.locator("[name=eligibility_ids]").count()
    assert not desk.get_by_text("British passport").count()

    data = open_page()
    odoo.sign_in(data, "dora")
    data.goto("/odoo/eligibility-opened")
    data.locator(".o_data_row", has_text="passport.pdf").filter(has_text="Chen Checker").first.wait_for()


def test_a_correction_says_why(odoo, office, open_page):
    person = make_person(office, "Cor Rected")
    chen = odoo.rpc("chen")
    check = chen(
        "hr.jobseeker.eligibility",
        "create",
        {
            "jobseeker_id": person,
            "document_type_id": odoo.ref("jobseeker_relations.eligibility_type_gb_british_passport"),
            "route": "manual",
            "fail_reason": "The photograph is of somebody else",
        },
    )
    chen("hr.jobseeker.eligibility", "action_fail", [check])
    page = open_page()
    odoo.sign_in(page, "chen")
    page.goto(f"/odoo/eligibility-checks/{check}")
    page.locator(".o_arrow_button_current", has_text="Not passed").wait_for()
    page.get_by_role("button", name="Correct", exact=True).click()
    dialog = page.locator(".modal")
    dialog.locator("[name=reason] textarea").fill("It was the right person after all")
    dialog.get_by_role("button", name="Correct").click()
    page.locator(".o_arrow_button_current", has_text="To check").wait_for()
    page.locator(".alert", has_text="It was the right person after all").wait_for()
    assert read(chen, "hr.jobseeker.eligibility", check, "state") == "superseded"


def test_evidence_from_a_phone(odoo, office, open_page):
    person = make_person(office, "Pia Phone")
    partner = read(office, "hr.jobseeker", person, "partner_id")
    portal = {"name": "Pia Phone", "login": "pia", "password": "pia", "partner_id": partner}
    portal["group_ids"] = [(6, 0, [odoo.ref("base.group_portal")])]
    odoo.rpc()("res.users", "create", portal)
    phone = open_page(390, 844, is_mobile=True, has_touch=True)
    odoo.sign_in(phone, "pia")
    phone.goto(f"/my/job-search/{person}#eligibility")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_label("Which document is it?").select_option(label="Irish passport or passport card")
    phone.get_by_label("Photos or a PDF").set_input_files(
        {"name": "page.html", "mimeType": "text/html", "buffer": b"<html><script>alert(1)</script></html>"}
    )
    phone.locator("#eligibility").get_by_role("button", name="Send", exact=True).click()
    phone.locator(".alert-danger", has_text="no PDF and no photo").wait_for()
    phone.get_by_label("Photos or a PDF").set_input_files(
        {"name": "passport.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    phone.locator("#eligibility").get_by_role("button", name="Send", exact=True).click()
    phone.locator(".alert-success", has_text="Your files have arrived").wait_for()

    desk = open_page()
    odoo.sign_in(desk, "chen")
    desk.goto("/odoo/eligibility-to-check")
    row = desk.locator(".o_data_row", has_text="Pia Phone")
    row.locator("text=Declared by the person").wait_for()
    row.get_by_role("button", name="Document Seen").click()
    row.locator("text=Document seen").first.wait_for()
    row.locator("td[name=jobseeker_id]").click()
    desk.locator("[name=copy_ids] .o_attachment", has_text="passport.pdf").wait_for()
