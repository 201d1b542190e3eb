"""Records that move from state to state by a table: where it has no such move, it is refused, whichever door asks."""


def name_refused_move(record, state, table, unnamed=()):
    """How a move that the table does not have is named to the user; None where the record may go, or is there already.

    The sentence is the model's own, as each has another way out.

    :param table: {state: those to which a record may go from it}
    :param unnamed: states to which the system alone moves a record
    :return: {before, after: names of states; allowed: those to which it may go, in the order of the field}
    """
    before = record.state
    if state == before or state in table[before]:
        return None
    labels = dict(record._fields["state"]._description_selection(record.env))
    allowed = table[before].difference(unnamed)
    return {
        "before": labels[before],
        "after": labels.get(state, state),
        "allowed": ", ".join(label for key, label in labels.items() if key in allowed),
    }
