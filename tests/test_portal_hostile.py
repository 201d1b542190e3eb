"""The pages of needs, terms and timetables, behind a login and behind a link, as somebody who means harm asks for them.

What ``test_portal.py`` does to the page itself, here to what came after it.
"""

import hashlib
import hmac
import json
import random
import re
import time
from base64 import urlsafe_b64encode

import pytest
from people import days_ahead, make_jobseekers, make_user, permit_referee, read
from test_portal import EVIL, Visitor

REQUESTS = 300
FIELDS = ["answer", "name", "signature", "reason", "suggestion", "shown", "step", "words", "plan", "type_id", "value"]
FIELDS += ["purpose", "List-Unsubscribe"]
FIELDS += ["reads", "found_from", "found_position", "referee_name", "referee_email", "worked_to", "permitted"]
ANSWERS = ["accept", "agree", "decline", "suggest", "done", "time", "yes", "no", "start", "facts"]
TABLES = ["agreement", "plan", "action", "need", "need_change", "review", "contact", "proposal", "reference"]
TABLES += ["consent", "suppression", "privacy_given", "referral", "signpost"]


def sign(odoo, purpose, model, record):
    """What stands in the address of a letter, made as ``hash_sign`` does with the secret of this database."""
    [[key]] = odoo.sql(f"SELECT coalesce(link_key, '') FROM {model.replace('.', '_')} WHERE id = %s", record)
    [[secret]] = odoo.sql("SELECT value FROM ir_config_parameter WHERE key = 'database.secret'")
    values, until = json.dumps([model, record, key]), int(time.time()) + 86_400
    signed = repr((f"jobseeker_relations.{purpose}", f"1:{values}:{until}")).encode()
    proof = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    token = b"\x01" + until.to_bytes(8, "little") + proof + values.encode()
    return f"/jobseeker/{purpose}/{urlsafe_b64encode(token).decode().rstrip('=')}"


@pytest.fixture(scope="module")
def office(odoo):
    """Pia has an account, terms and a timetable that wait, a need and a review; Sam is none of her business."""
    olga = make_user(odoo, "olga", "officer", name="Olga Officer")
    session, admin = make_user(odoo, "pia", "portal", name="Pia Portal"), odoo.rpc()
    partner = read(admin, "res.users", session.uid, "partner_id")
    pia = admin("hr.jobseeker", "create", {"partner_id": partner, "state": "active", "adviser_id": olga.uid})
    [sam] = make_jobseekers(olga, [{"name": "Sam Secretive", "email": "sam@example.org"}])
    [terms] = admin("hr.jobseeker.terms", "search", [("is_in_force", "=", True)], limit=1)
    step = {"jobseeker_id": pia, "name": "Send a CV", "owner": "jobseeker", "due_on": days_ahead(9)}
    made = {"olga": olga, "pia": pia, "sam": sam, "terms": terms, "step": step}
    made["agreement"] = olga("hr.jobseeker.agreement", "create", {"jobseeker_id": pia, "terms_id": terms})
    olga("hr.jobseeker.agreement", "write", [made["agreement"]], {"state": "sent"})
    made["plan"] = olga("hr.jobseeker.plan", "create", {"jobseeker_id": pia, "action_ids": [(0, 0, step)]})
    olga("hr.jobseeker.plan", "write", [made["plan"]], {"state": "proposed"})
    made["action"] = olga("hr.jobseeker.action", "create", {**step, "name": "Ring Acme"})
    referee = {"jobseeker_id": pia, "referee_name": "Rob", "referee_email": "rob@example.net"}
    made["reference"] = olga("hr.jobseeker.reference", "create", referee)
    permit_referee(olga, made["reference"])
    olga("hr.jobseeker.reference", "write", [made["reference"]], {"state": "requested"})
    hirer = admin("res.partner", "create", {"name": "Acme", "is_company": True, "email": "hr@acme.example"})
    made["referral"] = olga("hr.jobseeker.referral", "create", {"jobseeker_id": pia, "hirer_id": hirer})
    olga("hr.jobseeker.referral", "action_ask", [made["referral"]])
    made["type"] = admin("hr.jobseeker.need.type", "search", [], limit=1)[0]
    made["need"] = olga("hr.jobseeker.need", "create", {"jobseeker_id": pia, "type_id": made["type"], "name": "Pay"})
    made["purpose"] = odoo.ref("jobseeker_relations.purpose_talent_pool")
    made["notice"] = odoo.ref("jobseeker_relations.privacy_notice_default")
    made["review"] = olga("hr.jobseeker.review", "create", {"jobseeker_id": pia, "due_on": days_ahead(9)})
    return made


@pytest.fixture(scope="module")
def links(odoo, office):
    return [
        sign(odoo, "terms", "hr.jobseeker.agreement", office["agreement"]),
        sign(odoo, "plan", "hr.jobseeker.plan", office["plan"]),
        sign(odoo, "action", "hr.jobseeker.action", office["action"]),
        sign(odoo, "action", "hr.jobseeker", office["pia"]),
        sign(odoo, "calendar", "hr.jobseeker", office["pia"]),
        sign(odoo, "permissions", "hr.jobseeker", office["pia"]),
        sign(odoo, "unsubscribe", "hr.jobseeker", office["pia"]),
        f"/jobseeker/privacy/{office['notice']}",
        sign(odoo, "reference", "hr.jobseeker.reference", office["reference"]),
        sign(odoo, "referral", "hr.jobseeker.referral", office["referral"]),
        sign(odoo, "requirements", "hr.jobseeker", office["pia"]),
    ]


@pytest.fixture(scope="module")
def routes(office):
    own = f"/my/job-search/{office['pia']}"
    far = "9" * 24
    return [
        *(f"{own}/needs/{route}" for route in ("confirm", "add", f"{office['need']}/change", f"{far}/change")),
        *(f"{own}/needs/{route}" for route in (f"{office['need']}/withdraw", f"{far}/withdraw")),
        *(f"{own}/timetable/{route}" for route in ("done", "time", "agree", "suggest")),
        *(f"{own}/reviews/{review}/suggest" for review in (office["review"], far)),
        f"{own}/permissions",
        *(f"{own}/agreement/{agreement}/end" for agreement in (office["agreement"], far)),
        *(f"{own}/references/{route}" for route in ("add", f"{office['reference']}/withdraw", f"{far}/withdraw")),
        *(f"{own}/referrals/{referral}/withdraw" for referral in (office["referral"], far)),
    ]


def everything(odoo):
    """All that these pages could change."""
    return [odoo.sql(f"SELECT * FROM hr_jobseeker_{table} ORDER BY id") for table in TABLES]


def test_the_links_open_their_pages(odoo, links):
    assert [Visitor(odoo).get(link).status_code for link in links] == [200] * len(links)


def test_looking_changes_nothing(odoo, office, links, routes):
    pia, before = Visitor(odoo, "pia"), everything(odoo)
    asked = {"plan": office["plan"], "step": office["action"], "type_id": office["type"], "name": "x", "value": "x"}
    asked["purpose"] = office["purpose"]
    for path in [*links, *routes]:
        for answer in ANSWERS:
            found = pia.get(path, params={**asked, "answer": answer, "suggestion": "x", "words": "x"})
            assert found.status_code in (200, 404, 405), path
    assert everything(odoo) == before


def test_what_stands_in_the_address_is_not_taken_for_the_pages_own(odoo, office):
    pia, page = Visitor(odoo, "pia"), f"/my/job-search/{office['pia']}"
    for name in ("jobseeker", "faults", "typed", "need_typed", "need_error", "plan_changed", "said", "query"):
        found = pia.get(page, params={name: "Secretive"})
        assert found.status_code == 200, name
        assert "This could not be kept" not in found.text, name


def test_a_file_is_no_name(odoo, office, links):
    visitor, terms = Visitor(odoo), links[0]
    token = re.search(r'csrf_token[^\w]+(?:value=")?(\w{30,})', visitor.get(terms).text)[1]
    form = {"csrf_token": token, "answer": "accept"}
    files = {"name": ("cv.pdf", b"x"), "signature": ("a.png", b"x")}
    assert "Please type your full name" in visitor.http.post(odoo.url + terms, data=form, files=files).text
    assert read(office["olga"], "hr.jobseeker.agreement", office["agreement"], "state") == "sent"


def test_hundreds_of_strange_requests_are_answered_and_tell_nothing(odoo, office, links, routes):
    dice, pia = random.Random(5), Visitor(odoo, "pia")
    token = re.search(r'name="csrf_token" value="(\w+)"', pia.get("/my/job-search").text)[1]
    known = {"plan": office["plan"], "step": office["action"], "type_id": office["type"], "purpose": office["purpose"]}
    for number in range(REQUESTS):
        path = [*links, *routes][number % (len(links) + len(routes))]
        if dice.random() < 0.1:
            path = path[: dice.randint(10, len(path))] + dice.choice(["%01", "%ff%fe", "..%2f", "ü", "A" * 3000])
        data = {name: str(value) for name, value in known.items() if dice.random() < 0.8}
        data |= {dice.choice(FIELDS): dice.choice(EVIL) for _field in range(dice.randint(0, 4))}
        data["answer"] = dice.choice(ANSWERS)
        kind = dice.choice(["form", "form", "bytes", "file", "files", "json"])
        form = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
        options = {"data": {**form, "csrf_token": token}}
        if kind == "bytes":
            charset = dice.choice(["utf-7", "utf-16", "no-such"])
            body = dice.randbytes(dice.randint(0, 300)) + f"&csrf_token={token}&answer={data['answer']}".encode()
            headers = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
            options = {"data": body, "headers": headers}
        elif kind == "file":
            names = dice.sample(FIELDS, 3)
            form = {name: value for name, value in form.items() if name not in names}
            files = {name: ("cv\x01.pdf", dice.randbytes(50)) for name in names}
            options = {"data": {**form, "csrf_token": token}, "files": files}
        elif kind == "files":
            files = {name: ("cv.pdf", b"x") for name in FIELDS}
            options = {"data": {"csrf_token": token}, "files": files}
        elif kind == "json":
            options = {"json": {**dict.fromkeys(data, "x"), "csrf_token": token}}
        answer = pia.http.post(odoo.url + path, timeout=30, **options)
        assert answer.status_code < 500, (kind, path, data)
        assert "Traceback" not in answer.text
        assert "Secretive" not in answer.text
        assert "<script>alert(1)" not in answer.text
