"""A stopwatch that undoes what it measured, so that five runs see the same database."""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True)
class Figure:
    """Medians of the runs, for the whole amount of records.

    :param note: what the row has to say besides, such as "2,400 of 100,000 people looked at"
    :param work: does once more what was measured, for a profile; nothing, where that is another process's
    """

    seconds: float
    queries: int | None
    records: int
    runs: int
    note: str = ""
    work: Callable | None = None

    @property
    def per_record_ms(self):
        return 1000 * self.seconds / self.records

    def as_dict(self):
        figure = {"ms": round(self.per_record_ms, 3), "runs": self.runs}
        if self.queries is not None:
            figure["queries"] = self.queries
        return figure | ({"note": self.note} if self.note else {})


def measure(env, work, records, runs=RUNS):
    """Run ``work`` so many times, each undone afterwards; the first, cold run is left out."""
    seconds, queries = [], []
    for run in range(runs + 1):
        with undone(env):
            before, began = env.cr.sql_log_count, time.perf_counter()
            work()
            env.flush_all()
            if run:
                seconds.append(time.perf_counter() - began)
                queries.append(env.cr.sql_log_count - before)
    return Figure(statistics.median(seconds), int(statistics.median(queries)), records, runs, work=work)


@contextmanager
def undone(env):
    """Begin with nothing read and nothing pending, and take back what happens meanwhile."""
    env.flush_all()
    env.invalidate_all()
    savepoint = env.cr.savepoint(flush=False)
    yield
    env.flush_all()
    env.invalidate_all(flush=False)
    savepoint.rollback()
    savepoint.close(rollback=True)
    env.invalidate_all(flush=False)
