"""Our letters greet people as they asked to be addressed; before, they knew only the name."""

BEFORE = r"t-out=\"object.partner_id.name\""
AFTER = r"t-out=\"object.greeting_name\""


def migrate(cr, version):
    """Change that one expression in the letters that we shipped, in every language, and nothing that was written since.

    The data file cannot: letters belong to who edits them, and are not written again.
    """
    cr.execute(
        """
        UPDATE mail_template
           SET body_html = replace(body_html::text, %(before)s, %(after)s)::jsonb
         WHERE strpos(body_html::text, %(before)s) > 0
           AND id IN (SELECT res_id FROM ir_model_data WHERE module = 'jobseeker_relations' AND model = 'mail.template')
        """,
        {"before": BEFORE, "after": AFTER},
    )
