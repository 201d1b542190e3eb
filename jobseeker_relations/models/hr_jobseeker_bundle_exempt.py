import re

from odoo import api, models

SMALLER_PICTURES = re.compile(r"_(1024|512|256|128|64)$")


class HrJobseekerPersonalData(models.AbstractModel):
    """What the copy leaves out: what a rule keeps out of it, and other people."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _find_exempt(self, trace):
        """({(model, id)} of the rows that a rule keeps out, with what hangs on them; [{what, why}] to be said)."""
        exempt, reasons = set(), {}
        for place in self._get_places():
            for row in self._find(place, trace):
                why = row._is_exempt_from_access()
                if not why:
                    continue
                exempt.add((row._name, row.id))
                if not isinstance(why, str):
                    say = getattr(row, "_say_exemption", None)
                    why = say() if say else self.env._("A rule keeps it confidential.")
                reasons[place.model, why] = reasons.get((place.model, why), 0) + 1
                exempt |= self._find_answers(row)
        exempt |= self._find_exempt_messages(trace, exempt)
        left_out = [
            {"what": f"{self._name_model(model)}: {count}", "why": why} for (model, why), count in reasons.items()
        ]
        left_out.append(
            {
                "what": self.env._("Names and addresses of other people"),
                "why": self.env._("They have a right to their data, as you have to yours (GDPR art. 15(4))."),
            }
        )
        return exempt, left_out

    @api.model
    def _find_answers(self, row):
        """{(model, id)} of the questionnaire behind a row, a confidential reference say."""
        inputs = [
            row[name] for name, one in row._fields.items() if one.store and one.comodel_name == "survey.user_input"
        ]
        if "survey_input_ids" in row._fields:
            inputs += row.survey_input_ids
        found = {("survey.user_input", answers.id) for answers in inputs}
        return found | {
            ("survey.user_input.line", line.id) for answers in inputs for line in answers.user_input_line_ids
        }

    @api.model
    def _find_exempt_messages(self, trace, exempt):
        """{(model, id)} of the messages on documents that are left out, and of what belongs to these messages."""
        messages = self._find_all_messages(trace).filtered(lambda one: (one.model, one.res_id) in exempt)
        found = {("mail.message", message.id) for message in messages}
        for place in self._get_places():
            if place.model in ("mail.tracking.value", "mail.mail", "mail.notification", "sms.sms"):
                rows = self._find(place, trace).filtered(lambda row: row.mail_message_id in messages)
                found |= {(place.model, row.id) for row in rows}
        return found

    @api.model
    def _find_others(self, trace):
        """Words that name other people from outside who stand beside this one in messages and meetings."""
        messages, events = self._find_all_messages(trace), self._find_all_events(trace)
        people = messages.partner_ids | messages.notified_partner_ids | messages.author_id | events.partner_ids
        others = people.filtered(lambda partner: not self._may_name(partner, trace))
        words = {*others.mapped("name"), *others.mapped("email"), *others.mapped("phone")}
        own = trace.words  # a family shares a number
        return frozenset(filter(None, words - own))

    @api.model
    def _may_name(self, partner, trace):
        """Whether a contact may be named in the copy: the person, a colleague, an organisation."""
        if partner in trace.partners or partner.is_company or partner in trace.people.company_id.partner_id:
            return True
        return self._is_staff(partner)

    @api.model
    def _filter_files(self, files, trace, exempt, portable):
        """Originals, without copies of this kind made before, and without those of rows that are left out."""
        made = trace.people.rights_request_ids.bundle_id
        files = files.filtered(
            lambda file: (
                file not in made
                and (file.res_model, file.res_id) not in exempt
                and not SMALLER_PICTURES.search(file.res_field or "")
            )
        )
        # an invitation to a meeting with others has their names and addresses in it
        _own, shared = self._split_events(self._find_all_events(trace), trace)
        files = files.filtered(lambda file: file.res_model != "calendar.event" or file.res_id not in shared.ids)
        if not portable:
            return files
        given = self._find_all_messages(trace).filtered(lambda m: m.author_id in trace.partners).attachment_ids
        return files.filtered(lambda file: file in given or file.res_model == "hr.applicant")
