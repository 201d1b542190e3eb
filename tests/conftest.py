"""Fixtures of the tests from outside. Nothing here starts before a test asks for it: tests/rules needs none of it."""

import email
import email.policy
import os
import re
import shutil

import pytest

# Minutes each, for `bin/faults --long`; a test that is skipped would fail a run of bin/test.
LONG_CASES = ["faults/test_database_restart.py"]
collect_ignore = [] if os.environ.get("JR_LONG") else LONG_CASES

CHROMIUM = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
CHROMIUM += "--disable-component-update --disable-sync"
#: Two windows of one user tell Odoo at the same moment whether somebody is there: it logs that as an error of its own.
PRESENCE = r'UPDATE "mail_presence"|odoo\.addons\.bus\.websocket: could not serialize access'


@pytest.fixture(scope="module")
def odoo(request, _sink):
    """A server for each test module, on a fresh copy of the prepared database, which has no demo data.

    A module may say WORKERS = 2, ODOO_OPTIONS = ["--limit-time-real=5"], EXPECTED_ERRORS = r"a pattern of the log", and
    have a function prepare(db) for what the server has to find.
    """
    from odoo_server import Odoo, database
    from people import furnish

    module, original = request.module, os.environ["JR_ORIGINAL"]
    db = f"{original.removesuffix('_served')}_{module.__name__}"[:50] + f"_{os.getpid()}"
    database("copy", original, db)
    getattr(module, "prepare", lambda db: None)(db)
    options = ["--smtp=127.0.0.1", f"--smtp-port={_sink.port}", "--max-cron-threads=0"]
    server = None
    try:
        server = Odoo(db, *options, *getattr(module, "ODOO_OPTIONS", []), workers=getattr(module, "WORKERS", 0))
        furnish(server.rpc())
        yield server
    finally:
        if server:
            server.stop()
        database("drop", db)
    expected = f"{PRESENCE}|{getattr(module, 'EXPECTED_ERRORS', '$^')}"
    assert not [error for error in server.errors() if not re.search(expected, error)]


@pytest.fixture
def rpc(odoo):
    """The administrator's session: rpc(model, method, *args)."""
    return odoo.rpc()


@pytest.fixture
def run_cron(odoo):
    return odoo.run_cron


@pytest.fixture
def mailgate(odoo):
    """mailgate(message): that e-mail comes in."""
    return odoo.deliver


@pytest.fixture
def psql(odoo):
    """psql(statement, *parameters): its rows."""
    return odoo.sql


class Sink:
    """A mail server that keeps what it is given: (sender, recipients, message).

    Nobody has to sign in; who does, needs one of its passwords.
    """

    def __init__(self, port):
        self.port, self.messages, self.passwords = port, [], set()

    def start(self):
        from aiosmtpd.controller import Controller

        options = {"authenticator": self._authenticate, "auth_require_tls": False}
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()

    def stop(self):
        self.controller.stop()

    def _authenticate(self, _server, _session, _envelope, _mechanism, login):
        from aiosmtpd.smtp import AuthResult

        return AuthResult(success=login.password.decode() in self.passwords, handled=False)

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.messages.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"

    def to(self, address, count=1, timeout=20):
        """The messages for an address, once there are so many. (Odoo itself also writes to users.)"""
        from odoo_server import until

        def found():
            return [message for _, recipients, message in self.messages if address in recipients]

        until(lambda: len(found()) >= count, timeout)
        return found()


@pytest.fixture(scope="session")
def _sink():
    from odoo_server import free_port

    sink = Sink(free_port())
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def smtp(_sink):
    _sink.messages.clear()
    return _sink


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    # the shell draws no window around a page; Chromium's, which nobody sees, takes 1.5 s of a processor each time
    shell = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shell, args=CHROMIUM.split())
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(request, browser, odoo):
    """open_page(width, height): a page in a window of its own; relative addresses are the server's.

    An error on any page's console fails the test, unless the module says EXPECTED_CONSOLE = r"a pattern".
    """
    errors, contexts = [], []

    def open_page(width=1366, height=768, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=odoo.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    name = re.sub(r"\W+", "_", request.node.nodeid)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=f"{os.environ['LOCAL']}/screenshots/{name}_{number}.png")
    for context in contexts:
        context.close()
    expected = getattr(request.module, "EXPECTED_CONSOLE", r"$^")
    assert not [error for error in errors if not re.search(expected, error)]


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def page_mobile(open_page):
    return open_page(390, 844, is_mobile=True, has_touch=True)
