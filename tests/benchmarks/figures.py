"""What was measured, and the page that says it."""

import json
import os
import platform
from pathlib import Path

import odoo

DOCS = Path(__file__).resolve().parents[2] / "docs"

#: The figures of design §5: work, key of ours, key of theirs, factor that is allowed, most milliseconds of ours.
GOALS = [
    (
        "process one due follow-up as an activity / the same by a base_automation time rule",
        "activity",
        "base_automation",
        0.1,
        None,
    ),
    (
        "queue one follow-up letter / `mail.template.send_mail_batch` of the same template",
        "letter",
        "send_mail_batch",
        0.8,
        None,
    ),
    ("cost per due record, 10,000 due / 1,000 due", "due at 10000", "due at 1000", 1.2, None),
    ("idle run of the job, 1,000,000 people / 10,000", "1000000: idle run", "10000: idle run", 1.5, 50),
    ("try a policy over 30 days, 100,000 people / 10 s", "100000: forecast of 30 days", "ten seconds", 1, None),
    ("install on 100,000 applications with 500,000 messages / 2 minutes", "install on 100000", "two minutes", 1, None),
    ("two workers on one backlog / one", "two workers", "one worker", 1 / 1.6, None),
    ("open an applicant's form, with / without the addon", "with: form", "without: form", 1.3, None),
    ("list of 80 applicants, with / without", "with: list", "without: list", 1.1, None),
    ("kanban of applicants, with / without", "with: kanban", "without: kanban", 1.1, None),
    ("post a note on an applicant, with / without", "with: note", "without: note", 1.1, None),
    ("write an e-mail to an applicant, with / without", "with: e-mail", "without: e-mail", 1.1, None),
    ("create 10,000 applicants by import, with / without", "with: import", "without: import", 1.5, None),
]
#: Every screen at a million people: no more than twice what it takes at ten thousand, and less than this.
SCREEN_FACTOR, SCREEN_MS = 2, 300


class Book:
    """The figures of all parts: {key: {"ms": …, "queries": …}}."""

    def __init__(self):
        self.path = DOCS / "benchmarks.json"
        self.figures = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.figures |= {"ten seconds": {"ms": 10000}, "two minutes": {"ms": 120000}}

    def enter(self, figures):
        self.figures.update(figures)

    def write(self):
        self.path.write_text(json.dumps(self.figures, indent=1, sort_keys=True) + "\n")
        (DOCS / "benchmarks.md").write_text("\n".join([*self._head(), *self._goals(), *self._screens(), ""]))

    def _head(self):
        return [
            "# Benchmarks",
            "",
            "Written by `bin/bench`; do not edit. Medians of five runs, less a cold one; each run is rolled back. Both",
            "sides of a row ran on the same machine, one after the other, without commits, save for the workers.",
            f"Odoo {odoo.release.version}, PostgreSQL 15, Python {platform.python_version()}, {os.cpu_count()} cores.",
            "",
        ]

    def _goals(self):
        yield "| work | ours | theirs | ratio | reach | queries, ours / theirs |"
        yield "|---|---|---|---|---|---|"
        for work, ours_key, theirs_key, factor, most in GOALS:
            ours, theirs = self.figures.get(ours_key), self.figures.get(theirs_key)
            if not ours or not theirs:
                continue
            ratio = ours["ms"] / theirs["ms"]
            met = ratio <= factor and (not most or ours["ms"] <= most)
            reach = f"≤ {factor:.3g}×" + (f" and ≤ {most} ms" if most else "")
            yield (
                f"| {work} | {ours['ms']:.2f} ms | {theirs['ms']:.2f} ms | **{ratio:.2f}×** | {reach} "
                f"{'✓' if met else '✗'} | {ours.get('queries', '–')} / {theirs.get('queries', '–')} |"
            )

    def _screens(self):
        names = [key.removeprefix("10000: ") for key in self.figures if key.startswith("10000: hr_")]
        rows = [(name, *(self.figures.get(f"{size}: {name}") for size in (10000, 100000, 1000000))) for name in names]
        rows = [row for row in rows if row[3]]
        if not rows:
            return
        missed = [row for row in rows if not _reaches(row[1], row[3])]
        yield ""
        yield "## Every list, kanban, graph, pivot, filter, group-by and search of ours"
        yield ""
        yield (
            f"At 1,000,000 people ≤ {SCREEN_FACTOR}× of 10,000 and < {SCREEN_MS} ms, asked as a recruiter: "
            f"{len(rows) - len(missed)} of {len(rows)} reach it."
        )
        yield ""
        yield "| screen | 10,000 | 100,000 | 1,000,000 | queries | |"
        yield "|---|---|---|---|---|---|"
        for name, small, middle, large in sorted(rows, key=lambda row: -row[3]["ms"]):
            cells = " | ".join(f"{figure['ms']:.0f} ms" if figure else "–" for figure in (small, middle, large))
            yield f"| {name} | {cells} | {large.get('queries', '–')} | {'✓' if _reaches(small, large) else '✗'} |"


def _reaches(small, large):
    """What takes less than 20 ms is reached in any case: there the factor measures noise."""
    return large["ms"] < SCREEN_MS and (large["ms"] <= SCREEN_FACTOR * small["ms"] or large["ms"] < 20)
