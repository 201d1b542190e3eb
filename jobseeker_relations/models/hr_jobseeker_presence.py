import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

#: How long an announcement lasts. Who writes announces it every half minute (static/src/in_touch.js).
LASTS = {"writing": timedelta(seconds=90), "calling": timedelta(minutes=5)}
#: Contacts this young are shown to colleagues who open the same person.
JUST_NOW = timedelta(minutes=10)
NOTIFICATION = "jobseeker_relations/in_touch"


class HrJobseekerPresence(models.Model):
    """Who is writing to or ringing a person right now, so that two advisers do not do so at once (design §4).

    A row is over at its moment, without any job: nothing reads it afterwards, and the vacuum removes it.
    """

    _name = "hr.jobseeker.presence"
    _description = "Who Is in Touch with a Jobseeker"
    _log_access = False

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, ondelete="cascade", readonly=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", readonly=True)
    doing = fields.Selection([("writing", "Writing"), ("calling", "Calling")], required=True, readonly=True)
    expires_at = fields.Datetime(required=True, index=True, readonly=True)

    _once = models.UniqueIndex("(jobseeker_id, user_id)")

    @api.model
    def _announce(self, jobseeker, doing):
        """Say that the user is doing this; again prolongs it. One statement, whoever else does so at this moment.

        :return: whether colleagues have not heard of it
        """
        now = fields.Datetime.now()
        known = self._find(jobseeker).filtered(lambda row: row.user_id == self.env.user and row.doing == doing)
        self.env.cr.execute(
            SQL(
                """INSERT INTO hr_jobseeker_presence (jobseeker_id, user_id, doing, expires_at)
                   VALUES (%s, %s, %s, %s)
                   ON CONFLICT (jobseeker_id, user_id)
                   DO UPDATE SET doing = EXCLUDED.doing, expires_at = EXCLUDED.expires_at""",
                jobseeker.id,
                self.env.uid,
                doing,
                now + LASTS[doing],
            )
        )
        self.invalidate_model()
        return not known

    @api.model
    def _withdraw(self, jobseeker):
        rows = self.search([("jobseeker_id", "=", jobseeker.id), ("user_id", "=", self.env.uid)])
        rows.unlink()
        return bool(rows)

    @api.model
    def _find(self, jobseeker):
        """Who is in touch with this person now."""
        return self.search([("jobseeker_id", "=", jobseeker.id), ("expires_at", ">", fields.Datetime.now())])

    @api.autovacuum
    def _gc_expired(self):
        self.search([("expires_at", "<", fields.Datetime.now())]).unlink()


class HrJobseeker(models.Model):
    """What the forms of a person and of their applications show of colleagues, over the bus and on opening."""

    _inherit = "hr.jobseeker"

    @api.model
    def get_in_touch(self, model, res_id, writing=False):
        """Who is in touch with the person behind this document, for its form.

        :param model: hr.jobseeker or hr.applicant
        :param writing: the user is about to write, and is told as well what speaks against it
        :return: {jobseeker_id, colleagues: [sentence], busy: those of this moment, warning: sentence or False};
            False where there is nothing to know
        """
        jobseeker = self._find_behind(model, res_id)
        return jobseeker._get_in_touch(writing) if jobseeker else False

    @api.model
    def _find_behind(self, model, res_id):
        if model not in ("hr.jobseeker", "hr.applicant") or not self.has_access("read"):
            return self.browse()
        path = "id" if model == "hr.jobseeker" else "applicant_ids"
        return self.search(Domain(path, "in", [res_id]), limit=1)

    def announce_contact(self, doing):
        """Tell colleagues that the user is writing to this person or ringing them; False: no longer.

        :return: as ``get_in_touch``
        """
        self.ensure_one()
        self.check_access("write")
        if doing and doing not in LASTS:
            raise ValidationError(self.env._("What colleagues can be told of is writing and calling, not “%s”.", doing))
        self._announce_contact(doing)
        return self._get_in_touch(writing=doing == "writing")

    def _announce_contact(self, doing):
        Presence = self.env["hr.jobseeker.presence"].sudo()  # sudo: nobody makes these by hand; access was checked
        news = Presence._announce(self, doing) if doing else Presence._withdraw(self)
        if news:
            self.env["bus.bus"]._sendone(self, NOTIFICATION, {"jobseeker_id": self.id})

    def _get_in_touch(self, writing):
        colleagues = self._get_busy_colleagues()
        spoken = {user for user, _sentence in colleagues}
        recent = [(user, sentence) for user, sentence in self._get_recent_writers() if user not in spoken]
        verdict = self._ask_gate("email", "personal")[self] if writing else None
        return {
            "jobseeker_id": self.id,
            "busy": [sentence for _user, sentence in colleagues],
            "colleagues": [sentence for _user, sentence in colleagues + recent],
            "warning": self.env._("Careful: %s", self._say_gate(verdict))
            if verdict and verdict.kind != "pass"
            else False,
        }

    def _get_busy_colleagues(self):
        """[(user, sentence)] of those who write or ring at this moment."""
        say = {
            "writing": lambda name: self.env._("%s is writing to them right now.", name),
            "calling": lambda name: self.env._("%s is ringing them right now.", name),
        }
        rows = self.env["hr.jobseeker.presence"].sudo()._find(self)  # sudo: names of colleagues of any company
        return [(row.user_id, say[row.doing](row.user_id.name)) for row in rows if row.user_id != self.env.user]

    def _get_recent_writers(self):
        """[(user, sentence)] of those who were in touch minutes ago, the latest first, each once."""
        rows = self.env["hr.jobseeker.contact"].search(
            [
                ("jobseeker_id", "=", self.id),
                ("direction", "=", "out"),
                ("superseded", "=", False),
                ("nature", "in", ("personal", "bulk")),
                ("user_id", "not in", (False, self.env.uid)),
                ("date", ">", fields.Datetime.now() - JUST_NOW),
                ("date", "<=", fields.Datetime.now()),
            ]
        )
        latest = {}
        for row in rows.sudo():  # sudo: names of colleagues of any company
            latest.setdefault(row.user_id, self._say_recent(row))
        return list(latest.items())

    def _say_recent(self, contact):
        minutes = int((fields.Datetime.now() - contact.date) / timedelta(minutes=1))
        who = contact.user_id.name
        if contact.channel in ("phone", "meeting"):
            if minutes < 1:
                return self.env._("%s spoke to them just now.", who)
            return self.env._("%(who)s spoke to them or tried to, %(minutes)s min ago.", who=who, minutes=minutes)
        if minutes < 1:
            return self.env._("%s wrote to them just now.", who)
        if minutes == 1:
            return self.env._("%s wrote to them 1 minute ago.", who)
        return self.env._("%(who)s wrote to them %(minutes)s minutes ago.", who=who, minutes=minutes)

    def action_log_contact(self):
        """Whoever opens this dialog is on the phone, or about to be."""
        action = super().action_log_contact()
        if len(self) == 1:
            self._announce_contact("calling")
        return action


class IrWebsocket(models.AbstractModel):
    """A form hears of the person whom it shows, if its user may read them."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        asked = {
            channel: re.fullmatch(r"hr\.jobseeker_(\d{1,9})", channel) for channel in channels if type(channel) is str
        }
        ids = [int(match[1]) for match in asked.values() if match]
        others = [channel for channel in channels if not asked.get(channel)]
        if ids and self.env["hr.jobseeker"].has_access("read"):
            others.extend(self.env["hr.jobseeker"].search([("id", "in", ids)]))
        return super()._build_bus_channel_list(others)
