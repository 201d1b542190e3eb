"""The data that is measured on, made with the ORM in batches, on a database that holds nothing else of ours."""

from datetime import timedelta

from odoo import fields


def make_world(env):
    """A company open at all hours, one letter, and one policy for calls and one for letters."""
    env["hr.jobseeker.contact.policy"].search([]).active = False
    always = [
        (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 0, "hour_to": 24, "day_period": "full_day"})
        for day in range(7)
    ]
    calendar = env["resource.calendar"].create({"name": "Always", "tz": "UTC", "attendance_ids": [(5, 0, 0), *always]})
    letter = env["mail.template"].create(
        {
            "name": "Keep in touch",
            "model_id": env["ir.model"]._get_id("hr.jobseeker"),
            "subject": "How is your search, {{ object.name }}?",
            "body_html": '<p>Hello <t t-out="object.partner_id.name"/>,</p><p>Has anything changed?</p>'
            '<p>Kind regards,<br/><t t-out="object.adviser_id.name"/></p>',
            "partner_to": "{{ object.partner_id.id }}",
            "email_from": "{{ object.adviser_id.email_formatted }}",
            "lang": "{{ object.partner_id.lang }}",
        }
    )
    steps = {"phone": {"channel": "phone"}, "email": {"channel": "email", "template_id": letter.id}}
    policies = {
        channel: env["hr.jobseeker.contact.policy"].create(
            {"name": channel, "seeking": seeking, "calendar_id": calendar.id, "step_ids": [(0, 0, steps[channel])]}
        )
        for channel, seeking in (("phone", "active"), ("email", "passive"))
    }
    return policies, letter


def make_due_people(env, count, seeking):
    """People who were last spoken to ten days ago, so that a weekly contact is due."""
    tag = env["hr.jobseeker"].search_count([])
    partners = env["res.partner"].create(
        [
            {"name": f"Person {tag + n}", "email": f"p{tag + n}@example.com", "phone": "+351912345678", "tz": "UTC"}
            for n in range(count)
        ]
    )
    people = env["hr.jobseeker"].create(
        [
            {
                "partner_id": partner.id,
                "state": "active",
                "seeking": seeking,
                "adviser_id": env.ref("base.user_admin").id,
            }
            for partner in partners
        ]
    )
    spoken = fields.Datetime.now() - timedelta(days=10)
    env["hr.jobseeker.contact"].create(
        [
            {"jobseeker_id": p.id, "date": spoken, "direction": "out", "channel": "phone", "outcome": "reached"}
            for p in people
        ]
    )
    env.flush_all()
    env.invalidate_all()
    return people
