from odoo import api, fields, models
from odoo.fields import Domain


class HrJobseeker(models.Model):
    """The unanswered stretch: how far the present sequence of follow-ups has gone, and what ends it.

    A stretch is one ``occurrence`` of the policy's steps. Any contact ends it; a period that passes in silence ends
    it too and counts in ``silent_periods``, and the next stretch begins.
    """

    _inherit = "hr.jobseeker"

    follow_up_ids = fields.One2many("hr.jobseeker.follow.up", "jobseeker_id")
    occurrence = fields.Integer(default=1, readonly=True, copy=False)
    silent_periods = fields.Integer(readonly=True, copy=False, help="Whole periods without an answer.")
    period_began = fields.Datetime(readonly=True, copy=False)
    _silent_idx = models.Index("(id) WHERE silent_periods > 0")
    closing_proposed = fields.Boolean(compute="_compute_closing_proposed", search="_search_closing_proposed")

    @api.depends("follow_up_ids.kind", "follow_up_ids.state", "follow_up_ids.occurrence", "occurrence")
    def _compute_closing_proposed(self):
        proposed = self.filtered_domain(self._search_closing_proposed("in", [True]))
        proposed.closing_proposed = True
        (self - proposed).closing_proposed = False

    def _search_closing_proposed(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.env["hr.jobseeker.follow.up"]._search([("kind", "=", "closing"), ("state", "=", "done")])
        proposed = Domain(
            [("silent_periods", ">", 0), ("state", "!=", "closed"), ("follow_up_ids", "any", [("id", "in", rows)])]
        )
        return proposed if True in value else ~proposed

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._end_stretch("state")
        elif "policy_id" in vals:
            self._end_stretch("policy")
        elif vals.get("hold_until"):
            self._end_stretch("hold")
        if vals.get("do_not_contact"):
            self._end_stretch("do_not_contact")
        return result

    def _end_stretch(self, reason):
        """Cancel what is still planned, take back what still waits in the mail queue, and count on.

        :param reason: code of what ended it: contact, state, policy, waiver or a block
        """
        rows = self.sudo()._find_stretch_rows()  # sudo: whoever causes it may not read follow-ups
        rows._cancel(reason)
        rows.filtered(lambda row: row.kind == "closing")._set_cancelled(reason)  # the proposal is answered, too
        rows._take_back_letters(reason)
        rows._take_back_texts(reason)
        # sudo: the engine's own count; who was in touch, or moved on, waits for no turn
        self.sudo().filtered("starts_on").with_context(tracking_disable=True).write({"starts_on": False})
        # sudo: as above
        silent = self.sudo().filtered(lambda person: person.silent_periods or person.period_began)
        for occurrence, people in (rows.jobseeker_id | silent).grouped("occurrence").items():
            people.with_context(tracking_disable=True).write(
                {"occurrence": occurrence + 1, "silent_periods": 0, "period_began": False}
            )

    def _find_stretch_rows(self):
        """Follow-ups of the present stretch of each of these people."""
        stretches = [
            Domain("jobseeker_id", "in", people.ids) & Domain("occurrence", "=", occurrence)
            for occurrence, people in self.grouped("occurrence").items()
        ]
        return self.env["hr.jobseeker.follow.up"].search(Domain.OR(stretches))


class HrJobseekerFollowUp(models.Model):
    """Letters and text messages of a stretch that is over, as long as they wait in a queue."""

    _inherit = "hr.jobseeker.follow.up"

    def _take_back_letters(self, reason):
        queued = self.mail_mail_id.filtered(lambda mail: mail.state == "outgoing")
        if queued:
            queued.cancel()
            self.filtered(lambda row: row.mail_mail_id in queued)._set_cancelled(reason)

    def _take_back_texts(self, reason):
        messages = self.filtered(lambda row: row.channel == "sms" and row.state == "done").message_id
        if not messages:
            return
        queued = self.env["sms.sms"].search([("mail_message_id", "in", messages.ids), ("state", "=", "outgoing")])
        queued.action_set_canceled()
        taken_back = queued.mail_message_id
        letters = self.env["hr.jobseeker.contact"]._get_letters(taken_back)
        summary = self.env._("Cancelled before it was sent")
        letters._correct(summary, outcome="withdrawn", nature="automatic", message_id=False)
        self.filtered(lambda row: row.message_id in taken_back)._set_cancelled(reason)


class HrJobseekerContact(models.Model):
    """A word that passed ends the stretch at once; a letter that came back is a follow-up that failed."""

    _inherit = "hr.jobseeker.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        heard = contacts.filtered(lambda c: c.qualifying or (c.direction == "in" and c.nature == "personal"))
        if heard:
            heard.jobseeker_id._end_stretch("contact")
        bounced = contacts.filtered(lambda contact: contact.outcome == "bounced" and contact.message_id)
        if bounced:
            # sudo: the mail queue reports what came back, whoever runs it
            rows = self.env["hr.jobseeker.follow.up"].sudo().search([("message_id", "in", bounced.message_id.ids)])
            for row in rows:
                notice = bounced.filtered(
                    lambda c, row=row: c.message_id == row.message_id and c.jobseeker_id == row.jobseeker_id
                )[:1]
                if not notice:
                    continue
                row.write({"state": "failed", "reason": "bounced", "error": notice.summary or self.env._("Returned.")})
        return contacts


class HrJobseekerWaiver(models.Model):
    _inherit = "hr.jobseeker.waiver"

    @api.model_create_multi
    def create(self, vals_list):
        Jobseeker = self.env["hr.jobseeker"]
        for vals in vals_list:
            vals["owed_since"] = Jobseeker.browse(vals.get("jobseeker_id")).next_contact_at
        waivers = super().create(vals_list)
        waivers.jobseeker_id._end_stretch("waiver")
        return waivers
