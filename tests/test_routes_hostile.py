"""Every route of the addon, as somebody who means harm asks for it: whatever routes there are, see hostile_world.py.

More than a thousand requests: forged, expired, foreign, revoked and replayed links, other people's numbers, wrong
methods, huge and odd bodies, without a token, twice at the same moment. Looking changes nothing, no answer names
anybody else, none is an error of the server.
"""

import random
import re
import threading
import time

import pytest
from hostile_world import LINKED, SECRET, HostileWorld
from requests import TooManyRedirects
from test_portal import EVIL, Visitor

#: Two at the same moment: Odoo writes down the conflict, and does the later one again.
EXPECTED_ERRORS = r"odoo\.sql_db: bad query: b['\"]\s*(UPDATE|INSERT|DELETE)"
LOOKS = 500
#: So many for each seed.
POSTS, SEEDS = 200, (8, 9, 10)
SAFE = ["GET", "HEAD", "OPTIONS"]
WRONG = ["PUT", "DELETE", "PATCH"]
#: Names of fields that a form of ours might have; each page's own are added (see ``names``).
FIELDS = {"answer", "name", "reason", "value", "message", "until", "words", "jobseeker_id", "partner_id", "id", "said"}
ANSWERS = ["accept", "agree", "decline", "give", "withdraw", "suggest", "done", "time", "stop", "yes", "undo", "later"]


@pytest.fixture(scope="module")
def world(odoo):
    return HostileWorld(odoo)


@pytest.fixture(scope="module")
def pia(odoo, world):
    return Visitor(odoo, "pia")


@pytest.fixture(scope="module")
def csrf(pia):
    """The token of Pia's own session: who has her browser, or fools her into sending a form, has no more than that."""
    return re.search(r'name="csrf_token" value="(\w+)"', pia.get("/my/job-search").text)[1]


@pytest.fixture(scope="module")
def names(world, pia):
    """The names of all fields of all forms that Pia is shown."""
    pages = [pia.get(world.fill(rule, arguments(world, rule, kinds, "pia"))).text for rule, _m, kinds in world.routes]
    found = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', " ".join(pages)))
    return sorted((FIELDS | found) - {"csrf_token"})  # one that is a file is an error 500 of Odoo's own


def arguments(world, rule, kinds, who):
    """What fills a route so that it means this person's own record."""
    values = {name: world.number(name, who) for name in kinds}
    for model in sorted(world.links.get(world.purpose_of(rule), ())) if "token" in kinds else ():
        values["token"] = world.sign(world.purpose_of(rule), model, world.records[who][model])
    return values


def strange_path(world, dice, rule, kinds):
    """An address that is somebody else's, made up, over, cut, doubled or of another alphabet; or Pia's own."""
    values = arguments(world, rule, kinds, "pia")
    for name in kinds:
        if name == "token":
            values[name] = strange_token(world, dice, world.purpose_of(rule), values.get(name, "x"))
        elif dice.random() < 0.5:
            values[name] = dice.choice([world.number(name, "sam"), 0, "9" * 24, "-1", "0x1", "1e3", "1 OR 1=1", "١٢"])
    path = world.fill(rule, values)
    if dice.random() < 0.1:
        path = path[: dice.randint(8, len(path))] + dice.choice(["%01", "%ff%fe", "..%2f", "ü", "A" * 3000, "//", ";x"])
    return path


def strange_token(world, dice, purpose, own):
    model = dice.choice(sorted(LINKED))
    sams = world.records["sam"][model]
    return dice.choice(
        [
            own,
            own,
            world.sign(purpose, model, sams, until=time.time() - 60),  # it was Sam's until a minute ago
            world.sign("another-purpose", model, sams),
            own[::-1],
            own[:-2],
            own.swapcase(),
            own + "A" * 5,
            "%2e%2e%2f" * 9,
            "A" * 6000,
            "é" * 40,
        ]
    )


def body(dice, names, csrf):
    """A body, as a form, another site, a program or a broken browser sends it: options of ``requests``."""
    data = {dice.choice(names): dice.choice(EVIL) for _field in range(dice.randint(0, 5))}
    data["answer"] = dice.choice(ANSWERS)
    form = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
    kind = dice.choice(["form", "form", "form", "foreign", "bytes", "file", "files", "json", "huge", "rpc"])
    if kind == "foreign":
        return {"data": {**form, "csrf_token": dice.choice(["", "made up", csrf[:-1]])}}
    if kind == "bytes":
        charset = dice.choice(["utf-7", "utf-16", "no-such"])
        raw = dice.randbytes(dice.randint(0, 300)) + f"&csrf_token={csrf}&answer={data['answer']}".encode()
        return {"data": raw, "headers": {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}}
    if kind in ("file", "files"):
        some = names if kind == "files" else dice.sample(names, 3)
        rest = {name: value for name, value in form.items() if name not in some} if kind == "file" else {}
        files = {name: ("cv\x01.pdf", dice.randbytes(50)) for name in some}
        return {"data": {**rest, "csrf_token": csrf}, "files": files}
    if kind == "json":
        return {"json": {**dict.fromkeys(data, "x"), "csrf_token": csrf}}
    if kind == "rpc":
        return {"json": {"jsonrpc": "2.0", "method": "call", "params": dict.fromkeys(data, "x")}}
    if kind == "huge":
        form[dice.choice(names)] = dice.choice([b"x", "é".encode()]) * 200_000
    return {"data": {**form, "csrf_token": csrf}}


def check(answer, *said):
    assert answer.status_code < 500, (answer.status_code, *said)
    for words in ("Traceback", SECRET, "<script>alert(1)"):
        assert words not in answer.text, (words, *said)


def test_there_is_a_record_behind_each_kind_of_link(world):
    """A new model with links needs a line in hostile_world.LINKED, and each page behind a link is opened by one."""
    assert world.linked_models() == LINKED.keys()
    purposes = {world.purpose_of(rule) for rule, _methods, kinds in world.routes if "token" in kinds}
    assert purposes == world.links.keys()
    assert len(world.routes) > 20


def test_looking_changes_nothing_whatever_is_asked(odoo, world, pia, csrf, names):
    """Safe methods show; others that no form uses do nothing, even with the token of a form."""
    dice, stranger, before = random.Random(7), Visitor(odoo), world.checksum()
    for number in range(LOOKS):
        rule, _methods, kinds = world.routes[number % len(world.routes)]
        path, method = strange_path(world, dice, rule, kinds), dice.choice([*SAFE, "GET", "GET", *WRONG])
        query = {
            dice.choice(names): dice.choice(EVIL)[:2000].encode(errors="replace") for _n in range(dice.randint(0, 3))
        }
        query |= {"answer": dice.choice(ANSWERS), "csrf_token": csrf}
        options = {"data": {**query, "name": "x"}} if method in WRONG else {"params": query}
        visitor = dice.choice([pia, stranger])
        check(look(visitor, method, odoo.url + path, options), method, path, query)
    after = world.checksum()
    changed = [table for table in after if after[table] != before[table]]
    assert not changed, ", ".join(changed)


def look(visitor, method, address, options):
    try:
        return visitor.http.request(method, address, timeout=60, **options)
    except TooManyRedirects:  # Odoo sends an address with a broken escape to itself, for ever
        return visitor.http.request(method, address, timeout=60, allow_redirects=False, **options)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_post_tells_or_changes_anything_of_anybody_else(odoo, world, pia, csrf, names, seed):
    dice, stranger, sams = random.Random(seed), Visitor(odoo), world.checksum_of("sam")
    for number in range(POSTS):
        rule, _methods, kinds = world.routes[number % len(world.routes)]
        path, options = strange_path(world, dice, rule, kinds), body(dice, names, csrf)
        visitor = dice.choice([pia, pia, stranger])
        for _replay in range(2 if dice.random() < 0.1 else 1):
            follow = dice.random() < 0.3  # to the page that says what was done: the dearest part of it
            answer = visitor.http.post(odoo.url + path, timeout=60, allow_redirects=follow, **options)
            check(answer, path, options)
            assert SECRET not in str(answer.headers)
    assert world.checksum_of("sam") == sams


def test_a_revoked_link_opens_nothing(odoo, world):
    stranger = Visitor(odoo)
    for purpose, models in world.links.items():
        for model in models:
            record = world.records["sam"][model]
            token = world.sign(purpose, model, record)
            odoo.sql(f"UPDATE {model.replace('.', '_')} SET link_key = %s WHERE id = %s", purpose, record)
            rule = next(
                rule
                for rule, methods, kinds in world.routes
                if "GET" in methods and "token" in kinds and world.purpose_of(rule) == purpose
            )
            answer = stranger.get(world.fill(rule, {"token": token}))
            assert answer.status_code == 404, (purpose, model)
            check(answer, purpose, model)


def test_sent_twice_at_the_same_moment(odoo, world, pia, csrf):
    """Two clicks, two windows: both are answered, and the later one repeats nothing that was said once."""
    sams = world.checksum_of("sam")
    for rule, methods, kinds in world.routes:
        if "POST" not in methods:
            continue
        path = world.fill(rule, arguments(world, rule, kinds, "pia"))
        for answer in ("accept", "agree"):
            form = {"answer": answer, "name": "Pia Portal", "message": "Hello", "value": "x", "csrf_token": csrf}
            answers = at_once(lambda path=path, form=form: pia.http.post(odoo.url + path, data=form, timeout=60))
            assert len(answers) == 2, path
            for found in answers:
                check(found, path, form)
    assert world.checksum_of("sam") == sams
    for table, states in (("agreement", "agreed"), ("plan", "agreed")):
        [[most]] = odoo.sql(
            f"SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM hr_jobseeker_{table}"
            " WHERE state = %s GROUP BY jobseeker_id) AS of_each",
            states,
        )
        assert most <= 1, table


def at_once(send, times=2):
    answers, ready = [], threading.Barrier(times)

    def run():
        ready.wait()
        answers.append(send())

    threads = [threading.Thread(target=run) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
