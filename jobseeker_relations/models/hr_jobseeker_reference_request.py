from datetime import datetime, time

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..rules.reference_look import Asked, next_look

#: How long a link works where no rule says it.
LINK_DAYS = 84
REQUEST = "jobseeker_relations.mail_template_reference_request"
CHASER = "jobseeker_relations.mail_template_reference_chaser"


class HrJobseekerReference(models.Model):
    """The asking: a request, a reminder, and what ends them.

    A link works until one day, whichever letter it stands in; another address gets another link, and kills the first.
    """

    _inherit = "hr.jobseeker.reference"

    survey_id = fields.Many2one(
        "survey.survey",
        string="Form",
        domain="[('survey_type', '=', 'jobseeker_reference')]",
        default=lambda self: self.env.ref("jobseeker_relations.survey_reference_employment", raise_if_not_found=False),
        ondelete="restrict",
        index="btree_not_null",
        help="The questions that the referee is asked.",
    )
    #: Emptied where the day came and no reminder went: ``chased_at`` is a letter that did.
    chase_on = fields.Date(readonly=True, copy=False, help="When the referee is reminded.")
    chased_at = fields.Datetime(string="Reminded", readonly=True, copy=False)
    replace_on = fields.Date(readonly=True, copy=False, help="When the adviser is advised to name another referee.")
    replace_told_at = fields.Datetime(readonly=True, copy=False)
    expiry_told_at = fields.Datetime(readonly=True, copy=False)
    look_on = fields.Date(readonly=True, copy=False, help="When the job has to look at this reference.")
    _look_idx = models.Index("(look_on) WHERE stage = 'requested'")

    def _get_address(self):
        return email_normalize(self.referee_email or "") or False

    # --- asking -------------------------------------------------------------------------------------

    def _check_can_ask(self):
        for reference in self:
            person = reference.jobseeker_id
            if person.state == "closed":
                raise UserError(self.env._("The search of %s is closed. Reopen it, then ask.", person.name))
            if not reference._get_address():
                raise UserError(
                    self.env._(
                        "%s has no valid e-mail address. Add one; or talk to them, and record the answer.",
                        reference.referee_name,
                    )
                )
            if reference._get_address() == person.partner_id.email_normalized:
                raise UserError(
                    self.env._(
                        "%(referee)s has the address of %(person)s: a link would go to the jobseeker. Mend it.",
                        referee=reference.referee_name,
                        person=person.name,
                    )
                )
            if not reference.survey_id.active:
                raise UserError(self.env._("Choose the form that %s is to fill in.", reference.referee_name))
        self._check_permission()
        self.jobseeker_id._check_not_refused_references()

    def _get_request_traces(self):
        """When the link is over, and when to look again, by the rules of today."""
        Rule, company, today = self.env["hr.jobseeker.rule"], self.company_id, fields.Date.today()

        def end(code):
            rule = Rule._find(code, company)
            return rule and rule._get_end(today, company)

        last = end("reference_link_days") or fields.Date.add(today, days=LINK_DAYS)
        traces = {
            "requested_at": fields.Datetime.now(),
            "requested_by_id": self.env.uid,
            "first_asked_at": self.first_asked_at or fields.Datetime.now(),
            "link_expires_at": datetime.combine(last, time.max.replace(microsecond=0)),
            "chase_on": end("reference_chase_days") or False,
            "replace_on": end("reference_replace_days") or False,
        }
        told = ("chased_at", "replace_told_at", "expiry_told_at")
        asked = Asked(traces["chase_on"] or None, traces["replace_on"] or None, last)
        return {**traces, **dict.fromkeys(told, False), "look_on": next_look(asked), "job_fault": False}

    def _ask_referee(self, former):
        if former == "expired":
            self._drop_unfinished()  # begun behind a link that is over
        self._write_to_referees(REQUEST)
        self._note(self.env._("Asked for a reference: %s", self.display_name))

    def _change_address(self, former):
        """Another address gets a link of its own, and the one that was given out opens nothing.

        :param former: the address before; a change stays on record once somebody was asked
        """
        for reference in self.filtered("first_asked_at"):
            told = reference._for_adviser()
            words = {"referee": told.referee_name, "old": former[reference] or "-", "new": told._get_address() or "-"}
            told._note(told.env._("The address of %(referee)s was changed from %(old)s to %(new)s.", **words))
        self._forget_return()
        for reference in self.filtered(lambda reference: reference.state == "requested"):
            reference._check_can_ask()
            reference._revoke_links()
            reference._drop_unfinished()
            # sudo: the system's own; the request begins anew
            reference.sudo().write(reference._get_request_traces())
            reference._write_to_referees(REQUEST)

    def _end_request(self, former):
        """What was asked for is settled, or taken back: nothing half-written is kept, and no letter leaves."""
        if self.stage == "draft":
            self._revoke_links()
            told = self._for_adviser()
            told._note(told.env._("Not asked any more: %s", told.display_name))
        self._drop_unfinished()

    def _drop_unfinished(self):
        """Forget answers that nobody sent, let nobody go on with them, and stop letters that ask for them."""
        self._stop_letters()
        # sudo: half-written answers are nobody's to read, and the system's to forget
        self.sudo().survey_input_ids.filtered(lambda answer: answer.state != "done").unlink()

    def action_request(self):
        """Ask: for the first time, or anew where the time of the link is over."""
        self.check_access("write")
        asked = self.filtered(lambda reference: reference.state == "requested")
        if asked:
            raise UserError(self.env._("%s is asked already. Remind them instead.", asked[0].referee_name))
        for reference in self:
            reference.write({"state": "requested"})

    def action_remind(self):
        """Remind of a request, by hand; the job then need not."""
        self.check_access("write")
        for reference in self:
            if reference.state != "requested" or not reference.link_expires_at:
                raise UserError(self.env._("Only who was asked, and did not answer yet, can be reminded."))
            latest = max(filter(None, [reference.requested_at, reference.chased_at]))
            if latest.date() == fields.Date.today():
                raise UserError(self.env._("%s got a letter today: give them a day.", reference.referee_name))
            reference._check_can_ask()
        self._chase()

    def _chase(self):
        """One reminder, with a link that works as long as the first."""
        # sudo: the system's own mark; who presses the button was checked
        self.sudo().write({"chased_at": fields.Datetime.now()})
        self._plan_look()
        self._write_to_referees(CHASER)

    def _plan_look(self):
        for reference in self.sudo():  # sudo: as above
            reference.look_on = reference.stage == "requested" and next_look(reference._get_asked())

    def _get_asked(self):
        return Asked(
            chase_on=self.chase_on or None,
            replace_on=self.replace_on or None,
            expires_on=self.link_expires_at.date() if self.link_expires_at else None,
            chased=bool(self.chased_at),
            replace_told=bool(self.replace_told_at),
            expiry_told=bool(self.expiry_told_at),
        )

    def action_name_another(self):
        """Open a new reference in the place of one that does not come."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("In the place of %s", self.referee_name),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_jobseeker_id": self.jobseeker_id.id, "default_survey_id": self.survey_id.id},
        }

    # --- what colleagues hear -----------------------------------------------------------------------

    def _note(self, body):
        """On the thread of the relationship, for colleagues; never a word of the answer."""
        self.ensure_one()
        self.jobseeker_id.sudo()._message_log(body=body)  # sudo: the system's note, also where a referee caused it

    def _for_adviser(self):
        """This reference, in the language of who answers for the jobseeker."""
        return self.with_context(lang=self.jobseeker_id.sudo()._for_colleagues().env.lang)  # sudo: a language
