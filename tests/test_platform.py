"""The fixtures of this folder and the commands of bin/ keep what they promise."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from odoo_server import REPO, Rpc, RpcError, free_port, until

EXPECTED_ERRORS = "Exception during request handling"


def test_an_error_of_the_server_is_told(rpc):
    with pytest.raises(RpcError, match="no_such_method"):
        rpc("res.partner", "no_such_method")


def test_mail_goes_out_and_comes_in(odoo, rpc, smtp, mailgate, run_cron, psql):
    partner = rpc("res.partner", "create", {"name": "Ada", "email": "ada@example.com"})
    rpc("res.partner", "message_post", [partner], body="How are you?", partner_ids=[partner], message_type="comment")
    run_cron("mail.ir_cron_mail_scheduler_action")
    [sent] = smtp.to("ada@example.com")
    mailgate(
        f"From: ada@example.com\nTo: {sent['From']}\nSubject: Re: {sent['Subject']}\nMessage-Id: <1@example.com>\n"
        f"In-Reply-To: {sent['Message-Id']}\n\nWell, thank you.\n"
    )
    [[body]] = psql("SELECT body FROM mail_message WHERE res_id = %s AND message_type = 'email'", partner)
    assert "Well, thank you." in body


@pytest.mark.parametrize("kind", ["page", "page_mobile"])
def test_the_backend_opens_without_an_error(odoo, request, kind):
    page = request.getfixturevalue(kind)
    odoo.sign_in(page)
    page.goto("/odoo/recruitment")
    page.wait_for_selector(".o_kanban_view")


@pytest.fixture
def machine():
    """A cache without a database, so that bin/run makes one of its own, and what uses it."""
    cache = Path(os.environ["CACHE"])
    new = Path(tempfile.mkdtemp(prefix="machine-", dir=cache))
    for made in [*cache.glob("venv-*"), *cache.glob("odoo-*"), cache / "pycache"]:
        (new / made.name).symlink_to(made)
    yield new
    shutil.rmtree(new)


def processes(folder):
    """What runs with that folder in its command or in its environment."""

    def told(process):
        try:
            return b"".join((process / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:
            return b""

    return [process.name for process in Path("/proc").glob("[0-9]*") if bytes(folder) in told(process)]


@pytest.mark.timeout(600)
def test_a_stop_leaves_nothing_running_and_loses_nothing(machine):
    port, log = free_port(), machine / "log"
    odoo = SimpleNamespace(url=f"http://localhost:{port}", db="jobseekers")

    def run():
        with log.open("wb") as output:
            command = [REPO / "bin/run", "--port", str(port)]
            # as from a terminal: what a shell starts in the background ignores Ctrl-C, and so would all that it starts
            process = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                env={**os.environ, "JR_CACHE": machine},
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        until(lambda: f"Odoo is at {odoo.url}" in log.read_text() or process.poll(), timeout=400)
        assert process.poll() is None, log.read_text()
        return process, Rpc(odoo, "admin", "admin")

    process, rpc = run()
    [first] = rpc("res.partner", "create", [{"name": "before Ctrl-C"}])
    process.send_signal(signal.SIGINT)
    process.wait(60)
    assert not processes(machine)

    process, rpc = run()
    assert rpc("res.partner", "read", [first], ["name"])[0]["name"] == "before Ctrl-C"
    [second] = rpc("res.partner", "create", [{"name": "before kill -9"}])
    process.kill()
    until(lambda: not processes(machine), timeout=60)

    process, rpc = run()
    assert rpc("res.partner", "read", [second], ["name"])[0]["name"] == "before kill -9"
    process.terminate()
    process.wait(60)
    assert not processes(machine)
