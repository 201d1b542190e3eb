from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.base.models.res_partner import _tz_get

from ..models.hr_jobseeker import CHANNELS
from ..models.hr_jobseeker_page import LONGEST_PAUSE
from ..models.hr_jobseeker_proposal import FIELDS, LONGEST
from ..rules.page_text import clock, day, hour, line
from ..rules.reach_hours import ANY_HOUR, asks
from .portal import JobSearchPortal

#: What a person may leave to us: an empty choice is one.
OPTIONAL = ("preferred_channel", "tz")
POST = {"type": "http", "auth": "user", "methods": ["POST"], "website": True}


class JobSearchPreferences(JobSearchPortal):
    """“My preferences”: how and when the person wants to hear from us, and who they are."""

    def _get_said(self):
        return {
            **super()._get_said(),
            "kept": request.env._("Your preferences are kept."),
            "same": request.env._("Nothing was changed."),
            "paused": request.env._("We will not contact you until then."),
            "resumed": request.env._("We will be in touch again."),
            "asked": request.env._("Your adviser will look at the change. You see here what became of it."),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        today = jobseeker._get_today()
        hours = jobseeker._get_reach_hours()
        labels = dict(jobseeker._fields["preferred_channel"]._description_selection(request.env))
        values.update(
            channels=[(code, labels[code]) for code, _name in CHANNELS],
            languages=request.env["res.lang"].get_installed(),
            zones=_tz_get(jobseeker),
            reach_hours=[clock(value) for value in hours] if asks(hours) else ["", ""],
            zone=jobseeker._get_zone(),
            today=today,
            last_pause_day=today + LONGEST_PAUSE,
            later_days=jobseeker._get_later_days(today),
            identity=self._get_identity(jobseeker),
        )
        return values

    def _get_identity(self, jobseeker):
        """[(field, label, value, last proposal)] of who the person is."""
        labels = dict(jobseeker.proposal_ids._fields["field"]._description_selection(request.env))
        latest = {}
        for proposal in jobseeker.proposal_ids.filtered(lambda proposal: proposal.state != "withdrawn"):
            latest.setdefault(proposal.field, proposal)
        return [
            (name, labels[name], jobseeker[name] or "", latest.get(name, jobseeker.proposal_ids.browse()))
            for name, _label in FIELDS
        ]

    @http.route("/my/job-search/<int:jobseeker_id>/preferences", **POST)
    def job_search_preferences(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        vals, faults = self._read_preferences(post)
        if faults:
            return self._render_job_search(jobseeker, faults, self._get_typed(post))
        said = "kept" if jobseeker._set_preferences(vals) else "same"
        return request.redirect(self._get_page_url(jobseeker, "preferences", said))

    def _read_preferences(self, post):
        """({field: value}, {field: what is wrong}) of what was chosen; a field that was not sent stays as it is."""
        vals, faults = {}, {}
        choices = {
            "preferred_channel": dict(CHANNELS),
            "lang": dict(request.env["res.lang"].get_installed()),
            "tz": dict(_tz_get(request.env["res.partner"])),
        }
        for name, known in choices.items():
            chosen = line(post.get(name), LONGEST)
            if chosen in known:
                vals[name] = chosen
            elif chosen:
                faults[name] = request.env._("Choose one from the list.")
            elif name in OPTIONAL and name in post:
                vals[name] = False
        if "reach_from" in post or "reach_to" in post:
            hours = self._read_hours(post)
            if hours:
                vals.update(reach_from=hours[0], reach_to=hours[1])
            else:
                faults["reach_from"] = request.env._(
                    "Write both hours, such as 17:00 and 20:00, the first before the second, or leave both empty."
                )
        return vals, faults

    def _read_hours(self, post):
        """The hours that were typed, or None when they make no sense."""
        typed = [line(post.get(name), LONGEST) for name in ("reach_from", "reach_to")]
        if not any(typed):
            return ANY_HOUR
        hours = tuple(hour(value) for value in typed)
        return hours if None not in hours and asks(hours) else None

    def _get_typed(self, post):
        return {name: line(value, LONGEST) for name, value in post.items()}

    @http.route("/my/job-search/<int:jobseeker_id>/pause", **POST)
    def job_search_pause(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        try:
            with request.env.cr.savepoint():  # what was refused leaves nothing behind
                jobseeker._pause_contact(day(post.get("until")))
        except UserError as error:
            return self._render_job_search(jobseeker, {"until": str(error)}, self._get_typed(post))
        return request.redirect(self._get_page_url(jobseeker, "preferences", "paused"))

    @http.route("/my/job-search/<int:jobseeker_id>/resume", **POST)
    def job_search_resume(self, jobseeker_id, **_post):
        jobseeker = self._get_own(jobseeker_id)
        said = "resumed" if jobseeker._end_pause() else "same"
        return request.redirect(self._get_page_url(jobseeker, "preferences", said))

    @http.route("/my/job-search/<int:jobseeker_id>/identity", **POST)
    def job_search_identity(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        values = {name: line(post[name], LONGEST) for name, _label in FIELDS if name in post}
        faults = jobseeker._propose(values)
        if faults:
            return self._render_job_search(jobseeker, faults, self._get_typed(post))
        said = "asked" if jobseeker.open_proposal_ids else "same"
        return request.redirect(self._get_page_url(jobseeker, "preferences", said))
