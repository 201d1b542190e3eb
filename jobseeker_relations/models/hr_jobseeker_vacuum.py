"""What is kept how long: tables grow with facts and not with plans (docs/architecture.md, "After five years")."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Plans of stretches that are over are kept so long, to answer "why did I hear nothing in March?".
KEEP_SETTLED_DAYS = 365
#: Odoo's queue keeps a copy of each letter beside the one in the person's thread; of letters that left, so long.
KEEP_SENT_DAYS = 30
#: Rows of one transaction of Odoo's vacuum, which comes back for more.
BATCH = 5000


class HrJobseekerFollowUp(models.Model):
    _inherit = "hr.jobseeker.follow.up"

    @api.autovacuum
    def _gc_settled(self):
        """Remove settled plans of stretches that ended long ago; what was said stays in ledger and thread.

        Rows of the present stretch decide what comes next, and failed ones wait for somebody: both stay.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT row.id
                     FROM hr_jobseeker_follow_up row JOIN hr_jobseeker person ON person.id = row.jobseeker_id
                    WHERE row.scheduled_at < %s AND row.state IN ('done', 'skipped', 'cancelled')
                      AND row.occurrence < person.occurrence
                    ORDER BY row.scheduled_at LIMIT %s""",
                fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_SETTLED_DAYS),
                BATCH,
            )
        )
        self.browse(row_id for [row_id] in rows).unlink()
        return len(rows), len(rows) == BATCH


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.autovacuum
    def _gc_follow_up_letters(self):
        """Remove the queue's copies of follow-up letters that left; the letters stay in the persons' threads."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT mail.id
                     FROM hr_jobseeker_follow_up row JOIN mail_mail mail ON mail.id = row.mail_mail_id
                    WHERE row.state = 'done' AND mail.state = 'sent' AND row.done_at < %s
                    ORDER BY row.mail_mail_id LIMIT %s""",
                fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_SENT_DAYS),
                BATCH,
            )
        )
        self.browse(mail_id for [mail_id] in rows).unlink()
        return len(rows), len(rows) == BATCH
