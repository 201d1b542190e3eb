"""What was measured, and the page that says it."""

import json
import os
import platform
import re
from pathlib import Path

from measure import RUNS

import odoo

DOCS = Path(__file__).resolve().parents[2] / "docs"
SIZES = (10_000, 100_000, 1_000_000)

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
    ("try a policy over 90 days, 100,000 people / 10 s", "100000: forecast of 90 days", "ten seconds", 1, None),
    (
        "suggest who may be the same as one new person, 100,000 people / 100 ms",
        "100000 namesakes: one new person",
        "a tenth of a second",
        1,
        None,
    ),
    ("install on 100,000 applications with 500,000 messages / 2 minutes", "install on 100000", "two minutes", 1, None),
    ("two workers on one backlog / one", "two workers", "one worker", 1 / 1.6, None),
    ("open an applicant's form, with / without the addon", "with: form", "without: form", 1.3, None),
    ("list of 80 applicants, with / without", "with: list", "without: list", 1.1, None),
    ("kanban of applicants, with / without", "with: kanban", "without: kanban", 1.1, None),
    ("post a note on an applicant, with / without", "with: note", "without: note", 1.1, None),
    ("write an e-mail to an applicant, with / without", "with: e-mail", "without: e-mail", 1.1, None),
    ("the same by hand, as from the chatter", "with: e-mail by hand", "without: e-mail by hand", 1.1, None),
    ("create 10,000 applicants by import, with / without", "with: import", "without: import", 1.5, None),
    (
        "match a job with 100,000 people of ten needs each, 80 explained / a loop in Python",
        "match: a job",
        "match: a job by a loop",
        1 / 50,
        1000,
    ),
    ("match a person with 500 jobs, 80 explained / 200 ms", "match: a person", "a fifth of a second", 1, None),
]
#: Every screen at a million people: no more than twice what it takes at ten thousand, and less than this.
SCREEN_FACTOR, SCREEN_MS = 2, 300
#: Two readings of a clock as short as this differ by more than the factor, so such a screen need only stay below it.
NOISE_MS = 20
#: The same screen with so many records and with twice as many: as many queries (applicant.py).
TWICE = [
    ("list of applicants, 40 rows / 80", "with: list of 40", "with: list"),
    ("kanban of applicants, 40 cards / 80", "with: kanban of 40", "with: kanban"),
    ("form of an applicant, 20 words in the ledger / 40", "with: form, 20 words", "with: form, 40 words"),
]


class Book:
    """The figures of all parts: {key: {"ms": …, "queries": …, "runs": …, "note": …}}."""

    def __init__(self):
        self.path = DOCS / "benchmarks.json"
        self.figures = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.figures |= {
            "ten seconds": {"ms": 10000},
            "two minutes": {"ms": 120000},
            "a fifth of a second": {"ms": 200},
            "a tenth of a second": {"ms": 100},
        }

    def enter(self, figures):
        """Screens, whose keys are "size: action: view", are measured all together: those that are no more go."""
        sizes = {key.partition(": ")[0] for key in figures if key.count(": ") > 1}
        self.figures = {
            key: value
            for key, value in self.figures.items()
            if key.count(": ") < 2 or key.partition(": ")[0] not in sizes
        }
        self.figures.update((key, figure.as_dict()) for key, figure in figures.items())

    def write(self):
        """The page; what explained a figure that missed its goal goes when the goal is reached."""
        missed = {slug(key) for key, _title in self.get_missed()}
        for page in (DOCS / "profiles").glob("*.md"):
            if page.stem not in missed:
                page.unlink()
        self.path.write_text(json.dumps(self.figures, indent=1, sort_keys=True) + "\n")
        (DOCS / "benchmarks.md").write_text(
            "\n".join([*self._head(), *self._goals(), *self._twice(), *self._screens(), *self._newer_screens(), ""])
        )

    def get_missed(self):
        """[(key, title)] of the figures that miss their goal; of screens docs/plans.md tells why."""
        return [(ours, work) for work, ours, _theirs, met in self._compare() if not met]

    def _head(self):
        return [
            "# Benchmarks",
            "",
            f"Written by `bin/bench`; do not edit. Medians of {RUNS} runs where a row says nothing else, less a cold",
            "one; each run is rolled back. Both sides of a row ran on the same machine, one after the other, without",
            "commits, save for the workers and the installation.",
            f"Odoo {odoo.release.version}, PostgreSQL 15, Python {platform.python_version()}, {os.cpu_count()} cores.",
            "",
        ]

    def _compare(self):
        """Yield (work, key of ours, key of theirs, whether the goal is reached) of what was measured."""
        for work, ours_key, theirs_key, factor, most in GOALS:
            ours, theirs = self.figures.get(ours_key), self.figures.get(theirs_key)
            if ours and theirs:
                met = ours["ms"] <= factor * theirs["ms"] and (not most or ours["ms"] <= most)
                yield work, ours_key, theirs_key, met

    def _goals(self):
        yield "| work | ours | theirs | ratio | reach | queries, ours / theirs | runs |"
        yield "|---|---|---|---|---|---|---|"
        bounds = {ours: (factor, most) for _work, ours, _theirs, factor, most in GOALS}
        for work, ours_key, theirs_key, met in self._compare():
            ours, theirs = self.figures[ours_key], self.figures[theirs_key]
            factor, most = bounds[ours_key]
            reach = f"≤ {factor:.3g}×" + (f" and ≤ {most} ms" if most else "")
            yield (
                f"| {work}{_say_note(ours)} | {ours['ms']:.2f} ms | {theirs['ms']:.2f} ms "
                f"| **{ours['ms'] / theirs['ms']:.2f}×** | {reach} {_say_reached(met, ours_key)} "
                f"| {ours.get('queries', '–')} / {theirs.get('queries', '–')} | {_say_runs(ours, theirs)} |"
            )

    def _twice(self):
        rows = [(what, self.figures.get(few), self.figures.get(many)) for what, few, many in TWICE]
        rows = [row for row in rows if row[1] and row[2]]
        if not rows:
            return
        yield ""
        yield "## Twice as many records, as many queries"
        yield ""
        yield "| screen, with the addon | queries | |"
        yield "|---|---|---|"
        for what, few, many in rows:
            met = many["queries"] <= few["queries"]
            yield f"| {what} | {few['queries']} / {many['queries']} | {'✓' if met else '✗'} |"

    def _get_screen_rows(self):
        """[(screen, small, middle, large)] of all screens that were measured at the greatest size."""
        small = f"{SIZES[0]}: "
        names = [key.removeprefix(small) for key in self.figures if key.startswith(f"{small}hr_")]
        rows = [(name, *(self.figures.get(f"{size}: {name}") for size in SIZES)) for name in names]
        return [row for row in rows if row[-1]]

    def _screens(self):
        rows = self._get_screen_rows()
        if not rows:
            return
        missed = [row for row in rows if not _reaches(row[1], row[-1])]
        short = [row for row in rows if row not in missed and not _keeps_factor(row[1], row[-1])]
        yield ""
        yield "## Every list, kanban, calendar, graph, pivot, filter, group-by and search of ours"
        yield ""
        yield f"The goal: at 1,000,000 people no more than {SCREEN_FACTOR}× of what it takes at 10,000, and less than"
        yield f"{SCREEN_MS} ms. {len(rows) - len(missed)} of {len(rows)} screens reach it, asked as a recruiter."
        yield f"{len(short)} of them, marked (✓), are more than {SCREEN_FACTOR}× slower and count all the same, since"
        yield f"they take less than {NOISE_MS} ms at 1,000,000: in so short a time the factor says more of the clock"
        yield "than of the screen."
        yield ""
        yield "Lists and cards are the first page of the whole pool, without “My Jobseekers”. A calendar knows no"
        yield "pages: it is the month of an adviser with 300 people. The pages of a forecast are asked as its maker."
        yield ""
        runs = {figure["runs"] for row in rows for figure in row[1:] if figure and "runs" in figure}
        if runs - {RUNS}:
            yield f"Medians of {', '.join(map(str, sorted(runs)))} runs."
            yield ""
        yield "| screen | 10,000 | 100,000 | 1,000,000 | queries | |"
        yield "|---|---|---|---|---|---|"
        for row in sorted(rows, key=lambda row: -row[-1]["ms"]):
            name, *figures = row
            cells = " | ".join(f"{figure['ms']:.0f} ms" if figure else "–" for figure in figures)
            mark = "(✓)" if row in short else "✗" if row in missed else "✓"
            yield f"| {name} | {cells} | {figures[-1].get('queries', '–')} | {mark} |"

    def _newer_screens(self):
        """Those that nobody has measured at the greatest size yet."""
        size, known = f"{SIZES[1]}: ", {row[0] for row in self._get_screen_rows()}
        keys = [key for key in self.figures if key.startswith(f"{size}hr_") and key.removeprefix(size) not in known]
        if not keys:
            return
        quick = [key for key in keys if self.figures[key]["ms"] < SCREEN_MS]
        yield ""
        yield "## Screens that came later, among 100,000 people"
        yield ""
        yield f"{len(quick)} of {len(keys)} take less than {SCREEN_MS} ms. Those of {NOISE_MS} ms and more:"
        yield ""
        yield "| screen | 100,000 | queries |"
        yield "|---|---|---|"
        for key in sorted(keys, key=lambda key: -self.figures[key]["ms"]):
            if self.figures[key]["ms"] >= NOISE_MS:
                yield (
                    f"| {key.removeprefix(size)} | {self.figures[key]['ms']:.0f} ms "
                    f"| {self.figures[key].get('queries', '–')} |"
                )


def slug(key):
    """The name of the page that explains a figure."""
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def _say_note(ours):
    return f" ({ours['note']})" if ours.get("note") else ""


def _say_reached(met, key):
    if met:
        return "✓"
    page = DOCS / "profiles" / f"{slug(key)}.md"
    return f"✗ [why](profiles/{page.name})" if page.exists() else "✗"


def _say_runs(ours, theirs):
    """The runs of both sides; of a fixed time there are none."""
    both = [figure.get("runs", "–") for figure in (ours, theirs) if "queries" in figure or "runs" in figure]
    return " / ".join(map(str, dict.fromkeys(both))) or "–"


def _keeps_factor(small, large):
    return large["ms"] <= SCREEN_FACTOR * small["ms"]


def _reaches(small, large):
    return large["ms"] < SCREEN_MS and (_keeps_factor(small, large) or large["ms"] < NOISE_MS)
