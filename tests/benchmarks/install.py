"""After the addon came to a used database: everybody has a relationship and a ledger, and nobody has a letter.

Usage, by bin/bench: install.py missed PEOPLE says by its exit status whether the goal was missed; then
install.py profile DATABASE PEOPLE installs once more, on a fresh copy, with py-spy looking on.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Figure


def run(env, people, seconds):
    """:param seconds: what ``odoo -i`` took, all of it"""
    found = env["hr.jobseeker"].search_count([])
    assert found >= int(people), found
    letters = env["mail.mail"].search_count([("state", "=", "outgoing")])
    assert not letters, f"{letters} letters are in the queue"
    assert env["hr.jobseeker.contact"].search_count([]) >= 3 * int(people)
    assert not env["hr.jobseeker.follow.up"].search_count([])
    return {_key(people): Figure(float(seconds), None, 1, runs=1)}


def _key(people):
    return f"install on {people}"


def _missed(people):
    from figures import Book

    sys.exit(_key(people) not in dict(Book().get_missed()))


def _profile(database, people):
    from figures import Book, slug
    from profiles import PROFILES, PY_SPY, describe_stacks, get_options

    command = [sys.executable, os.environ["ODOO_CLI"], "-d", database, "-i", os.environ["ADDON"], "--without-demo"]
    command += ["--no-http", "--max-cron-threads=0", "--stop-after-init", "--log-level=warn"]
    title = dict(Book().get_missed()).get(_key(people), _key(people))
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder) / "stacks"
        subprocess.run([PY_SPY, *get_options(stacks), "--", *command], check=True, stdout=subprocess.DEVNULL)
        lines = [f"# {title}", "", "Written by `bin/bench`, since the figure misses its goal; do not edit.", ""]
        lines += describe_stacks(stacks)
    PROFILES.mkdir(exist_ok=True)
    (PROFILES / f"{slug(_key(people))}.md").write_text("\n".join(lines))
    Book().write()


if __name__ == "__main__":
    {"missed": _missed, "profile": _profile}[sys.argv[1]](*sys.argv[2:])
