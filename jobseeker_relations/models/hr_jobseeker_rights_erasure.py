from odoo import models
from odoo.exceptions import UserError


class HrJobseekerRightsRequest(models.Model):
    """Erasure, as the person asked for it: what may go goes, and they are told what and what not."""

    _inherit = "hr.jobseeker.rights.request"

    def _check_may_erase(self):
        self._check_may_act()
        if self.kind not in ("erasure", "objection"):
            raise UserError(self.env._("Nobody asked for erasure here: register a request for it."))

    def _lifts_freeze_of(self, person):
        """Whether this request takes back an earlier wish to freeze the data: theirs, for erasure, and later."""
        self.ensure_one()
        frozen_at = person.sudo().restricted_at  # sudo: a fact that binds everybody
        return (
            self.jobseeker_id == person
            and self.kind in ("erasure", "objection")
            and bool(frozen_at)
            and self.received_on >= frozen_at.date()
        )

    def _erase_person(self):
        """Erase what may go, tell the person, keep the receipt; what a hold keeps stays frozen.

        The letter waits in Odoo's queue and leaves only when the erasure is saved: whoever reads "we have erased your
        data" is erased. It has the address, and no more of them; it goes when it has left, or could not for a week.
        """
        self._check_may_erase()
        person, lang = self.jobseeker_id, self.jobseeker_id._get_letter_lang()
        person.sudo().lock_for_update()  # sudo: as its erasure, which was checked
        recipients, plan = person._get_recipients()[person], person._plan_erasure(but=self)
        Map = self.env["hr.jobseeker.personal.data"]
        thawed = self._lifts_freeze_of(person) and not person.erasure_owed
        letter = self._prepare_last_letter(Map.with_context(lang=lang)._say_erased(plan), lang)
        [erased] = person._erase("request", but=self)
        receipt = Map._say_erased(erased)
        if thawed:
            receipt += "\n\n" + self.env._("It was frozen, as they had asked before: this request came later.")
        receipt += "\n\n" + (
            self.env._("A letter to them was queued, and leaves once this is saved.")
            if letter
            else self.env._("No letter went: there is no address.")
        )
        whole = (
            self.env._("A duty keeps a part: see the receipt.")
            if erased.holds
            else self.env._("Something else uses the contact: see the receipt.")
        )
        self._close(
            "granted" if erased.is_whole else "partly",
            False if erased.is_whole else whole,
            receipt=receipt,
            last_letter_id=self._queue_last_letter(letter),
        )
        self._ask_to_tell_recipients(recipients)
        return erased
