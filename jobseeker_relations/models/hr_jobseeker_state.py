from odoo import fields, models

#: The life of a relationship, in the order in which it usually runs (design §3).
STATES = [
    ("prospect", "Prospect"),
    ("enquiry", "Enquiry"),
    ("active", "Active"),
    ("on_hold", "On hold"),
    ("placed", "Placed"),
    ("closed", "Closed"),
]

#: Who may go where. Everything that is not here is refused, whichever door asks: form, import, RPC or a job.
TRANSITIONS = {
    "prospect": {"enquiry", "active", "on_hold", "placed", "closed"},
    "enquiry": {"active", "on_hold", "placed", "closed"},
    "active": {"on_hold", "placed", "closed"},
    "on_hold": {"prospect", "enquiry", "active", "placed", "closed"},
    "placed": {"active", "on_hold", "closed"},
    "closed": {"prospect", "enquiry", "active"},
}


class HrJobseekerState(models.Model):
    """A state of the relationship as a row, so that an audience can name several of them.

    The rows are the keys of ``hr.jobseeker.state`` and nothing else: a policy's audience is "any of these states".
    """

    _name = "hr.jobseeker.state"
    _description = "Jobseeker Relationship State"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(STATES, required=True, readonly=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "There is one row for each state.")
