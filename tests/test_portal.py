"""“My job search” and the page behind a link, as a browser, or somebody who means harm, asks for them."""

import random
import re

import pytest
from people import make_jobseekers, make_user, read, rows

#: An address with %00 in it is an error 500 of Odoo's own, whatever the address: none of these has one.
REQUESTS = 240
POSTS = ["message", "preferences", "pause", "resume", "identity", "still-looking"]
#: What is typed by mistake, by other alphabets, and by those who try.
EVIL = [
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "null",
    "\x00",
    "nul\x00inside",
    "\ud83d",
    "🙂" * 50,
    "محمد",
    "\u202egnp.exe",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "${7*7}",
    "'; DROP TABLE hr_jobseeker; --",
    "../../etc/passwd",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "24:00",
    "25:61",
    "17:00",
    "email",
    "sms",
    "xx_XX",
    "Europe/Nowhere",
    "Europe/Lisbon",
    "yes",
    "later",
    "undo",
    "x" * 100_000,
]
FIELDS = ["message", "preferred_channel", "reach_from", "reach_to", "lang", "tz", "until", "name", "email", "phone"]
FIELDS += ["salutation", "answer", "jobseeker_id", "id", "said", "csrf", "partner_id", "company_id"]


@pytest.fixture(scope="module")
def office(odoo):
    """Pia has an account and looks for work through us; Sam does too, and is none of her business."""
    olga = make_user(odoo, "olga", "officer", name="Olga Officer")
    people = {}
    for login, name in (("pia", "Pia Portal"), ("sam", "Sam Secretive")):
        session = make_user(odoo, login, "portal", name=name)
        partner = read(odoo.rpc(), "res.users", session.uid, "partner_id")
        odoo.rpc()("res.partner", "write", [partner], {"tz": "Europe/Lisbon", "phone": "+351912345678"})
        vals = {"partner_id": partner, "state": "active", "adviser_id": olga.uid}
        people[login] = odoo.rpc()("hr.jobseeker", "create", vals)
    [other] = make_jobseekers(olga, [{"name": "Nobody's Account", "email": "na@example.org"}])
    return {"olga": olga, "other": other, **people}


class Visitor:
    """A signed-in browser without scripts."""

    def __init__(self, odoo, login=None):
        import requests

        self.odoo, self.http = odoo, odoo.rpc(login).http if login else requests.Session()

    def get(self, path, **options):
        return self.http.get(self.odoo.url + path, timeout=30, **options)

    def post(self, path, data, token=True, page="/my/job-search", **options):
        """As a form does it; without a token as another site would."""
        if token:
            data = {**data, "csrf_token": re.search(r'name="csrf_token" value="(\w+)"', self.get(page).text)[1]}
        return self.http.post(self.odoo.url + path, data=data, timeout=30, **options)


@pytest.fixture
def pia(odoo, office):
    return Visitor(odoo, "pia")


def everything(odoo):
    """All that a page of ours could change."""
    return [
        odoo.sql("SELECT * FROM hr_jobseeker ORDER BY id"),
        odoo.sql("SELECT * FROM hr_jobseeker_contact ORDER BY id"),
        odoo.sql("SELECT * FROM hr_jobseeker_proposal ORDER BY id"),
        odoo.sql("SELECT id, name, email, phone, lang, tz FROM res_partner ORDER BY id"),
        odoo.sql("SELECT count(*) FROM mail_message"),
        odoo.sql("SELECT count(*) FROM mail_activity"),
    ]


def url(office, who="pia", route=""):
    return f"/my/job-search/{office[who]}" + (f"/{route}" if route else "")


def test_the_page_says_who_answers_and_when(office, pia):
    page = pia.get("/my/job-search")
    assert page.status_code == 200
    assert page.url.endswith(url(office))
    for words in ("Olga Officer", "olga@example.com", "You will hear from us by", "(Lisbon)", "Pia Portal"):
        assert words in page.text
    assert "Secretive" not in page.text


def test_anybody_elses_page_does_not_exist(odoo, office, pia):
    before = everything(odoo)
    for who in ("sam", "other"):
        assert pia.get(url(office, who)).status_code == 404
        for route in POSTS:
            assert pia.post(url(office, who, route), {"message": "x", "answer": "stop", "name": "x"}).status_code == 404
    assert pia.get("/my/job-search/999999999999999999999999").status_code == 404
    assert everything(odoo) == before


def test_without_an_account_there_is_a_login_page(odoo, office):
    assert "/web/login" in Visitor(odoo).get(url(office)).url


def test_a_portal_user_without_a_search_has_no_page(odoo, office):
    make_user(odoo, "petra", "portal")
    assert Visitor(odoo, "petra").get("/my/job-search").status_code == 404


def test_looking_changes_nothing(odoo, office, pia):
    before = everything(odoo)
    paths = [url(office), url(office) + "?said=kept&answer=stop", "/my/job-search?ask=still-looking", "/my"]
    assert [pia.get(path).status_code for path in paths] == [200] * 4
    for route in POSTS:
        found = pia.get(url(office, route=route), params={"answer": "stop", "name": "x", "message": "x"})
        assert found.status_code in (404, 405)
    assert everything(odoo) == before


def test_another_site_cannot_post_for_them(odoo, office, pia):
    before = everything(odoo)
    for route in POSTS:
        data = {"answer": "stop", "name": "x", "message": "x", "until": "2027-01-01"}
        assert pia.post(url(office, route=route), data, token=False).status_code == 400
        assert pia.post(url(office, route=route), {**data, "csrf_token": "made up"}, token=False).status_code == 400
    assert everything(odoo) == before


def test_preferences_are_kept_and_bad_ones_come_back_with_what_was_typed(office, pia):
    rpc, route = office["olga"], url(office, route="preferences")
    kept = pia.post(
        route, {"preferred_channel": "phone", "reach_from": "17:30", "reach_to": "20:00", "tz": "Asia/Tokyo"}
    )
    assert "Your preferences are kept." in kept.text
    found = read(rpc, "hr.jobseeker", office["pia"], "preferred_channel", "reach_from", "reach_to", "tz")
    assert found == ["phone", 17.5, 20, "Asia/Tokyo"]

    wrong = pia.post(route, {"preferred_channel": "pigeon", "reach_from": "20:00", "reach_to": "17:00"})
    assert wrong.status_code == 200
    assert "Choose one from the list." in wrong.text
    assert 'value="20:00"' in wrong.text
    assert read(rpc, "hr.jobseeker", office["pia"], "reach_from") == 17.5
    assert "Nothing was changed." in pia.post(route, {"preferred_channel": "phone"}).text
    pia.post(route, {"preferred_channel": "", "reach_from": "", "reach_to": "", "tz": "Europe/Lisbon"})


def test_who_keeps_their_preferences_chooses_no_time_zone_by_that(office, pia):
    rpc, route = office["olga"], url(office, route="preferences")
    pia.post(route, {"tz": ""})
    assert not read(rpc, "hr.jobseeker", office["pia"], "tz")
    zones = re.search(r'<select id="tz".*?</select>', pia.get(url(office)).text, re.DOTALL)[0]
    assert "selected" not in zones
    pia.post(route, {"preferred_channel": "email", "tz": ""})
    assert not read(rpc, "hr.jobseeker", office["pia"], "tz")
    pia.post(route, {"preferred_channel": "", "tz": "Europe/Lisbon"})
    assert re.search(r'value="Europe/Lisbon"[^>]*selected', pia.get(url(office)).text)


def test_a_pause_and_its_end(office, pia):
    rpc = office["olga"]
    assert "Choose a day after today" in pia.post(url(office, route="pause"), {"until": "2020-01-01"}).text
    from people import days_ahead

    pia.post(url(office, route="pause"), {"until": days_ahead(40)})
    assert read(rpc, "hr.jobseeker", office["pia"], "state", "hold_until") == ["on_hold", days_ahead(40)]
    assert "Contact me again now" in pia.get(url(office)).text
    pia.post(url(office, route="resume"), {})
    assert read(rpc, "hr.jobseeker", office["pia"], "state") == "active"


def test_a_change_of_identity_waits_for_the_adviser(office, pia):
    rpc, route = office["olga"], url(office, route="identity")
    assert "Write one e-mail address" in pia.post(route, {"email": "not an address"}).text
    assert "Your adviser will look at the change." in pia.post(route, {"name": "Pia Nova"}).text
    assert read(rpc, "hr.jobseeker", office["pia"], "name") == "Pia Portal"
    assert "You asked for this change" in pia.get(url(office)).text
    [proposal] = rpc("hr.jobseeker.proposal", "search", [("jobseeker_id", "=", office["pia"])])
    rpc("hr.jobseeker.proposal", "action_accept", [proposal])
    assert "Your last change was accepted." in pia.get(url(office)).text
    rpc("hr.jobseeker", "write", [office["pia"]], {"name": "Pia Portal"})


def test_odoos_own_address_form_asks_the_adviser_too(odoo, office, pia):
    partner = read(odoo.rpc(), "hr.jobseeker", office["pia"], "partner_id")
    form = {"partner_id": partner, "name": "Mallory", "email": "mallory@example.com", "verify_address_values": ""}
    answer = pia.post("/my/address/submit", form)
    assert answer.json()["invalid_fields"] == ["name", "email"]
    assert read(odoo.rpc(), "res.partner", partner, "name") == "Pia Portal"


def test_a_message_reaches_the_adviser_and_waits_for_an_answer(office, pia, smtp, run_cron):
    page = pia.post(url(office, route="message"), {"message": "Could we talk on Friday?"})
    assert "Your message is with your adviser." in page.text
    run_cron("mail.ir_cron_mail_scheduler_action")
    letters = [message.get_body(("html",)).get_content() for message in smtp.to("olga@example.com")]
    assert any("Could we talk on Friday?" in letter for letter in letters)
    assert read(office["olga"], "hr.jobseeker", office["pia"], "waiting_since")
    assert "Write something first." in pia.post(url(office, route="message"), {"message": " \n"}).text
    assert rows(office["olga"], "hr.jobseeker.contact", office["pia"], "channel", "direction")[-1] == ("portal", "in")


def test_two_companies_are_two_pages(odoo, office, pia):
    rpc = odoo.rpc()
    there = rpc("res.company", "create", {"name": "Second House"})
    partner = read(rpc, "hr.jobseeker", office["pia"], "partner_id")
    rpc("res.users", "write", [rpc.uid], {"company_ids": [(4, there)]})
    second = rpc("hr.jobseeker", "create", {"partner_id": partner, "company_id": there, "adviser_id": False})
    try:
        listed = pia.get("/my/job-search")
        assert "Second House" in listed.text
        assert f"/my/job-search/{second}" in listed.text
        assert "You have no adviser of your own" in pia.get(f"/my/job-search/{second}").text
    finally:
        rpc("hr.jobseeker", "unlink", [second])


def test_hundreds_of_strange_requests_are_answered_and_tell_nothing(odoo, office, pia):
    """Every answer is a page, and none of them names anybody else."""
    dice = random.Random(4)
    token = re.search(r'name="csrf_token" value="(\w+)"', pia.get(url(office)).text)[1]
    others = odoo.sql("SELECT id, name, state, hold_until FROM hr_jobseeker WHERE id != %s ORDER BY id", office["pia"])
    for _number in range(REQUESTS):
        who = dice.choice(["pia", "pia", "pia", "sam", "other"])
        path = url(office, who, dice.choice([*POSTS, "", "nothing-here", "%01", "%ff%fe", "..%2f"]))
        data = {dice.choice(FIELDS): dice.choice(EVIL) for _field in range(dice.randint(0, 4))}
        kind = dice.choice(["get", "form", "bytes", "file", "json"])
        if kind == "get":
            answer = pia.get(path, params={name: value[:2000].encode(errors="replace") for name, value in data.items()})
        elif kind == "form":
            form = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
            answer = pia.http.post(odoo.url + path, data={**form, "csrf_token": token}, timeout=30)
        elif kind == "bytes":
            body = dice.randbytes(dice.randint(0, 300)) + f"&csrf_token={token}".encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}
            answer = pia.http.post(odoo.url + path, data=body, headers=headers, timeout=30)
        elif kind == "file":
            files = {name: ("cv.pdf", dice.randbytes(50)) for name in data}
            answer = pia.http.post(odoo.url + path, data={"csrf_token": token}, files=files or None, timeout=30)
        else:
            answer = pia.http.post(odoo.url + path, json={**dict.fromkeys(data, "x"), "csrf_token": token}, timeout=30)
        assert answer.status_code < 500, (kind, path, data)
        assert "Traceback" not in answer.text
        assert "Secretive" not in answer.text
        assert "<script>alert(1)" not in answer.text
    assert others == odoo.sql(
        "SELECT id, name, state, hold_until FROM hr_jobseeker WHERE id != %s ORDER BY id", office["pia"]
    )


# --- the page behind a link ---------------------------------------------------------------------------


@pytest.fixture
def link(odoo, office, smtp):
    """The link in Sam's letter, as his mail program shows it: path only."""
    values = {
        "composition_mode": "comment",
        "model": "hr.jobseeker",
        "res_ids": repr([office["sam"]]),
        "template_id": odoo.ref("jobseeker_relations.mail_template_closing"),
    }
    olga = office["olga"]
    olga("mail.compose.message", "action_send_mail", [olga("mail.compose.message", "create", values)])
    letter = smtp.to("sam@example.com")[-1].get_body(("html",)).get_content()
    return re.search(r'href="[^"]*?(/jobseeker/still-looking/[^"]+)"', letter)[1]


def test_a_link_answers_without_an_account_and_its_page_changes_nothing_by_itself(odoo, office, link):
    sam, before = Visitor(odoo), everything(odoo)
    page = sam.get(link)
    assert page.status_code == 200
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert sam.get(link, params={"answer": "stop"}).status_code == 200
    assert everything(odoo) == before
    assert sam.post(link, {"answer": "stop"}, token=False).status_code == 400
    assert everything(odoo) == before

    assert "We will not write to you any more." in sam.post(link, {"answer": "stop"}, page=link).text
    facts = rows(office["olga"], "hr.jobseeker.contact", office["sam"], "channel", "summary")
    assert facts[-1] == ("portal", "Asked for no more letters")
    again = sam.post(link, {"answer": "stop"}, page=link)
    assert "We will not write to you any more." in again.text
    assert rows(office["olga"], "hr.jobseeker.contact", office["sam"], "channel", "summary") == facts
    assert "Take this answer back" not in sam.post(link, {"answer": "undo"}, page=link).text
    assert not read(office["olga"], "hr.jobseeker", office["sam"], "do_not_contact")


def test_the_copy_that_colleagues_read_opens_nothing(odoo, office, link):
    bodies = odoo.sql("SELECT body FROM mail_message WHERE model = 'hr.jobseeker' AND res_id = %s", office["sam"])
    assert any("/my/job-search?ask=still-looking" in body for [body] in bodies)
    assert not any("/jobseeker/still-looking/" in body for [body] in bodies)


def test_wrong_links_look_the_same(odoo, office, link):
    stranger = Visitor(odoo)
    head, _slash, token = link.rpartition("/")
    pages = set()
    for wrong in ("x", token[:-3], token[::-1], token.swapcase(), "%01", "%ff", "A" * 4000, token + "A" * 10):
        answer = stranger.get(f"{head}/{wrong}")
        assert answer.status_code == 404, wrong
        assert "Sam" not in answer.text
        pages.add(re.sub(r"\s+|csrf_token: \"\w+\"|\w{40,}", "", answer.text))
    assert len(pages) == 1, "what is wrong with a link is nobody's to learn"
    assert stranger.get(f"/jobseeker/terms/{token}").status_code == 404


def test_strange_answers_are_refused_in_words(odoo, office, link):
    sam = Visitor(odoo)
    for data in ({"answer": "perhaps"}, {"answer": "later"}, {"answer": "later", "until": "2020-01-01"}, {}):
        answer = sam.post(link, data, page=link)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text
    token = re.search(r'name="csrf_token" value="(\w+)"', sam.get(link).text)[1]
    for value in EVIL:
        form = {"answer": value.encode("utf-8", "surrogatepass"), "until": value.encode("utf-8", "surrogatepass")}
        answer = sam.http.post(odoo.url + link, data={**form, "csrf_token": token}, timeout=30)
        assert answer.status_code < 500, value
