from odoo import api, fields, models
from odoo.tools import SQL, split_every

BATCH = 5000


class HrJobseeker(models.Model):
    """What passed between us before the ledger was there: read from messages, meetings and calls, in the database.

    People who are there when the addon is installed, or whose correspondence is imported, start where their real
    history is: who was spoken to yesterday is owed nothing today. Each row means what the doors, which write from then
    on, would have made of it; nobody hears of it, and what is in the ledger already is not entered again.
    """

    _inherit = "hr.jobseeker"

    def action_read_history(self):
        """Enter the earlier correspondence of these people in their ledgers; for after an import of old messages."""
        if not self.env.user.has_group("hr_recruitment.group_hr_recruitment_manager"):
            self.browse().check_access("unlink")  # says in Odoo's words who may
        self.check_access("write")
        found = self._read_history()
        message = (
            self.env._("%s earlier contacts are in the ledger now.", found)
            if found
            else self.env._("There is nothing that the ledger does not know.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success", "next": {"type": "ir.actions.act_window_close"}},
        }

    def _read_history(self):
        """Enter what is found, and set rollups and clocks of those for whom something was; return how many rows."""
        entered = 0
        for ids in split_every(BATCH, self.ids):
            # sudo: whose correspondence it is does not depend on who may read it
            entered += self.browse(ids).sudo()._read_history_of_batch()
        return entered

    def _read_history_of_batch(self):
        self.env.flush_all()
        entered = self._enter_history()
        heard_of = self.browse({person for person, _date, _ends in entered}).with_context(tracking_disable=True)
        heard_of.invalidate_recordset(["contact_ids"])
        for name in self._get_rollups():
            self.env.add_to_compute(self._fields[name], heard_of)
        heard_of.modified(self._get_rollups())
        heard_of._end_answered_stretches(entered)
        self.env.flush_all()
        return len(entered)

    def _enter_history(self):
        """Write the rows, and nothing that follows from them.

        :return: [(jobseeker id, date, whether such a word ends a stretch)]
        """
        values = {
            "ids": tuple(self.ids),
            "now": fields.Datetime.now(),
            "arrival": self.env["ir.model.data"]._xmlid_to_res_id("hr_recruitment.mt_applicant_new"),
            "robot": self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root"),
        }
        entered = []
        for statement in (_WORDS_FROM_THEM, _WORDS_FROM_US, _MEETINGS, _CALLS):
            entered += self.env.execute_query(SQL(statement, **values))
        self.env["hr.jobseeker.contact"].invalidate_model()
        return entered

    def _end_answered_stretches(self, entered):
        """A word that passed after the first follow-up of a stretch ended it, though nobody knew.

        So did one after which nothing was owed yet at that time.

        :param entered: as ``_enter_history`` returns it
        """
        heard = {}
        for person, date, ends in entered:
            if ends:
                heard[person] = max(date, heard.get(person, date))
        rows = self.browse(heard)._find_stretch_rows()
        first = {
            person: min(row.done_at or row.scheduled_at for row in own)
            for person, own in rows.grouped("jobseeker_id").items()
        }
        over = [p.id for p, at in first.items() if heard[p.id] > at or not p.next_contact_at or p.next_contact_at > at]
        self.browse(over)._end_stretch("contact")

    @api.model
    def _get_rollups(self):
        return [name for name, field in self._fields.items() if field.compute == "_compute_from_ledger"]


#: A person's own threads: the relationship, and each application, archived or not.
_THREADS = """
    thread (model, res_id, jobseeker_id, applicant_id, address) AS (
        SELECT 'hr.jobseeker', j.id, j.id, NULL::int, p.email_normalized
          FROM hr_jobseeker j JOIN res_partner p ON p.id = j.partner_id WHERE j.id IN %(ids)s
         UNION ALL
        SELECT 'hr.applicant', a.id, a.jobseeker_id, a.id, a.email_normalized
          FROM hr_applicant a WHERE a.jobseeker_id IN %(ids)s
    )
"""

_COLUMNS = """
    INSERT INTO hr_jobseeker_contact
           (jobseeker_id, partner_id, company_id, date, direction, channel, outcome, nature, qualifying, superseded,
            user_id, applicant_id, message_id, event_id, activity_id, summary,
            asks_answer, create_uid, write_uid, create_date, write_date)
"""
_ENTERED = "RETURNING jobseeker_id, date, qualifying OR (direction = 'in' AND nature = 'personal')"
#: The subject, else how the text begins.
_SUMMARY = r"""
    left(coalesce(nullif(m.subject, ''),
                  trim(regexp_replace(regexp_replace(m.body, '<[^>]*>', ' ', 'g'), '\s+', ' ', 'g'))), 80)
"""
#: A word that asks for an answer as any other does, entered by the system.
_STAMP = "true, 1, 1, %(now)s, %(now)s"
#: What was struck out or corrected since is not entered once more.
_NOT_YET = """NOT EXISTS (SELECT FROM hr_jobseeker_contact c
                    WHERE c.jobseeker_id = j.id AND c.message_id = m.id AND c.direction = '{direction}')"""

#: As mail_message.py: the author is the person, on their thread the address is theirs, or it brought the application.
_WORDS_FROM_THEM = f"""
    WITH {_THREADS}
    {_COLUMNS}
    SELECT j.id, j.partner_id, j.company_id, least(m.date, %(now)s), 'in',
           CASE WHEN m.message_type = 'comment' THEN 'portal' ELSE 'email' END, NULL,
           CASE WHEN m.message_type = 'out_of_office' THEN 'automatic' ELSE 'personal' END,
           m.message_type != 'out_of_office', false, NULL, thread.applicant_id, m.id, NULL, NULL,
           {_SUMMARY}, {_STAMP}
      FROM thread
      JOIN hr_jobseeker j ON j.id = thread.jobseeker_id
      JOIN res_partner p ON p.id = j.partner_id
      JOIN mail_message m ON m.model = thread.model AND m.res_id = thread.res_id
     WHERE m.message_type IN ('email', 'out_of_office', 'comment')
       AND (m.author_id = j.partner_id
            OR (m.message_type != 'comment'
                AND ((thread.applicant_id IS NOT NULL AND m.message_type = 'email' AND m.subtype_id = %(arrival)s)
                     OR lower(coalesce(substring(m.email_from FROM '<([^>]+)>'), trim(m.email_from)))
                        IN (p.email_normalized, thread.address))))
       AND {_NOT_YET.format(direction="in")}
        ON CONFLICT DO NOTHING
    {_ENTERED}
"""

#: As mail_mail.py and sms_sms.py: a message of ours by which the person was notified, or in whose recipients they are.
_WORDS_FROM_US = f"""
    WITH {_THREADS}, sent AS (
        SELECT m.id, thread.jobseeker_id, max(thread.applicant_id) AS applicant_id,
               bool_or(n.notification_type = 'sms') AS text,
               bool_and(n.notification_status IN ('bounce', 'exception')) AS failed,
               bool_and(n.notification_status = 'canceled') AS withdrawn
          FROM thread
          JOIN hr_jobseeker j ON j.id = thread.jobseeker_id
          JOIN mail_message m ON m.model = thread.model AND m.res_id = thread.res_id
          LEFT JOIN mail_notification n ON n.mail_message_id = m.id AND n.res_partner_id = j.partner_id
         WHERE m.author_id IS DISTINCT FROM j.partner_id
           AND m.message_type NOT IN ('out_of_office', 'user_notification')
           AND (n.notification_type IN ('email', 'sms')
                OR (n.id IS NULL AND m.message_type IN ('comment', 'email_outgoing', 'auto_comment', 'sms')
                    AND EXISTS (SELECT FROM mail_message_res_partner_rel r
                                 WHERE r.mail_message_id = m.id AND r.res_partner_id = j.partner_id)))
         GROUP BY m.id, thread.jobseeker_id
    ), word AS (
        SELECT sent.*,
               CASE WHEN m.message_type = 'email_outgoing' THEN 'bulk'
                    WHEN m.message_type IN ('comment', 'email', 'sms') AND m.author_id != %(robot)s
                         AND NOT coalesce(author.partner_share, true) THEN 'personal'
                    ELSE 'automatic' END AS nature
          FROM sent JOIN mail_message m ON m.id = sent.id LEFT JOIN res_partner author ON author.id = m.author_id
         WHERE sent.withdrawn IS NOT TRUE
    )
    {_COLUMNS}
    SELECT j.id, j.partner_id, j.company_id, least(m.date, %(now)s), 'out',
           CASE WHEN word.text OR m.message_type = 'sms' THEN 'sms' ELSE 'email' END,
           CASE WHEN word.failed THEN 'bounced' END, word.nature,
           word.nature = 'personal' AND word.failed IS NOT TRUE, false,
           (SELECT u.id FROM res_users u WHERE u.partner_id = m.author_id ORDER BY u.active DESC, u.id LIMIT 1),
           word.applicant_id,
           m.id, NULL, NULL, {_SUMMARY}, {_STAMP}
      FROM word
      JOIN mail_message m ON m.id = word.id
      JOIN hr_jobseeker j ON j.id = word.jobseeker_id
     WHERE {_NOT_YET.format(direction="out")}
        ON CONFLICT DO NOTHING
    {_ENTERED}
"""

#: As calendar_event.py: meetings that are over, with those who came; a colleague's own only about their application.
_MEETINGS = f"""
    {_COLUMNS}
    SELECT DISTINCT ON (j.id, e.id)
           j.id, j.partner_id, j.company_id, e.start, 'out', 'meeting', 'reached', 'personal', true, false, e.user_id,
           a.id, NULL::int, e.id, NULL::int, NULL, {_STAMP}
      FROM hr_jobseeker j
      JOIN res_partner p ON p.id = j.partner_id
      JOIN calendar_attendee attendee ON attendee.partner_id = j.partner_id AND attendee.state != 'declined'
      JOIN calendar_event e ON e.id = attendee.event_id AND e.active AND e.stop <= %(now)s
      LEFT JOIN hr_applicant about ON about.id = e.applicant_id
      LEFT JOIN hr_applicant a ON a.id = e.applicant_id AND a.jobseeker_id = j.id
      LEFT JOIN hr_jobseeker of_application ON of_application.id = about.jobseeker_id
      LEFT JOIN res_users organiser ON organiser.id = e.user_id
     WHERE j.id IN %(ids)s
       AND (p.partner_share OR about.partner_id = p.id)
       AND j.company_id = coalesce(of_application.company_id, organiser.company_id, j.company_id)
        ON CONFLICT DO NOTHING
    {_ENTERED}
"""

#: As mail_activity.py: a call that was made is an attempt; how it went nobody wrote down then.
_CALLS = f"""
    WITH {_THREADS}
    {_COLUMNS}
    SELECT j.id, j.partner_id, j.company_id, coalesce(call.date_done::timestamp, call.write_date), 'out', 'phone',
           NULL, 'personal', false, false, call.user_id, thread.applicant_id, NULL, NULL, call.id,
           left(call.summary, 80), {_STAMP}
      FROM thread
      JOIN hr_jobseeker j ON j.id = thread.jobseeker_id
      JOIN mail_activity call ON call.res_model = thread.model AND call.res_id = thread.res_id AND NOT call.active
      JOIN mail_activity_type kind ON kind.id = call.activity_type_id AND kind.category = 'phonecall'
     WHERE NOT EXISTS (SELECT FROM hr_jobseeker_contact c WHERE c.activity_id = call.id)
    {_ENTERED}
"""
