"""May one text to many reach this person, as far as they agreed to it (facts/compliance.md §3, §8 items 46, 47).

A no always holds. A yes in force always suffices. Where neither was said, who came to us themselves may hear of similar
services ("soft opt-in", PECR reg 22(3); UWG § 7(3); CPCE L34-5), and whoever else may not, where a rule of the
jurisdiction asks for consent. A yes that expired is no yes, and no no either: silence never is.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Said = Literal["nothing", "given", "expired", "withdrawn"]
Strength = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Permission:
    """What is known of one person and one purpose on the day of the letter.

    :param said: the person's last word on this purpose.
    :param suppressed: their address said no to it before, perhaps as somebody whose data we have erased since.
    :param from_elsewhere: we have their data from somebody else, so that they did not come to us themselves.
    :param elsewhere_needs: how strictly the jurisdiction asks for the consent of those; None: not at all.
    :param everybody_needs: the same of everybody, those who came themselves included.
    """

    said: Said = "nothing"
    suppressed: bool = False
    from_elsewhere: bool = False
    elsewhere_needs: Strength | None = None
    everybody_needs: Strength | None = None


class Objection(NamedTuple):
    """A code of what is lacking, and whether that keeps the letter away or is only told."""

    reason: str
    strength: Strength


def object_to(p: Permission) -> Objection | None:
    """Return what speaks against the letter, or None."""
    if p.said == "withdrawn":
        return Objection("opted_out", "block")
    if p.said == "given":  # whoever said yes after a no, says yes
        return None
    if p.suppressed:
        return Objection("opted_out", "block")
    needed = {p.everybody_needs, p.elsewhere_needs if p.from_elsewhere else None}
    for strength in ("block", "warn"):
        if strength in needed:
            return Objection("consent_expired" if p.said == "expired" else "no_consent", strength)
    return None
