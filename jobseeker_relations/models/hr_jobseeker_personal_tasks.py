from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext
from odoo.tools.mail import email_re

from .hr_jobseeker_personal_messages import name_any


class HrJobseekerPersonalData(models.AbstractModel):
    """Tasks: on what is a person's, and about mails that a colleague passed on and nobody took down yet."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _find_activities(self, trace):
        """Without what is still to be told to those who had the data: it names the request, and nobody."""
        found = self._on_documents("mail.activity", trace, "res_model")
        # those on no document are known by the row of theirs that asks for something
        found |= self._find_pointed(trace, "mail.activity").filtered(lambda activity: not activity.res_model)
        found |= self._find_passed_on(trace)[0]
        return found.filtered(
            lambda activity: not (activity.res_model == "hr.jobseeker.rights.request" and activity.automated)
        )

    @api.model
    def _find_passed_on(self, trace):
        """(tasks about a mail of theirs, tasks about others' mails or about many that name them, too).

        A mail is of who wrote it first. Of an address that they share, the name tells.
        """
        if "passed on" not in trace.found:
            tasks = self._all("mail.activity")
            shared = name_any(("note",), [one for one in trace.shared if "@" in one])
            found = tasks.search(
                Domain("jobseeker_company_id", "!=", False)
                & (
                    name_any(("note", "jobseeker_writer"), trace.addresses)
                    | (Domain("jobseeker_company_id", "in", trace.people.company_id.ids) & shared)
                )
            )
            alone = {address.lower() for address in trace.addresses}
            writers = found._find_writers()
            own = found.filtered(
                lambda task: (
                    task.jobseeker_mail
                    and (
                        writers[task] in alone
                        or (writers[task] in {one.lower() for one in trace.shared} and _names_any(task, trace.names))
                    )
                )
            )
            named = (found - own).filtered(
                lambda task: not alone.isdisjoint(address.lower() for address in email_re.findall(task.note or ""))
            )
            trace.found["passed on"] = own, named
        return trace.found["passed on"]

    @api.model
    def _find_files(self, trace):
        """Files of a mail of theirs as well."""
        return super()._find_files(trace) | self._find_passed_on(trace)[0]._get_files()

    @api.model
    def _find_exempt(self, trace):
        """What others wrote, and names them, is not theirs to read."""
        exempt, left_out = super()._find_exempt(trace)
        if named := self._find_passed_on(trace)[1]:
            why = self.env._("They are about other people, too.")
            left_out.insert(0, {"what": f"{self._name_model(named._name)}: {len(named)}", "why": why})
        return exempt, left_out

    @api.model
    def _redact_passed_on(self, trace):
        """Take them out of the tasks about others' mails."""
        _own, named = self._find_passed_on(trace)
        named = named.exists()
        trace.shared_texts += len(named)
        self._redact_rows(named, ("summary", "note"), trace)


def _names_any(task, names):
    text = html2plaintext(task.note).lower()
    return any(name.lower() in text for name in names)
