from odoo import api, fields, models
from odoo.tools import email_normalize, formataddr, parse_contact_from_email

#: Writing one of these may give an application a person, another person or another company.
PERSON_FIELDS = {
    "partner_id", "partner_name", "partner_phone", "email_from", "company_id", "department_id", "job_id"
}  # fmt: skip

#: In the context of an application that comes by mail. An object and no flag: no client can put it into a context.
BY_MAIL = object()


class HrApplicant(models.Model):
    """The link from an application to the person, made as soon as there is one, and who that is.

    Resemblance never joins people. Core finds the contact of an application by its e-mail address alone, and then
    renames it; here the address and the name must agree, see ``res.partner._find_or_make_people``.
    """

    _inherit = "hr.applicant"

    jobseeker_id = fields.Many2one(
        "hr.jobseeker",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        readonly=True,
        groups="hr_recruitment.group_hr_recruitment_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        applicants = super().create(vals_list)
        applicants._ensure_person()
        applicants._take_up_again()
        applicants._record_first_letters()
        return applicants

    def _record_first_letters(self):
        """Core thanks for an application while it is made, before there is a jobseeker in whose ledger that belongs."""
        # sudo: whoever brings an application may not read the mail queue
        self.env["mail.mail"].sudo().search(
            [("model", "=", "hr.applicant"), ("res_id", "in", self.ids), ("state", "=", "outgoing")]
        )._record_letters()

    def write(self, vals):
        result = super().write(vals)
        if not PERSON_FIELDS.isdisjoint(vals):
            self._ensure_person()
        return result

    def copy_data(self, default=None):
        """A talent, or an application made from one, is the same person; a copy by hand stands for somebody else."""
        vals_list = super().copy_data(default=default)
        if self.env.context.get("no_copy_in_partner_name"):  # core's own mark of its two wizards
            for applicant, vals in zip(self, vals_list, strict=True):
                vals.setdefault("partner_id", applicant.partner_id.id)
        return vals_list

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Let the name in From decide who writes: core takes the first contact that has the address."""
        name, email = parse_contact_from_email(msg_dict.get("from"))
        if email and not name:
            msg_dict["from"] = formataddr((self.env["res.partner"]._name_of_sender(email), email))
        author_id, msg_dict["author_id"] = msg_dict.get("author_id"), False
        by_mail = self.with_context(jobseeker_by_mail=BY_MAIL)
        applicant = super(HrApplicant, by_mail).message_new(msg_dict, custom_values)
        own_letter = email and applicant.email_normalized == email  # else a job board wrote
        msg_dict["author_id"] = applicant.partner_id.id if own_letter else author_id
        return applicant.with_context(jobseeker_by_mail=None, jobseeker_unproven=None)

    # --- the person -------------------------------------------------------------------------------

    def _inverse_partner_email(self):
        """Give every application its own person before core looks for one, and keep core off colleagues' contacts."""
        self.filtered(lambda a: a.partner_name and not a.partner_id and email_normalize(a.email_from))._find_person()
        others = self.filtered(lambda a: not (a.partner_id and a.partner_id._is_colleague()))
        return super(HrApplicant, others)._inverse_partner_email()

    def _ensure_person(self):
        """Somebody with a name or a number is a person, with or without an address; and a person has a jobseeker."""
        self._find_person_if_known()
        self._link_jobseeker()

    def _find_person_if_known(self):
        self._filter_known()._find_person()

    def _filter_known(self):
        """Applications of somebody of whom there is a name, a number or an address, and no contact yet."""
        return self.filtered(lambda a: not a.partner_id and (a.partner_name or a.partner_phone or a.email_from))

    def _find_person(self):
        wanted = [applicant._prepare_person_vals() for applicant in self]
        # sudo: an interviewer may complete an application, and may not create contacts
        people = self.env["res.partner"].sudo()._find_or_make_people(wanted) if wanted else []
        for applicant, person in zip(self, people, strict=True):
            applicant._write_unlinked({"partner_id": person.id})

    def _write_unlinked(self, vals):
        """Write past our own ``write``: who calls this links to the jobseekers at the end, all at once."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _prepare_person_vals(self):
        self.ensure_one()
        email = email_normalize(self.email_from) or self.email_from
        return {
            "name": self.partner_name or self.partner_phone or email,
            "email": email,
            "phone": self.partner_phone,
            "company_id": self.company_id.id,
            "lang": self.env.lang,
        }

    def _link_jobseeker(self, prepare_vals=None):
        """Find or make the jobseeker of each person in the application's company, all at once.

        :param prepare_vals: what gives a new jobseeker its values, from the applications that begin it
        """
        prepare_vals = prepare_vals or type(self)._prepare_jobseeker_vals
        # sudo: whoever brings an application, be it the mail gateway, needs no right on relationships
        applicants = self.sudo().filtered(lambda a: a.partner_id and not a._is_linked())
        if not applicants:
            return
        groups = applicants.grouped(lambda a: (a.partner_id, a._get_jobseeker_company()))
        values = {(partner.id, company.id): prepare_vals(group) for (partner, company), group in groups.items()}
        # sudo: as above; without log and followers: the application has both
        Jobseeker = self.env["hr.jobseeker"].sudo().with_context(tracking_disable=True)
        jobseekers = Jobseeker._for_people(groups, values)
        for (partner, company), group in groups.items():
            group._write_unlinked({"jobseeker_id": jobseekers[partner.id, company.id].id})

    def _take_up_again(self):
        """Who applies again is looking again; a mail or a form takes back nothing that they stopped."""
        running = self.sudo().filtered(lambda a: a.active and not a.talent_pool_ids)  # sudo: as for the link
        by_itself = self.env.context.get("jobseeker_by_mail") is BY_MAIL or self._is_by_web_form()
        running.jobseeker_id._take_up(by_hand=not by_itself)

    def _is_linked(self):
        company = self._get_jobseeker_company()
        return self.jobseeker_id.partner_id == self.partner_id and self.jobseeker_id.company_id == company

    def _get_jobseeker_company(self):
        return self.company_id or self.env.company

    def _prepare_jobseeker_vals(self):
        """What a new relationship takes from the applications that begin it; later ones change none of it."""
        talent = all(applicant.talent_pool_ids for applicant in self)
        company, advisers = self[:1]._get_jobseeker_company(), self.user_id or self.job_id.user_id
        return {
            "state": "prospect" if talent else "enquiry",
            "seeking": "passive" if talent else "active",
            "adviser_id": advisers.filtered(lambda user: company in user.company_ids)[:1].id,
        }
