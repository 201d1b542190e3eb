"""A database of ten thousand, a hundred thousand, a million people: what the job costs there when it finds nothing,
what it takes to try a policy, and what each screen takes. docs/plans.md says of the last one how PostgreSQL answers.
"""

import time
from dataclasses import replace

import explain
import opportunities
import population
from measure import RUNS, measure
from screens import find_screens, measure_screens

#: Rows of the ledger for each person; fewer at the greatest size, which would not fit else.
CONTACTS = {10_000: 20, 100_000: 20, 1_000_000: 2}
#: A forecast of a million people is made once.
MANY = 1_000_000


def run(env, size):
    size = int(size)
    for screen in find_screens(env):
        screen.ask()  # one that cannot be asked is known before a million people are made
    figures = run_engine(env, size) | {f"{size}: {name}": figure for name, figure in measure_screens(env).items()}
    explain.write(env, size)
    return figures


def run_engine(env, size):
    """What takes a part of an hour: the job that finds nothing, and the policies that are tried."""
    size = int(size)
    make(env, size)
    job = env["hr.jobseeker.follow.up"].with_context(lastcall=False)
    figures = {"idle run": measure(env, job._cron_process, 1)}
    figures |= {f"forecast of {days} days": _measure_forecast(env, days, size) for days in (30, 90)}
    return {f"{size}: {name}": figure for name, figure in figures.items()}


def make(env, size):
    if env["hr.jobseeker"].search_count([], limit=size) == size:
        return  # a database that was made before, and kept
    began = time.perf_counter()
    population.make_people(env, size, CONTACTS.get(size, 20))
    population.assert_valid(env)
    opportunities.make(env)
    opportunities.assert_valid(env)
    population.vacuum(env)  # the job and the screens read what is there, as on any other day
    print(f"{size} people made in {time.perf_counter() - began:.0f} s")


def _measure_forecast(env, days, size):
    policy, pages = env["hr.jobseeker.contact.policy"].search([]), []

    def look():
        page = env["hr.jobseeker.contact.forecast"]._make(policy, days)
        pages.append((page.sampled_count or page.people_count, page.people_count))

    figure = measure(env, look, 1, runs=1 if size >= MANY else RUNS)
    looked_at, people = pages[-1]
    return replace(figure, note=f"{looked_at:,} of {people:,} people looked at")
