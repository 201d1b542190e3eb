"""What is worth a second look in an answered reference: facts, no score, and nothing is rejected for them.

Each of them has innocent causes; whoever shows a signal says them beside it.
"""

from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple


class Answered(NamedTuple):
    """An answered reference, in values.

    Networks are as ``network`` gives them, or keyed hashes of that. ``began_at`` is when the referee went on to the
    questions, ``sent_at`` when the answers came; both UTC. Days are those of the work, as the jobseeker said them and
    as the referee did.
    """

    referee_networks: frozenset[str] = frozenset()
    jobseeker_networks: frozenset[str] = frozenset()
    organisation: str = ""
    is_free_mail: bool = False
    began_at: datetime | None = None
    sent_at: datetime | None = None
    said_from: date | None = None
    said_to: date | None = None
    found_from: date | None = None
    found_to: date | None = None
    said_position: str = ""
    found_position: str = ""


def network(address: object) -> str | None:
    """Return what stands for a household or an office among addresses: an IPv4 address, the /64 of an IPv6 one.

    A telephone changes the lower half of its IPv6 address by the hour. What is no address is None.
    """
    try:
        found = ip_address(str(address).strip())
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network(f"{mapped}/64", strict=False) if mapped.version == 6 else mapped)


def signals(answered: Answered, quick: timedelta) -> list[str]:
    """Return the codes of what is worth a look, always in the same order.

    :param quick: sent within less than this after it was begun is shown
    """
    found = []
    if not answered.referee_networks.isdisjoint(answered.jobseeker_networks):
        found.append("same_network")
    if answered.is_free_mail and answered.organisation.strip():
        found.append("free_mail")
    began, sent = answered.began_at, answered.sent_at
    if began and sent and timedelta(0) <= sent - began < quick:
        found.append("quick")
    if dates_differ(answered):
        found.append("dates_differ")
    if positions_differ(answered):
        found.append("position_differs")
    return found


def dates_differ(answered: Answered) -> bool:
    """Whether both said when, and not the same month: nobody remembers days, and who said nothing said nothing else."""
    pairs = ((answered.said_from, answered.found_from), (answered.said_to, answered.found_to))
    return any(said and found and (said.year, said.month) != (found.year, found.month) for said, found in pairs)


def positions_differ(answered: Answered) -> bool:
    said, found = (" ".join(text.casefold().split()) for text in (answered.said_position, answered.found_position))
    return bool(said and found) and said != found
