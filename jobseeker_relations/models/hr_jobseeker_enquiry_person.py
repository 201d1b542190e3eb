from odoo import api, fields, models

from ..rules.letter_gate import Verdict


class HrJobseeker(models.Model):
    """The enquiry of a person, and what it changes of the one contact clock: until when they have their answer."""

    _inherit = "hr.jobseeker"

    enquiry_ids = fields.One2many("hr.jobseeker.enquiry", "jobseeker_id", string="Enquiries")
    enquiry_id = fields.Many2one(
        "hr.jobseeker.enquiry",
        string="Open Enquiry",
        compute="_compute_enquiry",
        store=True,
        index="btree_not_null",
        copy=False,
        help="Their first word, which waits for its reply.",
    )
    first_reply_due_at = fields.Datetime(
        string="First Reply Due",
        compute="_compute_enquiry",
        store=True,
        copy=False,
        help="Empty while we wait for them.",
    )
    first_reply_at = fields.Datetime(
        string="First Reply", compute="_compute_enquiry", store=True, copy=False, help="When their last enquiry had it."
    )
    enquiry_sentence = fields.Char(compute="_compute_enquiry_sentence")

    @api.depends("enquiry_ids.is_open", "enquiry_ids.first_reply_due_at", "enquiry_ids.first_reply_at")
    def _compute_enquiry(self):
        # sudo: the clock is the same whoever caused it to be set
        enquiries = self.env["hr.jobseeker.enquiry"].sudo()
        if self.ids:
            enquiries = enquiries.search([("jobseeker_id", "in", self.ids)])
        of_person = enquiries.grouped("jobseeker_id")
        for person in self:
            own = of_person.get(person._origin, enquiries.browse())
            opened = own.filtered("is_open")[:1]
            person.enquiry_id = opened.id
            person.first_reply_due_at = opened.first_reply_due_at
            person.first_reply_at = max(filter(None, own.mapped("first_reply_at")), default=False)

    def _get_unanswered_since(self):
        """While we wait for the person after a question of ours, they do not wait for us."""
        enquiry = self.enquiry_id
        if not enquiry:
            return super()._get_unanswered_since()
        if enquiry.sudo().paused_since:  # sudo: as above
            return None
        return super()._get_unanswered_since() or enquiry.sudo().received_at  # sudo: as above

    def _get_answer_by(self):
        return self.first_reply_due_at or None

    def _get_first_look(self, due, window):
        """Of a first reply its own job reminds (``ir_cron_enquiry``); letters of the engine wait for it as for any."""
        if self.enquiry_id and due and due.cause == "response" and self.state != "on_hold":
            return False
        return super()._get_first_look(due, window)

    @api.depends("enquiry_id.status", "enquiry_id.first_reply_due_at")
    @api.depends_context("lang", "tz")
    def _compute_enquiry_sentence(self):
        for person in self:
            person.enquiry_sentence = person._say_enquiry()

    def _say_enquiry(self):
        """Where the first reply stands, for colleagues; False: none is owed."""
        self.ensure_one()
        enquiry = self.enquiry_id.sudo()  # sudo: who reads the person reads their enquiry
        if not enquiry:
            return False
        if enquiry.paused_since:
            return self.env._("We asked back on %s and wait for them.", self._say(enquiry.paused_since))
        if not enquiry.first_reply_due_at:
            return self.env._("They wait for a first reply; no time was promised.")
        moment = self._say(enquiry.first_reply_due_at)
        if enquiry.first_reply_due_at <= fields.Datetime.now():
            return self.env._("They were promised a first reply by %s and have none.", moment)
        return self.env._("They wait for a first reply, promised by %s.", moment)

    def _say_first_reply(self):
        """The promise, said to the person in the language of the context, with the place of the time."""
        self.ensure_one()
        due = self.enquiry_id.sudo().promised_at  # sudo: a letter to the person, whoever sends it
        if not due:
            return self.env._("A person will read it and answer you.")
        return self.env._("A person will read it, and you will have an answer by %s.", self._say(due))

    def write(self, vals):
        """Closing a search ends what was owed to its first word; a handover takes the reminder along."""
        result = super().write(vals)
        if vals.get("state") == "closed":
            self.sudo().enquiry_id._end("closed")  # sudo: whoever closes
        if vals.get("adviser_id"):
            # sudo: the task goes with the person, whoever hands them over
            tasks = self.sudo().enquiry_id.activity_id.exists().filtered("active")
            tasks.with_context(mail_activity_quick_update=True).write({"user_id": vals["adviser_id"]})
        return result

    # --- buttons ------------------------------------------------------------------------------------

    def action_open_enquiries(self):
        return self._get_related("jobseeker_relations.hr_jobseeker_enquiry_action")

    def _take_up(self, by_hand=False):
        """Who writes to us anew is looking again: a prospect, or a relationship that was closed, becomes an enquiry.

        A name and an address prove nobody: what somebody stopped, or asked us to erase, a colleague takes up by hand.

        :param by_hand: that colleague does
        """
        back = self.filtered(lambda person: person.state in ("prospect", "closed"))
        stopped = back.filtered(
            lambda person: (
                not by_hand and (person.restricted_at or (person.state == "closed" and person.do_not_contact))
            )
        )
        (back - stopped).write({"state": "enquiry", "seeking": "active"})
        for person in stopped:
            told = person._for_colleagues()
            why = told._say_gate(Verdict("leave_out", "restricted" if person.restricted_at else "do_not_contact"))
            told._tell_adviser(why, told.env._("The search of %s is closed. Reopen it first.", told.name))
