from markupsafe import Markup

from odoo import fields, models
from odoo.tools import plaintext2html

THANKS = "jobseeker_relations.mail_template_reference_thanks"
LONGEST_NAME, LONGEST_REASON = 100, 2000


class HrJobseekerReference(models.Model):
    """What a referee does on the page of their link: chooses who reads it, mends facts, writes, or says no.

    The page asks who may read it before anything is written. The questions themselves are Odoo's own survey page.
    """

    _inherit = "hr.jobseeker.reference"

    began_at = fields.Datetime(readonly=True, copy=False, help="When the referee went on to the questions.")
    referee_networks = fields.Char(
        groups=fields.NO_ACCESS, copy=False, help="Keyed hashes of whence the referee answered."
    )
    jobseeker_networks = fields.Char(
        groups=fields.NO_ACCESS, copy=False, help="Keyed hashes of whence the jobseeker named the referee."
    )

    def _is_open_to_referee(self):
        """Whether the link shows anything: what is taken back, or over, looks like any wrong link."""
        return self.state in ("requested", "received", "verified", "declined")

    def _begin_answer(self, choices, facts_only, origin):
        """Keep what the referee chose, and open the questions: where they left off, if they had begun with these.

        :param choices: values of ``FOUND``
        :param facts_only: "our policy is to give facts alone"
        :param origin: the address that the request came from
        :return: survey.user_input
        """
        self.ensure_one()
        now = fields.Datetime.now()
        self.write({**choices, "facts_only": facts_only, "choices_at": now, "began_at": self.began_at or now})
        self._add_network("referee_networks", origin)
        return self._open_form(self._get_form(facts_only))

    def _get_form(self, facts_only):
        short = self.env.ref("jobseeker_relations.survey_reference_facts", raise_if_not_found=False)
        return short if facts_only and short and short.active and short.question_ids else self.survey_id

    def _open_form(self, form):
        begun = self.survey_input_ids.filtered(lambda answer: answer.state != "done")
        (begun - begun.filtered(lambda answer: answer.survey_id == form)).unlink()
        answer = begun.exists()[:1] or form._create_reference_answer(self)
        answer.deadline = self.link_expires_at
        if answer.state == "new":
            answer._mark_in_progress()  # they read on our page what it is for
        return answer

    def _receive(self, answer):
        """The referee sent the answers; everybody hears of it, and nobody what is in it.

        :param answer: survey.user_input that is done
        """
        self.ensure_one()
        if self.state not in ("requested", "expired"):  # a colleague entered it meanwhile
            answer.user_input_line_ids.unlink()
            return
        self._keep_answers(answer)
        self.write({"state": "received", "received_channel": "page"})
        self._tell_received()

    def _decline(self, reason):
        """The referee would rather not; a second time finds the first and changes nothing."""
        self.ensure_one()
        if self.state != "requested":
            return
        told = self._for_adviser()
        if reason:
            said = told.env._("Why not:")
            self.kept_answers = Markup("<h4>%s</h4>%s") % (said, plaintext2html(reason))
        self.write({"state": "declined"})
        summary = told.env._("%s would rather give no reference", told.referee_name)
        told._note(summary)
        words = told.env._("Their reason, if they gave one, stands on the reference. Name another with the person.")
        told.jobseeker_id._tell_adviser(summary, words)

    def _tell_received(self):
        """Receipts: to the referee with what they chose, to the jobseeker and the adviser that it is there."""
        told = self._for_adviser()
        summary = told.env._("Reference received from %s", told.display_name)
        told._note(summary)
        told.jobseeker_id._tell_adviser(summary, told.env._("Read it, and verify who gave it."))
        if self._get_address() and self.received_channel == "page":
            self._write_to_referees(THANKS)
        person = self.jobseeker_id
        letter = self.env.ref("jobseeker_relations.mail_template_reference_received", raise_if_not_found=False)
        if letter and person.state != "closed" and not person.contact_block:
            self._send_notices(letter.sudo(), "reference-received", 1)  # sudo: a template of the system's

    def _add_network(self, name, origin):
        """Remember whence somebody acted, as a hash that only this database can make, and for this comparison alone."""
        self.ensure_one()
        if mark := self._mark_network(origin):
            marks = set(filter(None, (self[name] or "").split())) | {mark}
            self[name] = " ".join(sorted(marks)[:8])

    def _get_choices(self):
        """Sentences of what a referee chose, for them: on the page and in the letter of thanks."""
        self.ensure_one()
        person = self.jobseeker_id.name
        if not self.confidential:
            reads = self.env._("%s may read it.", person)
        elif self._get_exemption():
            reads = self.env._("You gave it in confidence: we do not show it to %s.", person)
        else:
            reads = self.env._(
                "You gave it in confidence: we do not show it to %s. The law where we work may oblige us to, if they "
                "ask for a copy of their data.",
                person,
            )
        if self.disclosable:
            shown = self.env._("We may show it to those who think of engaging %s.", person)
        else:
            shown = self.env._("We show it to nobody outside %s.", self.company_id.name)
        return [reads, shown]
