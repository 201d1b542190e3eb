from odoo import fields, models


class HrJobseekerReferral(models.Model):
    """A job of our own: an application takes the place of a letter, and its recruiter ends it.

    What somebody applied for themselves is theirs, whatever becomes of the referral.
    """

    _inherit = "hr.jobseeker.referral"

    # a referral made the application
    makes_application = fields.Boolean(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )

    def _make_application(self):
        """Who applied for it already has an application; else it is made."""
        person = self.sudo().jobseeker_id  # sudo: applications are the person's, whoever recruits for them
        every = person.applicant_ids
        known = every.filtered(lambda applicant: applicant.job_id == self.job_id and not applicant.talent_pool_ids)
        known = known.sorted("id")[-1:]
        system = self.sudo()  # sudo: the system's own marks
        system.makes_application = not known or bool(
            system.search_count([("applicant_id", "=", known.id), ("makes_application", "=", True)], limit=1)
        )
        system.applicant_id = known or self._create_application(person)

    def _create_application(self, person):
        """By Odoo's own way from a talent to a job; who never applied gets their first."""
        every = person.applicant_ids
        talents = every.filtered("talent_pool_ids")
        source = (talents or every).sorted("id")[-1:]
        if source:
            wizard = self.env["job.add.applicants"].sudo()  # sudo: as ``_make_application``
            made = wizard.create({"applicant_ids": source.ids, "job_ids": self.job_id.ids})._add_applicants_to_job()
            return made.sorted("id")[-1:]
        return every.create(
            {
                "partner_id": person.partner_id.id,
                "partner_name": person.name,
                "email_from": person.email,
                "partner_phone": person.phone,
                "job_id": self.job_id.id,
                "company_id": person.company_id.id,
            }
        )

    def action_open_application(self):
        self.ensure_one()
        self.check_access("read")
        return self.applicant_id._get_records_action()

    # --- taken back -------------------------------------------------------------------------------------

    def _ends_application(self):
        """Whether the application is nothing but this referral, and is over with it."""
        self.ensure_one()
        return self.sudo().makes_application  # sudo: whoever reads the page of the referral

    def _ask_to_refuse(self):
        """Whoever recruits for the job hears that it was taken back, where the application goes on."""
        application = self.sudo().applicant_id  # sudo: the task is somebody else's, whoever takes it back
        if not application or not application.active or self._is_settled_inside():
            return
        if not self._ends_application() and not self.consent_withdrawn_at:
            return  # we do not put them forward: what they applied for themselves goes on
        recruiters = application.user_id | application.job_id.user_id
        recruiter = recruiters.filtered(lambda user: user.active and not user.share)[:1]
        recruiter = recruiter or self.jobseeker_id.sudo()._get_answering_user()  # sudo: as above
        lang = recruiter.lang or self.company_id.partner_id.lang or "en_US"
        told = application.with_context(lang=lang, mail_activity_quick_update=True)
        self.sudo().take_back_activity_id = told.activity_schedule(  # sudo: the system's own link
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.context_today(self.with_context(tz=recruiter.tz)),
            summary=self._say_what_of_application(told.env),
            user_id=recruiter.id or False,
        )

    def _say_what_of_application(self, env):
        """What the recruiter does about it, in the language of the environment."""
        if not self._ends_application():
            return env._("They took the referral back, and had applied themselves: ask whether that goes on")
        if self.consent_withdrawn_at:
            return env._("It was taken back: refuse this application")
        return env._("We do not put them forward any more: refuse this application")
