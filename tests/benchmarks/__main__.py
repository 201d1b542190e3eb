"""``bin/bench``: measure one part on a throw-away database, keep the figures, and write docs/benchmarks.md anew.

Usage: python tests/benchmarks PART DATABASE [ARGUMENT]. Figures are kept in docs/benchmarks.json, so that parts can be
measured apart; the page is made of all of them. Of a figure that misses its goal, docs/profiles says why.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import applicant
import duplicates
import explain
import follow_up
import install
import match
import profiles
import scale
import workers
from figures import Book, slug

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

PARTS = {
    "follow-up": follow_up.run,
    "applicants": applicant.run,
    "scale": scale.run,
    "engine": scale.run_engine,
    "workers": workers.run,
    "install": install.run,
    "explain": explain.run,
    "match": match.run,
    "duplicates": duplicates.run,
}


def main(part, database, *arguments):
    config.parse_config(["-d", database, "--log-level", "error"], setup_logging=True)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        figures = PARTS[part](env, *arguments)
        book = Book()
        book.enter(figures)
        book.write()  # what took an hour to measure is not lost with a profile that fails
        for key, title in book.get_missed():
            if key in figures and figures[key].work:
                profiles.write(env, slug(key), title, figures[key].work)
        cr.rollback()
    book.write()  # again: its rows point to profiles
    for key, figure in figures.items():
        queries = figure.queries if figure.queries is not None else ""
        print(f"{figure.per_record_ms:12.2f} ms {queries:>8}  {key}  {figure.note}".rstrip())


if __name__ == "__main__":
    main(*sys.argv[1:])
