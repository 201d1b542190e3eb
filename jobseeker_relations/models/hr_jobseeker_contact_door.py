from collections import defaultdict
from textwrap import shorten

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools import html2plaintext

#: The documents whose correspondence is the relationship's.
THREADS = ("hr.applicant", "hr.jobseeker")
#: Channels in which somebody spoke with the person.
TALKS = ("phone", "meeting")


class HrJobseekerContact(models.Model):
    """How the doors write the ledger: in batches, and whoever causes the fact.

    What turns out otherwise, a letter that came back or was taken from the queue, is a new row that corrects the first
    one: the first stays readable and no longer counts. The new row keeps the nature, so that a letter that came back
    remains an attempt (design §4 "Contact ledger").
    """

    _inherit = "hr.jobseeker.contact"

    @api.model
    def _log(self, vals_list):
        """Create rows in one batch; an interviewer's letter belongs in the ledger that they may not read.

        What follows from a row's own values comes with it: for that the ORM would make each row twice, once in memory.
        """
        if not vals_list:
            return self
        ledger = self.sudo()
        people = ledger.env["hr.jobseeker"].browse(vals["jobseeker_id"] for vals in vals_list)
        return ledger.create(
            [{**self._get_derived(person, vals), **vals} for person, vals in zip(people, vals_list, strict=True)]
        )

    @api.model
    def _get_derived(self, person, vals):
        """The values of the fields that are computed before a row is made."""
        facts = vals["direction"], vals["channel"], vals.get("outcome"), vals.get("nature", "personal")
        return {
            "partner_id": person.partner_id.id,
            "company_id": person.company_id.id,
            "qualifying": self._qualifies(*facts),
            "superseded": False,
        }

    @api.model
    def _log_page_action(self, jobseeker, summary, asks_answer=False):
        """Enter what a person did on a page of ours: a tick, an answer, a choice.

        They were heard, which is contact and ends the stretch; only words of their own wait for our answer.

        :param jobseeker: one relationship, or several of one person
        :param summary: what they did, for colleagues: "Agreed to the terms"; or what they wrote
        """
        return self._log(
            [
                {
                    "jobseeker_id": person.id,
                    "direction": "in",
                    "channel": "portal",
                    "nature": "personal",
                    "asks_answer": asks_answer,
                    "user_id": False,
                    "summary": self._shorten(summary),
                }
                for person in jobseeker
            ]
        )

    @api.model
    def _get_letters(self, messages):
        """Return the rows, still in force, that say that these messages went out."""
        return self.sudo().search(  # sudo: as in _log
            [
                ("message_id", "in", messages.ids),
                ("direction", "=", "out"),
                ("superseded", "=", False),
            ]
        )

    def _correct(self, summary=False, **values):
        """Append to each row what became of it."""
        return self._log(
            [
                {
                    "jobseeker_id": contact.jobseeker_id.id,
                    "corrects_id": contact.id,
                    "direction": contact.direction,
                    "channel": contact.channel,
                    "nature": contact.nature,
                    "asks_answer": contact.asks_answer,
                    "user_id": contact.user_id.id,
                    "applicant_id": contact.applicant_id.id,
                    "message_id": contact.message_id.id,
                    "summary": self._shorten(summary or contact.summary),
                    **values,
                }
                for contact in self
            ]
        )

    def _correct_date(self, date):
        """Enter when these words really went out."""
        self.superseded = True  # the index lets only one row in force speak of a message
        self.flush_recordset(["superseded"])
        return self._correct(date=date)

    @api.model
    def _shorten(self, text):
        return shorten(text or "", 80, placeholder="…")

    @api.model
    def _summarise(self, message):
        """The subject, unless it is only the name of the document, as Odoo writes over what has no subject."""
        own_subject = message.subject and message.subject != message.record_name
        return self._shorten(message.subject if own_subject else html2plaintext(message.body or ""))

    @api.model
    def _map_threads(self, records_by_model):
        """Return {(model, id): (jobseeker, applicant)} of applications and jobseekers, without a query for each.

        :param records_by_model: dict model → ids; other models are ignored
        """
        # sudo: as in _log
        applicants = self.env["hr.applicant"].sudo().browse(records_by_model.get("hr.applicant", ()))
        jobseekers = self.env["hr.jobseeker"].sudo().browse(records_by_model.get("hr.jobseeker", ()))
        try:
            return self._map_existing(applicants, jobseekers)
        except MissingError:  # a message may outlive its document; it is too rare to ask each time
            return self._map_existing(applicants.exists(), jobseekers.exists())

    @api.model
    def _map_existing(self, applicants, jobseekers):
        nothing = applicants.browse()
        threads = {("hr.applicant", applicant.id): (applicant.jobseeker_id, applicant) for applicant in applicants}
        threads.update((("hr.jobseeker", person.id), (person, nothing)) for person in jobseekers if person.partner_id)
        return threads

    @api.model
    def _map_messages(self, messages):
        """As ``_map_threads``, by the documents on which the messages stand."""
        ids = defaultdict(set)
        for message in messages:
            if message.model in THREADS and message.res_id:
                ids[message.model].add(message.res_id)
        return self._map_threads(ids)


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_addresses(self, applicant):
        """The addresses at which this person is written to, as told to us on the contact or on the application."""
        self.ensure_one()
        return {self.partner_id.email_normalized, applicant.email_normalized} - {False}

    def _log_talk(self, channel, date, summary):
        """Enter a talk in which the person gave an answer, as its user would log it; the same one is not logged twice.

        Who calls has checked that the user may record the answer.

        :param channel: through what they answered; what is none of ``TALKS`` is no talk, and is in the ledger already
        """
        self.ensure_one()
        if channel not in TALKS:
            return
        talk = {
            "jobseeker_id": self.id,
            "date": date,
            "direction": "out",
            "channel": channel,
            "outcome": "reached",
            "summary": summary,
        }
        # sudo: as in _log; also of whom the data is frozen: a no is theirs to say at any time
        ledger = self.env["hr.jobseeker.contact"].sudo()
        if not ledger.search_count([(name, "=", value) for name, value in talk.items()], limit=1):
            ledger._log([talk])._check_entry()

    def _in_company(self, company):
        """The relationships in one company; all of them only where it is not known for which company a word is."""
        return self.filtered(lambda jobseeker: jobseeker.company_id == company) if company else self
