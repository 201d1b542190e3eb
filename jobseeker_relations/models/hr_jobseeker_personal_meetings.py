from odoo import api, models
from odoo.fields import Domain


class HrJobseekerPersonalData(models.AbstractModel):
    """Meetings: with a person or about them, alone or with others from outside."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _find_events(self, trace):
        return self._find_all_events(trace)

    @api.model
    def _find_all_events(self, trace):
        """Meetings with them or about them."""
        if "all events" not in trace.found:
            events = self._all("calendar.event")
            domain = Domain("applicant_id", "in", trace.applicants.ids) | Domain("partner_ids", "in", trace.lone.ids)
            domain |= Domain("res_model", "=", "hr.applicant") & Domain("res_id", "in", trace.applicants.ids)
            domain |= Domain("res_model", "=", "hr.jobseeker") & Domain("res_id", "in", trace.people.ids)
            found = events.search(domain)
            for place in self._get_places():
                if place.path and "event_id" in self.env[place.model]._fields:
                    found |= self._find(place, trace)["event_id"]
            trace.found["all events"] = found
        return trace.found["all events"]

    @api.model
    def _split_events(self, events, trace):
        """(meetings about them alone, meetings at which there were other people from outside, too)."""
        shared = events.filtered(
            lambda event: (event.partner_ids - trace.partners).filtered(lambda partner: not self._is_staff(partner))
        )
        return events - shared, shared

    @api.model
    def _find_attendees(self, trace):
        return self._find_all_events(trace).attendee_ids.filtered(lambda guest: guest.partner_id in trace.partners)
