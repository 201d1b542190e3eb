from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import email_normalize, parse_contact_from_email

from .hr_jobseeker_enquiry_clock import RULE
from .hr_jobseeker_enquiry_letter import ARRIVES, TYPED, UNPROVEN

#: In the context of a question that has to come before the answer: the dialog says so of its letter a moment later.
ASKS = object()
#: The channel of an enquiry by that of its word; what came with an application is told apart below.
CHANNEL_OF = {"email": "email", "phone": "phone", "meeting": "walk_in", "sms": "sms", "portal": "portal"}


class HrJobseekerContact(models.Model):
    """Each word that the ledger takes in may be a first one, or its answer."""

    _inherit = "hr.jobseeker.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        # what a machine wrote, or was written to many, starts and stops no clock
        words = contacts.filtered(lambda contact: contact.nature == "personal")
        if words:
            words.sudo()._tell_enquiries()  # sudo: the clock is the same whoever caused it to be set
        return contacts

    def _tell_enquiries(self):
        Enquiry = self.env["hr.jobseeker.enquiry"]
        new = Enquiry._open(self._find_first_words())
        if self.env.context.get("jobseeker_asks") is ASKS:
            return
        disturbed = (
            Domain("is_open", "=", True)
            | Domain("first_reply_at", ">=", min(self.mapped("date")))
            | Domain("first_reply_id", "in", self.corrects_id.ids)
        )
        told = Domain("jobseeker_id", "in", self.jobseeker_id.ids) & Domain("end_reason", "=", False)
        (Enquiry.search(told & disturbed) - new)._take_in()

    def _find_first_words(self):
        """Of these rows the first words of people who are enquiring and whom nobody has spoken to since they are.

        What is older than that is history that somebody enters.
        """
        words = self.browse()
        for row in self.sorted("date"):
            person = row.jobseeker_id
            if (
                row.direction == "in"
                and row.asks_answer
                and not row.corrects_id
                and person.state == "enquiry"
                and row.date >= person.state_since
                and person not in words.jobseeker_id
            ):
                words |= row
        if not words:
            return words
        since = min(words.jobseeker_id.mapped("state_since"))
        people = Domain("jobseeker_id", "in", words.jobseeker_id.ids)
        enquired = self.env["hr.jobseeker.enquiry"].search(people & Domain("received_at", ">=", since))
        earlier = self.search(
            people
            & Domain("date", ">=", since)
            & Domain("nature", "=", "personal")
            & Domain("superseded", "=", False)
            & Domain("id", "not in", self.ids)
        )
        known = {
            row.jobseeker_id
            for row, date in [*((row, row.received_at) for row in enquired), *((row, row.date) for row in earlier)]
            if date >= row.jobseeker_id.state_since
        }
        return words.filtered(lambda word: word.jobseeker_id not in known)

    def _get_enquiry_channel(self):
        self.ensure_one()
        if self.applicant_id and self.channel == "portal" and not self.message_id:
            return "web"
        arrival = self.env["ir.model.data"]._xmlid_to_res_id("hr_recruitment.mt_applicant_new")
        if self.channel == "email" and self.message_id.subtype_id.id == arrival:
            return "application"
        return CHANNEL_OF.get(self.channel, "other")


class HrJobseekerEnquiry(models.Model):
    _inherit = "hr.jobseeker.enquiry"

    @api.model
    def _open(self, words):
        """Start the clock of these first words, thank for what arrived at a door of ours; return the enquiries.

        :raise ConcurrencyError: another word of the same person comes in at this moment; Odoo repeats the request
        """
        if not words:
            return self
        self.flush_model(["is_open"])  # the index knows one open enquiry: what has ended must have ended there, too
        try:
            with self.env.cr.savepoint():
                enquiries = self.create([self._prepare_opening(word) for word in words])
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
        enquiries._take_in()
        for enquiry in enquiries:
            enquiry.promised_at = enquiry.first_reply_due_at
        enquiries._acknowledge(self.env.context.get("jobseeker_arrives"))
        return enquiries

    @api.model
    def _prepare_opening(self, word):
        person = word.jobseeker_id
        return {
            "jobseeker_id": person.id,
            "contact_id": word.id,
            "applicant_id": word.applicant_id.id,
            "channel": word._get_enquiry_channel(),
            "received_at": word.date,
            "summary": word.summary,
            "response_hours": self._get_promised_hours(person),
        }

    @api.model
    def _get_promised_hours(self, person):
        """As agreed with them or by their policy; where no policy takes them in, by the rule."""
        if person.policy_id or person.agreed_response_hours:
            return person._get_response_hours()
        return self.env["hr.jobseeker.rule"]._find(RULE, person.company_id).number


class HrJobseeker(models.Model):
    """The general address, and the person's own page."""

    _inherit = "hr.jobseeker"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail to the general address makes or finds the person who wrote it.

        As for an application, address and name must agree: resemblance joins nobody.
        """
        values = dict(custom_values or {})
        company = self.env["res.company"].browse(values.pop("company_id", None)).exists() or self.env.company
        name, email = parse_contact_from_email(msg_dict.get("from") or msg_dict.get("email_from"))
        Partner = self.env["res.partner"].sudo()  # sudo: the gateway's user may not create contacts
        [writer] = Partner._find_or_make_people(
            [
                {
                    "name": name or (email and Partner._name_of_sender(email)) or self.env._("Unknown sender"),
                    "email": email_normalize(email) or email,
                    "company_id": company.id,
                    "lang": company.partner_id.lang or self.env.lang,
                }
            ]
        )
        doubt = self.env.context.get("jobseeker_unproven")
        # sudo: as above. Somebody new has nothing that a forged mail could change
        known = doubt in (UNPROVEN, TYPED) and bool(self.sudo()._find_people({(writer.id, company.id)}))
        people = self.with_context(jobseeker_unproven=UNPROVEN if known else None)
        person = people._find_or_make_enquirer(writer, company, "enquiry")
        msg_dict["author_id"] = writer.id
        if known:
            person._tell_of_unproven()
        return person.with_context(jobseeker_arrives=UNPROVEN if known or doubt is UNPROVEN else ARRIVES)

    @api.model
    def _find_or_make_enquirer(self, partner, company, source, adviser=None, user=None):
        """The relationship with who writes, rings or comes in, as an enquiry; one that is running stays as it is.

        :param user: the colleague who says that they did: of whom they may not change, nothing is taken up
        """
        # sudo: who takes down an enquiry may not see that a colleague knows the person already
        Jobseeker = self.sudo().with_context(tracking_disable=True)
        key = (partner.id, company.id)
        adviser = adviser or company.jobseeker_enquiry_user_id.filtered("active")
        vals = {"state": "enquiry", "seeking": "active", "source_kind": source, "adviser_id": adviser.id}
        person = Jobseeker._for_people([(partner, company)], {key: vals})[key]
        person = person.with_context(tracking_disable=self.env.context.get("tracking_disable", False))
        if not user or person.with_user(user).has_access("write"):
            person._take_up()
        return person

    def _write_to_adviser(self, text):
        self._take_up()
        return super()._write_to_adviser(text)

    def _say_next_contact(self):
        """Who waits for a first reply is told of that, whatever else falls due before it."""
        due = self.first_reply_due_at
        if (
            not due
            or self.contact_due_cause == "response"
            or self.state in ("closed", "on_hold")
            or self.do_not_contact
        ):
            return super()._say_next_contact()
        if due <= fields.Datetime.now():
            return self.env._("We have your message. We promised an answer by %s and are late: sorry.", self._say(due))
        return self.env._("We have your message, and you will have an answer by %s.", self._say(due))


class HrApplicant(models.Model):
    """An application through a form of our site brings no mail: it is their first word all the same."""

    _inherit = "hr.applicant"

    @api.model_create_multi
    def create(self, vals_list):
        applicants = super().create(vals_list)
        if self._is_by_web_form():
            applicants.sudo()._log_arrival()  # sudo: as the ledger
        return applicants

    @api.model
    def _is_by_web_form(self):
        """Website forms write as the system on behalf of a visitor; whoever else does so has no visitor."""
        return bool(request) and self.env.uid == SUPERUSER_ID and bool(request.env.uid) and request.env.user.share

    def _log_arrival(self):
        Contact = self.env["hr.jobseeker.contact"]
        Contact._log(
            [
                {
                    "jobseeker_id": application.jobseeker_id.id,
                    "direction": "in",
                    "channel": "portal",
                    "nature": "personal",
                    "user_id": False,
                    "applicant_id": application.id,
                    "summary": Contact._shorten(
                        application.env._(
                            "Applied on our site: %s", application.job_id.name or application.display_name
                        )
                    ),
                }
                for application in self
                if application.jobseeker_id and not application.talent_pool_ids
            ]
        )
