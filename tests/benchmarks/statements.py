"""What PostgreSQL was asked, and how it answered: the statements of a piece of work, and their plans."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass

#: What ``EXPLAIN`` knows how to explain.
EXPLAINED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Statement:
    """One statement, with its values filled in, and how long the database took to answer."""

    text: str
    seconds: float

    @property
    def kind(self):
        return self.text.split(None, 1)[0].upper()

    @property
    def is_explained(self):
        return self.kind in EXPLAINED


@contextmanager
def recorded():
    """A list of the ``Statement`` that are executed meanwhile, by Odoo's own hook for it."""
    statements, thread = [], threading.current_thread()

    def record(cursor, _query, _params, _start, delay):
        statements.append(Statement((cursor._obj.query or b"").decode().strip(), delay))

    before = getattr(thread, "query_hooks", ())
    thread.query_hooks = (*before, record)
    try:
        yield statements
    finally:
        thread.query_hooks = before


def explain(cr, text):
    """The plan of a statement, which is executed for it, as PostgreSQL's JSON has it."""
    cr._obj.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {text}")
    [[plan]] = cr._obj.fetchall()
    [plan] = plan if isinstance(plan, list) else json.loads(plan)
    return plan["Plan"]


def explain_in_words(cr, text):
    """The plan as a person reads it; what the statement writes is taken back."""
    cr._obj.execute("SAVEPOINT explained")
    try:
        cr._obj.execute(f"EXPLAIN (ANALYZE, BUFFERS) {text}")
        return [line for [line] in cr._obj.fetchall()]
    finally:
        cr._obj.execute("ROLLBACK TO SAVEPOINT explained")


def walk(plan):
    """Yield the nodes of a plan, from the top."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from walk(child)
