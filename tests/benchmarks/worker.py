"""A process that works off the backlog as a cron worker does: python worker.py DATABASE BATCH_SIZE."""

import sys

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(database, batch_size):
    config.parse_config(["-d", database, "--log-level", "error"], setup_logging=True)
    registry = Registry(database)
    print("ready", flush=True)
    sys.stdin.readline()
    while _work(registry, batch_size):
        pass


def _work(registry, batch_size):
    """One batch, one commit; what the job does between two calls of ``_commit_progress``."""
    with registry.cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        done, _waiting = env["hr.jobseeker.follow.up"]._process_batch(batch_size)
        return done


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
