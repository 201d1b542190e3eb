from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import MissingError, UserError

from .hr_jobseeker_need import OPEN_STATES


class HrJobseeker(models.Model):
    """What the person does with their needs on their own page: stored at once, told in the ledger and to the adviser.

    Called by the portal as the system, whose user then is the person's own; none of it can be called by RPC.
    """

    _inherit = "hr.jobseeker"

    def _get_own_need(self, need_id):
        """One open need of this person, or MissingError: that of anybody else does not exist for them."""
        self.ensure_one()
        need = self.env["hr.jobseeker.need"].search(
            [("id", "=", need_id), ("jobseeker_id", "=", self.id), ("state", "in", OPEN_STATES)]
        )
        if not need:
            raise MissingError(self.env._("This need is not open any more."))
        return need

    def _confirm_own_needs(self, shown):
        """
        :param shown: fingerprint of the needs that the person read, to which alone they say yes
        :raise UserError: something else stands there by now, in words for the person
        """
        needs = self._get_open_needs()
        if shown != needs._get_fingerprint():
            raise UserError(self.env._("This has changed since you opened the page. Please read it again."))
        self._confirm_as_asked(needs)

    def _confirm_as_asked(self, needs):
        if needs:
            needs._confirm()
            self._log_own_action(self._for_colleagues().env._("Confirmed what they need"))

    def _add_own_need(self, type_id, name, value):
        """Who says it today also confirms it."""
        vals = {"jobseeker_id": self.id, "type_id": type_id, "value": value, **self._get_own_need_vals()}
        if name:
            vals["name"] = name
        need = self.env["hr.jobseeker.need"].create(vals)
        same = (self._get_open_needs() - need).filtered(
            lambda known: (known.type_id, known.name, known.value or "") == (need.type_id, need.name, need.value or "")
        )
        if same:  # compared as stored, which is not always as typed
            need.unlink()
            self._confirm_as_asked(same)
            return
        self._tell_changed_needs(self._for_colleagues().env._("Added to what they need"))

    def _change_own_need(self, need_id, value):
        """:return: whether that is another value than there was"""
        need = self._get_own_need(need_id)
        if (need.type_id._read_value(value).text or False) == (need.value or False):
            return False
        need.write({"value": value, **self._get_own_need_vals()})
        self._tell_changed_needs(self._for_colleagues().env._("Changed what they need"))
        return True

    def _withdraw_own_need(self, need_id):
        self._get_own_need(need_id).write({"state": "withdrawn", "asked_by": "jobseeker"})
        self._tell_changed_needs(self._for_colleagues().env._("Took back something they needed"))

    def _get_own_need_vals(self):
        return {"asked_by": "jobseeker", "confirmed_on": fields.Date.context_today(self)}

    def _tell_changed_needs(self, summary):
        # colleagues read the ledger, so it names no need
        self._log_own_action(summary)
        self._schedule_look_at_needs()

    def _schedule_look_at_needs(self):
        """One activity a day for the adviser, which counts: however often the person presses a button."""
        kind = self.env.ref("jobseeker_relations.mail_activity_type_needs_changed", raise_if_not_found=False)
        reader = self._get_answering_user()
        if not kind or not reader:
            return
        colleagues = self.with_context(lang=reader.lang or "en_US")
        count = self._count_needs_changed_today(reader)
        summary = (
            colleagues.env._("%s changed one need", self.name)
            if count == 1
            else colleagues.env._("%(name)s changed %(count)s needs", name=self.name, count=count)
        )
        waiting = self.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
        if waiting:
            waiting[:1].summary = summary
        else:
            colleagues.activity_schedule(
                activity_type_id=kind.id,
                user_id=reader.id,
                summary=summary,
                note=colleagues.env._("See “What They Want”."),
            )

    def _count_needs_changed_today(self, reader):
        """Distinct needs that the person changed themselves since the day of that colleague began."""
        zone = ZoneInfo(reader.tz or "UTC")
        day = fields.Date.context_today(self.with_context(tz=zone.key))
        begin = datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)
        changes = self.env["hr.jobseeker.need.change"].search(
            [
                ("jobseeker_id", "=", self.id),
                "|",
                ("user_id.partner_id", "=", self.partner_id.id),
                "&",  # behind the link of a letter there is no account to name
                ("user_id", "=", False),
                ("asked_by", "=", "jobseeker"),
                ("field", "!=", "confirmed_on"),
                ("changed_at", ">=", begin),
            ]
        )
        return len(changes.need_id)


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    need_ids = fields.One2many(
        related="relationship_id.need_ids",
        related_sudo=False,  # with the reader's rights: what is sensitive stays with the adviser
        groups="hr_recruitment.group_hr_recruitment_user",
        copy=False,
    )
