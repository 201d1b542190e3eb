"""Odoo's command line. Not `python -m odoo`: with --workers, Odoo starts a process by running sys.argv[0] again."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
