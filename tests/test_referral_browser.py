"""A recruiter asks a jobseeker about a hirer's job; they say yes on a phone; what was missing is mended; it is sent.

The letter that the hirer's mail server gets holds what the page showed, and nothing else.
"""

import base64
import re

import pytest
from people import make_always_open_calendar, make_jobseekers, make_user, read

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"
#: What no hirer may read.
SECRET = "Quokka-17"


def make_pdf():
    """A page with nothing on it: Odoo's viewer of files opens what lies on a form."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    text, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(text)
    text += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return text + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


CV = make_pdf()


@pytest.fixture(scope="module")
def office(odoo):
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    admin("res.company", "write", [1], {"country_id": odoo.ref("base.uk"), "jobseeker_basis": "agency"})
    return make_user(odoo, "olga", "officer", name="Olga Officer")


@pytest.fixture(scope="module")
def job(odoo, office):
    """All particulars are known but the pay."""
    admin = odoo.rpc()
    acme = admin("res.partner", "create", {"name": "Acme", "is_company": True})
    hugo = admin("res.partner", "create", {"name": "Hugo Hirer", "email": "hugo@acme.example", "parent_id": acme})
    vals = {
        "name": "Welder",
        "company_id": 1,
        "hirer_id": acme,
        "hirer_contact_id": hugo,
        "hirer_business": "Shipyard",
        "hirer_start_on": "2027-02-01",
        "hirer_duration": "Permanent",
        "hirer_place": "Dock 3",
        "hirer_hours": "40 a week",
        "hirer_risks": "Fumes; there is extraction",
        "hirer_requirements": "Coded welder",
        "hirer_expenses": "None",
        "hirer_pay_interval": "year",
        "hirer_notice": "A month",
    }
    return admin("hr.job", "create", vals)


def make_referable(odoo, officer, name):
    """Somebody who agreed to terms, whose needs are confirmed, who has a CV, and about whom we keep a note."""
    vals = {"name": name, "email": f"{name.split()[0].lower()}@example.org", "tz": "Europe/Lisbon"}
    [person] = make_jobseekers(officer, [vals], last_contact_days=0, adviser_id=officer.uid)
    officer("hr.jobseeker", "write", [person], {"profile_text": "A careful welder."})
    need = {"jobseeker_id": person, "type_id": odoo.ref("jobseeker_relations.need_type_pay"), "value": "28000"}
    officer("hr.jobseeker.need", "create", {**need, "evidence": SECRET})
    officer("hr.jobseeker", "action_confirm_needs", [person])
    [terms] = officer("hr.jobseeker.terms", "search", [("is_in_force", "=", True)], limit=1)
    agreement = officer("hr.jobseeker.agreement", "create", {"jobseeker_id": person, "terms_id": terms})
    officer("hr.jobseeker.agreement", "write", [agreement], {"state": "agreed", "agreed_channel": "phone"})
    file = {"name": "cv.pdf", "datas": base64.b64encode(CV).decode(), "mimetype": "application/pdf"}
    cv = officer("ir.attachment", "create", {**file, "res_model": "hr.jobseeker", "res_id": person})
    [partner] = officer("hr.jobseeker", "read", [person], ["partner_id"])
    mail = {"message_type": "email", "model": "hr.jobseeker", "res_id": person, "author_id": partner["partner_id"][0]}
    odoo.rpc()("mail.message", "create", {**mail, "attachment_ids": [cv]})
    officer("hr.jobseeker", "message_post", [person], body=SECRET, subtype_xmlid="mail.mt_note")
    return person


def get_link(odoo, smtp, address):
    odoo.run_cron(MAIL_JOB)
    letter = smtp.to(address)[-1]
    [link] = re.findall(r'href="([^"]*/jobseeker/referral/[^"]*)"', letter.get_body(("html",)).get_content())
    return re.sub(r"^https?://[^/]*", "", link)


def ask(odoo, page, person, job_name):
    """By the recruiter's hand, up to the letter to the jobseeker."""
    odoo.sign_in(page, "olga")
    page.goto(f"/odoo/jobseekers/{person}")
    page.get_by_role("tab", name="Referrals", exact=True).click()
    page.locator(".tab-pane.active").get_by_role("button", name="Put Forward").click()
    page.locator("[name=job_id] input").fill(job_name)
    page.locator(".o-autocomplete--dropdown-item", has_text=job_name).first.click()
    page.locator("[name=hirer_id]", has_text="Acme").wait_for()
    page.get_by_role("tab", name="Checked", exact=True).click()
    for name in ("identity_confirmed", "qualifications_confirmed", "requirements_told"):
        page.locator(f"[name={name}] input").check()
    page.locator(".o_form_button_save").click()
    page.locator(".alert", has_text="Not yet").wait_for()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".modal").get_by_role("button", name="Ok").click()
    page.locator(".o_arrow_button_current", has_text="Asked the jobseeker").wait_for()


def test_asked_agreed_mended_sent_and_closed(odoo, office, job, smtp, open_page):
    person = make_referable(odoo, office, "Ana Costa")
    desk, phone = open_page(), open_page(390, 844, is_mobile=True, has_touch=True)
    ask(odoo, desk, person, "Welder")
    link = get_link(odoo, smtp, "ana@example.org")

    phone.goto(link)
    phone.get_by_role("heading", name="May we put you forward?").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    for words in ("Acme", "Dock 3", "A careful welder.", "28000", "cv.pdf", "hugo@acme.example"):
        assert words in phone.content()
    assert SECRET not in phone.content()
    assert phone.request.get(f"{link}/cv").body() == CV
    phone.get_by_label("No", exact=True).check()
    phone.get_by_role("button", name="Yes, put me forward").click()
    phone.locator(".alert", has_text="You agreed on").wait_for()

    desk.reload()
    desk.locator(".alert-danger", has_text="The pay is not known").wait_for()
    assert not desk.get_by_role("button", name="Send", exact=True).is_visible()
    referral = int(re.search(r"/(\d+)$", desk.url.split("?")[0])[1])
    assert read(office, "hr.jobseeker.referral", referral, "state") == "consent_asked"

    desk.goto(f"/odoo/action-hr.action_hr_job/{job}")
    desk.get_by_role("tab", name="Hirer", exact=True).click()
    desk.locator(".alert", has_text="The pay is not known").wait_for()
    desk.locator("[name=hirer_pay] input").fill("At least 30,000 GBP")
    desk.locator(".o_form_button_save").click()
    desk.locator(".o_form_saved").wait_for(state="attached")

    smtp.messages.clear()
    desk.goto(f"/odoo/jobseeker-referrals/{referral}")
    desk.locator(".o_arrow_button_current", has_text="Ready to send").wait_for()
    desk.get_by_role("button", name="Send", exact=True).click()
    desk.locator(".modal").get_by_role("button", name="Ok").click()
    desk.locator(".o_arrow_button_current", has_text="Sent").wait_for()
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to("hugo@acme.example")
    assert [recipients for _from, recipients, message in smtp.messages if message is letter] == [["hugo@acme.example"]]
    assert letter["Cc"] is None and letter["Bcc"] is None
    text = letter.get_body(("html",)).get_content()
    for words in ("Ana Costa", "A careful welder.", "28000", "Welder"):
        assert words in text
    assert [part.get_content() for part in letter.iter_attachments()] == [CV]
    whole = letter.as_bytes() + text.encode()
    for words in (SECRET, "ana@example.org", "/odoo/", "/web#"):
        assert words.encode() not in whole
    assert "olga@example.com" in letter["Reply-To"]

    desk.get_by_role("button", name="What Came of It", exact=True).click()
    dialog = desk.locator(".modal")
    dialog.get_by_label("Refused").check()
    dialog.locator("[name=reason_id] input").fill("Skills")
    dialog.locator(".o-autocomplete--dropdown-item", has_text="Skills").first.click()
    dialog.get_by_role("button", name="Record", exact=True).click()
    dialog.wait_for(state="detached")
    desk.locator(".o_arrow_button_current", has_text="Refused").wait_for()
    assert read(office, "hr.jobseeker.referral", referral, "outcome_reason_id") == odoo.ref(
        "jobseeker_relations.referral_reason_skills"
    )


def test_a_no_without_a_script_and_a_twin_is_blocked(odoo, office, job, smtp, open_page):
    person = make_referable(odoo, office, "Dee Doubts")
    referral = office("hr.jobseeker.referral", "create", {"jobseeker_id": person, "job_id": job})
    office("hr.jobseeker.referral", "action_ask", [referral])
    bare = open_page(360, 740, java_script_enabled=False)
    bare.goto(get_link(odoo, smtp, "dee@example.org"))
    bare.locator("summary", has_text="No").click()
    bare.locator("textarea[name=reason]").fill("Too far")
    bare.get_by_role("button", name="No, do not put me forward").click()
    bare.locator(".alert", has_text="This is over").wait_for()
    assert read(office, "hr.jobseeker.referral", referral, "state", "outcome_note") == ["withdrawn", "Too far"]


def test_the_lists(odoo, office, job, smtp, open_page):
    """Ready to Send and Waiting for the Hirer, each with what is done there."""
    person = make_referable(odoo, office, "Lia Lists")
    vals = {"jobseeker_id": person, "job_id": job, "identity_confirmed": True}
    vals |= {"qualifications_confirmed": True, "requirements_told": True}
    odoo.rpc()("hr.job", "write", [job], {"hirer_pay": "30,000 GBP"})
    referral = office("hr.jobseeker.referral", "create", vals)
    given = {"proof": "Yes, send it", "applied_directly": "no", "channel": "meeting"}
    opening = {"context": {"default_referral_id": referral}}
    office("hr.jobseeker", "action_record_notice", [person])
    notice = {"jobseeker_id": person, "notice_id": odoo.ref("jobseeker_relations.privacy_notice_default")}
    office("hr.jobseeker.privacy.given", "create", {**notice, "channel": "paper"})
    answer = office("hr.jobseeker.referral.answer", "create", given, **opening)
    office("hr.jobseeker.referral.answer", "action_apply", [answer])
    assert read(office, "hr.jobseeker.referral", referral, "state") == "ready"
    page = open_page()
    odoo.sign_in(page, "olga")
    page.goto("/odoo/jobseeker-referrals-ready")
    row = page.locator(".o_data_row", has_text="Lia Lists")
    row.get_by_role("button", name="Send").click()
    page.locator(".modal").get_by_role("button", name="Ok").click()
    row.wait_for(state="detached")
    page.goto("/odoo/jobseeker-referrals-waiting")
    row = page.locator(".o_data_row", has_text="Lia Lists")
    row.get_by_role("button", name="They Answered").click()
    row.get_by_role("button", name="Outcome").click()
    page.locator(".modal").get_by_label("Withdrawn").wait_for()
