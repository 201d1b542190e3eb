from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Bring what is stored up to what now follows from it."""
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
    _mark_automatic_mails(cr)
    _mark_missed_reviews(cr)
    _recompute_people(env)
    _end_promises_of_closed(env)


def _mark_automatic_mails(cr):
    """Notices, stage mails and refusals that wait in the queue pass the gate as they did."""
    cr.execute(
        """
        UPDATE mail_mail
           SET jobseeker_automatic = true
         WHERE state = 'outgoing'
           AND (jobseeker_applicant_id IS NOT NULL
                OR mail_message_id IN (SELECT id FROM mail_message
                                        WHERE message_type = 'auto_comment'
                                          AND model IN ('hr.applicant', 'hr.jobseeker')))
        """
    )


def _mark_missed_reviews(cr):
    """On which day somebody said so was not kept: the due day is the earliest it can have been."""
    cr.execute(
        "UPDATE hr_jobseeker_review SET missed_on = due_on, overdue_since = due_on"
        " WHERE state = 'missed' AND missed_on IS NULL"
    )


def _recompute_people(env):
    """The day on which all is confirmed leaves out what is confidential; several agreements promise together."""
    people = env["hr.jobseeker"].search([("need_ids", "!=", False)])
    env.add_to_compute(people._fields["requirements_confirmed_on"], people)
    agreed = env["hr.jobseeker.agreement"]._read_group([("state", "=", "agreed")], ["jobseeker_id"], ["__count"])
    several = people.browse([person.id for person, count in agreed if count > 1])
    for name in ("agreed_interval_days", "agreed_response_hours", "agreed_review_days"):
        env.add_to_compute(several._fields[name], several)
    env.flush_all()


def _end_promises_of_closed(env):
    """Searches that are closed promise nothing; meetings that people were invited to are left to who planned them.

    So nobody gets a letter from an upgrade.
    """
    closed = env["hr.jobseeker"].search([("state", "=", "closed")])
    env.cr.execute("UPDATE hr_jobseeker_action SET event_id = NULL WHERE jobseeker_id = ANY(%s)", [closed.ids])
    env.invalidate_all()
    closed._end_promises()
