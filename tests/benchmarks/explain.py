"""How PostgreSQL answers each screen: the indexes that it uses, and the tables of ours that it reads row by row.

Writes docs/plans.md. A statement that reads more than ``MANY`` rows of one of our tables without an index is shown with
its plan: either no index can serve it (it counts all there is), or one is missing.
"""

import re
from collections import defaultdict
from pathlib import Path

from measure import undone
from screens import find_all_screens
from statements import explain as explain_statement
from statements import recorded, walk

PLANS = Path(__file__).resolve().parents[2] / "docs" / "plans.md"
#: Rows of a table that PostgreSQL may read one by one.
MANY = 10_000
STATEMENT, LINE = 700, 160


def run(env, size):
    """``bin/bench explain SIZE``: the plans alone, without measuring anything."""
    import scale

    scale.make(env, int(size))
    write(env, int(size))
    return {}


def write(env, size):
    rows, whole = [], defaultdict(set)
    plans = {}
    for screen in find_all_screens(env):
        with undone(env), recorded() as statements:
            screen.ask()
        indexes, slowest, large = set(), 0, set()
        asked = {statement.text for statement in statements if statement.kind in ("SELECT", "WITH")}
        for text in asked:
            plan = plans.get(text) or plans.setdefault(text, explain_statement(env.cr, text))
            slowest = max(slowest, plan["Actual Total Time"])
            indexes |= {node["Index Name"] for node in walk(plan) if "Index Name" in node}
            for table in _find_read_row_by_row(plan):
                large.add(table)
                whole[table, _shape(text)].add(screen.name)
        rows.append((screen.name, len(statements), slowest, indexes, large))
    PLANS.write_text("\n".join([*_describe(size, rows), *_describe_whole(whole, plans), ""]))


def _find_read_row_by_row(plan):
    """The tables of ours of which a node reads more than ``MANY`` rows one by one."""
    for node in walk(plan):
        if node["Node Type"].endswith("Seq Scan") and node["Relation Name"].startswith("hr_jobseeker"):
            read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            if read * node["Actual Loops"] > MANY:
                yield node["Relation Name"]


def _shape(text):
    """A statement without its numbers and moments: two that differ in those only are one."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", text)


def _describe(size, rows):
    reading = [row for row in rows if row[4]]
    yield "# Plans"
    yield ""
    yield f"Written by `bin/bench`; do not edit. What PostgreSQL did for each screen of ours among {size:,} people"
    yield "(`EXPLAIN (ANALYZE, BUFFERS)` of each of its statements): the indexes that it used, and the tables of ours"
    yield f"of which it read more than {MANY:,} rows one by one."
    yield ""
    yield f"{len(rows)} screens, of which {len(reading)} have such a statement; those follow below the table. Most of"
    yield "them count: the rows of a list, up to the 10,001 at which the web client stops, or a whole pool in groups,"
    yield "where every row counts and PostgreSQL finds the table shorter to read than an index of all of it."
    yield ""
    yield "| screen | queries | slowest | indexes | row by row |"
    yield "|---|---|---|---|---|"
    for name, count, slowest, indexes, large in rows:
        used = " ".join(f"`{index}`" for index in sorted(indexes))
        yield f"| {name} | {count} | {slowest:.1f} ms | {used or '–'} | {', '.join(sorted(large)) or '–'} |"


def _describe_whole(whole, plans):
    for (table, shape), screens in sorted(whole.items(), key=lambda item: (item[0][0], min(item[1]))):
        text, plan = next((text, plan) for text, plan in plans.items() if _shape(text) == shape)
        yield ""
        yield f"## `{table}`, row by row: {', '.join(sorted(screens))}"
        yield ""
        yield "```sql"
        yield " ".join(text.split())[:STATEMENT]
        yield "```"
        yield "```"
        yield from _draw(plan)
        yield "```"


def _draw(plan, depth=0):
    """A plan in short: what each node read, by what, in how long."""
    told = [plan["Node Type"], *(plan[key] for key in ("Relation Name", "Index Name") if key in plan)]
    rows = f"{plan['Actual Rows']:,} rows × {plan['Actual Loops']}"
    if removed := plan.get("Rows Removed by Filter"):
        rows += f", {removed:,} more read"
    blocks = plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
    yield f"{'  ' * depth}{' '.join(told)}: {rows}, {plan['Actual Total Time']:.1f} ms, {blocks:,} blocks"[:LINE]
    for key in ("Index Cond", "Filter", "Hash Cond", "Sort Key", "Group Key"):
        if key in plan:
            said = plan[key] if isinstance(plan[key], str) else ", ".join(plan[key])
            yield f"{'  ' * depth}    {key}: {said}"[:LINE]
    for child in plan.get("Plans", ()):
        yield from _draw(child, depth + 1)
