"""What a merge changes in the database, and how all of it is put back.

Nothing here knows which models there are. PostgreSQL says which columns point to a table, and the registry which pairs
of model and number do; their rows are read before and after, and the difference is the journal: columns with their
value before and after, rows that went, pairs of many2many tables that came and went. Putting back changes only what
still says what the merge wrote: what somebody changed since then is theirs.
"""

from typing import NamedTuple

from psycopg2 import IntegrityError
from psycopg2.extras import Json

from odoo.tools import SQL, mute_logger

#: Rows that hang on rows of these tables go with them.
DEEP = ("mail_followers", "mail_activity", "calendar_event")
#: Not put back: who is writing at this moment.
PASSING = frozenset({"hr_jobseeker_presence"})


class Root(NamedTuple):
    """A record that goes, and the one that it becomes one with.

    :param near: beginnings of the names of tables in which rows around the one that stays are watched, too
    """

    model: str
    table: str
    gone: int
    kept: int
    near: tuple = ()


class Journal:
    """Watches the rows around some ``Root``s from ``begin`` to ``end``."""

    def __init__(self, env, roots):
        self.env, self.roots = env, roots
        #: {table: {id: row}}
        self.rows = {}
        #: {(table, column, number): rows} of tables that have no ids
        self.pairs = {}

    # --- before -----------------------------------------------------------------------------------

    def begin(self):
        """Read what there is."""
        self.env.flush_all()
        documents = self._find_documents()
        for root in self.roots:
            self._watch(root.table, SQL("id IN %s", (root.gone, root.kept)))
            for table, column in self._find_pointers(root.table):
                near = bool(root.near) and table.startswith(root.near)
                self._watch_pointers(table, column, [root.gone], [root.kept], near)
            for table, model_field, field in documents:
                numbers = (root.gone, root.kept) if table in DEEP else (root.gone,)
                self._watch(table, SQL("%s = %s AND %s IN %s", _name(model_field), root.model, _name(field), numbers))
            for table, field in self._find_references():
                self._watch(table, SQL("%s = %s", _name(field), f"{root.model},{root.gone}"))
        for table in DEEP:
            numbers = list(self.rows.get(table, ()))
            for below, column in self._find_pointers(table) if numbers else ():
                self._watch_pointers(below, column, numbers)

    def _watch_pointers(self, table, column, numbers, others=(), near=False):
        """:param others: numbers of which only pairs are read, and rows where the table is near"""
        if table in PASSING:
            return
        if self._has_id(table):
            wanted = [*numbers, *(others if near else ())]
            self._watch(table, SQL("%s = ANY(%s)", _name(column), wanted))
        else:
            for number in (*numbers, *others):
                self.pairs[table, column, number] = self._read_pairs(table, column, number)

    def _watch(self, table, condition):
        found = self._query(table, condition)
        if found:
            self.rows.setdefault(table, {}).update(found)

    def _query(self, table, condition):
        """{id: row as JSON} of the rows of a table."""
        return dict(
            self.env.execute_query(SQL("SELECT t.id, to_jsonb(t) FROM %s AS t WHERE %s", _name(table), condition))
        )

    def _read_pairs(self, table, column, number):
        rows = self.env.execute_query(
            SQL("SELECT to_jsonb(t) FROM %s AS t WHERE %s = %s", _name(table), _name(column), number)
        )
        return [row for [row] in rows]

    def _find_pointers(self, table):
        """(table, column) of each foreign key to a table, as core finds them for contacts that are merged."""
        found = self.env["base.partner.merge.automatic.wizard"]._get_fk_on(table)
        return [(name, column) for name, column in found if "base_partner_merge_" not in name]

    def _find_documents(self):
        """(table, column of the model, column of the number) of each pair that points to any document."""
        found = self._find_fields("many2one_reference")
        return sorted(
            {
                (model._table, field.model_field, field.name)
                for model, field in found
                if model._fields[field.model_field].store
            }
        )

    def _find_references(self):
        """(table, column) of each field that names a model and a number in one."""
        return sorted({(model._table, field.name) for model, field in self._find_fields("reference")})

    def _find_fields(self, kind):
        return [
            (model, field)
            for model in self.env.registry.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == kind and field.store and field.column_type
        ]

    def _has_id(self, table):
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id' AND NOT attisdropped",
                    f'"{table}"',
                )
            )
        )

    # --- after ------------------------------------------------------------------------------------

    def end(self):
        """Compare with what there is now. Returns what ``put_back`` needs, fit for JSON."""
        self.env.flush_all()
        changed, gone, came, went = [], [], [], []
        for table, before in self.rows.items():
            now = self._query(table, SQL("id = ANY(%s)", list(before)))
            for number, row in before.items():
                if number not in now:
                    gone.append([table, row])
                elif row != now[number]:
                    columns = {
                        name: [value, now[number][name]] for name, value in row.items() if value != now[number][name]
                    }
                    changed.append([table, number, columns])
        for (table, column, number), before in self.pairs.items():
            now = self._read_pairs(table, column, number)
            went += [[table, row] for row in before if row not in now and [table, row] not in went]
            came += [[table, row] for row in now if row not in before and [table, row] not in came]
        # the records themselves first: others point to them
        order = [root.table for root in self.roots]
        gone.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
        return {"roots": order, "changed": changed, "gone": gone, "came": came, "went": went}


def put_back(env, journal):
    """Undo what a journal holds, as far as it still stands.

    :raises IntegrityError: a record that went cannot stand beside what there is now
    :return: how many rows could not be put back, as what they belong to is gone
    """
    env.flush_all()
    keys = ForeignKeys(env, {(table, row["id"]) for table, row in journal["gone"]})
    waiting = []
    for table, row in journal["gone"]:
        if table in journal["roots"]:
            _insert(env, table, row, keys)
        else:
            waiting.append([table, row])
    lost = _insert_all(env, waiting, keys)
    for table, row in journal["came"]:
        conditions = SQL(" AND ").join(SQL("%s = %s", _name(name), value) for name, value in row.items())
        env.cr.execute(SQL("DELETE FROM %s WHERE %s", _name(table), conditions))
    lost += _do_all(journal["changed"], lambda change: _change(env, *change, keys))
    lost += _insert_all(env, journal["went"], keys)
    env.invalidate_all()
    return lost


def _insert_all(env, rows, keys):
    return _do_all(rows, lambda row: _try(env, lambda: _insert(env, *row, keys)))


def _do_all(items, do):
    """Do what may have to wait for one another, in an order in which it can be done. Returns how many could not."""
    left = [item for item in items if not do(item)]
    while left:
        waiting, left = left, [item for item in left if not do(item)]
        if len(waiting) == len(left):
            break
    return len(left)


def _try(env, write):
    """Whether the database took it."""
    try:
        with env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
            write()
    except IntegrityError:
        return False
    return True


def _insert(env, table, row, keys):
    """Write a row as it was; what it pointed to and is gone since, it points to no longer."""
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s SELECT * FROM jsonb_populate_record(NULL::%(table)s, %(row)s)",
            table=_name(table),
            row=Json(keys.without_dead_ends(table, row)),
        )
    )


def _change(env, table, number, columns, keys):
    """Give a row its former values where it still has those of the merge. Returns whether that could be done."""
    now = env.execute_query(SQL("SELECT to_jsonb(t) FROM %s AS t WHERE t.id = %s", _name(table), number))
    row = now[0][0] if now else {}  # deleted since: nobody misses it
    former = {name: before for name, (before, after) in columns.items() if name in row and row[name] == after}
    former = keys.without_dead_ends(table, former)
    if not former:
        return True
    query = SQL(
        "UPDATE %(table)s AS t SET %(values)s"
        " FROM jsonb_populate_record(NULL::%(table)s, %(row)s) AS former WHERE t.id = %(number)s",
        table=_name(table),
        values=SQL(", ").join(SQL("%s = former.%s", _name(name), _name(name)) for name in former),
        row=Json(former),
        number=number,
    )
    return _try(env, lambda: env.cr.execute(query))


class ForeignKeys:
    """What rows point to, and whether that is there.

    :param coming: (table, id) of rows that come back in their turn
    """

    def __init__(self, env, coming):
        self.env, self.coming, self.columns = env, coming, {}

    def without_dead_ends(self, table, row):
        """The row, but for what its foreign keys point to and is gone since."""
        if table not in self.columns:
            self.columns[table] = self.env.execute_query(SQL(_FOREIGN_KEYS, table=table))
        return row | {
            column: None
            for column, target in self.columns[table]
            if row.get(column) and (target, row[column]) not in self.coming and not self._exists(target, row[column])
        }

    def _exists(self, table, number):
        return bool(self.env.execute_query(SQL("SELECT FROM %s WHERE id = %s", _name(table), number)))


def _name(text):
    return SQL.identifier(text)


_FOREIGN_KEYS = """
    SELECT own.attname, target.relname
      FROM pg_constraint key
      JOIN pg_class target ON target.oid = key.confrelid
      JOIN pg_attribute own ON own.attrelid = key.conrelid AND own.attnum = key.conkey[1]
     WHERE key.contype = 'f' AND cardinality(key.conkey) = 1 AND key.conrelid = quote_ident(%(table)s)::regclass
"""
