from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from .hr_jobseeker_signpost import CHANNELS


class HrJobseekerSignpost(models.Model):
    """The person's yes to one body: when, through what, in which words; and, apart, whether we may name them there.

    Nobody writes these fields: their page does, or the dialog. A withdrawal ends a yes and leaves it on record.
    """

    _inherit = "hr.jobseeker.signpost"

    consent_at = fields.Datetime(string="Agreed", readonly=True, copy=False)
    consent_channel = fields.Selection(CHANNELS, string="Agreed Through", readonly=True, copy=False)
    consent_proof = fields.Char(string="What They Said", readonly=True, copy=False)
    # the body, its address, why, and with what it helps, each in its lines
    consent_wording = fields.Text(string="As They Read It", readonly=True, copy=False)
    # a later yes takes their place, and these stay
    earlier_consents = fields.Json(readonly=True, copy=False)
    consent_by_id = fields.Many2one(
        "res.users", string="Recorded by", readonly=True, copy=False, help="Empty: the person themselves."
    )
    consent_withdrawn_at = fields.Datetime(string="Withdrawn", readonly=True, copy=False)
    shares_data = fields.Boolean(
        string="We May Introduce Them",
        readonly=True,
        copy=False,
        help="They agreed that we give their name and how to reach them to this body. Else they go there themselves.",
    )

    @api.constrains("state", "consent_at")
    def _check_agreed(self):
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=5)  # the clocks of two machines may differ
        for signpost in self:
            if signpost.state == "agreed" and not signpost.consent_at:
                raise ValidationError(self.env._("Record first what %s said.", signpost.partner_id.name))
            if signpost.consent_at and signpost.consent_at > latest:
                raise ValidationError(self.env._("A yes is recorded after it was given: mend the moment."))

    def _agree(self, channel, proof=False, at=None, *, shares_data=False):
        """Keep a yes.

        :param channel: of ``CHANNELS``; "page": they said it themselves
        """
        for signpost in self.sudo():  # sudo: proofs are the system's to write; who records was checked
            named = signpost.shares_data
            signpost.write(
                {
                    "earlier_consents": [*(signpost.earlier_consents or ()), *signpost._get_present_consent()],
                    "consent_wording": "\n".join(signpost._get_shown()),
                    "state": "agreed",
                    "consent_at": fields.Datetime.to_datetime(at) or fields.Datetime.now(),
                    "consent_channel": channel,
                    "consent_proof": proof,
                    "consent_by_id": channel != "page" and self.env.uid,
                    "consent_withdrawn_at": False,
                    "shares_data": shares_data,
                }
            )
            if named and not shares_data:
                signpost._take_introduction_back()

    def _get_present_consent(self):
        """[what stands of the yes that there is], for the record; empty without one."""
        if not self.consent_at:
            return []
        kept = ("consent_channel", "consent_proof", "consent_wording", "shares_data")
        moments = ("consent_at", "consent_withdrawn_at")
        return [
            {name: self[name] for name in kept}
            | {name: fields.Datetime.to_string(self[name]) for name in moments}
            | {"consent_by_id": self.consent_by_id.id}
        ]

    def _get_addressee(self):
        """(name, address) of whom a letter would tell of them now."""
        return self.body_id.name, email_normalize(self.body_id.email or "") or ""

    def _get_shown(self):
        """What their page tells them of it, and they say yes or no to."""
        return [*self._get_addressee(), self.reason, self.body_id.helps_with or ""]

    def _digest_shown(self):
        """What stands for that: the page sends it back with an answer."""
        self.ensure_one()
        return sha256("\n".join(self._get_shown()).encode()).hexdigest()

    def _is_told_another(self):
        """Whether the body has another name or address than when they agreed: that is not whom they agreed to."""
        agreed = (self.consent_wording or "").split("\n")[:2]
        return len(agreed) == 2 and any(
            was and was != now for was, now in zip(agreed, self._get_addressee(), strict=True)
        )

    def _has_yes(self):
        """Whether a yes stands; it outlives the outcome, as the body may still know of them."""
        return bool(self.consent_at) and not self.consent_withdrawn_at

    def _decline(self):
        """Keep a no, and what follows from it; what has an outcome keeps that."""
        for signpost in self.sudo():  # sudo: as above
            withdrawn = signpost._has_yes()
            if signpost.state == "closed" and not withdrawn:
                continue
            signpost.write(
                {
                    **({} if signpost.state == "closed" else {"state": "declined"}),
                    "shares_data": False,
                    **({"consent_withdrawn_at": fields.Datetime.now()} if withdrawn else {}),
                }
            )
            signpost._take_introduction_back()

    def _take_introduction_back(self):
        """The body is not told of them, or, where it was told already, is to hear that they do not want it."""
        self._stop_introduction()
        if self._may_be_known():
            colleagues = self.jobseeker_id._for_colleagues()
            body = self.body_id.name
            perhaps = colleagues.env._("Perhaps %s has their data: ask them, and to delete it, too.", body)
            colleagues._tell_adviser(
                colleagues.env._("%(name)s took their yes back: tell %(body)s", name=colleagues.name, body=body),
                perhaps if self.letter_fault else "",
            )

    def action_record_answer(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Their Answer"),
            "res_model": "hr.jobseeker.signpost.answer",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_signpost_id": self.id,
                "default_answer": "no" if self.state == "closed" else "yes",
                "dialog_size": "medium",
            },
        }

    # --- on their page ------------------------------------------------------------------------------

    def _answer_on_page(self, is_yes, shares_data, shown):
        """What the person tapped; the same again changes nothing.

        :param shown: stands for what they read, see ``_digest_shown``
        :raises UserError: it is over, or another by now, in words for the person
        """
        self.ensure_one()
        if is_yes:
            if self.state == "closed":
                raise UserError(self.env._("This is closed by now. Please write to your adviser."))
            if self.state == "agreed" and self.shares_data == shares_data:
                return
            if shown != self._digest_shown():
                raise UserError(self.env._("It was changed since you opened this page. Please read it once more."))
            # another answer about their data is another yes; the state is the same
            self._agree("page", shares_data=shares_data)
        else:
            if self.state == "declined" or (self.state == "closed" and not self._has_yes()):
                return
            self._decline()
        colleagues = self.jobseeker_id._for_colleagues()
        yes, no = colleagues.env._("Wants to be referred to %s"), colleagues.env._("Does not want to be referred to %s")
        colleagues._log_own_action((yes if is_yes else no) % self.body_id.name)

    def _is_on_page(self):
        """Whether the person has been told of it."""
        return self.state in ("proposed", "agreed", "declined") or (self.state == "closed" and bool(self.consent_at))

    def _is_answerable(self):
        """Once it is over, a yes can still be taken back from a body that was told of them."""
        return self.state != "closed" or bool(self.introduced_at and self._has_yes())
