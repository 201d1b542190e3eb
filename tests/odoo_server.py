"""A real Odoo server in a process of its own, on a database of its own, seen only from outside."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from functools import cached_property
from pathlib import Path

import psycopg2
import requests

REPO = Path(__file__).resolve().parent.parent
LOCAL = REPO / ".local"

#: Seconds. A job that is called by hand answers when it is done, and may have sent a thousand letters by then.
LONGEST_ANSWER = 900


def database(*args):
    """Copy, prepare or drop a database: bin/db."""
    subprocess.run([REPO / "bin/db", *args], check=True, stdin=subprocess.DEVNULL)


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def until(probe, timeout=60, interval=0.1):
    """What `probe` gives as soon as it is true."""
    end = time.monotonic() + timeout
    while not (value := probe()):
        assert time.monotonic() < end, f"not so after {timeout} s"
        time.sleep(interval)
    return value


class RpcError(Exception):
    """What the server answered instead of a result: its traceback."""


class Rpc:
    """A user's session: rpc("hr.jobseeker", "search", [("state", "=", "active")])."""

    def __init__(self, odoo, login, password):
        self.odoo, self.http = odoo, requests.Session()
        self.uid = self._post("/web/session/authenticate", db=odoo.db, login=login, password=password)["uid"]

    def __call__(self, model, method, *args, **kwargs):
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=args, kwargs=kwargs
        )

    def _post(self, path, **params):
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        answer = self.http.post(self.odoo.url + path, json=body, timeout=LONGEST_ANSWER).json()
        if "error" in answer:
            raise RpcError(answer["error"]["data"]["debug"])
        return answer.get("result")


class Odoo:
    def __init__(self, db, *options, workers=0, name=None):
        self.db, self.port = db, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = LOCAL / "log" / f"{name or db}.log"
        command = [
            # it ends with the tests, even if they are killed
            *("setpriv", "--pdeathsig", "TERM", sys.executable, os.environ["ODOO_CLI"]),
            *("--database", db, "--db-filter", f"^{db}$", "--workers", str(workers)),
            *("--http-port", str(self.port), "--gevent-port", str(free_port())),
            *options,
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, env={**os.environ, "TZ": "UTC"}
            )
        until(self._healthy, timeout=90)

    def _healthy(self):
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        try:
            return requests.get(self.url + "/web/health", timeout=5).ok
        except requests.RequestException:
            return False

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def errors(self):
        """Each with the lines that belong to it: what PostgreSQL answered, and the traceback."""
        return re.findall(
            r"^\d{4}-\S+ \S+ \d+ (?:ERROR|CRITICAL) .*(?:\n(?!\d{4}-\d\d-).*)*", self.log.read_text(), re.MULTILINE
        )

    def rpc(self, login="admin", password=None):
        return Rpc(self, login, password or login)

    @cached_property
    def admin(self):
        """A session for what is done by the way: to sign in takes longer than most of that."""
        return self.rpc()

    def sign_in(self, page, login="admin", password=None):
        """Make a browser page that user's, without the login form."""
        for cookie in self.rpc(login, password).http.cookies:
            page.context.add_cookies([{"name": cookie.name, "value": cookie.value, "url": self.url}])

    def ref(self, xmlid):
        """The database id of an XML id."""
        module, name = xmlid.split(".")
        [[found]] = self.sql("SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s", module, name)
        return found

    def run_cron(self, xmlid):
        self.rpc()("ir.cron", "method_direct_trigger", [self.ref(xmlid)])

    def deliver(self, message):
        """Hand an e-mail (text, or email.message) to Odoo's own gateway script, as a mail server does."""
        folders = os.environ["ODOO_ADDONS_PATH"].split(",")
        scripts = (Path(folder, "mail/static/scripts/odoo-mailgate.py") for folder in folders)
        script = next(filter(Path.exists, scripts))
        user = ["-d", self.db, "-u", str(self.admin.uid), "-p", "admin"]
        command = [sys.executable, script, "--host=127.0.0.1", f"--port={self.port}", *user]
        text = message.encode() if isinstance(message, str) else bytes(message)
        done = subprocess.run(command, input=text, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def sql(self, query, *params):
        """The rows that a statement gives, at once committed."""
        with closing(psycopg2.connect(dbname=self.db)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query, params)
                return cursor.fetchall() if cursor.description else []
