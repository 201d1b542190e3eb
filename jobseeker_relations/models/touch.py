from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(slots=True, eq=False)
class Touch:
    """One decided touch on its way into the database: the row it becomes, and what was made for it.

    ``person``, ``step``, ``mail``, ``message`` and ``activity`` are Odoo records (maybe empty); instants are naive UTC.
    """

    person: Any
    kind: str
    step: Any
    channel: str
    occurrence: int
    state: str
    at: datetime
    reason: str | None
    mail: Any = None
    message: Any = None
    activity: Any = None

    @property
    def key(self):
        """What the unique index of the follow-ups holds once."""
        return self.person.id, self.kind, self.step.id, self.occurrence
