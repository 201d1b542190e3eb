import base64
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .common import MONDAY, make_user
from .policy_case import PolicyCase

#: What a hirer must never read.
SECRET = "Quokka-17"
PDF = b"%PDF-1.4 a CV of Ana"


class ReferralCase(PolicyCase):
    """Ana, whose adviser is the officer, and a welder's job at Acme, all of whose particulars are known.

    The company is a British agency. Ana has the privacy notice, agreed to terms, and confirmed what she looks for.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.uk")
        cls.company.jobseeker_country_id = cls.env.ref("base.uk")
        cls.company.jobseeker_basis = "agency"
        cls.env["hr.jobseeker.privacy.notice"].search([]).valid_from = "2026-01-01"
        cls.officer.partner_id.email = "officer@example.com"
        cls.Referral = cls.env["hr.jobseeker.referral"]
        cls.Rule = cls.env["hr.jobseeker.rule"]
        cls.interviewer = make_user(cls.env, "ivo", "hr_recruitment.group_hr_recruitment_interviewer")
        cls.acme = cls._hirer("Acme")
        cls.hugo = cls.env["res.partner"].create(
            {"name": "Hugo Hirer", "email": "hugo@acme.example", "parent_id": cls.acme.id}
        )
        cls.job = cls._job()
        cls.reason = cls.env.ref("jobseeker_relations.referral_reason_skills")
        cls.ana = cls._person("Ana Costa", adviser_id=cls.officer.id, profile_text="A careful welder.")
        cls._make_referable(cls.ana)

    @classmethod
    def _hirer(cls, name, **vals):
        return cls.env["res.partner"].create({"name": name, "is_company": True, **vals})

    @classmethod
    def _job(cls, name="Welder", **vals):
        return cls.env["hr.job"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "hirer_id": cls.acme.id,
                "hirer_contact_id": cls.hugo.id,
                "hirer_business": "Shipyard",
                "hirer_start_on": fields.Date.today() + timedelta(days=30),
                "hirer_duration": "Permanent",
                "hirer_place": "Dock 3, Lisbon",
                "hirer_hours": "40 a week",
                "hirer_risks": "Fumes; there is extraction",
                "hirer_requirements": "Coded welder",
                "hirer_expenses": "None",
                "hirer_pay": "30,000 GBP",
                "hirer_pay_interval": "year",
                "hirer_notice": "A month",
                **vals,
            }
        )

    @classmethod
    def _make_referable(cls, person):
        person._give_notice("paper")
        terms = cls.env["hr.jobseeker.terms"].create(
            {"name": f"Terms of {person.name}", "text": "<p>Ours</p>", "valid_from": "2026-01-01"}
        )
        agreement = cls.env["hr.jobseeker.agreement"].create({"jobseeker_id": person.id, "terms_id": terms.id})
        agreement.write({"state": "agreed", "agreed_channel": "phone"})
        pay = cls.env.ref("jobseeker_relations.need_type_pay")
        need = cls.env["hr.jobseeker.need"].create({"jobseeker_id": person.id, "type_id": pay.id, "value": "28000"})
        need._confirm()

    @classmethod
    def _cv(cls, person=None, content=PDF, name="cv.pdf", by_them=True):
        """A file that the person sent us, or that a colleague filed."""
        person = person or cls.ana
        file = cls.env["ir.attachment"].create(
            {
                "name": name,
                "datas": base64.b64encode(content),
                "mimetype": "application/pdf",
                "res_model": "hr.jobseeker",
                "res_id": person.id,
            }
        )
        if by_them:
            cls.env["mail.message"].create(
                {
                    "message_type": "email",
                    "model": "hr.jobseeker",
                    "res_id": person.id,
                    "author_id": person.partner_id.id,
                    "attachment_ids": file.ids,
                }
            )
        return file

    @classmethod
    def _draft(cls, person=None, job=None, **vals):
        """In the hands of the adviser, with all that an agency confirms."""
        vals = {
            "jobseeker_id": (person or cls.ana).id,
            "job_id": (cls.job if job is None else job).id,
            "identity_confirmed": True,
            "qualifications_confirmed": True,
            "requirements_told": True,
            **vals,
        }
        return cls.Referral.with_user(cls.officer).create(vals)

    @classmethod
    def _asked(cls, **vals):
        referral = cls._draft(**vals)
        referral.action_ask()
        return referral

    @classmethod
    def _agreed(cls, applied="no", excluded=False, **vals):
        """As the person does on the page."""
        referral = cls._asked(**vals)
        referral.sudo()._agree("page", applied=applied, excluded=excluded)
        referral.invalidate_recordset()
        return referral

    @classmethod
    def _sent(cls, **vals):
        referral = cls._agreed(**vals)
        referral.action_send()
        return referral

    def _answer(self, referral, **vals):
        """The dialog of an answer given in a talk, as its button opens it."""
        context = referral.with_user(self.officer).action_record_consent()["context"]
        return self.env["hr.jobseeker.referral.answer"].with_user(self.officer).with_context(**context).create(vals)

    def _left(self):
        """The letters of the queue have left."""
        mails = self.env["mail.mail"].sudo().search([("state", "=", "outgoing")])
        mails.state = "sent"

    def _mails(self, address):
        """Letters in the queue to an address, the latest last."""
        mails = self.env["mail.mail"].sudo().search([], order="id")
        return mails.filtered(
            lambda mail: address in (mail.email_to or "") or address in mail.recipient_ids.mapped("email")
        )

    def _link(self, person=None):
        mail = self._mails((person or self.ana).partner_id.email)[-1]
        return re.search(r'href="[^"]*(/jobseeker/referral/[^"]*)"', mail.body_html)[1]

    def _override(self, referral, code, reason="The hirer knows", user=None):
        """As the dialog of a refusal does, for all that this gate lacks."""
        rule = self.Rule._find(code, self.company)
        lacks = referral._find_gaps()[code][referral]
        action = rule.with_env(self.env)._get_override_action(referral, lacks)
        context = {**action["context"]}
        user = user or (self.manager if rule.override_group_id else self.officer)
        dialog = self.env["hr.jobseeker.override.dialog"].with_user(user).with_context(**context)
        dialog.create({"reason": reason}).action_apply()

    def _tasks(self, person=None):
        return (person or self.ana).activity_ids.mapped("summary")


class SentCase(ReferralCase):
    """What happens after it was sent, on Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY - timedelta(days=1)):
            cls.ana.need_ids._confirm()

    def _sent_on_monday(self, **vals):
        with freeze_time(MONDAY):
            referral = self._sent(**vals)
            self._left()
            self.env["mail.mail"].sudo().search([]).unlink()
        return referral
