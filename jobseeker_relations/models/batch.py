"""How a job works through a batch of people: whoever breaks it fails alone (design §4 "Engine")."""

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo.tools import mute_logger

#: Faults of concurrency are nobody's error: the batch is rolled back and looked for once more.
TRANSIENT = (SerializationFailure, DeadlockDetected, LockNotAvailable)
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
