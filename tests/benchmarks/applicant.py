"""What Odoo's own work on applicants takes, on a database with the addon or without it."""

from lxml import etree
from measure import measure

VIEWS = {"form": "hr_recruitment.hr_applicant_view_form", "list": "hr_recruitment.crm_case_tree_view_job"}
KANBAN = "hr_recruitment.hr_kanban_view_applicant"
IMPORTED = 10000


def run(env, side):
    """:param side: "with" or "without", what the database is"""
    assert ("hr.jobseeker" in env) == (side == "with")
    figures = measure_applicants(env(user=env.ref("base.user_admin").id))
    return {f"{side}: {name}": figure.as_dict() for name, figure in figures.items()}


def measure_applicants(env, count=1000):
    """Return {work: Figure}."""
    job = env["hr.job"].create({"name": "Welder"})
    applicants = env["hr.applicant"].create(
        [
            {"partner_name": f"Ann Applicant {n}", "email_from": f"ann{n}@example.com", "job_id": job.id}
            for n in range(count)
        ]
    )
    env.flush_all()
    env.cr.execute("ANALYZE")
    one, model = applicants[:1], env["hr.applicant"]
    domain = [("job_id", "=", job.id)]
    form, rows, cards = (_specify(env, mode, view) for mode, view in [*VIEWS.items(), ("kanban", KANBAN)])
    return {
        "form": measure(env, lambda: one.web_read(form), 1, runs=25),
        "list": measure(env, lambda: model.web_search_read(domain, rows, limit=80, count_limit=10001), 1, runs=15),
        "kanban": measure(env, lambda: _open_kanban(model, domain, cards), 1, runs=15),
        "note": measure(env, lambda: one.message_post(body="Note"), 1, runs=25),
        "e-mail": measure(
            env,
            lambda: one.message_post(body="Hi", subtype_xmlid="mail.mt_comment", partner_ids=one.partner_id.ids),
            1,
            25,
        ),
        "import": measure(env, lambda: _import(model, IMPORTED), 1, runs=1),
    }


def _open_kanban(model, domain, cards):
    return model.web_read_group(
        domain,
        ["stage_id"],
        ["__count"],
        limit=80,
        auto_unfold=True,
        unfold_read_specification=cards,
        unfold_read_default_limit=80,
    )


def _import(model, count):
    rows = [[f"Imported Person {n}", f"imported{n}@example.org", f"+3519{n:08}"] for n in range(count)]
    result = model.with_context(tracking_disable=True, import_file=True).load(
        ["partner_name", "email_from", "partner_phone"], rows
    )
    assert len(result["ids"] or ()) == count, result["messages"][:3]


def _specify(env, mode, view):
    model = env["hr.applicant"]
    arch = etree.fromstring(model.get_views([(env.ref(view).id, mode)])["views"][mode]["arch"])
    names = {node.get("name") for node in arch.iter("field") if not node.xpath("ancestor::field")}
    names = {name for name in names if name in model._fields}
    return {name: {"fields": {"display_name": {}}} if model._fields[name].relational else {} for name in sorted(names)}
