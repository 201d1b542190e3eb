from odoo import api, models
from odoo.fields import Command

from ..rules.redaction import redact
from .hr_jobseeker_erasure import SILENT

#: Texts of a message and of a meeting that stay because they are about others, too.
MESSAGE_TEXTS = (
    "subject", "body", "email_from", "reply_to", "outgoing_email_to", "incoming_email_to", "incoming_email_cc"
)  # fmt: skip
MAIL_TEXTS = ("body_html", "email_to", "email_cc")
EVENT_TEXTS = ("name", "description", "location", "notes")


class HrJobseekerPersonalData(models.AbstractModel):
    """Messages, letters and meetings: what was about these people alone goes; of others' they are taken out."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _redact_rows(self, rows, names, trace):
        """Take these people out of texts that stay because they are about others, too."""
        words = trace.words
        mark = self.env._("[erased]")
        for row in rows:
            texts = {name: row[name] for name in names if name in row._fields and row[name]}
            changed = {name: redact(text, words, mark) for name, text in texts.items()}
            changed = {name: text for name, text in changed.items() if text != texts[name]}
            if changed:
                row.with_context(**SILENT).write(changed)

    @api.model
    def _erase_messages(self, messages, trace):
        about = messages.filtered(lambda message: self._is_about(message, trace))
        others = messages - about
        count = len(about)
        about.unlink()
        trace.shared_texts += len(others)
        self._redact_rows(others, MESSAGE_TEXTS, trace)
        for message in others:
            message.write({"partner_ids": [Command.unlink(partner.id) for partner in message.partner_ids & trace.lone]})
        return count

    @api.model
    def _erase_mails(self, mails, trace):
        """What waits for others, too, goes to them; these people are taken off it."""
        theirs = mails.filtered(
            lambda mail: (
                self._is_about(mail.mail_message_id, trace)
                or (
                    mail.recipient_ids <= trace.lone
                    and self._is_addressed(mail, ("email_to", "email_cc"), trace, alone=True)
                )
            )
        )
        count = len(theirs)
        theirs.unlink()
        others = mails.exists()
        self._redact_rows(others, MAIL_TEXTS, trace)
        for mail in others:
            leaving = mail.recipient_ids & trace.lone
            mail.write({"recipient_ids": [Command.unlink(partner.id) for partner in leaving]})
        return count

    @api.model
    def _erase_attendees(self, attendees, trace):
        """With the meeting, where it was about them alone; of others only they are taken off the list."""
        _own, shared = self._split_events(attendees.event_id, trace)
        count = len(attendees)
        for event in shared:
            leaving = event.partner_ids & trace.partners
            event.with_context(**SILENT).write({"partner_ids": [Command.unlink(partner.id) for partner in leaving]})
        attendees.exists().filtered(lambda guest: guest.event_id in shared).unlink()
        return count

    @api.model
    def _erase_events(self, events, trace):
        own, shared = self._split_events(events, trace)
        count = len(own)
        trace.shared_texts += len(shared)
        own.with_context(**SILENT).unlink()
        self._redact_rows(shared, EVENT_TEXTS, trace)
        # what the others were told names everybody who was invited
        told = self._all("mail.message").search([("model", "=", "calendar.event"), ("res_id", "in", shared.ids)])
        self._redact_rows(told, MESSAGE_TEXTS, trace)
        mails = self._all("mail.mail").search([("mail_message_id", "in", told.ids)])
        self._redact_rows(mails, ("body_html",), trace)
        return count
