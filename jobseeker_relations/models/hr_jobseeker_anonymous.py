from odoo import models

from ..rules.redaction import redact, redact_addresses

#: What stands in the place of a name.
MARK = "…"


class HrJobseeker(models.Model):
    """What may be told of somebody without telling who they are."""

    _inherit = "hr.jobseeker"

    def _say_without_name(self, text):
        """The text without this person's name, whole and in its parts, and without an address or number of theirs."""
        self.ensure_one()
        person = self.sudo()  # sudo: words that are taken out
        applications = person.with_context(active_test=False).applicant_ids
        names = filter(None, [person.name, *applications.mapped("partner_name")])
        words = {part for name in names for part in [name, *name.split()]}
        words |= set(filter(None, [person.email, person.phone, person.partner_id.phone_sanitized]))
        words |= set(filter(None, [*applications.mapped("email_from"), *applications.mapped("linkedin_profile")]))
        return redact_addresses(redact(text or "", words, MARK), (), MARK)

    def _get_anonymous_rows(self):
        """[(label, value)]: profile, skills and needs of a person without a name, age, photo or nationality."""
        self.ensure_one()
        person = self.sudo()  # sudo: of what is not sensitive, whoever may read the person
        needs = person.need_ids.filtered(
            lambda need: need.kind == "need" and not need.sensitive and need.state in ("open", "partly_met")
        )
        say = self._say_without_name
        rows = [
            (self.env._("Profile"), say(person.profile_text)),
            (self.env._("Skills"), ", ".join(person.skill_ids.mapped("display_name"))),
            *((say(need.name), say(" ".join(filter(None, [need.value, need.value and need.unit])))) for need in needs),
        ]
        return [(label, value) for label, value in rows if value]
