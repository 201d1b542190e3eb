from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from ..models.hr_jobseeker_contact_door import THREADS
from ..models.moment import say_moment

#: So many people are named in a dialog; of the others it says how many they are.
NAMED = 50


class HrJobseekerGateDialog(models.AbstractModel):
    """A dialog that writes to jobseekers: before anything is sent it says who will not get it, who later, and why.

    A dialog says in ``_get_gate_letter`` what it is about to send to whom.
    """

    _name = "hr.jobseeker.gate.dialog"
    _description = "Dialog That Writes to Jobseekers"

    gate_notice = fields.Html(compute="_compute_gate_notice", sanitize=False, help="Made here, of escaped names.")

    def _get_gate_letter(self):
        """:return: (documents, channel, nature, instant or None), or None where no jobseeker is written to"""
        self.ensure_one()

    def _judge(self):
        """{document: (jobseeker, Verdict)} of those that the user may read, see ``hr.jobseeker._judge_documents``.

        The others are for Odoo to refuse, and nothing is said of them.
        """
        documents, *letter = self._get_gate_letter() or (None,)
        readable = documents and documents._filtered_access("read")
        return self.env["hr.jobseeker"]._judge_documents(readable, *letter) if readable else {}

    def _get_left_out(self):
        """The documents that a bulk letter must not go to."""
        judged = self._judge()
        left_out = [document.id for document, (_person, verdict) in judged.items() if verdict.kind == "leave_out"]
        return self._get_gate_letter()[0].browse(left_out) if left_out else []

    def _compute_gate_notice(self):
        for dialog in self:
            judged = dialog._judge() if dialog._may_be_told() else {}
            speaking = {doc: answer for doc, answer in judged.items() if answer[1].kind != "pass"}
            dialog.gate_notice = dialog._say_verdicts(speaking) if speaking else False

    def _may_be_told(self):
        """Who reads an application sees that contact is held; that a contact looks for work is for recruiters alone."""
        documents, *_letter = self._get_gate_letter() or (None,)
        from_contacts = documents is not None and documents._name == "res.partner"
        return not from_contacts or self.env["hr.jobseeker"].has_access("read")

    # --- the sentences ------------------------------------------------------------------------------

    def _say_verdicts(self, judged):
        documents, _channel, nature, _at = self._get_gate_letter()
        if not self.env["hr.jobseeker"].has_access("read"):
            # interviewers see that contact is held or blocked, not why
            return self._alert(self.env._("Careful: letters are held or blocked at present. Ask the adviser first."))
        if nature != "bulk":
            return Markup().join(
                self._alert(self.env._("Careful: %s It goes out all the same.", person._say_gate(verdict)))
                for person, verdict in judged.values()
            )
        by_kind = defaultdict(list)
        for person, verdict in judged.values():
            by_kind[verdict.kind].append((person, verdict))
        lines = [
            self._say_left_out(by_kind["leave_out"], len(documents)),
            self._say_held(by_kind["hold"]),
            self._say_placed(by_kind["warn"]),
        ]
        sentences = Markup("<br/>").join(line for line in lines if line)
        return self._alert(sentences, self._name_people(by_kind["leave_out"] + by_kind["hold"] + by_kind["warn"]))

    @api.model
    def _alert(self, text, more=""):
        return Markup('<div class="alert alert-warning mb-2" role="alert">%s%s</div>') % (text, more)

    @api.model
    def _say_left_out(self, answers, total):
        if not answers:
            return ""
        counts = defaultdict(int)
        for _person, verdict in answers:
            counts[verdict.reason] += 1
        reasons = ", ".join(
            self._count_reason(reason, count) for reason, count in sorted(counts.items(), key=lambda item: -item[1])
        )
        return self.env._("%(out)s of %(all)s left out: %(reasons)s.", out=len(answers), all=total, reasons=reasons)

    @api.model
    def _count_reason(self, reason, count):
        return {
            "min_gap": self.env._("%s written to a short while ago", count),
            "cap": self.env._("%s written to as often as the limit allows", count),
            "window": self.env._("%s outside their hours", count),
            "do_not_contact": self.env._("%s asked for no contact", count),
            "blacklisted": self.env._("%s on the e-mail blacklist", count),
            "phone_blacklisted": self.env._("%s on the phone blacklist", count),
            "no_address": self.env._("%s without an address", count),
            "no_email": self.env._("%s without an e-mail address", count),
            "no_phone": self.env._("%s without a phone number", count),
            "bounced": self.env._("%s whose last letter came back", count),
            "on_hold": self.env._("%s on hold", count),
            "closed": self.env._("%s closed", count),
            "same_person": self.env._("%s the same person as another", count),
            "never_opens": self.env._("%s whose send window never opens", count),
        }[reason]

    @api.model
    def _say_held(self, answers):
        if not answers:
            return ""
        moments = sorted({verdict.at for _person, verdict in answers})
        first = say_moment(self.env, moments[0], self.env.tz.zone)
        if len(moments) == 1:
            return self.env._(
                "%(count)s outside their hours: held, and go out %(at)s your time.", count=len(answers), at=first
            )
        return self.env._(
            "%(count)s outside their hours: held, and go out from %(at)s your time on.", count=len(answers), at=first
        )

    @api.model
    def _say_placed(self, answers):
        return self.env._("%s have work, and get it too.", len(answers)) if answers else ""

    @api.model
    def _name_people(self, answers):
        """An application may be read by who may not read the relationship behind it, another company's for example."""
        known = self.env["hr.jobseeker"].browse(person.id for person, _verdict in answers)._filtered_access("read")
        answers = [answer for answer in answers if answer[0].id in known._ids]
        names = [
            Markup("<li><b>%s</b>: %s</li>") % (person.name, person._say_gate(verdict))
            for person, verdict in answers[:NAMED]
        ]
        if len(answers) > NAMED:
            names.append(Markup("<li>%s</li>") % self.env._("… and %s more", len(answers) - NAMED))
        return Markup('<details class="mt-1"><summary>%s</summary><ul class="mb-0">%s</ul></details>') % (
            self.env._("Who, and why"),
            Markup().join(names),
        )


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "hr.jobseeker.gate.dialog"]

    @api.depends("model", "res_ids", "res_domain", "composition_mode", "partner_ids", "subtype_id", "scheduled_date")
    def _compute_gate_notice(self):
        return super()._compute_gate_notice()

    def _get_gate_letter(self):
        self.ensure_one()
        from_contacts = self.model == "res.partner" and (self.composition_mode == "mass_mail" or self.composition_batch)
        if not (self.model in THREADS or from_contacts) or self.message_type != "comment" or self.subtype_is_log:
            return None
        ids = self._evaluate_res_domain_ids() if self.res_domain else self._evaluate_res_ids()
        documents = self.env[self.model].browse(ids)
        if not self._writes_to_people(documents):
            return None
        return documents, "email", "bulk" if self.composition_batch else "personal", self._get_gate_moment()

    def _evaluate_res_domain_ids(self):
        return self.env[self.model].search(self._evaluate_res_domain()).ids

    def _writes_to_people(self, documents):
        """A letter by hand may go to somebody else; without a recipient chosen it goes to the person."""
        if self.composition_mode != "comment" or self.composition_batch or not self.partner_ids:
            return True
        return bool(documents.sudo().partner_id & self.partner_ids._origin)  # sudo: who it is, no more

    def _get_gate_moment(self):
        """The moment that the writer chose; a template may hold an expression in its place.

        To many, Odoo follows the template's moment alone.
        """
        if self.composition_batch and not self.template_id:
            return None
        try:
            chosen = fields.Datetime.to_datetime(self.scheduled_date or None)
        except ValueError:
            return None
        return chosen and max(chosen, fields.Datetime.now())

    def _action_send_mail_comment(self, res_ids):
        res_ids = self._keep_reachable(res_ids)
        return super()._action_send_mail_comment(res_ids) if res_ids else self.env["mail.message"]

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        return super()._action_send_mail_mass_mail(self._keep_reachable(res_ids), auto_commit=auto_commit)

    def _keep_reachable(self, res_ids):
        """The documents that a bulk letter may go to, as the dialog said; a letter by hand goes as it is."""
        if not self.composition_batch:
            return res_ids
        left_out = {document.id for document in self._get_left_out()}
        return [res_id for res_id in res_ids if res_id not in left_out]


class SmsComposer(models.TransientModel):
    _name = "sms.composer"
    _inherit = ["sms.composer", "hr.jobseeker.gate.dialog"]

    @api.depends("res_model", "res_id", "res_ids", "composition_mode")
    def _compute_gate_notice(self):
        return super()._compute_gate_notice()

    def _get_gate_letter(self):
        self.ensure_one()
        records = self._get_records() if self.res_model in (*THREADS, "res.partner") else None
        if not records or (records._name == "res.partner" and not self._is_bulk(records)):
            return None
        return records, "sms", "bulk" if self._is_bulk(records) else "personal", None

    def _is_bulk(self, records):
        """By hand, Odoo takes the mode of many for more than one; for one, an automation does."""
        if records._name not in (*THREADS, "res.partner"):
            return False
        return len(records) > 1 or self.composition_mode == "mass"

    def _action_send_sms_comment(self, records=None):
        """One text to many is a mailing, whichever mode sends it: only that mode knows of opting out."""
        records = records if records is not None else self._get_records()
        if self._is_bulk(records):
            return self._action_send_sms_mass(records)
        return super()._action_send_sms_comment(records)

    def _get_optout_record_ids(self, records, recipients_info):
        """Whom the gate leaves out; Odoo keeps these as cancelled texts, as it does for its own blacklist."""
        optout = super()._get_optout_record_ids(records, recipients_info)
        if not self._is_bulk(records):
            return optout
        return [*optout, *(document.id for document in self._get_left_out())]

    def _prepare_mass_sms_values(self, records):
        values = super()._prepare_mass_sms_values(records)
        if self._is_bulk(records):
            for text in values.values():
                text["jobseeker_bulk"] = True
        return values


class ApplicantSendMail(models.TransientModel):
    _name = "applicant.send.mail"
    _inherit = ["applicant.send.mail", "hr.jobseeker.gate.dialog"]

    @api.depends("applicant_ids")
    def _compute_gate_notice(self):
        return super()._compute_gate_notice()

    def _get_gate_letter(self):
        self.ensure_one()
        applicants = self.applicant_ids._origin
        return applicants, "email", "bulk" if len(applicants) > 1 else "personal", None
