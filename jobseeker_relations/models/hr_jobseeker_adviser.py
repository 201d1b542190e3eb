from odoo import api, fields, models


class HrJobseeker(models.Model):
    """Who answers for the person, said to colleagues, and how one of them takes over."""

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
        """Whoever takes over somebody, and reads from then on what is confidential, is made known to the former one."""
        if vals.get("adviser_id") != self.env.uid:
            return super().write(vals)
        former = {person: person.adviser_id for person in self}
        result = super().write(vals)
        for person, adviser in former.items():
            if adviser.active and adviser != self.env.user:
                told = person.with_context(lang=adviser.lang)
                told.message_notify(partner_ids=adviser.partner_id.ids, subject=person.name, body=told._say_adviser())
        return result
