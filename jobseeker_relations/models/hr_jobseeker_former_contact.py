from odoo import api, fields, models
from odoo.fields import Domain


class HrJobseekerFormerContact(models.Model):
    """A contact under which a person was known to one company until two relationships became one.

    The contact stays what it is for everybody else. What comes from it to this company belongs to the one relationship:
    applications, letters, and the rules of whom we may write to.
    """

    _name = "hr.jobseeker.former.contact"
    _description = "Former Contact of a Jobseeker"
    _inherit = ["hr.jobseeker.kept"]
    _rec_name = "contact_id"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, precompute=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Known Before As",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        help="Empty where the contacts were merged, too: only by what the person was found is kept then.",
    )
    keys = fields.Char(readonly=True, groups=fields.NO_ACCESS, help="By what they were found there.")

    _contact_unique = models.UniqueIndex("(contact_id, company_id) WHERE contact_id IS NOT NULL")

    @api.model
    def _find_of(self, contacts, company=None):
        """{contact: jobseekers} of contacts under which somebody was known before, in one company or in all."""
        domain = Domain("contact_id", "in", contacts.ids)
        if company:
            domain &= Domain("company_id", "=", company.id)
        # sudo: who brings a letter or an application may not read relationships
        rows = self.sudo().search(domain) if contacts else self.sudo()
        return {contact: some.jobseeker_id for contact, some in rows.grouped("contact_id").items()}


class ResPartner(models.Model):
    _inherit = "res.partner"

    former_jobseeker_ids = fields.One2many(
        "hr.jobseeker.former.contact", "contact_id", groups="hr_recruitment.group_hr_recruitment_user", copy=False
    )


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    former_contact_ids = fields.One2many("hr.jobseeker.former.contact", "jobseeker_id", readonly=True, copy=False)

    def _get_contacts(self):
        """The contacts of these people: those that they have, and those under which they were known before."""
        return self.partner_id | self.former_contact_ids.contact_id
