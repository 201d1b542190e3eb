"""An enquiry by mail, as it goes: thanked with the time of the answer, on the list, answered from the chatter, stopped.

Real mail both ways: in through the gateway, out to a mail server.
"""

import pytest
from correspondence import Office, answer, compose
from people import read, rows

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"
FRENCH = '<p>Bonjour <t t-out="object.greeting_name"/>, <t t-out="object._say_first_reply()"/></p>'


@pytest.fixture(scope="module")
def office(odoo, _sink):
    office = Office(odoo, _sink)
    company = office.admin("res.company", "search", [], limit=1)
    office.admin(
        "res.company",
        "write",
        company,
        {"jobseeker_alias_name": "enquiries", "jobseeker_enquiry_user_id": office.officer.uid},
    )
    return office


def enquire(office, sender, subject="Do you need welders?", to="enquiries@example.com", **headers):
    office.odoo.deliver(compose(sender, to, subject, "I have welded since 2009.", **headers))


def find(office, name):
    found = office.officer("hr.jobseeker", "search", [("name", "=", name)])
    assert len(found) == 1
    return found[0]


def stands(office, person):
    [row] = rows(office.officer, "hr.jobseeker.enquiry", person, "status")
    return row[0]


def test_an_enquiry_by_mail_is_thanked_listed_answered_and_stopped(odoo, office, smtp, mailgate, open_page):
    enquire(office, "Wanda Welder <wanda@example.org>")
    person = find(office, "Wanda Welder")
    assert read(office.officer, "hr.jobseeker", person, "state") == "enquiry"
    assert stands(office, person) == "waiting"

    odoo.run_cron(MAIL_JOB)
    [thanks] = smtp.to("wanda@example.org")
    assert thanks["Auto-Submitted"] == "auto-generated"
    told = " ".join(thanks.get_body(("html",)).get_content().split())
    due = read(office.officer, "hr.jobseeker", person, "first_reply_due_at")
    assert f"{due[11:16]} (" in told, "until when, with the place of the time"
    assert stands(office, person) == "waiting", "thanks of a machine are no answer"

    mailgate(answer(thanks, "Wanda Welder <wanda@example.org>", "Back on Monday.", Auto_Submitted="auto-replied"))
    assert stands(office, person) == "waiting"

    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseekers-first-reply")
    line = page.locator(".o_data_row", has_text="Wanda Welder")
    line.locator("div[name=status]", has_text="Waits for us").wait_for()
    line.get_by_role("button", name="Answer").click()
    dialog = page.locator(".modal", has_text="Write to Wanda Welder")
    dialog.locator(".o_field_html[name=body] .odoo-editor-editable").first.wait_for()
    dialog.get_by_role("button", name="Discard", exact=True).or_(dialog.locator(".btn-close")).first.click()

    page.goto(f"/odoo/jobseekers/{person}")
    page.locator("[name=enquiry_sentence]", has_text="They wait for a first reply, promised by").wait_for()
    page.locator(".o-mail-Chatter-sendMessage").click()
    page.locator(".o-mail-Composer-input").fill("We do. Can you come on Tuesday?")
    page.locator(".o-mail-Composer-send:not([disabled])").click()
    page.locator(".o-mail-Message", has_text="Can you come on Tuesday?").wait_for()
    page.locator("[name=enquiry_sentence]").wait_for(state="hidden")

    assert stands(office, person) == "on_time"
    [letter] = [mail for mail in smtp.to("wanda@example.org", 2) if mail is not thanks]
    assert "Can you come on Tuesday?" in letter.get_body(("html",)).get_content()
    page.goto("/odoo/jobseekers-first-reply")
    page.get_by_text("Everybody who wrote has an answer").wait_for()


def test_the_thanks_for_an_application_say_it_too_and_are_the_only_ones(odoo, office, smtp):
    enquire(office, "Cleo Curriculum <cleo@example.org>", "My application", "welder@example.com")
    person = find(office, "Cleo Curriculum")
    odoo.run_cron(MAIL_JOB)
    [thanks] = smtp.to("cleo@example.org")
    due = read(office.officer, "hr.jobseeker", person, "first_reply_due_at")
    assert "you will have an answer by" in str(thanks.get_body(("html",)).get_content())
    assert f"{due[11:16]} (" in str(thanks.get_body(("html",)).get_content())
    assert stands(office, person) == "waiting"


def test_a_known_person_is_thanked_in_their_language_on_their_clock(odoo, office, smtp):
    template = odoo.ref("jobseeker_relations.mail_template_enquiry_received")
    office.admin("mail.template", "write", [template], {"body_html": FRENCH}, context={"lang": "fr_FR"})
    contact = {"name": "Zoé Martin", "email": "zoe@example.org", "lang": "fr_FR", "tz": "Europe/Paris"}
    office.admin("res.partner", "create", contact)
    enquire(office, "Zoé Martin <zoe@example.org>")
    odoo.run_cron(MAIL_JOB)
    [thanks] = smtp.to("zoe@example.org")
    told = thanks.get_body(("html",)).get_content()
    assert "Bonjour Zoé Martin" in told and "(Paris)" in told


def test_machines_make_nobody_a_jobseeker(office):
    enquire(office, "Robot <robot@example.org>", Auto_Submitted="auto-generated")
    enquire(office, "Robot <robot@example.org>", "Automatic reply: away")
    assert office.officer("hr.jobseeker", "search", [("name", "=", "Robot")]) == []


def test_a_walk_in_is_taken_down_and_a_call_is_promised(odoo, office, open_page):
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseekers-first-reply")
    page.get_by_role("button", name="New Enquiry").click()
    dialog = page.locator(".modal", has_text="We Get Back to Them")
    dialog.get_by_label("Walked in").check()
    dialog.get_by_label("Name").fill("Walter Walkin")
    dialog.get_by_label("Phone", exact=True).last.fill("+351912345678")
    dialog.get_by_label("What they said").fill("Asks for night shifts")
    dialog.get_by_role("button", name="We Get Back to Them").click()
    page.locator(".o_form_view [name=enquiry_sentence]", has_text="They wait for a first reply").wait_for()

    page.get_by_role("button", name="Promise a Call").click()
    dialog = page.locator(".modal", has_text="Who Rings")
    dialog.locator("[name=call_at] input").fill("12/31/2098 10:00:00")
    dialog.locator("[name=about] input").fill("the night shift")
    dialog.get_by_role("button", name="Promise", exact=True).click()
    dialog.wait_for(state="detached")
    person = find(office, "Walter Walkin")
    [(channel, status)] = rows(office.officer, "hr.jobseeker.enquiry", person, "channel", "status")
    assert (channel, status) == ("walk_in", "waiting")
    steps = rows(office.officer, "hr.jobseeker.action", person, "name", "is_call_back", "owner")
    assert steps == [("We ring you: the night shift", True, "adviser")]


def test_what_a_colleague_passes_on_is_taken_down_from_its_task(odoo, office, open_page):
    [user] = office.admin("res.users", "read", [office.officer.uid], ["email"])
    mail = compose(
        f"Olga Officer <{user['email']}>", "enquiries@example.com", "Fwd: Work", "From: Vera <vera@example.org>"
    )
    mail.add_attachment(b"My life", "text", "plain", filename="cv.txt")
    odoo.deliver(mail)

    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseekers-first-reply")
    page.locator(".o_menu_systray .fa-clock-o").click()
    page.locator(".o-mail-ActivityGroup", has_text="Other").click()
    page.locator(".o_data_row .o_data_cell", has_text="Fwd: Work").first.click()
    page.get_by_role("button", name="New Enquiry").click()
    dialog = page.locator(".modal", has_text="We Get Back to Them")
    dialog.locator("[name=mail_words]", has_text="cv.txt").wait_for()
    assert dialog.get_by_label("E-mail", exact=True).last.input_value() == "vera@example.org"
    dialog.get_by_label("Name").fill("Vera Visitor")
    dialog.get_by_role("button", name="We Get Back to Them").click()
    page.locator(".o_form_view [name=enquiry_sentence]", has_text="They wait for a first reply").wait_for()
    page.locator(".o-mail-Message", has_text="vera@example.org").get_by_text("cv.txt").first.wait_for()
    person = find(office, "Vera Visitor")
    assert rows(office.officer, "hr.jobseeker.enquiry", person, "channel") == [("email",)]
    files = [("res_model", "=", "hr.jobseeker"), ("res_id", "=", person), ("name", "=", "cv.txt")]
    assert office.officer("ir.attachment", "search_count", files) == 1


def test_the_job_reminds_who_owes_the_reply(odoo, office):
    enquire(office, "Lara Late <lara@example.org>")
    person = find(office, "Lara Late")
    odoo.sql(
        "UPDATE hr_jobseeker_enquiry SET received_at = now() - interval '10 days', warn_at = now() - interval '1 day'"
        " WHERE jobseeker_id = %s RETURNING id",
        person,
    )
    for _twice in range(2):
        odoo.run_cron("jobseeker_relations.ir_cron_enquiry")
    tasks = office.admin(
        "mail.activity",
        "search_read",
        [("res_model", "=", "hr.jobseeker"), ("res_id", "=", person)],
        ["summary", "user_id"],
    )
    assert [(task["user_id"][0], task["summary"][:25]) for task in tasks] == [
        (office.officer.uid, "Late: Lara Late was promi")
    ]
