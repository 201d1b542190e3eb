from odoo import api, fields, models
from odoo.tools import SQL

from ..rules.returned_letter import why_returned

#: A report names one letter and what that answered; nobody makes us look for thousands.
MOST_NAMED = 50


class HrJobseekerReference(models.Model):
    """A letter to a referee that comes back, days later even: the adviser hears, and finds another address.

    Letters leave no trace once they are sent, so a reference remembers their marks. A report about an address that was
    mended since is no news, nor is one about a search that is closed.
    """

    _inherit = "hr.jobseeker.reference"

    letter_marks = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="Message-ID of each letter to the referee: the address that it went to.",
    )
    returned_at = fields.Datetime(string="Letter Came Back", readonly=True, copy=False)
    return_reason = fields.Char(string="Why It Came Back", readonly=True, copy=False)

    _letter_marks_idx = models.Index("USING gin (letter_marks)")

    def _remember_letter(self, mail):
        """Another letter to the referee is under way: what came back before is over."""
        self.ensure_one()
        self.write(
            {
                "letter_marks": {**(self.letter_marks or {}), mail.message_id: self._get_address()},
                "returned_at": False,
                "return_reason": False,
            }
        )

    @api.model
    def _remember_waiting_letters(self):
        """Called by a migration: what waited in the queue while the marks came is known, too, when it comes back."""
        # sudo: letters are the system's
        waiting = [("jobseeker_reference_id", "!=", False), ("state", "in", ("outgoing", "exception"))]
        for mail in self.env["mail.mail"].sudo().search(waiting, order="id"):
            mail.jobseeker_reference_id._remember_letter(mail)

    def _forget_return(self):
        """There is another address: what came back from the one before is over."""
        # sudo: the system's own mark
        self.filtered("returned_at").sudo().write({"returned_at": False, "return_reason": False})

    @api.model
    def _find_returned(self, message_ids):
        """The requests to which one of these letters belonged, where it went to the address that they still have."""
        named = list(dict.fromkeys(message_ids))[:MOST_NAMED]
        if not named:
            return self.browse()
        self.flush_model(["letter_marks"])
        rows = self.env.execute_query(
            SQL("SELECT id FROM hr_jobseeker_reference WHERE letter_marks ?| %s ORDER BY id", named)
        )
        # sudo: the mail gateway's user has no rights, and nothing is told to it
        found = self.sudo().browse(number for [number] in rows)
        return found.filtered(
            lambda reference: (
                reference.stage == "requested"
                and reference._may_be_reminded()
                and reference._get_address() in {reference.letter_marks.get(name) for name in named}
            )
        )

    def _note_return(self, reason):
        """Say on the reference that the letter came back, and ask the adviser for another address, once a letter."""
        for reference in self.filtered(lambda reference: not reference.returned_at):
            reference.write({"returned_at": fields.Datetime.now(), "return_reason": reason})
            told = reference._for_adviser()
            told._note(told._say_returned())
            told._ask_for_address()

    def _say_returned(self):
        """That the letter came back, and as a quotation what it came back with, which anybody can have written."""
        words = {"referee": self.referee_name, "address": self._get_address() or "-", "reason": self.return_reason}
        if not self.return_reason:
            return self.env._("The letter to %(referee)s (%(address)s) came back.", **words)
        return self.env._(
            "The letter to %(referee)s (%(address)s) came back. Their mail server says: “%(reason)s”", **words
        )

    def _ask_for_address(self):
        """A task for the adviser, in whose language this is."""
        words = {"person": self.jobseeker_id.name, "referee": self.referee_name}
        if self.state == "expired":
            advice = self.env._(
                "Check the address with %(person)s, enter another one, then press Ask Anew. Or ring %(referee)s and "
                "record the answer, or name another referee.",
                **words,
            )
        else:
            advice = self.env._(
                "Check the address with %(person)s and enter another one: the letter goes there at once. If their "
                "mailbox was only full, press Remind. Or ring %(referee)s and record the answer, or name another "
                "referee.",
                **words,
            )
        self.jobseeker_id._tell_adviser(
            self.env._("New address for %s", self.referee_name), f"{self._say_returned()}\n{advice}"
        )


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        for reference in self.env["hr.jobseeker.reference"]._find_returned(message_dict["bounced_msg_ids"] or ()):
            reason = why_returned(email_message, message_dict.get("subject") or "", reference._get_address())
            if reason is not None:
                reference._note_return(reason)
        return result
