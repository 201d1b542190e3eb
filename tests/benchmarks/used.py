"""A database that Recruitment was used in for years, before our addon comes: people, applications, messages, meetings.

Usage: python tests/benchmarks/used.py DATABASE PEOPLE; made by the database itself, one statement for each table.
"""

import sys

import psycopg2

STATEMENTS = (
    """
    INSERT INTO res_partner (name, complete_name, email, email_normalized, phone, lang, type, active, partner_share,
                             is_company, color, create_date, write_date)
    SELECT 'Used ' || n, 'Used ' || n, 'used' || n || '@example.com', 'used' || n || '@example.com',
           '+3518' || lpad(n::text, 8, '0'), 'en_US', 'contact', true, true, false, 0, now(), now()
      FROM generate_series(1, %(people)s) AS n
    """,
    # one in ten has no contact yet, as applications made by hand without an address's contact
    """
    INSERT INTO hr_applicant (partner_id, partner_name, email_from, email_normalized, company_id, stage_id, active,
                              kanban_state, priority, date_open, create_date, write_date)
    SELECT CASE WHEN p.id %% 10 != 0 THEN p.id END, p.name, p.email, p.email_normalized, 1,
           (SELECT min(id) FROM hr_recruitment_stage), p.id %% 20 != 0, 'normal', '0', now(),
           now() - interval '200 days', now()
      FROM res_partner p WHERE p.name ~ '^Used [0-9]+$'
    """,
    # five messages each: the application, a note, two letters of ours, an answer
    """
    INSERT INTO mail_message (model, res_id, message_type, subtype_id, author_id, email_from, date, body, subject,
                              message_id, is_internal, create_date, write_date)
    SELECT 'hr.applicant', a.id, CASE k WHEN 1 THEN 'email' WHEN 5 THEN 'email' WHEN 2 THEN 'notification'
           ELSE 'comment' END, s.res_id, CASE WHEN k IN (1, 5) THEN a.partner_id ELSE 3 END,
           CASE WHEN k IN (1, 5) THEN a.email_from ELSE 'admin@example.com' END,
           now() AT TIME ZONE 'UTC' - (a.id %% 40 + 10 - k) * interval '1 day', '<p>Word ' || k || '</p>', 'Word ' || k,
           '<used-' || a.id || '-' || k || '@example.com>', false, now(), now()
      FROM hr_applicant a
      CROSS JOIN generate_series(1, 5) AS k
      JOIN ir_model_data s ON s.module = 'mail' AND s.name = CASE WHEN k = 2 THEN 'mt_note' ELSE 'mt_comment' END
     WHERE a.partner_name ~ '^Used [0-9]+$'
    """,
    """
    INSERT INTO mail_notification (mail_message_id, res_partner_id, notification_type, notification_status, is_read)
    SELECT m.id, a.partner_id, 'email', 'sent', true
      FROM mail_message m JOIN hr_applicant a ON a.id = m.res_id AND m.model = 'hr.applicant'
     WHERE m.message_type = 'comment' AND a.partner_id IS NOT NULL AND m.message_id LIKE '<used-%%'
    """,
    "ANALYZE",
)


def main(database, people):
    with psycopg2.connect(dbname=database) as connection, connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"people": int(people)})


if __name__ == "__main__":
    main(*sys.argv[1:])
