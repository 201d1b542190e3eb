"""A stopwatch that undoes what it measured, so that five runs see the same database."""

import statistics
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Medians of the runs, for the whole amount of records."""

    seconds: float
    queries: int
    records: int

    @property
    def per_record_ms(self):
        return 1000 * self.seconds / self.records

    def as_dict(self):
        return {"ms": round(self.per_record_ms, 3), "queries": self.queries}


def measure(env, work, records, runs=5):
    """Run ``work`` five times, each in a savepoint of its own that is rolled back; the first, cold run is left out."""
    seconds, queries = [], []
    for run in range(runs + 1):
        env.flush_all()
        env.invalidate_all()
        savepoint = env.cr.savepoint(flush=False)
        before, began = env.cr.sql_log_count, time.perf_counter()
        work()
        env.flush_all()
        if run:
            seconds.append(time.perf_counter() - began)
            queries.append(env.cr.sql_log_count - before)
        env.invalidate_all(flush=False)
        savepoint.rollback()
        savepoint.close(rollback=True)
        env.invalidate_all(flush=False)
    return Figure(statistics.median(seconds), int(statistics.median(queries)), records)
