"""Due follow-ups against what Odoo itself would do with them (design §5)."""

from measure import measure
from world import make_due_people, make_world

from odoo import fields

BATCH = 200


def run(env, count=300):
    """Return the figures of one touch: ours, and what Odoo itself would do; and of the same among ten times as many."""
    policies, letter = make_world(env)
    use(env)
    callers = make_due_people(env, int(count), "active")
    readers = make_due_people(env, int(count), "passive")
    assert callers.policy_id == policies["phone"] and readers.policy_id == policies["email"]
    env.cr.execute("ANALYZE")
    rule = _make_rule(env)
    figures = {
        "activity": measure(env, lambda: _follow_up(env, callers), len(callers)),
        "base_automation": measure(env, lambda: _automate(env, rule, callers), len(callers)),
        "letter": measure(env, lambda: _follow_up(env, readers), len(readers)),
        "send_mail_batch": measure(env, lambda: letter.send_mail_batch(readers.ids), len(readers)),
    }
    for due in (1000, 10000):
        readers |= make_due_people(env, due - len(readers), "passive")
        env.cr.execute("ANALYZE")
        figures[f"due at {due}"] = measure(env, lambda people=readers: _follow_up(env, people), due)
    return figures


def use(env, count=500):
    """Follow up so many people before: a table that has never held a row is planned for on guesses."""
    for seeking in ("active", "passive"):
        _follow_up(env, make_due_people(env, count, seeking))
    env.cr.execute("ANALYZE")


def _follow_up(env, people):
    """As the job does it, less the commits, which both sides would pay for alike: what it read is forgotten at each."""
    now = fields.Datetime.now()
    for start in range(0, len(people), BATCH):
        env["hr.jobseeker.follow.up"]._follow_up(people[start : start + BATCH].try_lock_for_update(), now)
        env.flush_all()
        env.invalidate_all(flush=False)
    rows = env["hr.jobseeker.follow.up"].search_count([("jobseeker_id", "in", people.ids), ("state", "=", "done")])
    assert rows == len(people), rows


def _make_rule(env):
    """A time rule "when next contact has come, create an activity", as an administrator would click it together."""
    model_id = env["ir.model"]._get_id("hr.jobseeker")
    field = env["ir.model.fields"]._get("hr.jobseeker", "next_contact_at")
    rule = env["base.automation"].create(
        {"name": "Due", "model_id": model_id, "trigger": "on_time", "trg_date_id": field.id, "trg_date_range": 0}
    )
    env["ir.actions.server"].create(
        {
            "name": "Ring",
            "model_id": model_id,
            "base_automation_id": rule.id,
            "state": "next_activity",
            "usage": "base_automation",
            "activity_type_id": env.ref("mail.mail_activity_data_call").id,
            "activity_summary": "Ring",
            "activity_user_type": "generic",
            "activity_user_field_name": "adviser_id",
        }
    )
    return rule


def _automate(env, rule, people):
    """What ``_cron_process_time_based_actions`` does with the records that it finds, less its commits."""
    found = rule._search_time_based_automation_records(until=fields.Datetime.now()) & people
    assert found == people, (len(found), len(people))
    rule = rule.with_context(__action_done={})
    for record in found:
        rule._process(record)
    env.flush_all()
    made = env["mail.activity"].search_count([("res_model", "=", "hr.jobseeker"), ("res_id", "in", people.ids)])
    assert made == len(people), made
