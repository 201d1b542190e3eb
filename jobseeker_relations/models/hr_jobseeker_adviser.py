from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrJobseeker(models.Model):
    """Who answers for the person, said to colleagues, and how one of them takes over.

    Whoever answers for a person reads what is confidential. Anybody may step in, as for a colleague who is ill; nobody
    does so unseen: each change is in the log, and the former adviser hears of it.
    """

    _inherit = "hr.jobseeker"

    adviser_note = fields.Char(
        compute="_compute_adviser_note", help="Says who answers for the person; empty for the adviser."
    )

    @api.depends("adviser_id.name")
    @api.depends_context("lang", "uid")
    def _compute_adviser_note(self):
        for jobseeker in self:
            jobseeker.adviser_note = jobseeker._say_adviser() if jobseeker.adviser_id != self.env.user else False

    def _say_adviser(self):
        if self.adviser_id:
            return self.env._("%s answers for this person", self.adviser_id.name)
        return self.env._("Nobody answers for this person")

    def action_take_over(self):
        self.check_access("write")
        self.write({"adviser_id": self.env.uid})

    def write(self, vals):
        if "adviser_id" not in vals:
            return super().write(vals)
        moved = self.filtered(lambda person: (person.adviser_id.id or False) != (vals["adviser_id"] or False))
        if not vals["adviser_id"]:
            moved._check_left_alone()
        former = {person: person.adviser_id for person in moved}
        logged = self.with_context(tracking_disable=False, mail_notrack=False)  # no caller switches this log off
        result = super(HrJobseeker, logged).write(vals)
        moved._tell_handover(former)
        return result

    def _check_left_alone(self):
        """Somebody else's people are handed over, not let go: the next one would take over and nobody would hear."""
        if self.env.su or self.env.user.has_group("hr_recruitment.group_hr_recruitment_manager"):
            return
        for person in self:
            if person.adviser_id.active and self.env.user not in person.adviser_id | person._get_manager():
                raise UserError(
                    self.env._(
                        "%(adviser)s answers for %(name)s: choose who does so instead.",
                        adviser=person.adviser_id.name,
                        name=person.name,
                    )
                )

    def _tell_handover(self, former):
        """Tell each former adviser once of all who have another one now; who did it themselves knows.

        :param former: dict person → who answered for them
        """
        confidential = self._filter_confidential(person for person in self if not former[person].active)
        told = {}
        for person in self:
            readers = person._get_manager() if person in confidential else former[person]
            for reader in readers.filtered("active") - self.env.user:
                told[reader] = told.get(reader, self.browse()) | person
        for reader, people in told.items():
            people.with_context(lang=reader.lang)._notify_handover(reader)

    def _filter_confidential(self, people):
        """Those of whom something sensitive is written down."""
        ids = [person.id for person in people]
        # sudo: whether there is something, for the sake of who is told; the user hears nothing of it
        needs = self.env["hr.jobseeker.need"].sudo()
        found = needs._read_group([("jobseeker_id", "in", ids), ("sensitive", "=", True)], ["jobseeker_id"])
        return self.browse(person.id for [person] in found)

    def _notify_handover(self, reader):
        if len(self) == 1:
            self.message_notify(partner_ids=reader.partner_id.ids, subject=self.name, body=self._say_adviser())
            return
        lines = [Markup("<li>%s: %s</li>") % (person.name, person._say_adviser()) for person in self]
        self.env["mail.thread"].message_notify(
            partner_ids=reader.partner_id.ids,
            subject=self.env._("%s people have another adviser", len(self)),
            body=Markup("<ul>%s</ul>") % Markup().join(lines),
        )
