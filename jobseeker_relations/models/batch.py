"""How a job works through a batch of people: whoever breaks it fails alone (design §4 "Engine")."""

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger

#: Faults of concurrency are nobody's error: the batch is rolled back and looked for once more.
TRANSIENT = (SerializationFailure, DeadlockDetected, LockNotAvailable, ConcurrencyError)
#: Conflicts one after the other; more of them is a fault that somebody has to see.
MAX_CONFLICTS = 20


def settle_each(people, settle, fail):
    """Settle people together; if that breaks, halve the batch until the one who breaks it stands alone.

    What was done for a batch that broke is undone before its halves are tried.

    :param settle: what is done, called with the people
    :param fail: called with the one person who cannot be settled, and the error
    :raises: whatever is in TRANSIENT, and any error once the database is gone
    """
    cr = people.env.cr
    try:
        with cr.savepoint(), mute_logger("odoo.sql_db"):
            settle(people)
    except TRANSIENT:
        raise
    except Exception as error:  # noqa: BLE001 whatever is wrong with one person must not stop the others
        if cr.closed:  # the database went away
            raise
        if len(people) > 1:
            half = len(people) // 2
            settle_each(people[:half], settle, fail)
            settle_each(people[half:], settle, fail)
        else:
            fail(people, error)


def work_off(env, settle_batch, batch_size):
    """Settle batch after batch, each committed by itself, until nothing is left or the job's time is over.

    :param settle_batch: called with the size; returns how many were settled, and how many more were seen waiting
    :raises: whatever is in TRANSIENT, once it came more than MAX_CONFLICTS times, one after the other
    """
    conflicts = 0
    while True:
        try:
            done, waiting = settle_batch(batch_size)
        except TRANSIENT:
            # somebody wrote the same rows: this batch is undone, and looked for once more
            conflicts += 1
            if conflicts > MAX_CONFLICTS:
                raise
            env.cr.rollback()
            continue
        conflicts = 0
        if not done or not env["ir.cron"]._commit_progress(done, remaining=waiting):
            return


def take_batch(model, domain, order, batch_size):
    """Lock the next rows that nobody holds, and ask again whether they are still to be settled.

    :return: (those rows, how many more were seen waiting)
    """
    candidates = model.search(domain, limit=2 * batch_size, order=order)
    with mute_logger("odoo.sql_db"):
        taken = candidates.try_lock_for_update(limit=batch_size).filtered_domain(domain)
    return taken, len(candidates) - len(taken)
