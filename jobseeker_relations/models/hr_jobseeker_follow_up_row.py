from collections import defaultdict

from odoo import api, models

from .hr_jobseeker_follow_up import OPEN_STATES


class HrJobseekerFollowUp(models.Model):
    """The rows that decided touches become."""

    _inherit = "hr.jobseeker.follow.up"

    @api.model
    def _write_rows(self, touches, now):
        """Write open rows that exist, create the others; one statement for all that share their values."""
        people = self.env["hr.jobseeker"].union(*(touch.person for touch in touches))
        existing = {
            (row.jobseeker_id.id, row.kind, row.step_id.id, row.occurrence): row
            for row in self.search([("jobseeker_id", "in", people.ids), ("state", "in", OPEN_STATES)])
        }
        vals_list, changed = [], defaultdict(self.browse)
        for touch in touches:
            vals = self._prepare_row_vals(touch, now)
            if row := existing.get(touch.key):
                if any(
                    row[name] != value for name, value in vals.items() if name in ("state", "scheduled_at", "reason")
                ):
                    changed[tuple(sorted(vals.items()))] |= row
            else:
                vals_list.append(
                    dict(
                        vals,
                        jobseeker_id=touch.person.id,
                        kind=touch.kind,
                        step_id=touch.step.id,
                        occurrence=touch.occurrence,
                    )
                )
        self.create(vals_list)
        for vals, rows in changed.items():
            rows.write(dict(vals))

    @api.model
    def _prepare_row_vals(self, touch, now):
        settled = touch.state not in OPEN_STATES
        return {
            "policy_id": touch.person.policy_id.id,
            "channel": touch.channel,
            "state": touch.state,
            "reason": touch.reason or False,
            "scheduled_at": touch.at,
            "done_at": now if settled else False,
            "error": False,
            "mail_mail_id": touch.mail.id if touch.mail else False,
            "message_id": touch.message.id if touch.message else False,
            "activity_id": touch.activity.id if touch.activity else False,
        }
