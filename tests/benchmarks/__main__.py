"""``bin/bench``: measure on a throw-away database and write docs/benchmarks.md.

Usage: python tests/benchmarks DATABASE [COUNT]; the database has our addon and base_automation installed.
"""

import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import odoo
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

REPO = Path(__file__).resolve().parents[2]


def main(database, count=1000):
    config.parse_config(["-d", database, "--log-level", "error"], setup_logging=True)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        from follow_up import compare

        rows = compare(env, count)
        version = cr._cnx.server_version // 10000
        cr.rollback()
    text = report(rows, count, version)
    (REPO / "docs/benchmarks.md").write_text(text)
    print(text)


def report(rows, count, postgresql):
    lines = [
        "# Benchmarks",
        "",
        "Written by `bin/bench`; do not edit. Both sides of a row run in the same process on the same records, each",
        "five times in a transaction that is rolled back; medians are given. Commits are left out on both sides.",
        "",
        f"{count} records, Odoo {odoo.release.version}, PostgreSQL {postgresql}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores.",
        "",
        "| work | against | ours | theirs | ratio | reach | queries, ours / theirs |",
        "|---|---|---|---|---|---|---|",
    ]
    for work, against, goal, ours, theirs in rows:
        ratio = ours.seconds / theirs.seconds
        lines.append(
            f"| {work} | {against} | {ours.per_record_ms:.2f} ms | {theirs.per_record_ms:.2f} ms | **{ratio:.2f}×** "
            f"| ≤ {goal}× {'✓' if ratio <= goal else '✗'} | {ours.queries} / {theirs.queries} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main(sys.argv[1], *(int(count) for count in sys.argv[2:3]))
