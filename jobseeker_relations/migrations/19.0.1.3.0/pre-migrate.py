from odoo.tools.sql import table_exists


def migrate(cr, version):
    """What the new constraint and the new way to a next review ask of rows that are there.

    Versions before the timetable have neither table.
    """
    if table_exists(cr, "hr_jobseeker_action"):
        cr.execute(
            """
            UPDATE hr_jobseeker_action
               SET stop_at = start_at + interval '1 hour'
             WHERE start_at IS NOT NULL AND (stop_at IS NULL OR stop_at <= start_at)
            """
        )
    if table_exists(cr, "hr_jobseeker_review"):
        # a day that was entered is a day that was chosen; until now that was found out when the review was held
        cr.execute(
            """
            UPDATE hr_jobseeker_review
               SET next_by_hand = true
             WHERE state IN ('scheduled', 'missed') AND next_review_on IS NOT NULL
            """
        )
