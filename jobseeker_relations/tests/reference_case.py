import re

from odoo import fields

from .common import make_user
from .policy_case import PolicyCase

#: Kept by the system; the cases begin with them.
PROOFS = {"jobseeker_permission_at", "current_employer_permission_at"}
TEXT = "He was late on Mondays: Quokka-17."


class ReferenceCase(PolicyCase):
    """Ana, whose adviser is the officer, and Mara who vouches for her; the company works in the United Kingdom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.uk")
        cls.Reference = cls.env["hr.jobseeker.reference"]
        cls.Rule = cls.env["hr.jobseeker.rule"]
        cls.officer_of_data = cls._user("dora", "jobseeker_relations.group_data_protection_officer", name="Dora Data")
        cls.colleague = cls._user("colleague", "hr_recruitment.group_hr_recruitment_user", name="Carl Colleague")
        cls.interviewer = cls._user("interviewer", "hr_recruitment.group_hr_recruitment_interviewer")
        cls.ana = cls._person(adviser_id=cls.officer.id)

    @classmethod
    def _user(cls, login, groups, **vals):
        return make_user(cls.env, login, groups, tz="UTC", **vals)

    @classmethod
    def _reference(cls, user=None, **vals):
        """A draft that the jobseeker agreed to, in the hands of the adviser."""
        vals = {
            "jobseeker_id": cls.ana.id,
            "referee_name": "Mara Manager",
            "referee_email": "mara@acme.example",
            "organisation": "Acme",
            "relationship": "Line manager",
            "position": "Welder",
            "worked_from": "2020-03-01",
            "worked_to": "2023-05-31",
            "jobseeker_permission_at": fields.Datetime.now(),
            **vals,
        }
        proofs = {name: vals.pop(name) for name in PROOFS & vals.keys()}
        reference = cls.Reference.with_user(user or cls.officer).create(vals)
        reference.sudo().write(proofs)
        return reference

    @classmethod
    def _permit(cls, reference, about="referee", proof="Yes, ask her"):
        """As the adviser records that the jobseeker agreed."""
        vals = {"reference_id": reference.id, "about": about, "proof": proof, "channel": "meeting"}
        cls.env["hr.jobseeker.reference.permit"].with_user(cls.officer).create(vals).action_apply()

    @classmethod
    def _asked(cls, **vals):
        reference = cls._reference(**vals)
        reference.action_request()
        return reference

    @classmethod
    def _answer(cls, reference, text=TEXT, reads="no", shown="yes", **found):
        """As the referee does on the page and in the form."""
        system = reference.sudo()
        choices = {
            "confidential": reads == "no",
            "disclosable": shown == "yes",
            "found_position": reference.position,
            "found_from": reference.worked_from,
            "found_to": reference.worked_to,
            **found,
        }
        answer = system._begin_answer(choices, False, "192.0.2.7")
        question = answer.survey_id.question_ids.filtered(lambda question: question.question_type == "text_box")[:1]
        answer._save_lines(question, text)
        answer._mark_done()
        reference.invalidate_recordset()
        return answer

    def _rows(self, jobseeker):
        """The person's ledger, oldest first."""
        return self.Contact.search([("jobseeker_id", "=", jobseeker.id)], order="id")

    def _mails(self, address):
        """Letters in the queue to an address, the latest last."""
        mails = self.env["mail.mail"].sudo().search([], order="id")
        return mails.filtered(
            lambda mail: address in (mail.email_to or "") or address in mail.recipient_ids.mapped("email")
        )

    def _links(self, mails):
        return [re.search(r'href="[^"]*(/jobseeker/reference/[^"]*)"', mail.body_html)[1] for mail in mails]
