"""The jobseeker's page and the page behind a link, in a browser: at a desk, on a phone, by keyboard, in Arabic."""

import os
import re

import axe
import pytest
from people import days_ahead, make_user, read

SIZES = [(360, 740), (1366, 768)]


@pytest.fixture(scope="module")
def office(odoo):
    rpc = odoo.rpc()
    olga = make_user(odoo, "olga", "officer", name="Olga Officer")
    pia = make_user(odoo, "pia", "portal", name="Pia Portal")
    partner = read(rpc, "res.users", pia.uid, "partner_id")
    rpc("res.partner", "write", [partner], {"tz": "Europe/Lisbon", "phone": "+351912345678"})
    jobseeker = rpc("hr.jobseeker", "create", {"partner_id": partner, "state": "active", "adviser_id": olga.uid})
    return {"olga": olga, "partner": partner, "pia": jobseeker}


@pytest.fixture
def link(odoo, office, smtp):
    """The link that Pia's letter brings."""
    values = {
        "composition_mode": "comment",
        "model": "hr.jobseeker",
        "res_ids": repr([office["pia"]]),
        "template_id": odoo.ref("jobseeker_relations.mail_template_closing"),
    }
    olga = office["olga"]
    olga("mail.compose.message", "action_send_mail", [olga("mail.compose.message", "create", values)])
    letter = smtp.to("pia@example.com")[-1].get_body(("html",)).get_content()
    return re.search(r'href="[^"]*?(/jobseeker/still-looking/[^"]+)"', letter)[1]


def shoot(page, name):
    page.screenshot(path=f"{os.environ['LOCAL']}/screenshots/portal_{name}.png", full_page=True)


def fits(page):
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width <= 0


def at_home(odoo, page):
    odoo.sign_in(page, "pia")
    page.goto("/my/job-search")
    page.locator("h1", has_text="My job search").wait_for()
    return page


@pytest.mark.parametrize("size", SIZES)
def test_anybody_can_use_the_page(odoo, office, open_page, size):
    page = at_home(odoo, open_page(*size))
    shoot(page, f"page_{size[0]}")
    assert fits(page)
    axe.check(page)
    levels = [int(tag[1]) for tag in page.locator("h1, h2, h3").evaluate_all("found => found.map(h => h.tagName)")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("size", SIZES)
def test_one_tap_answers_the_letter_and_another_takes_it_back(office, open_page, size, link):
    page = open_page(*size)
    page.goto(link)
    page.get_by_role("heading", name="Are you still looking?").wait_for()
    shoot(page, f"still_looking_{size[0]}")
    assert fits(page)
    axe.check(page)
    page.get_by_role("button", name="No, I found something").click()
    page.get_by_role("status").get_by_text("We are glad").wait_for()
    axe.check(page)
    assert read(office["olga"], "hr.jobseeker", office["pia"], "seeking") == "passive"
    page.get_by_role("button", name="Take this answer back").click()
    page.get_by_role("status").wait_for(state="detached")
    assert read(office["olga"], "hr.jobseeker", office["pia"], "seeking") == "active"


def test_it_works_without_javascript(office, open_page, link):
    page = open_page(360, 740, java_script_enabled=False)
    page.goto(link)
    page.get_by_label("or another day").fill(days_ahead(50))
    page.get_by_role("button", name="Wait until then").click()
    page.get_by_role("status").get_by_text("We will be in touch again from").wait_for()
    assert read(office["olga"], "hr.jobseeker", office["pia"], "hold_until") == days_ahead(50)
    page.get_by_role("button", name="Take this answer back").click()
    page.get_by_role("status").wait_for(state="detached")
    assert read(office["olga"], "hr.jobseeker", office["pia"], "state") == "active"


def test_by_keyboard(odoo, office, open_page):
    """Skip to the content, and every stop is seen: it has an outline, a shadow or another border."""
    page = at_home(odoo, open_page(1366, 768, reduced_motion="reduce"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to Content"
    page.keyboard.press("Enter")
    stops = []
    for _press in range(60):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => {
                    const node = document.activeElement, style = getComputedStyle(node);
                    const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                    return [node.id || node.textContent.trim(), seen, Boolean(node.closest('.o_job_search'))];
                }"""
            )
        )
    ours = [(name, seen) for name, seen, inside in stops if inside]
    # a date has several stops; on its calendar the browser draws the outline inside of it
    assert {name for name, _seen in ours} == {name for name, seen in ours if seen}
    order = [name for name, _seen in ours]
    expected = [
        "message",
        "Send",
        "preferred_channel",
        "reach_from",
        "reach_to",
        "lang",
        "tz",
        "Keep",
        "until",
        "Pause",
    ]
    assert [name for name in dict.fromkeys(order) if name in expected] == expected


def test_what_was_typed_wrongly_is_marked_and_read_out(odoo, office, open_page):
    page = at_home(odoo, open_page(360, 740))
    phone = page.get_by_label("Phone")
    phone.fill("12")
    page.get_by_role("button", name="Ask for the change").click()
    page.get_by_role("alert").first.wait_for()
    assert phone.input_value() == "12"
    fault = page.locator(f"#{phone.get_attribute('aria-describedby').split()[-1]}")
    assert "Write a phone number with its country" in fault.inner_text()
    assert fits(page)
    shoot(page, "fault_360")
    axe.check(page)


def test_the_adviser_sees_the_wish_and_accepts_it(odoo, office, open_page):
    page = at_home(odoo, open_page(360, 740))
    page.get_by_label("How to address").fill("Dona Pia")
    page.get_by_role("button", name="Ask for the change").click()
    page.get_by_role("status").get_by_text("Your adviser will look at the change").wait_for()

    desk = open_page(1366, 768)
    odoo.sign_in(desk, "olga")
    desk.goto(f"/odoo/jobseekers/{office['pia']}")
    banner = desk.locator(".alert:visible", has_text="They ask to have this changed")
    banner.wait_for()
    shoot(desk, "form")
    banner.get_by_role("button", name="Accept").click()
    banner.wait_for(state="hidden")
    assert read(office["olga"], "hr.jobseeker", office["pia"], "greeting_name") == "Dona Pia"
    page.reload()
    page.get_by_text("Your last change was accepted.").wait_for()


def test_arabic_is_read_from_the_right(odoo, office, open_page, link):
    rpc = odoo.rpc()
    install = rpc("base.language.install", "create", {"lang_ids": [(6, 0, arabic(rpc))]})
    rpc("base.language.install", "lang_install", [install])
    rpc("res.partner", "write", [office["partner"]], {"lang": "ar_001"})
    try:
        page = open_page(360, 740, locale="ar")
        odoo.sign_in(page, "pia")
        page.goto("/my/job-search")
        page.locator("#adviser").wait_for()
        shoot(page, "page_arabic")
        assert page.evaluate("getComputedStyle(document.querySelector('#adviser')).direction") == "rtl"
        assert fits(page)
        page = open_page(360, 740, locale="ar")
        page.goto(link)
        page.locator("h1").wait_for()
        shoot(page, "still_looking_arabic")
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        assert fits(page)
        axe.check(page)
    finally:
        rpc("res.partner", "write", [office["partner"]], {"lang": "en_US"})


def arabic(rpc):
    return rpc("res.lang", "search", [("code", "=", "ar_001")], context={"active_test": False})
