"""A database of ten thousand, a hundred thousand, a million people: what the job costs there when it finds nothing, and
what each screen takes."""

import time

import population
from measure import measure
from screens import measure_screens

#: Rows of the ledger for each person; fewer at the greatest size, which would not fit else.
CONTACTS = {10_000: 20, 100_000: 20, 1_000_000: 2}


def run(env, size):
    size = int(size)
    began = time.perf_counter()
    population.make_people(env, size, CONTACTS.get(size, 20))
    population.assert_valid(env)
    population.vacuum(env)  # the job and the screens read what is there, as on any other day
    print(f"{size} people made in {time.perf_counter() - began:.0f} s")
    job = env["hr.jobseeker.follow.up"].with_context(lastcall=False)
    policy = env["hr.jobseeker.contact.policy"].search([])
    forecast = env["hr.jobseeker.contact.forecast"]
    figures = {
        "idle run": measure(env, job._cron_process, 1),
        "forecast of 30 days": measure(env, lambda: forecast._make(policy, 30), 1, runs=1),
        **measure_screens(env),
    }
    return {f"{size}: {name}": figure.as_dict() for name, figure in figures.items()}
