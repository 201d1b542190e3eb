"""Odoo's command line for the servers of these tests: it hashes passwords in one round, as Odoo's own tests do.

With its 600,000 rounds each sign-in takes 0.6 s of a processor, and so does each user who is made with a password.
"""

import odoo.cli

from odoo.addons.base.models import res_users

res_users.MIN_ROUNDS = 1

if __name__ == "__main__":
    odoo.cli.main()
