"""A process that works off the backlog as a cron worker does: python worker.py DATABASE BATCH_SIZE.

It says "ready", waits for a word, and says how many queries it took.
"""

import sys

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(database, batch_size):
    config.parse_config(["-d", database, "--log-level", "error"], setup_logging=True)
    registry = Registry(database)
    # only now: Odoo imports addons under its own roof
    from odoo.addons.jobseeker_relations.models.batch import TRANSIENT

    print("ready", flush=True)
    sys.stdin.readline()
    queries, done = 0, True
    while done:
        with registry.cursor() as cr:
            try:
                done, _waiting = api.Environment(cr, api.SUPERUSER_ID, {})["hr.jobseeker.follow.up"]._process_batch(
                    batch_size
                )
            except TRANSIENT:  # as in ``_work_off``: this batch is undone, and looked for once more
                cr.rollback()
            queries += cr.sql_log_count
    print(queries, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
