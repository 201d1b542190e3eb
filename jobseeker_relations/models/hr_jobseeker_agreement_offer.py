from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules.letter_gate import Verdict
from .hr_jobseeker_agreement import LINK_DAYS


class HrJobseekerAgreement(models.Model):
    """How an offer reaches the person: in their language, by a letter with a link."""

    _inherit = "hr.jobseeker.agreement"

    shown_text = fields.Html(
        string="Offer",
        compute="_compute_shown_text",
        sanitize=False,
        help="As it was offered; of a draft as it would be, in the person's language.",
    )
    waiting_days = fields.Integer(compute="_compute_waiting_days", help="Days since the terms were sent.")
    language_warning = fields.Char(compute="_compute_language_warning")
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        search="_search_is_outdated",
        help="In force, while a newer version of the same terms is offered: it needs a new yes.",
    )

    @api.depends("terms_text", "terms_id", "service_ids")
    def _compute_shown_text(self):
        for agreement in self:
            agreement.shown_text = agreement.terms_text or (agreement.terms_id and agreement._render_offer())

    @api.depends("sent_at", "state")
    def _compute_waiting_days(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            sent = agreement.state == "sent" and fields.Datetime.context_timestamp(agreement, agreement.sent_at).date()
            agreement.waiting_days = (today - sent).days if sent else 0

    @api.depends("state", "terms_id.text", "partner_id.lang")
    def _compute_language_warning(self):
        names = self.env["hr.jobseeker.contact.policy"]._get_language_names()
        for agreement in self:
            lang = agreement.jobseeker_id._get_letter_lang()
            lacking = agreement.state == "draft" and agreement.terms_id and agreement.terms_id._lacks_text(lang)
            agreement.language_warning = (
                self.env._(
                    "These terms have no text in %s, which this person reads: they would get the original.",
                    names.get(lang, lang),
                )
                if lacking
                else False
            )

    @api.model
    def _get_outdated_domain(self):
        newest = self.env["hr.jobseeker.terms"]._find_newest()
        older = [
            Domain("lineage_id", "=", first.id) & Domain("version", "<", terms.version)
            for first, terms in newest.items()
        ]
        return Domain("state", "=", "agreed") & Domain.OR(older)

    @api.depends("state", "version", "lineage_id")
    def _compute_is_outdated(self):
        older = self.filtered_domain(self._get_outdated_domain())
        older.is_outdated = True
        (self - older).is_outdated = False

    def _search_is_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_outdated_domain()
        return domain if True in value else ~domain

    def _render_offer(self):
        """Services, promises and terms as one text, in the person's language."""
        self.ensure_one()
        offer = self.with_context(lang=self.jobseeker_id._get_letter_lang())
        return offer.env["ir.qweb"]._render(
            "jobseeker_relations.agreement_offer",
            {"terms": offer.terms_id, "services": offer.service_ids, "promises": offer.terms_id._say_promises()},
        )

    # --- the letter ---------------------------------------------------------------------------------

    def _check_can_send(self):
        for obstacle in self._get_obstacles().values():
            raise UserError(obstacle)

    def _get_obstacles(self):
        """{agreement: why its letter does not go}"""
        obstacles = {agreement: agreement._say_obstacle(self) for agreement in self}
        return {agreement: obstacle for agreement, obstacle in obstacles.items() if obstacle}

    def _say_obstacle(self, together):
        """What keeps this offer from going now, in a sentence; None.

        The gate lets terms pass (``rules.letter_gate``): here stands who gets none, as nobody asked us for them.

        :param together: offers that are to go with this one; of two of the same terms one goes
        """
        self.ensure_one()
        person = self.jobseeker_id
        if not self.partner_id.email_normalized:
            return self.env._(
                "%s has no valid e-mail address. Add one, or talk it over and record the answer.", person.name
            )
        refused = "closed" if person.state == "closed" else person.contact_block
        if refused in ("closed", "do_not_contact", "blacklisted", "restricted"):
            return self.env._(
                "%s So no terms are sent; an answer can be recorded after a talk.",
                person._say_gate(Verdict("leave_out", refused)),
            )
        if not self.terms_id.is_in_force:
            return self.env._(
                "“%(terms)s” is offered %(validity)s, and not today: choose terms that are in force.",
                terms=self.terms_id.display_name,
                validity=self.terms_id._say_validity(),
            )
        if self.state == "sent" and self.link_expires_on and self.link_expires_on >= self._get_last_day():
            return self.env._("This letter was sent today. Send it again tomorrow, or talk it over.")
        others = person.agreement_ids.filtered(lambda other: other != self and other.terms_id == self.terms_id)
        waiting = others.filtered(lambda other: other.state == "sent" or (other in together and other.id < self.id))
        if waiting:
            return self.env._("%s waits for an answer: take it back first, then change it.", waiting[0].display_name)
        return None

    def _get_last_day(self):
        """The last day on which the link of a letter works that is sent today."""
        return fields.Date.add(fields.Date.context_today(self), days=LINK_DAYS)

    def _send_letters(self):
        template = self.env.ref("jobseeker_relations.mail_template_terms_offer", raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._("The letter “Jobseeker: terms to agree” was deleted. Print the offer, or talk it over.")
            )
        self._send_notices(template, "terms", LINK_DAYS)

    def action_send(self):
        """Send drafts for the first time; who was sent the terms already gets the letter again, with a fresh link.

        Of several, those that cannot go are left out, and it is said which and why.
        """
        self.check_access("write")
        obstacles = self._get_obstacles()
        if obstacles and len(self) == 1:
            raise UserError(obstacles[self])
        going = self.filtered(lambda agreement: agreement not in obstacles)
        waiting = going.filtered(lambda agreement: agreement.state == "sent")
        (going - waiting).write({"state": "sent"})
        if waiting:
            # sudo: the system's own; access was checked above
            waiting.sudo().write({"link_expires_on": self._get_last_day()})
            waiting._send_letters()
        return self._say_left_out(going, obstacles) if obstacles else None

    def _say_left_out(self, going, obstacles):
        lines = [f"{agreement.jobseeker_id.name}: {obstacle}" for agreement, obstacle in obstacles.items()]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._(
                    "Sent: %(sent)s. Left out: %(left_out)s.", sent=len(going), left_out=len(obstacles)
                ),
                "message": "\n".join(lines),
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_offer_anew(self):
        """Open a draft of the same terms, in their newest version: what was sent or answered stays as it was."""
        self.ensure_one()
        self.check_access("write")
        if self.state in ("draft", "sent"):
            return self.action_open()
        newest = self.env["hr.jobseeker.terms"]._find_newest(self.lineage_id)
        return self.jobseeker_id._open_offer(newest.get(self.lineage_id))

    def action_withdraw(self):
        """Take an offer back that nobody answered; the links that were given out open nothing from now on."""
        self.check_access("write")
        answered = self.filtered(lambda agreement: agreement.state != "sent")
        if answered:
            raise UserError(
                self.env._("“%s” does not wait for an answer: there is nothing to take back.", answered[0].display_name)
            )
        self.write({"state": "ended", "end_reason": self.env._("Taken back before they answered.")})

    def action_record(self):
        return self._get_dialog("hr.jobseeker.agreement.record", self.env._("Record their answer"))

    def action_end(self):
        return self._get_dialog("hr.jobseeker.agreement.end", self.env._("End the agreement"))

    def _get_dialog(self, model, title):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": f"{title}: {self.jobseeker_id.name}",
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_agreement_id": self.id, "dialog_size": "medium"},
        }

    def action_open(self):
        """Open the agreement itself, from a list on another form."""
        return self._get_own_form()
