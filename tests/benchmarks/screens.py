"""Every list, kanban, calendar, graph, pivot, filter and group-by of ours, asked for as the web client asks for them.

The screens are found by the addon's window actions, so that a new one is measured without a word here; then come what
we add to the applications of core, and the pages of a forecast.
"""

from dataclasses import dataclass

from lxml import etree
from measure import measure
from population import make_advisers

from odoo import fields
from odoo.tools.safe_eval import datetime, safe_eval

MODULE = "jobseeker_relations"
PAGE = 80
#: Rows that the activity view asks for at first.
ACTIVITY_PAGE = 100
MODES = ("list", "kanban", "calendar", "activity", "graph", "pivot")


@dataclass(frozen=True)
class Screen:
    """One question of the web client: ``ask()`` is it."""

    name: str
    ask: object


def measure_screens(env, runs=5):
    """Return {name: Figure} of all screens."""
    return {screen.name: measure(env, screen.ask, 1, runs) for screen in find_all_screens(env)}


def find_all_screens(env):
    """Yield all screens: asked by one of the advisers, on whom the record rules weigh; forecasts by who made them."""
    adviser = env(user=make_advisers(env)[0])
    yield from find_screens(adviser)
    yield from find_applicant_screens(adviser)
    yield from find_forecast_screens(env(user=env.ref("base.user_admin").id))


def find_screens(env):
    """Yield the screens of each window action that a menu or a button opens as a page."""
    for action, name in _find_actions(env):
        model = env[action.res_model]
        ours = (
            model._original_module == MODULE or model._name == "hr.applicant"
        )  # forms for referees are a list of core's
        if action.target == "new" or not ours or model._transient or not model.has_access("read"):
            continue
        yield from _find_screens_of(env, action, name)


def _find_actions(env):
    # sudo: a recruiter may not read the catalogue of what a module brought
    xml_ids = (
        env["ir.model.data"]
        .sudo()
        .search([("module", "=", MODULE), ("model", "=", "ir.actions.act_window")], order="name")
    )
    for xml_id in xml_ids:
        # sudo: as the web client reads an action
        yield env["ir.actions.act_window"].sudo().browse(xml_id.res_id), xml_id.name


def find_applicant_screens(env):
    """What we add to core's lists of applications: our filters, and our columns of one page.

    The lists without our filters are core's, whose order no index serves.
    """
    model = env["hr.applicant"]
    search, arch = (
        etree.fromstring(model.get_views([(env.ref(view).id, mode)])["views"][mode]["arch"])
        for view, mode in (
            ("hr_recruitment.hr_applicant_view_search_bis", "search"),
            ("hr_recruitment.crm_case_tree_view_job", "list"),
        )
    )
    specification = _specify(model, arch)
    ours = {name: specification[name] for name in specification if MODULE in model._fields[name]._modules}
    # sudo: which applications the page shows is not what is measured
    page = model.sudo().search([("jobseeker_id", "!=", False)], limit=PAGE, order="id desc").sudo(False)
    yield Screen(f"hr_applicant: {', '.join(ours)} of {PAGE} rows", lambda: page.web_read(ours))
    for node in search.iter("filter"):
        if node.get("name", "").startswith("contact_"):
            wanted = _evaluate(env, node.get("domain"))
            yield Screen(f"hr_applicant: filter {node.get('name')}", _read_list(model, specification, wanted))


def find_forecast_screens(env):
    """Make a forecast, and yield its page and what its buttons open."""
    page = env["hr.jobseeker.contact.forecast"]._make(env["hr.jobseeker.contact.policy"].search([]), 30)
    env.flush_all()
    arch = etree.fromstring(page.get_views([(False, "form")])["views"]["form"]["arch"])
    specification = _specify(page, arch)
    for action, name in _find_actions(env):
        if action.res_model == page._name and action.target != "new":
            yield Screen(f"{name}: form", lambda: page.web_read(specification))
        elif action.res_model.startswith(f"{page._name}."):
            yield from _find_screens_of(env, action, name, [("forecast_id", "=", page.id)])


def _find_screens_of(env, action, name, domain=()):
    model = env[action.res_model]
    views = [(view_id, mode) for view_id, mode in action.views if mode in MODES]
    found = model.get_views([*views, (action.search_view_id.id or False, "search")])["views"]
    domain = [*domain, *_evaluate(env, action.domain or "[]")]
    search = etree.fromstring(found["search"]["arch"])
    groups, defaults = _get_groups(search), _get_defaults(env, action, search)
    opening = domain + [condition for conditions in defaults.values() for condition in conditions]
    for _view_id, mode in views:
        arch = etree.fromstring(found[mode]["arch"])
        # a calendar knows no pages: of a million people it is shown to one adviser at a time
        answering = "adviser_id" if "adviser_id" in model._fields else "user_id"
        own = [(answering, "=", env.uid)] if mode == "calendar" else []
        yield Screen(f"{name}: {mode}", _ASK[mode](model, arch, opening + own))
    first = etree.fromstring(found[views[0][1]]["arch"]) if views else etree.Element("list")
    specification, order = _specify(model, first), first.get("default_order")
    for node in search.iter("filter"):
        if node.get("domain"):
            # a filter of the same group takes the place of the one that is on: the client would ask for both of them
            others = [
                condition
                for name, conditions in defaults.items()
                if groups[name] != groups[node.get("name")]
                for condition in conditions
            ]
            wanted = domain + others + _evaluate(env, node.get("domain"))
            yield Screen(f"{name}: filter {node.get('name')}", _read_list(model, specification, wanted, order))
        elif node.get("date"):
            yield Screen(
                f"{name}: group by {node.get('date')}", _read_groups(model, f"{node.get('date')}:month", opening)
            )
        elif group_by := _evaluate(env, node.get("context") or "{}").get("group_by"):
            yield Screen(f"{name}: group by {group_by}", _read_groups(model, group_by, opening))
    for node in search.xpath("/search/field"):
        if (field := model._fields.get(node.get("name"))) and field.type in (
            "char",
            "many2one",
            "many2many",
            "one2many",
        ):
            wanted = opening + _evaluate(env, node.get("filter_domain") or f"[({node.get('name')!r}, 'ilike', self)]")
            yield Screen(
                f"{name}: search {node.get('string') or node.get('name')}",
                _read_list(model, specification, wanted, order),
            )


def _get_defaults(env, action, search):
    """{filter: conditions} that are on when the page opens, less "mine": the whole pool is the harder question."""
    names = {name.removeprefix("search_default_") for name in _evaluate(env, action.context or "{}")} - {"mine"}
    nodes = [node for node in search.iter("filter") if node.get("name") in names and node.get("domain")]
    return {node.get("name"): _evaluate(env, node.get("domain")) for node in nodes}


def _get_groups(search):
    """{filter: number of its group}: what stands between two separators; of one group, one or the other holds."""
    groups, number = {}, 0
    for node in search.iter("filter", "separator"):
        if node.tag == "separator":
            number += 1
        else:
            groups[node.get("name")] = number
    return groups


def _evaluate(env, text):
    values = {"uid": env.uid, "self": "person7777", "context_today": datetime.date.today, "datetime": datetime}
    return safe_eval(text, {**values, "allowed_company_ids": env.companies.ids, "active_id": False})


def _specify(model, arch):
    """The fields of a view, from which Odoo left out what the user may not read; of what they point to, its name."""
    specification = {}
    for node in arch.iter("field"):
        field = model._fields.get(node.get("name"))
        if field and not node.xpath("ancestor::field"):
            specification[field.name] = {"fields": {"display_name": {}}} if field.relational else {}
    return specification


def _read_list(model, specification, domain, order=None):
    return lambda: model.web_search_read(domain, specification, limit=PAGE, order=order, count_limit=10001)


def _ask_list(model, arch, domain):
    return _read_list(model, _specify(model, arch), domain, arch.get("default_order"))


def _ask_kanban(model, arch, domain):
    group_by, specification = arch.get("default_group_by"), _specify(model, arch)
    if not group_by:
        return _read_list(model, specification, domain, arch.get("default_order"))
    return lambda: model.web_read_group(
        domain,
        [group_by],
        ["__count"],
        limit=PAGE,
        auto_unfold=True,
        unfold_read_specification=specification,
        unfold_read_default_limit=20,
    )


def _ask_calendar(model, arch, domain):
    """The month that the view shows, without a limit, as the web client asks for it."""
    start = arch.get("date_start")
    first = fields.Date.start_of(fields.Date.today(), "month")
    month = [(start, "<=", fields.Date.end_of(first, "month")), (start, ">=", first)]
    names = sorted({start, arch.get("color"), *_specify(model, arch)})
    return lambda: model.search_read(domain + month, names)


def _ask_activity(model, arch, domain):
    """The first rows, and the activities of these."""
    specification = _specify(model, arch)

    def ask():
        model.env["mail.activity"].get_activity_data(model._name, domain, limit=ACTIVITY_PAGE)
        model.web_search_read(domain, specification, limit=ACTIVITY_PAGE, count_limit=10001)

    return ask


def _ask_graph(model, arch, domain):
    group_by = _get_axes(model, arch)
    return lambda: model.formatted_read_group(domain, group_by, ["__count"])


def _ask_pivot(model, arch, domain):
    group_by = _get_axes(model, arch)
    sets = [group_by[:size] for size in range(len(group_by) + 1)]
    return lambda: model.formatted_read_grouping_sets(domain, sets, ["__count"])


def _get_axes(model, arch):
    nodes = [node for node in arch.iter("field") if node.get("type") in (None, "row", "col")]
    return [
        node.get("name")
        + (":" + node.get("interval", "month") if model._fields[node.get("name")].type[:4] == "date" else "")
        for node in nodes
        if not node.get("invisible") and node.get("type") != "measure"
    ]


def _read_groups(model, group_by, domain):
    if ":" not in group_by and model._fields[group_by].type in ("date", "datetime"):
        group_by += ":month"  # as the web client does
    return lambda: model.web_read_group(domain, [group_by], ["__count"], limit=PAGE)


_ASK = {
    "list": _ask_list,
    "kanban": _ask_kanban,
    "calendar": _ask_calendar,
    "activity": _ask_activity,
    "graph": _ask_graph,
    "pivot": _ask_pivot,
}
