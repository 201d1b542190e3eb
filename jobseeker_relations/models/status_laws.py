"""A status that follows from laws: of [(status, domain)] the first that holds decides, for a record and in a search."""

from odoo.fields import Domain


def set_status(records, name, laws):
    """Give each record the status of the first law that holds for it; the last one always does."""
    left = records
    for status, domain in laws:
        found = left.filtered_domain(domain)
        found[name] = status
        left -= found


def find_status(laws, wanted):
    """Return the domain of the records whose first law is one of these."""
    found, earlier = [], Domain.FALSE
    for status, domain in laws:
        if status in wanted:
            found.append(domain & ~earlier)
        earlier |= domain
    return Domain.OR(found)
