from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import clean_context


class CalendarEvent(models.Model):
    """A meeting that took place. Every employee can read events: the ledger points to them and repeats nothing."""

    _inherit = "calendar.event"

    _stop_idx = models.Index("(stop)")

    @api.model
    def _record_held_meetings(self, since, until):
        """Record the meetings with jobseekers that ended in (since, until]; again is harmless.

        :return: the rows that were made
        """
        Contact = self.env["hr.jobseeker.contact"].sudo()  # sudo: facts, whoever's private meetings they are
        ended = Domain("stop", ">", since) & Domain("stop", "<=", until)
        invited = Domain("attendee_ids.partner_id.jobseeker_ids", "!=", False)
        invited |= Domain("attendee_ids.partner_id.former_jobseeker_ids", "!=", False)
        events = self.sudo().search(ended & invited)  # sudo: as above
        attendees = events.attendee_ids.partner_id  # of these everything is read once for all
        attendees.fetch(["partner_share"])
        attendees.jobseeker_ids.fetch(["partner_id", "company_id"])
        attendees.former_jobseeker_ids.jobseeker_id.fetch(["company_id"])
        known = {(row.jobseeker_id, row.event_id) for row in Contact.search([("event_id", "in", events.ids)])}
        return Contact._log(
            [
                event._prepare_meeting_vals(jobseeker)
                for event in events
                for jobseeker in event._get_met_jobseekers()
                if (jobseeker, event) not in known
            ]
        )

    def _call_off(self):
        """Remove what is to come, and tell those who were invited, as Odoo's own dialog offers to."""
        coming = self.filtered(lambda event: event.start > fields.Datetime.now())
        template = self.env.ref("calendar.calendar_template_delete_event", raise_if_not_found=False)
        for event in coming if template else coming.browse():
            people = event.partner_ids - self.env.user.partner_id
            # without its document: with the meeting its letters would go, too
            values = {"recipient_ids": [Command.set(people.ids)], "model": False, "res_id": False}
            letter = template.with_context(clean_context(self.env.context))  # no reader more by a caller's defaults
            letter.send_mail(event.id, email_values=values)
        coming.unlink()

    def _prepare_meeting_vals(self, jobseeker):
        self.ensure_one()
        return {
            "jobseeker_id": jobseeker.id,
            "date": self.start,
            "direction": "out",
            "channel": "meeting",
            "outcome": "reached",
            "nature": "personal",
            "user_id": self.user_id.id,
            "applicant_id": self.applicant_id.filtered(lambda a: a.jobseeker_id == jobseeker).id,
            "event_id": self.id,
        }

    def _get_met_jobseekers(self):
        """The jobseekers among those who came; a meeting of colleagues about an application is none with its person."""
        self.ensure_one()
        return self._get_jobseekers(self.attendee_ids.filtered(lambda a: a.state != "declined").partner_id)

    def _get_jobseekers(self, partners):
        """The jobseekers behind contacts, in the company of the application or of the organiser."""
        company = self.applicant_id.jobseeker_id.company_id or self.user_id.company_id
        jobseekers = self.env["hr.jobseeker"]
        person_of_application = self.applicant_id.partner_id
        people = partners.filtered(lambda p: p.partner_share or p == person_of_application)  # no colleagues' stand-ups
        for person in people.sudo():  # sudo: attendees of any company
            known = person.jobseeker_ids | person.former_jobseeker_ids.jobseeker_id
            jobseekers |= known._in_company(company)
        return jobseekers
