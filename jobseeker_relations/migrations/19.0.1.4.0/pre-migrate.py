from odoo.tools.sql import column_exists, create_column, table_exists


def migrate(cr, version):
    """A need stores whose jobseeker it is about, set by one statement: there may be millions of needs."""
    if not table_exists(cr, "hr_jobseeker_need") or column_exists(cr, "hr_jobseeker_need", "adviser_id"):
        return
    create_column(cr, "hr_jobseeker_need", "adviser_id", "int4")
    cr.execute(
        """
        UPDATE hr_jobseeker_need need
           SET adviser_id = person.adviser_id
          FROM hr_jobseeker person
         WHERE person.id = need.jobseeker_id AND person.adviser_id IS NOT NULL
        """
    )
