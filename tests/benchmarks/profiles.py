"""Beside a figure that misses its goal: where the time goes, in docs/profiles.

The slowest statement with its plan, and the functions that py-spy saw most, while the same work ran again and again.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from measure import undone
from statements import explain_in_words, recorded

REPO = Path(__file__).resolve().parents[2]
PROFILES = REPO / "docs" / "profiles"
PY_SPY = Path(sys.executable).parent / "py-spy"
SECONDS, RATE = 20, 100
HEAVIEST = 10
#: Texts of statements and lines of plans are cut here: a list of a thousand numbers explains nothing.
STATEMENT, LINE = 1500, 180
OURS = "jobseeker_relations/"


def write(env, name, title, work):
    """Profile a piece of work that can be repeated here, and write it down."""
    lines = [f"# {title}", "", "Written by `bin/bench`, since the figure misses its goal; do not edit.", ""]
    lines += _describe_statements(env, work)
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder) / "stacks"
        command = [PY_SPY, *get_options(stacks), "--duration", str(SECONDS), "--pid", str(os.getpid())]
        spy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while spy.poll() is None:
            with undone(env):
                work()
        errors = spy.stderr.read()
        lines += describe_stacks(stacks) if stacks.exists() else ["py-spy could not look:", "", *_fence(errors)]
    PROFILES.mkdir(exist_ok=True)
    (PROFILES / f"{name}.md").write_text("\n".join([*lines, ""]))


def get_options(stacks):
    """What py-spy is told, whomever it watches."""
    return ["record", "--format", "raw", "--output", str(stacks), "--rate", str(RATE), "--function", "--full-filenames"]


# --- the database --------------------------------------------------------------------------------


def _describe_statements(env, work):
    with undone(env), recorded() as statements:
        work()
        env.flush_all()
    spent = sum(statement.seconds for statement in statements)
    yield f"{len(statements)} statements, which took {1000 * spent:.1f} ms together."
    yield ""
    candidates = [n for n, statement in enumerate(statements) if statement.is_explained]
    if not candidates:
        return
    slowest = max(candidates, key=lambda n: statements[n].seconds)
    yield f"## The slowest statement: {1000 * statements[slowest].seconds:.1f} ms"
    yield ""
    yield from _fence(statements[slowest].text[:STATEMENT], "sql")
    yield ""
    plan = _explain_again(env, work, slowest, statements[slowest].kind)
    yield from _fence("\n".join(line[:LINE] for line in plan))
    yield ""


def _explain_again(env, work, ordinal, kind):
    """Do the work once more, and ask for the plan right after the statement, among what had been written by then.

    A statement that writes is explained where it was, and finds its own rows there already: without ANALYZE no row is
    written twice.
    """
    plans, count, thread = [], 0, threading.current_thread()

    def look(cursor, _query, _params, _start, _delay):
        nonlocal count
        if count == ordinal:
            plans.append(cursor._obj.query.decode())
        count += 1

    with undone(env):
        before = getattr(thread, "query_hooks", ())
        thread.query_hooks = (*before, look)
        try:
            work()
            env.flush_all()
        finally:
            thread.query_hooks = before
        [text] = plans or [""]
        if not text.strip().upper().startswith(kind):
            return ["The statements of two runs differ in their order."]
        if kind in ("SELECT", "WITH"):
            return explain_in_words(env.cr, text)
        env.cr._obj.execute(f"EXPLAIN {text}")
        return [line for [line] in env.cr._obj.fetchall()]


# --- Python --------------------------------------------------------------------------------------


def describe_stacks(stacks):
    """The ten functions that took most themselves, and the ten of ours that took most with what they call."""
    own, whole, total = _count(stacks.read_text())
    yield f"## Where Python was, {total} looks"
    yield ""
    yield from _table("by its own time", own, own, whole, total)
    ours = Counter({frame: count for frame, count in whole.items() if OURS in frame and "tests/" not in frame})
    if ours:
        yield from _table("of ours, with what it calls", ours, own, whole, total)


def _count(text):
    """({function: looks at which it ran itself}, {function: looks at which it, or what it called, ran}, all looks)"""
    own, whole, total = Counter(), Counter(), 0
    for line in text.splitlines():
        stack, _space, looks = line.rpartition(" ")
        frames = [_shorten(frame) for frame in stack.split(";")]
        own[frames[-1]] += int(looks)
        whole.update(dict.fromkeys(frames, int(looks)))
        total += int(looks)
    return own, whole, total


def _shorten(frame):
    """``name (…/models/file.py:12)``, from the folder on that says whose file it is."""
    function, _bracket, place = frame.partition(" (")
    for mark in ("/odoo/addons/", "/dist-packages/", "/site-packages/", f"{REPO}/", "/lib/python"):
        place = place.rpartition(mark)[2]
    return f"{function} ({place}"


def _table(what, order, own, whole, total):
    yield f"| {what} | itself | with what it calls |"
    yield "|---|---|---|"
    for frame, _looks in order.most_common(HEAVIEST):
        yield f"| {frame.replace('|', '/')} | {own[frame] / total:.0%} | {whole[frame] / total:.0%} |"
    yield ""


def _fence(text, language=""):
    return [f"```{language}", text.rstrip(), "```"]
