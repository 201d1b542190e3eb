from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, formataddr, html_sanitize

from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS, NOT_LEFT

PURPOSE = "elsewhere"
LINK_DAYS = 60
PROPOSAL = "jobseeker_relations.mail_template_signpost"
INTRODUCTION = "jobseeker_relations.mail_template_signpost_introduction"
#: What is kept of an introduction, as long as it stands.
INTRODUCED = ("introduced_at", "introduced_by_id", "introduction", "letter_fault")


class HrJobseekerSignpost(models.Model):
    """Two letters, each by a button: one tells the person, one introduces them to the body, if they agreed to that.

    The second stands on no thread, like letters to referees; what it said is kept here.
    """

    _inherit = "hr.jobseeker.signpost"

    introduced_at = fields.Datetime(string="Introduced", readonly=True, copy=False)
    introduced_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    introduction = fields.Html(
        string="What Was Sent", readonly=True, copy=False, help="The very words that went to the body."
    )
    letter_id = fields.Many2one(
        "mail.mail", readonly=True, copy=False, groups=fields.NO_ACCESS, index="btree_not_null", ondelete="set null"
    )

    def action_propose(self):
        """Write to the person: where, why, and a page on which one tap says yes or no."""
        self.check_access("write")
        for signpost in self:
            obstacle = signpost._say_why_no_letter()
            if obstacle:
                raise UserError(obstacle)
        template = self.env.ref(PROPOSAL, raise_if_not_found=False)
        if not template:
            raise UserError(self.env._("The letter was deleted: talk to them, and record their answer."))
        self.write({"state": "proposed"})
        self._send_notices(template, PURPOSE, LINK_DAYS)

    def _say_why_no_letter(self):
        person = self.jobseeker_id
        if self.state == "proposed":  # also in another tab: nobody gets the same letter twice
            return self.env._("%s was told already: record what they answer.", person.name)
        if not person.partner_id.email_normalized:
            return self.env._("%s has no valid e-mail address: talk to them, and record their answer.", person.name)
        if person.state == "closed" or person.contact_block:
            return self.env._("No letter may go to %s: record what they say when you talk.", person.name)
        return None

    def action_introduce(self):
        """Tell the body who comes: name and how to reach them, nothing else of what we know.

        :raises UserError: they did not agree to that, it was done, or the body has no address
        """
        self.ensure_one()
        self.check_access("write")
        template = self.env.ref(INTRODUCTION, raise_if_not_found=False)
        ask = self.env._(
            "%s has not agreed that we give their details to this body. Ask them, and record their answer.",
            self.partner_id.name,
        )
        for holds, words in (
            (self.state != "agreed" or not self.shares_data or self.consent_withdrawn_at, ask),
            # sudo: a question that whoever acts has to ask
            (self.sudo().jobseeker_id._is_frozen(), self.env._("Their data is frozen: nobody is told anything.")),
            (self.introduced_at and not self.letter_fault, self.env._("They were introduced already.")),
            (
                not email_normalize(self.body_id.email or ""),
                self.env._("“%s” has no e-mail address. Ring them, or add one.", self.body_id.name),
            ),
            (self._is_told_another(), ask),
            (not template, self.env._("The letter to bodies was deleted: ring them.")),
        ):
            if holds:
                raise UserError(words)
        self.sudo()._send_introduction(template)  # sudo: the queue is the system's; who presses the button was checked

    def _send_introduction(self, template):
        self._stop_introduction()  # one that could not be sent would leave beside this one
        lang = self.company_id.partner_id.lang or "en_US"
        subject, text = template.with_context(lang=lang)._render_letters(self)[self.id]
        mail = self._write_to_body(subject, text)
        self._make_contact_of_body()
        self.write(
            {
                "letter_id": mail.id,
                "letter_mark": mail.message_id,
                "letter_fault": False,
                "introduced_at": fields.Datetime.now(),
                "introduced_by_id": self.env.uid,
                "introduction": html_sanitize(text),
            }
        )

    def _write_to_body(self, subject, text):
        """Put a letter to the body into the queue; its answer goes to the adviser's own mailbox."""
        body = self.body_id
        author = self.jobseeker_id.adviser_id.filtered("active").partner_id or self.company_id.partner_id
        address = author.email_formatted or self.company_id.email_formatted or self.env.user.email_formatted
        return (
            self.env["mail.mail"]
            .with_context(jobseeker_automatic=ANSWERS_THEM)
            .create(
                {
                    "author_id": author.id,
                    "email_from": address,
                    "reply_to": address,
                    "subject": subject,
                    "body_html": text,
                    "email_to": formataddr((body.name, email_normalize(body.email))),
                    "headers": AUTOMATIC_HEADERS,
                    "auto_delete": True,
                }
            )
        )

    def _make_contact_of_body(self):
        """Whom somebody has to tell when their data change."""
        body = self.body_id
        if not body.contact_id:
            body.contact_id = self.env["res.partner"].create(
                {
                    "name": body.name,
                    "email": body.email,
                    "phone": body.phone,
                    "website": body.website,
                    "is_company": True,
                    "company_id": body.company_id.id,
                }
            )

    def _stop_introduction(self):
        """A letter that has not left is taken out of the queue: what was kept before it holds, mostly nothing."""
        for signpost in self.filtered(lambda signpost: signpost.letter_id.state in NOT_LEFT):
            letter = signpost.letter_id
            signpost.write({"letter_id": False, **dict.fromkeys(INTRODUCED, False), **(signpost.returned_letter or {})})
            letter.unlink()

    def unlink(self):
        self.sudo()._stop_introduction()  # sudo: letters go with what they are about
        return super().unlink()


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_recipients(self):
        """Bodies that were told of somebody hear of what changes of it, too."""
        recipients = super()._get_recipients()
        introduced = self.env["hr.jobseeker.signpost"].search(
            [("jobseeker_id", "in", self.ids), ("introduced_at", "!=", False)]
        )
        for signpost in introduced.filtered(lambda signpost: signpost._may_be_known()):
            recipients[signpost.jobseeker_id] |= signpost.body_id.contact_id
        return recipients

    def _freeze(self):
        """A letter to a body that lies in the queue does not leave."""
        result = super()._freeze()
        self.sudo().signpost_ids._stop_introduction()  # sudo: the officer's request was checked
        return result

    def unlink(self):
        self.sudo().signpost_ids.unlink()  # sudo: with the whole relationship
        return super().unlink()
