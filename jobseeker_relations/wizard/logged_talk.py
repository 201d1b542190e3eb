from odoo import fields


def make_is_contact():
    """Whether the dialog of an answer enters the talk in the ledger, see ``hr.jobseeker._log_talk``."""
    return fields.Boolean(
        string="Log the Talk",
        default=True,
        help="Writes the talk into the contact history; leave it out where the call or meeting stands there already.",
    )
