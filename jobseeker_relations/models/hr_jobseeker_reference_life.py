from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .transition import name_refused_move

#: Who may go where. Straight from a draft to an answer: it came by telephone or letter. What was asked for and is taken
#: back is a draft again; what is in is in.
TRANSITIONS = {
    "draft": {"requested", "received", "declined"},
    "requested": {"draft", "received", "declined"},
    "expired": {"draft", "requested", "received", "declined"},
    "received": {"verified"},
    "verified": set(),
    "declined": set(),
}
#: Who is asked about whom, and what the jobseeker said; changed until the answer is in.
ASKED = {
    "referee_name",
    "referee_email",
    "relationship",
    "is_relative",
    "organisation",
    "is_current_employer",
    "position",
    "worked_from",
    "worked_to",
    "survey_id",
}
#: What the referee found and chose: told by whoever enters an answer, together with the move to it.
FOUND = {"disclosable", "confidential", "found_position", "found_from", "found_to"}
#: Where the facts are kept that only readers of the answer see, see ``hr_jobseeker_reference_answers``.
KEPT = {"found_position": "kept_position", "found_from": "kept_from", "found_to": "kept_to"}
SAID = {
    "received": {"received_at", "received_channel", *FOUND},
    "verified": {"verify_method", "verify_note"},
    "declined": {"declined_at"},
}


class HrJobseekerReference(models.Model):
    """The life of a reference: what may become of it, what is told with each move, and what follows."""

    _inherit = "hr.jobseeker.reference"
    _never_by_default = frozenset({"stage", "state"}).union(*SAID.values())

    @api.model_create_multi
    def create(self, vals_list):
        """Every reference begins as a draft and moves by the table, also one that an import brings as received."""
        moving = {"stage", "state"}.union(*SAID.values()) - {"disclosable", "confidential"}
        moves = [{name: vals[name] for name in vals.keys() & moving if vals[name]} for vals in vals_list]
        if not self.env.su and any(vals.get("reader_ids") for vals in vals_list):
            raise AccessError(self.env._("Name who else reads the answer when the reference is saved."))
        references = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        for reference, vals in zip(references, moves, strict=True):
            if vals:
                reference.write(vals)
        return references

    def write(self, vals):
        vals = dict(vals)
        state = vals.pop("state", None) or vals.pop("stage", None)
        self._check_frozen(vals, state)
        kept = {KEPT[name]: vals.pop(name) for name in KEPT.keys() & vals.keys()}
        addresses = {reference: reference._get_address() for reference in self if "referee_email" in vals}
        moving = self.filtered(lambda reference: reference.state != state) if state else self.browse()
        moving._check_transition(state)
        moving._before_move(state, vals)
        for reference in moving:
            former = reference.state
            super(HrJobseekerReference, reference).write({**vals, **reference._get_said(state, vals)})
            # sudo: the traces are nobody's to write but the system's
            super(HrJobseekerReference, reference.sudo()).write(
                {"stage": state, **reference._get_traces(state), **kept}
            )
            reference._after_move(former)
        if staying := self - moving:
            super(HrJobseekerReference, staying).write(vals)
            if kept:
                # sudo: what a referee found is nobody's to write but with the answer, which was checked above
                super(HrJobseekerReference, staying.sudo()).write(kept)
        self._check_still_permitted(vals)
        if changed := self.filtered(lambda r: r in addresses and r._get_address() != addresses[r]):
            changed._change_address(addresses)
        return True

    def _check_frozen(self, vals, state):
        """An answer is told with the move to it; who was asked stays as it was once there is one."""
        if self.env.su:
            return
        if "jobseeker_id" in vals and any(reference.jobseeker_id.id != vals["jobseeker_id"] for reference in self):
            raise UserError(self.env._("A reference stays with its person: record it anew for the other one."))
        told = ASKED & vals.keys()
        if told and any(reference.stage not in ("draft", "requested") for reference in self):
            raise UserError(
                self.env._("Who was asked stays as it was, now that they answered. Add a reference if it is another.")
            )
        moves = bool(state) and all(reference.state != state for reference in self)
        tellable = SAID.get(state, set()) if moves else set()
        if all(reference.stage == "draft" for reference in self):
            tellable = tellable | {"disclosable", "confidential"}
        if set().union(*SAID.values()) & vals.keys() - tellable:
            raise UserError(
                self.env._("An answer is recorded once, when it comes, and stays as it is. Use the buttons for it.")
            )

    def _check_transition(self, state):
        """Raise UserError, naming both states and the way out, where the table has no such move."""
        for reference in self:
            refused = name_refused_move(reference, state, TRANSITIONS)
            if not refused:
                continue
            if not refused["allowed"]:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s”, for good, and cannot become “%(after)s”. Add another reference.",
                        name=reference.display_name,
                        **refused,
                    )
                )
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                    name=reference.display_name,
                    **refused,
                )
            )

    def _get_said(self, state, vals):
        """What is said of an answer, completed: a program that names no channel gets "Other" rather than an error."""
        if state == "received":
            at = self._read_past(vals.get("received_at"))
            return {"received_at": at, "received_channel": vals.get("received_channel") or "other"}
        if state == "declined":
            return {"declined_at": self._read_past(vals.get("declined_at"))}
        if state == "verified":
            return {"verify_method": vals.get("verify_method") or "other"}
        return {}

    def _read_past(self, value):
        """The moment that was said, or now.

        :raise ValidationError: it is to come; the clocks of two machines may differ by a few minutes
        """
        at = fields.Datetime.to_datetime(value) or fields.Datetime.now()
        if at > fields.Datetime.add(fields.Datetime.now(), minutes=5):
            raise ValidationError(self.env._("An answer is recorded after it came: mend the moment."))
        return at

    def _get_traces(self, state):
        """What the system itself keeps of a move."""
        if state == "requested":
            return self._get_request_traces()
        if state == "verified":
            return {"verified_at": fields.Datetime.now(), "verified_by_id": self.env.uid}
        if state == "draft":
            return {"look_on": False, "requested_at": False, "link_expires_at": False}
        return {"look_on": False, **self._get_first_readers()}

    def _before_move(self, state, vals):
        if state == "requested":
            self._check_can_ask()
        if state == "verified":
            self._check_discussed()

    def _after_move(self, former):
        """:param former: the state that it was in"""
        if self.state == "requested":
            self._ask_referee(former)
        elif self.state != "verified":
            self._end_request(former)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """Whom we asked and what came of it is evidence, also where it was taken back. Lawful erasure runs as the
        system, and passes.
        """
        if not self.env.su and any(reference.stage != "draft" or reference.first_asked_at for reference in self):
            raise UserError(
                self.env._("Only a draft that nobody was asked by can be deleted: what was asked for stays on record.")
            )

    def unlink(self):
        """The database's cascade would leave the threads of the forms, and the words of letters behind."""
        self._forget_letters()
        self.sudo().survey_input_ids.unlink()  # sudo: half-written answers are nobody's
        return super().unlink()
