from odoo import fields, models
from odoo.fields import Domain

KINDS = [
    ("employment_service", "Public employment service"),
    ("agency", "Another agency or recruiter"),
    ("job_board", "Job board, or another source of jobs"),
    ("careers", "Careers advice"),
    ("training", "Training, or recognition of qualifications"),
    ("health", "Health, disability or care"),
    ("advice", "Money, housing or legal advice"),
    ("community", "Community group or charity"),
    ("other", "Other"),
]


class HrJobseekerSupportBody(models.Model):
    """Who can help where we cannot: another source of jobs, or a body that supports people (compliance §8 item 28)."""

    _name = "hr.jobseeker.support.body"
    _description = "Support Body or Other Source of Jobs"
    _inherit = ["hr.jobseeker.shared"]
    _order = "sequence, name, id"
    _rec_names_search = ["name", "helps_with"]

    name = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True, default="employment_service")
    helps_with = fields.Text(
        required=True, translate=True, help="In a sentence or two; the person reads it before they say yes."
    )
    email = fields.Char()
    phone = fields.Char()
    website = fields.Char()
    address = fields.Char(help="Where to go, and when it is open.")
    country_ids = fields.Many2many("res.country", string="Countries", help="Where it helps; empty: everywhere.")
    region = fields.Char(help="The part of the country, where it does not help in all of it.")
    language_ids = fields.Many2many(
        "res.lang", string="Languages", context={"active_test": False}, help="In which they talk with people."
    )
    contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        help="The contact that letters to it go to; made with the first one.",
    )
    checked_on = fields.Date(string="Checked", help="When somebody last saw that all of this is right.")
    company_id = fields.Many2one("res.company", index=True, help="Leave empty to serve every company.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    signpost_count = fields.Integer(compute="_compute_signpost_count", help="People who were told of it.")

    def _compute_signpost_count(self):
        counts = dict(
            self.env["hr.jobseeker.signpost"]._read_group([("body_id", "in", self.ids)], ["body_id"], ["__count"])
        )
        for body in self:
            body.signpost_count = counts.get(body._origin, 0)

    def _get_fitting_domain(self, person):
        """Bodies that serve this person's company, where it is or where they live."""
        countries = (person.company_id.jobseeker_country_id | person.partner_id.country_id).ids
        return Domain("company_id", "in", [False, person.company_id.id]) & (
            Domain("country_ids", "=", False) | Domain("country_ids", "in", countries)
        )

    def _find_for(self, person):
        """Those that fit, first those that speak the person's language."""
        found = self.search(self._get_fitting_domain(person))
        return found.sorted(lambda body: person.lang not in body.language_ids.mapped("code"))

    def _say_reach(self):
        """How to reach it, in one line."""
        self.ensure_one()
        return " · ".join(filter(None, [self.phone, self.email, self.website, self.address]))

    def action_open_signposts(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_signpost_action")
        return {
            **action,
            "name": self.name,
            "display_name": self.name,
            "domain": [("body_id", "=", self.id)],
            "context": {},
        }
