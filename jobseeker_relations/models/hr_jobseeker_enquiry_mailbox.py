from odoo import api, fields, models
from odoo.tools import email_normalize_all, plaintext2html


class ResCompany(models.Model):
    """The general address, to which people write who do not apply for a certain job: enquiries@…"""

    _inherit = "res.company"

    jobseeker_alias_id = fields.Many2one(
        "mail.alias", string="General Address", copy=False, readonly=True, ondelete="set null", index="btree_not_null"
    )
    jobseeker_alias_name = fields.Char(
        compute="_compute_jobseeker_alias_name",
        inverse="_inverse_jobseeker_alias_name",
        help="Whoever writes there becomes an enquiry, and reads at once until when they have an answer.",
    )
    jobseeker_alias_domain = fields.Char(related="alias_domain_id.name", string="Domain of the General Address")
    jobseeker_enquiry_user_id = fields.Many2one(
        "res.users",
        string="New Enquiries Go To",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Becomes the adviser of who writes to the general address; empty: nobody, until somebody takes them.",
    )

    jobseeker_form_senders = fields.Char(
        string="Forms Write From",
        help="From these addresses forms of your site write to the general address: who enquires is whom an answer to "
        "them reaches. What a colleague sends is otherwise a task: to take down who wrote it first.",
    )

    @api.depends("jobseeker_alias_id.alias_name")
    def _compute_jobseeker_alias_name(self):
        for company in self:
            company.jobseeker_alias_name = company.sudo().jobseeker_alias_id.alias_name  # sudo: it is no secret

    def _inverse_jobseeker_alias_name(self):
        """Make, rename or remove the address; who sets up a company need not administer e-mail aliases."""
        for company in self.sudo():  # sudo: as above; that the user may write the company was checked
            name, alias = company.jobseeker_alias_name, company.jobseeker_alias_id
            if not name:
                alias.unlink()
            elif alias:
                alias.alias_name = name
            else:
                company.jobseeker_alias_id = self.env["mail.alias"].sudo().create(company._prepare_alias(name))

    def _get_form_senders(self):
        return email_normalize_all(self.jobseeker_form_senders or "")

    def _get_enquiry_reader(self, other=None):
        """Who hears of what came to the general address, and of nobody in particular; somebody always does.

        :param other: a user who comes before the last resorts
        """
        return (
            self.jobseeker_enquiry_user_id.filtered("active")
            or (other or self.env["res.users"]).filtered("active")
            or self._get_escalation_user()
        )

    def _ask_about_mailbox(self, user, summary, note):
        """A task about the general address, and nobody in particular; the same one is not given twice while it is open.

        :param user: who gets it; an empty one: nobody does
        """
        known = [("user_id", "=", user.id), ("summary", "=", summary), ("res_model", "=", False)]
        # sudo: the mail gateway has no rights, and the task is for somebody else
        if user and not self.env["mail.activity"].sudo().search_count(known, limit=1):
            self._give_task(user, summary, note)

    def _give_task(self, user, summary, note="", **of_mail):
        """Such a task, whatever others are open.

        :param of_mail: further values of a task about mails
        """
        # sudo: as above
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        return activities.create(
            {
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
                "user_id": user.id,
                "date_deadline": fields.Date.context_today(self.with_context(tz=user.tz)),
                "summary": summary,
                "note": plaintext2html(note) if note else False,
                "automated": True,
                **of_mail,
            }
        )

    def _prepare_alias(self, name):
        self.ensure_one()
        return {
            "alias_name": name,
            "alias_model_id": self.env["ir.model"]._get_id("hr.jobseeker"),
            "alias_domain_id": self.alias_domain_id.id,
            "alias_contact": "everyone",
            "alias_defaults": repr({"company_id": self.id}),
        }


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jobseeker_alias_name = fields.Char(related="company_id.jobseeker_alias_name", readonly=False)
    jobseeker_alias_domain = fields.Char(related="company_id.jobseeker_alias_domain")
    jobseeker_enquiry_user_id = fields.Many2one(related="company_id.jobseeker_enquiry_user_id", readonly=False)
    jobseeker_form_senders = fields.Char(related="company_id.jobseeker_form_senders", readonly=False)
