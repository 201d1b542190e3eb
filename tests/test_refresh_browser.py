"""Somebody is asked whether what they want is still true, and answers on their phone: one tap, or line by line."""

import os
import re

import axe
import pytest
from people import days_ahead, make_always_open_calendar, make_jobseekers, make_user, read

MAIL_JOB = "mail.ir_cron_mail_scheduler_action"
REFRESH_JOB = "jobseeker_relations.ir_cron_refresh"


@pytest.fixture(scope="module")
def office(odoo):
    admin = odoo.rpc()
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    calendar = make_always_open_calendar(admin)
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": calendar, "refresh_interval_days": 90})
    return make_user(odoo, "olga", "officer", name="Olga Officer")


def make_person(odoo, officer, name, days=100):
    """Somebody who said so many days ago what they want."""
    address = f"{name.split()[0].lower()}@example.org"
    vals = {"name": name, "email": address, "phone": "+351912345678", "tz": "Europe/Lisbon"}
    [person] = make_jobseekers(officer, [vals], last_contact_days=10, adviser_id=officer.uid)
    types = {code: odoo.ref(f"jobseeker_relations.need_type_{code}") for code in ("pay", "place", "contract")}
    values = {"pay": "28000", "place": "Lisbon, 30 km", "contract": "Permanent"}
    day = days_ahead(-days)
    needs = officer(
        "hr.jobseeker.need",
        "create",
        [
            {"jobseeker_id": person, "type_id": types[code], "value": values[code], "confirmed_on": day}
            for code in types
        ],
    )
    return person, address, dict(zip(types, needs, strict=True))


def asked(odoo, smtp, address):
    """Let the jobs run; the path of the link in the letter."""
    odoo.run_cron(REFRESH_JOB)
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)
    [link] = re.findall(r'href="([^"]*/jobseeker/requirements/[^"]*)"', letter.get_body(("html",)).get_content())
    return re.sub(r"^https?://[^/]*", "", link)


def shoot(page, name):
    page.screenshot(path=f"{os.environ['LOCAL']}/screenshots/{name}.png", full_page=True)


def open_phone(open_page, **options):
    return open_page(390, 844, is_mobile=True, has_touch=True, **options)


def test_one_tap_on_a_phone(odoo, office, smtp, open_page):
    person, address, needs = make_person(odoo, office, "Ana Answers")
    path = asked(odoo, smtp, address)
    phone = open_phone(open_page)
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe.check(phone)
    shoot(phone, "requirements_phone")
    for button in phone.locator(".list-group, form:has([value=all])").get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44
    assert phone.get_by_label("Pay", exact=False).first.input_value() == "28000"
    phone.get_by_role("button", name="Yes, I am still looking, and all of this is still true").tap()
    phone.locator(".alert-success", has_text="all of this is true today").wait_for()
    axe.check(phone)
    for need in needs.values():
        assert read(office, "hr.jobseeker.need", need, "confirmed_by_person") is True
    assert read(office, "hr.jobseeker", person, "refresh_status", "still_looking_answer") == ["fresh", "yes"]


def test_partial_answers_are_saved_line_by_line(odoo, office, smtp, open_page):
    person, address, needs = make_person(odoo, office, "Ben Bit")
    path = asked(odoo, smtp, address)
    bare = open_phone(open_page, java_script_enabled=False)  # without a script
    bare.goto(path)
    line = bare.locator(f"#need_line_{needs['pay']}")
    line.locator("input[name=value]").fill("31,000")
    line.get_by_role("button", name="Save").click()
    bare.locator(".alert-success", has_text="1 of 3 confirmed today").wait_for()
    bare.locator(f"#need_line_{needs['place']}").get_by_role("button", name="Still true").click()
    bare.locator(".alert-success", has_text="2 of 3 confirmed today").wait_for()
    bare.close()  # and they leave
    assert read(office, "hr.jobseeker.need", needs["pay"], "value", "confirmed_by_person") == ["31000", True]
    assert read(office, "hr.jobseeker.need", needs["place"], "confirmed_by_person") is True
    assert read(office, "hr.jobseeker.need", needs["contract"], "confirmed_by_person") is False
    assert read(office, "hr.jobseeker", person, "refresh_status") == "asked", "one line is still open"
    again = open_phone(open_page)
    again.goto(path)
    assert again.locator(f"#need_{needs['pay']}").input_value() == "31000"
    again.locator(f"#need_line_{needs['pay']} input[name=value]").fill("a lot")
    again.locator(f"#need_line_{needs['pay']}").get_by_role("button", name="Save").tap()
    again.locator(f"#need_error_{needs['pay']}").wait_for()
    axe.check(again)
    again.locator(f"#need_line_{needs['contract']}").get_by_role("button", name="Not needed any more").tap()
    again.locator(".alert-success", has_text="2 of 2 confirmed today").wait_for()
    assert read(office, "hr.jobseeker", person, "refresh_status") == "fresh"


def test_later_pauses(odoo, office, smtp, open_page):
    person, address, _needs = make_person(odoo, office, "Cid Comes")
    phone = open_phone(open_page)
    phone.goto(asked(odoo, smtp, address))
    phone.locator("form", has=phone.locator("legend")).get_by_role("button").first.tap()
    phone.locator(".alert-success", has_text="We will be in touch again from").wait_for()
    assert read(office, "hr.jobseeker", person, "state", "pause_asked") == ["on_hold", True]


def test_the_adviser_asks_from_the_list_and_shows_who_is_hidden(odoo, office, smtp, open_page):
    person, address, needs = make_person(odoo, office, "Dora Due", days=80)
    hidden, _address, _needs = make_person(odoo, office, "Hana Hidden")
    odoo.sql(
        "UPDATE hr_jobseeker SET hidden_from_matching_since = current_date - 3, refresh_asked_on = current_date - 31,"
        " refresh_warned_on = current_date - 17 WHERE id = %s RETURNING id",
        hidden,
    )
    odoo.sign_in(desk := open_page(), "olga")
    desk.goto("/odoo/jobseekers-going-stale")
    row = desk.locator(".o_data_row", has_text="Dora Due")
    row.get_by_text("Soon to be asked").wait_for()
    shoot(desk, "requirements_going_stale")
    row.get_by_role("button", name="Ask").click()
    desk.locator(".o_notification", has_text="Asked: 1").wait_for()
    odoo.run_cron(MAIL_JOB)
    assert len(smtp.to(address)) == 1

    desk.goto(f"/odoo/jobseekers/{hidden}")
    banner = desk.locator("[name=hidden_from_matching]", has_text="Hidden from matching since")
    banner.wait_for()
    axe.check(desk, "[name=hidden_from_matching]")
    shoot(desk, "hidden_from_matching")
    banner.get_by_role("button", name="Still True").click()
    banner.wait_for(state="hidden")
    assert read(office, "hr.jobseeker", hidden, "hidden_from_matching_since") is False
    assert needs


def test_referred_elsewhere_with_a_yes_on_the_phone(odoo, office, smtp, open_page):
    admin = odoo.rpc()
    admin(
        "hr.jobseeker.support.body",
        "create",
        {"name": "Harbour Crew", "kind": "agency", "helps_with": "Jobs at sea", "email": "crew@example.net"},
    )
    person, address, _needs = make_person(odoo, office, "Eva Elsewhere", days=1)
    odoo.sign_in(desk := open_page(), "olga")
    desk.goto(f"/odoo/jobseekers/{person}")
    desk.get_by_role("tab", name="Elsewhere", exact=True).click()
    desk.get_by_role("button", name="Refer Elsewhere").last.click()
    desk.locator("[name=body_id] input").fill("Harbour")
    desk.locator(".o-autocomplete--dropdown-item", has_text="Harbour Crew").click()
    desk.locator("[name=helps_with]", has_text="Jobs at sea").wait_for()  # what follows from it is there
    desk.locator("[name=reason] textarea").fill("We have no ships.")
    desk.locator(".o_form_button_save").click()
    desk.get_by_role("button", name="Tell Them").click()
    desk.locator(".modal").get_by_role("button", name="Ok").click()
    desk.locator("[name=state] .o_arrow_button_current", has_text="Told them").wait_for()
    odoo.run_cron(MAIL_JOB)
    [letter] = smtp.to(address)
    [link] = re.findall(r'href="([^"]*/jobseeker/elsewhere/[^"]*)"', letter.get_body(("html",)).get_content())
    phone = open_phone(open_page)
    phone.goto(re.sub(r"^https?://[^/]*", "", link))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe.check(phone)
    shoot(phone, "elsewhere_phone")
    phone.get_by_label("You may give them my name").check()
    phone.get_by_role("button", name="Yes, this may help").tap()
    phone.get_by_text("we may tell them who you are").wait_for()
    odoo.run_cron(MAIL_JOB)
    assert not smtp.to("crew@example.net", count=0), "nothing goes by itself"
    desk.reload()
    desk.get_by_role("button", name="Introduce Them").click()
    desk.locator(".modal").get_by_role("button", name="Ok").click()
    desk.locator("[name=introduced_at]").wait_for()
    odoo.run_cron(MAIL_JOB)
    [introduction] = smtp.to("crew@example.net")
    text = introduction.get_body(("html",)).get_content()
    assert "Eva Elsewhere" in text and "no ships" not in text
    desk.get_by_role("button", name="Close", exact=True).click()
    dialog = desk.locator(".modal")
    dialog.get_by_label("Found work through it").check()
    dialog.get_by_role("button", name="Close Referral").click()
    dialog.wait_for(state="detached")
    [row] = office("hr.jobseeker.signpost", "search_read", [("jobseeker_id", "=", person)], ["state", "outcome"])
    assert (row["state"], row["outcome"]) == ("closed", "work")
