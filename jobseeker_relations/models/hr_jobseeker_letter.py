from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.mail import generate_tracking_message_id

from .hr_jobseeker_kept import keep_own_defaults

#: RFC 3834 §5: what a machine sends says so, and no holiday responder answers it.
AUTOMATIC_HEADERS = repr({"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"})
#: In the context of mails that the engine queues: its law let them go a moment ago, and their words are in the ledger,
#: so neither the gate nor the ledger looks at them again. An object and no flag: no client can put it into a context.
BY_THE_ENGINE = object()
#: In the context of what answers something that the person did: core's stage mail and refusal, our notices. The gate
#: lets it pass and counts it. An object for the same reason.
ANSWERS_THEM = object()
#: Where each of them stands in a context.
MARKS = {"jobseeker_queued": BY_THE_ENGINE, "jobseeker_automatic": ANSWERS_THEM}
#: States of a letter that does not leave by itself any more, and of one that nobody has.
FAILED = ("exception", "cancel")
NOT_LEFT = ("outgoing", *FAILED)


def keep_letter_defaults(records, defaults):
    """``default_get`` of a letter of ours, and of what it is made of or invites to: nothing but what the fields say.

    A context, or a user's own default, would else name a reader more, who has the person's link then, set the password
    of their account, or say that a letter has left.
    """
    context = records.env.context
    ours = any(context.get(name) is mark for name, mark in MARKS.items())
    return keep_own_defaults(records, defaults, set(defaults)) if ours else defaults


class HrJobseekerFollowUp(models.Model):
    """Delivery: letters into Odoo's mail queue, calls and meetings to the adviser, escalations to whoever answers.

    Everything is made in batches: a fixed number of statements for each letter text and language, however many people.
    """

    _inherit = "hr.jobseeker.follow.up"

    @api.model
    def _deliver(self, touches, now):
        """Make what the touches stand for. A word is in the ledger before it is in a queue; both share one commit."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        written, tasks = defaultdict(list), []
        for touch in touches:
            template, lang = self._get_template(touch), touch.person.partner_id.lang
            if template:
                written[template, lang if lang in installed else self.env.lang].append(touch)
            else:
                tasks.append(touch)
        for (template, lang), group in written.items():
            bodies = self._post_messages(template.with_context(lang=lang), group)
            self._record_words(group, now)
            if template._name == "mail.template":
                self._queue_mails(template, group, bodies)
            else:
                self._queue_text_messages(group, bodies)
        self._schedule_activities(tasks, now)

    @api.model
    def _get_template(self, touch):
        """The letter of a touch; an empty recordset makes it a task for the adviser."""
        if touch.kind == "extra_attempt" and touch.channel == "email":
            return touch.person.policy_id.step_ids.template_id[:1]
        if touch.kind == "step" and touch.channel == "email":
            return touch.step.template_id
        if touch.kind == "step" and touch.channel == "sms":
            return touch.step.sms_template_id
        return self.env["mail.template"]

    # --- written words ----------------------------------------------------------------------------

    @api.model
    def _post_messages(self, template, touches):
        """Render one text for many people and log it on their threads; return {jobseeker id: body}."""
        people = self.env["hr.jobseeker"].union(*(touch.person for touch in touches))
        texts, senders, reply_to = self._render_texts(template, people), *self._get_addresses(template, people)
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        is_letter = template._name == "mail.template"
        attachments = [Command.link(file.id) for file in template.attachment_ids] if is_letter else []
        vals_list = []
        for touch in touches:
            subject, body = texts[touch.person.id]
            author, address = senders[touch.person.id]
            vals_list.append(
                {
                    "model": "hr.jobseeker",
                    "res_id": touch.person.id,
                    "message_type": "email_outgoing" if is_letter else "sms",
                    "subtype_id": comment,
                    "subject": subject,
                    "body": body,
                    "author_id": author.id,
                    "email_from": address,
                    "reply_to": reply_to[touch.person.id] or address,
                    "message_id": generate_tracking_message_id(f"{touch.person.id}-hr.jobseeker"),
                    "partner_ids": [touch.person.partner_id.id],
                    "attachment_ids": attachments,
                    "record_company_id": touch.person.company_id.id,
                }
            )
        Message = self.env["mail.message"].with_context(jobseeker_queued=BY_THE_ENGINE)
        for touch, message in zip(touches, Message.create(vals_list).with_env(self.env), strict=True):
            touch.message = message
        return {jobseeker_id: body for jobseeker_id, (_subject, body) in texts.items()}

    @api.model
    def _render_texts(self, template, people):
        """{jobseeker id: (subject, body)} in the language of the template's context; a text message has no subject."""
        if template._name == "mail.template":
            return template._render_letters(people)
        return {person_id: (False, body) for person_id, body in template._render_field("body", people.ids).items()}

    @api.model
    def _get_addresses(self, template, people):
        """({jobseeker id: (author, address)}, {jobseeker id: reply-to}).

        The adviser writes, and where nobody does, the company; a letter that names its sender or where answers go keeps
        that, and any other answer comes back through the gateway.
        """
        is_letter = template._name == "mail.template"
        written = template._render_field("email_from", people.ids) if is_letter and template.email_from else {}
        named = template._render_field("reply_to", people.ids) if is_letter and template.reply_to else {}
        gateway = people._notify_get_reply_to(default=None)
        senders = {}
        for person in people:
            author = person.adviser_id.filtered("active").partner_id or person.company_id.partner_id
            address = written.get(person.id) or author.email_formatted or person.company_id.email_formatted
            senders[person.id] = author, address
        return senders, {person.id: named.get(person.id) or gateway[person.id] for person in people}

    @api.model
    def _record_words(self, touches, now):
        self.env["hr.jobseeker.contact"]._log(
            [
                {
                    "jobseeker_id": touch.person.id,
                    "date": now,
                    "direction": "out",
                    "channel": touch.channel,
                    "nature": "follow_up",
                    "qualifying": False,
                    "user_id": touch.person.adviser_id.id,
                    "message_id": touch.message.id,
                    "summary": touch.message.subject or touch.message.preview,
                }
                for touch in touches
            ]
        )

    @api.model
    def _queue_mails(self, template, touches, bodies):
        Mail = self.env["mail.mail"].with_context(jobseeker_queued=BY_THE_ENGINE)
        mails = Mail.create(
            [
                {
                    "mail_message_id": touch.message.id,
                    "body_html": bodies[touch.person.id],
                    "recipient_ids": [touch.person.partner_id.id],
                    "headers": AUTOMATIC_HEADERS,
                    "mail_server_id": template.mail_server_id.id,
                    "auto_delete": False,
                }
                for touch in touches
            ]
        )
        for touch, mail in zip(touches, mails, strict=True):
            touch.mail = mail.with_env(self.env)
        self._create_notifications(touches, [{"notification_type": "email", "mail_mail_id": mail.id} for mail in mails])

    @api.model
    def _queue_text_messages(self, touches, bodies):
        texts = self.env["sms.sms"].create(
            [
                {
                    "mail_message_id": touch.message.id,
                    "body": bodies[touch.person.id],
                    "partner_id": touch.person.partner_id.id,
                    "number": touch.person.partner_id._phone_format(fname="phone") or touch.person.phone,
                }
                for touch in touches
            ]
        )
        self._create_notifications(
            touches,
            [
                {
                    "notification_type": "sms",
                    "sms_id_int": text.id,
                    "sms_number": text.number,
                    "sms_tracker_ids": [Command.create({"sms_uuid": text.uuid})],
                }
                for text in texts
            ],
        )

    @api.model
    def _create_notifications(self, touches, vals_list):
        Notification = self.env["mail.notification"]
        Notification.create(
            [
                Notification._prepare_queued_vals(touch.message, touch.person.partner_id, **vals)
                for touch, vals in zip(touches, vals_list, strict=True)
            ]
        )

    # --- tasks for people -------------------------------------------------------------------------

    @api.model
    def _schedule_activities(self, touches, now):
        """One batch of activities; the day is the responsible user's own."""
        model_id = self.env["ir.model"]._get_id("hr.jobseeker")
        Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        users = [self._get_responsible(touch) for touch in touches]
        activities = Activity.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": touch.person.id,
                    "user_id": user.id,
                    "activity_type_id": self._get_activity_type(touch).id,
                    "date_deadline": fields.Date.context_today(self.with_context(tz=user.tz), now),
                    "summary": self._get_summary(touch),
                    "automated": True,
                }
                for touch, user in zip(touches, users, strict=True)
            ]
        )
        for touch, activity in zip(touches, activities, strict=True):
            touch.activity = activity

    @api.model
    def _get_responsible(self, touch):
        """Who is asked; nobody, where there is neither: the activity then waits on the person for whoever looks."""
        person = touch.person
        last_step = person.policy_id.step_ids[-1:]
        wants_manager = touch.kind == "escalation" and touch.reason == "response"
        if touch.kind in ("step", "escalation"):
            wants_manager |= (touch.step or last_step).escalate_to == "manager"
        adviser = person.adviser_id.filtered("active")
        manager = person._get_manager()
        return (manager or adviser) if wants_manager else (adviser or manager)

    @api.model
    def _get_activity_type(self, touch):
        if touch.step.activity_type_id:
            return touch.step.activity_type_id
        name = {"phone": "call", "meeting": "meeting"}.get(touch.channel, "todo")
        return touch.step.activity_type_id.browse(
            self.env["ir.model.data"]._xmlid_to_res_id(f"mail.mail_activity_data_{name}", raise_if_not_found=True)
        )

    @api.model
    def _get_summary(self, touch):
        name, attempts = touch.person.name, touch.person.unanswered_count
        if touch.kind == "answer":
            return self.env._("Answer %s", name)
        if touch.kind == "escalation" and touch.reason == "response":
            return self.env._("%s still waits for our answer", name)
        if touch.kind == "escalation":
            return self.env._("No answer from %(name)s after %(attempts)s attempts", name=name, attempts=attempts)
        if touch.kind == "closing":
            return self.env._("Two silent periods: send %s a closing letter?", name)
        if touch.kind == "extra_attempt":
            return self.env._("Second attempt: ring %s", name)
        if touch.channel == "meeting":
            return self.env._("Arrange to meet %s", name)
        return self.env._("Ring %s", name) if touch.channel == "phone" else self.env._("Get in touch with %s", name)


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_answering_user(self):
        """The adviser, else who hears in the adviser's place; nobody, where there is neither."""
        self.ensure_one()
        return self.adviser_id.filtered("active") or self._get_manager()

    def _get_manager(self):
        """Who hears when the adviser's letters stay unanswered: the adviser's manager, else the company's choice."""
        self.ensure_one()
        # sudo: recruiters may not read employees; a user has an employee in each company
        manager = self.adviser_id.sudo().with_company(self.company_id).employee_id.parent_id.user_id
        return manager.filtered("active") or self.company_id.jobseeker_escalation_user_id.filtered("active")
