"""The screens and letters of people who do not read English, in Arabic from right to left."""

import os
import re
from pathlib import Path

import polib
import pytest
from people import make_jobseekers, make_user

I18N = Path(os.environ["REPO"]) / "jobseeker_relations/i18n"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|%%")
#: What a reader sees, but for what people wrote to each other.
SEEN = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("script, style, .o-mail-Message-body") && parent.checkVisibility()) {
            found.push(walker.currentNode.textContent);
        }
    }
    for (const name of ["placeholder", "title", "aria-label", "data-tooltip"]) {
        for (const node of document.querySelectorAll(`[${name}]`)) {
            if (node.checkVisibility()) {
                found.push(node.getAttribute(name));
            }
        }
    }
    return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


#: Who looks at the screens, in which language, and the name and language of the person whom they answer for.
READERS = {
    "fleur": ("fr_FR", "Anna Kowalska", "pl_PL"),
    "amira": ("ar_001", "أمل حداد", "ar_001"),
    "gerda": ("de_DE", "Grete Weiß", "de_DE"),
    "elena": ("es_ES", "Inés Núñez", "es_ES"),
    "piotr": ("pl_PL", "Łucja Żak", "pl_PL"),
}
#: The languages whose every screen is looked at, one read from the left and one from the right; of the others, some.
COMPLETE = [("fleur", "fr"), ("amira", "ar")]
OTHERS = [("gerda", "de"), ("elena", "es"), ("piotr", "pl")]
LETTER = '<p>مرحباً <t t-out="object.greeting_name"/>،</p><p>كيف تسير رحلة البحث عن عمل؟</p>'


def plain(term):
    return re.sub(r"\s+", " ", term).strip()


class English:
    """What of our own words a screen shows in English although the language has its own for them."""

    def __init__(self, language):
        entries = [entry for entry in polib.pofile(str(I18N / f"{language}.po")) if entry.msgid != entry.msgstr]
        assert all(entry.msgstr for entry in entries), f"{language}.po is not complete"
        own = {plain(entry.msgstr) for entry in entries}
        known = [entry.msgid for entry in entries if "<" not in entry.msgid and plain(entry.msgid) not in own]
        self.words = {plain(term) for term in known if not PLACEHOLDER.search(term)}
        self.sentences = [
            re.compile(".+".join(re.escape(plain(part)) for part in PLACEHOLDER.split(term)))
            for term in known
            if len(re.findall(r"\w{3,}", PLACEHOLDER.sub("", term))) >= 3 and PLACEHOLDER.search(term)
        ]

    def on(self, page):
        texts = set(page.evaluate(SEEN))
        assert len(texts) > 10, texts
        sentences = {text for text in texts if any(sentence.search(text) for sentence in self.sentences)}
        return sorted(texts & self.words | sentences)


@pytest.fixture(scope="module")
def office(odoo):
    """Each of the readers answers for somebody who is overdue."""
    rpc = odoo.rpc()
    wanted = [("code", "in", [code for lang, _name, reads in READERS.values() for code in (lang, reads)])]
    langs = rpc("res.lang", "search", wanted, context={"active_test": False})
    wizard = rpc("base.language.install", "create", {"lang_ids": [(6, 0, langs)], "overwrite": False})
    rpc("base.language.install", "lang_install", [wizard])
    people = {}
    for login, (lang, name, reads) in READERS.items():
        officer = make_user(odoo, login, "manager")
        rpc("res.users", "write", [officer.uid], {"lang": lang})
        person = {"name": name, "email": f"friend.of.{login}@example.org", "tz": "Europe/Warsaw", "lang": reads}
        [people[login]] = make_jobseekers(officer, [person], last_contact_days=30, adviser_id=officer.uid)
    compile_styles(odoo, "amira")
    return people


def compile_styles(odoo, login):
    """Those from right to left are compiled when they are first asked for, which may take longer than a page may."""
    http = odoo.rpc(login).http
    for address in set(re.findall(r'/web/assets/[^"]+\.css', http.get(f"{odoo.url}/odoo").text)):
        assert http.get(odoo.url + address).ok


SCREENS = {
    "due": "/odoo/jobseekers-due",
    "list": "/odoo/jobseekers",
    "form": "/odoo/jobseekers/{person}",
    "policies": "/odoo/contact-policies",
    "policy": "/odoo/contact-policies/{policy}",
    "follow-ups": "/odoo/jobseekers/{person}/action-jobseeker_relations.hr_jobseeker_follow_up_action",
    "reasons": "/odoo/action-jobseeker_relations.hr_jobseeker_close_reason_action",
}


def open_screen(page, odoo, office, login, screen):
    odoo.sign_in(page, login)
    policy = odoo.ref("jobseeker_relations.contact_policy_active")
    page.goto(SCREENS[screen].format(person=office[login], policy=policy))
    page.locator(".o_view_controller .o_form_view, .o_view_controller .o_list_renderer").first.wait_for()
    if screen == "form":
        page.locator(".o-mail-Chatter").wait_for(state="attached")
    return page


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("login", "language"), COMPLETE)
def test_no_screen_falls_back_to_english(odoo, office, page, login, language, screen):
    open_screen(page, odoo, office, login, screen)
    assert not English(language).on(page)


@pytest.mark.parametrize("screen", ["form", "policy"])
@pytest.mark.parametrize(("login", "language"), OTHERS)
def test_no_screen_of_the_other_languages_falls_back_to_english(odoo, office, page, login, language, screen):
    open_screen(page, odoo, office, login, screen)
    assert not English(language).on(page)


DIALOGS = ("action_log_contact", "action_snooze", "action_hold", "action_place", "action_close")


@pytest.mark.parametrize("button", DIALOGS)
@pytest.mark.parametrize(("login", "language"), COMPLETE)
def test_no_dialog_falls_back_to_english(odoo, office, page, login, language, button):
    open_screen(page, odoo, office, login, "form")
    page.locator(f".o_statusbar_buttons button[name={button}]:visible").click()
    page.locator(".modal .o_form_view").wait_for()
    assert not English(language).on(page)


@pytest.mark.parametrize(("login", "language"), COMPLETE)
def test_no_kanban_falls_back_to_english(odoo, office, page, login, language):
    open_screen(page, odoo, office, login, "list")
    page.locator(".o_switch_view.o_kanban").click()
    page.locator(".o_kanban_record", has_text=READERS[login][1]).wait_for()
    assert not English(language).on(page)


def test_arabic_is_shown_from_right_to_left(odoo, office, page):
    open_screen(page, odoo, office, "amira", "form")
    assert page.locator("body.o_rtl").count() == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.o_form_view')).direction") == "rtl"
    menu, user = (
        page.locator(".o_main_navbar .o_menu_toggle, .o_main_navbar .o_navbar_apps_menu").first,
        page.locator(".o_user_menu"),
    )
    assert menu.bounding_box()["x"] > user.bounding_box()["x"], "the page is not turned round: is rtlcss installed?"
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0, f"the page is {width} pixels too wide"


def test_a_letter_in_arabic_reads_from_the_right_in_the_chatter_and_in_the_post(odoo, office, page, open_page, smtp):
    amira, template = odoo.rpc("amira"), odoo.ref("jobseeker_relations.mail_template_active_keep_in_touch")
    odoo.rpc()("mail.template", "write", [template], {"body_html": LETTER}, context={"lang": "ar_001"})
    amira("hr.jobseeker", "write", [office["amira"]], {"salutation": "السيدة أمل"})
    vals = {
        "composition_mode": "comment",
        "model": "hr.jobseeker",
        "res_ids": repr([office["amira"]]),
        "template_id": template,
    }
    amira("mail.compose.message", "action_send_mail", [amira("mail.compose.message", "create", vals)])
    [message] = smtp.to("friend.of.amira@example.org")
    body = message.get_body(("html",)).get_content()
    assert re.search(r'<div[^>]* dir="rtl"', body)
    assert "السيدة أمل" in body
    open_screen(page, odoo, office, "amira", "form")
    page.locator(".o-mail-Chatter").scroll_into_view_if_needed()
    letter = page.locator(".o-mail-Message-body [dir=rtl]").first
    letter.wait_for()
    assert letter.evaluate("node => getComputedStyle(node).textAlign") == "right"

    post = open_page(640, 480)  # as a mail program shows it, with nothing of Odoo's around it
    post.set_content(body)
    greeting = post.locator("p", has_text="السيدة أمل")
    assert greeting.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_a_policy_says_which_letters_are_not_translated_until_they_are(odoo, office, page):
    rpc = odoo.rpc()
    [model] = rpc("ir.model", "search", [("model", "=", "hr.jobseeker")])
    letter = {"name": "Own letter", "model_id": model, "subject": "How is it going?", "body_html": "<p>Tell us.</p>"}
    template = rpc("mail.template", "create", letter)
    step = {"delay_days": 0, "channel": "email", "template_id": template}
    policy = rpc("hr.jobseeker.contact.policy", "create", {"name": "Own policy", "step_ids": [(0, 0, step)]})
    rpc("hr.jobseeker", "write", [office["fleur"]], {"policy_id": policy})
    try:
        odoo.sign_in(page, "admin")
        page.goto(SCREENS["policy"].format(policy=policy))
        warning = page.locator(".alert[name=translation_warning]")
        warning.wait_for()
        for line in (
            "Arabic: Own letter. Nobody here reads it yet.",
            "Polish: Own letter. Readers under this policy: 1.",
        ):
            assert line in warning.inner_text()
        warning.scroll_into_view_if_needed()
        page.screenshot(path=f"{os.environ['LOCAL']}/screenshots/policy_warning.png")
        warning.get_by_role("button", name="Translate").click()
        page.locator(".o_form_view [name=subject] button.o_field_translate").wait_for(state="attached")

        for lang in ("ar_001", "de_DE", "es_ES", "fr_FR", "pl_PL"):
            own = {"subject": f"Subject in {lang}", "body_html": f"<p>Text in {lang}</p>"}
            rpc("mail.template", "write", [template], own, context={"lang": lang})
        page.goto(SCREENS["policy"].format(policy=policy))
        page.locator(".o_form_view [name=step_ids]").wait_for()
        warning.wait_for(state="hidden")  # the page of before is shown from its cache at first
    finally:
        rpc("hr.jobseeker", "write", [office["fleur"]], {"policy_id": False})
