"""What Odoo's own work on applicants takes, on a database with the addon or without it."""

from lxml import etree
from measure import measure
from population import vacuum

VIEWS = {
    "form": "hr_recruitment.hr_applicant_view_form",
    "list": "hr_recruitment.crm_case_tree_view_job",
    "kanban": "hr_recruitment.hr_kanban_view_applicant",
}
IMPORTED = 10000


def run(env, side):
    """:param side: "with" or "without", what the database is"""
    assert ("hr.jobseeker" in env) == (side == "with")
    env = env(user=env.ref("base.user_admin").id)
    figures = measure_applicants(env)
    if side == "with":
        figures |= measure_ledgers(env)
    return {f"{side}: {name}": figure for name, figure in figures.items()}


def measure_applicants(env, count=1000):
    """Return {work: Figure}."""
    job = env["hr.job"].create({"name": "Welder"})
    applicants = env["hr.applicant"].create(
        [
            {"partner_name": f"Ann Applicant {n}", "email_from": f"ann{n}@example.com", "job_id": job.id}
            for n in range(count)
        ]
    )
    vacuum(env)  # core's trigram index on addresses answers a hundred times slower while it is not tidied
    one, model = applicants[:1], env["hr.applicant"]
    domain = [("job_id", "=", job.id)]
    letter = {"body": "Hi", "subtype_xmlid": "mail.mt_comment", "partner_ids": one.partner_id.ids}
    form, rows, cards = (_specify(env, mode) for mode in VIEWS)
    return {
        "form": measure(env, lambda: one.web_read(form), 1, runs=25),
        "list": measure(env, lambda: _open_list(model, domain, rows), 1, runs=15),
        "list of 40": measure(env, lambda: _open_list(model, domain, rows, 40), 1),
        "kanban": measure(env, lambda: _open_kanban(model, domain, cards), 1, runs=15),
        "kanban of 40": measure(env, lambda: _open_kanban(model, domain, cards, 40), 1),
        "note": measure(env, lambda: one.message_post(body="Note"), 1, runs=25),
        "e-mail": measure(env, lambda: one.message_post(**letter), 1, runs=25),  # as by a machine: held out of hours
        "e-mail by hand": measure(env, lambda: one.message_post(message_type="comment", **letter), 1, runs=25),
        "import": measure(env, lambda: _import(model, IMPORTED), 1, runs=1),
    }


def measure_ledgers(env):
    """The form of somebody with whom many words passed, and with whom twice as many did."""
    form = _specify(env, "form")
    figures = {}
    for words in (20, 40):
        vals = {"partner_name": f"Words {words}", "email_from": f"words{words}@example.com"}
        applicant = env["hr.applicant"].create(vals)
        word = {"jobseeker_id": applicant.jobseeker_id.id, "direction": "out", "channel": "phone", "outcome": "reached"}
        env["hr.jobseeker.contact"].create([dict(word) for _n in range(words)])
        figures[f"form, {words} words"] = measure(env, lambda one=applicant: one.web_read(form), 1)
    return figures


def _open_list(model, domain, rows, limit=80):
    return model.web_search_read(domain, rows, limit=limit, count_limit=10001)


def _open_kanban(model, domain, cards, limit=80):
    return model.web_read_group(
        domain,
        ["stage_id"],
        ["__count"],
        limit=80,
        auto_unfold=True,
        unfold_read_specification=cards,
        unfold_read_default_limit=limit,
    )


def _import(model, count):
    rows = [[f"Imported Person {n}", f"imported{n}@example.org", f"+3519{n:08}"] for n in range(count)]
    result = model.with_context(tracking_disable=True, import_file=True).load(
        ["partner_name", "email_from", "partner_phone"], rows
    )
    assert len(result["ids"] or ()) == count, result["messages"][:3]


def _specify(env, mode):
    model = env["hr.applicant"]
    arch = etree.fromstring(model.get_views([(env.ref(VIEWS[mode]).id, mode)])["views"][mode]["arch"])
    names = {node.get("name") for node in arch.iter("field") if not node.xpath("ancestor::field")}
    names = {name for name in names if name in model._fields}
    return {name: {"fields": {"display_name": {}}} if model._fields[name].relational else {} for name in sorted(names)}
