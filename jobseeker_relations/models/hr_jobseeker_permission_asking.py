from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.letter_gate import Verdict
from .hr_jobseeker_permission import LINK_DAYS, PURPOSE
from .hr_jobseeker_purpose import PHONE

#: The rule about numbers on a register against unasked-for calls.
SCREENING = "phone_preference_screening"


class HrJobseeker(models.Model):
    """How recruiters ask for a permission, record what was said in a talk, and learn whom not to ring."""

    _inherit = "hr.jobseeker"

    # --- asking -------------------------------------------------------------------------------------

    def _open_permission_dialog(self, purpose, answer):
        self.ensure_one()
        titles = {
            "given": self.env._("Record their permission"),
            "withdrawn": self.env._("Record that they said no"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": f"{titles[answer]}: {self.name}",
            "res_model": "hr.jobseeker.consent.record",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_jobseeker_id": self.id,
                "default_purpose_id": purpose.id,
                "default_answer": answer,
                "dialog_size": "medium",
            },
        }

    def _ask_permission(self, purposes):
        """Write to the person, with a link to the page where one tap says yes or no.

        :raises UserError: why no letter goes, in words for the recruiter
        """
        self.ensure_one()
        obstacle = self._say_why_not_to_ask()
        if obstacle:
            raise UserError(obstacle)
        self._send_permission_letters({self: purposes})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("The question is on its way to %s.", self.partner_id.email_normalized),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _say_why_not_to_ask(self):
        if not self.partner_id.email_normalized:
            return self.env._(
                "%s has no valid e-mail address. Add one, or ask in a talk and record the answer.", self.name
            )
        refused = "closed" if self.state == "closed" else self.contact_block
        if refused:
            return self.env._(
                "%s So nothing is asked by letter; what they say in a talk can be recorded.",
                self._say_gate(Verdict("leave_out", refused)),
            )
        if self.permissions_asked_on == fields.Date.context_today(self):
            return self.env._("They were asked today. Ask again tomorrow, or talk it over.")
        return None

    @api.model
    def _send_permission_letters(self, asked):
        """One letter to each person, in their language, about all that is asked of them.

        :param asked: dict jobseeker → purposes
        """
        template = self.env.ref("jobseeker_relations.mail_template_permission", raise_if_not_found=False)
        if not template:
            raise UserError(self.env._("The letter “Jobseeker: your permission” was deleted: ask in a talk instead."))
        people = self.union(*asked)
        names = {}
        for person, purposes in asked.items():
            lang = person._get_letter_lang()
            names[person.id] = purposes.with_context(lang=lang).mapped("name")
        people._send_notices(template.with_context(asked=names), PURPOSE, LINK_DAYS)
        # sudo: the system's own mark
        people.sudo().with_context(tracking_disable=True).write({"permissions_asked_on": fields.Date.today()})

    def _send_permissions_page(self):
        """Send the person the page of their permissions, as they asked; once a day, to the address on record alone."""
        self.ensure_one()
        self._take_turn()
        template = self.env.ref("jobseeker_relations.mail_template_permissions_page", raise_if_not_found=False)
        if not template or self.permissions_asked_on == fields.Date.today():
            return
        self._send_notices(template, PURPOSE, LINK_DAYS)
        # sudo: the system's own mark
        self.sudo().with_context(tracking_disable=True).permissions_asked_on = fields.Date.today()

    # --- calls --------------------------------------------------------------------------------------

    def _get_call_objections(self):
        """{jobseeker: (key, sentence)} of those whom nobody should ring without a thought (compliance §8 item 48).

        The key is refused, for a no, or listed.
        """
        people, Rule = self.sudo(), self.env["hr.jobseeker.rule"]  # sudo: as the gate
        words = self._find_last_words(people, PHONE)
        suppressed = self.env["hr.jobseeker.suppression"]._find(people, PHONE)
        screened = {company for company in people.company_id if Rule._find(SCREENING, company)}
        objections = {}
        for person in people:
            said = words[person].state if person in words else "nothing"
            if said == "withdrawn" or (said != "given" and person in suppressed):
                objections[person] = (
                    "refused",
                    self.env._("Said no to calls that advertise: ring about what they asked for alone."),
                )
            elif person.tps_listed and said != "given" and person.company_id in screened:
                sentence = self.env._(
                    "The number is on a register against unasked-for calls (checked %s): ring about what they asked "
                    "for alone, or record that they agreed to calls.",
                    person._say_checked(),
                )
                objections[person] = "listed", sentence
        return objections

    def action_ring_to_advertise(self):
        """A call about what they did not ask for begins: who said no is not rung, who is listed as the rule says.

        :raises UserError: they said no, or the rule blocks; with the way round it where the rule has one
        """
        self.ensure_one()
        self.check_access("write")
        key, sentence = self._get_call_objections().get(self, (None, None))
        if key == "refused":
            raise UserError(sentence)
        self.env["hr.jobseeker.rule"]._ask(SCREENING, {self: {key: sentence} if key else {}})
        return self.action_log_contact()
