"""How much of one text stands in another: the share of runs of words that both have.

>>> text = " ".join(f"word{n}" for n in range(400))
>>> overlap(text, text), overlap(text, " ".join(text.split()[:200]) + " and so on"), overlap(text, "nothing of it")
(100, 98, 0)
"""

import re
from hashlib import blake2b

#: Words in a run: so many in one order are no chance.
RUN = 6
#: Characters of a text that are read; a CV is shorter.
LONGEST = 60_000
#: Of a text with fewer runs nothing can be said.
FEWEST = 30
_WORD = re.compile(r"\w+")


def to_runs(text):
    """Return the runs of a text, as short numbers."""
    found = _WORD.findall((text or "")[:LONGEST].casefold())
    return {
        int.from_bytes(blake2b(" ".join(found[at : at + RUN]).encode(), digest_size=8).digest())
        for at in range(len(found) - RUN + 1)
    }


def overlap(text, other):
    """Return how much of the shorter text stands in the longer one, in percent; 0 where one of them is too short."""
    mine, theirs = to_runs(text), to_runs(other)
    fewest = min(len(mine), len(theirs))
    return round(100 * len(mine & theirs) / fewest) if fewest >= FEWEST else 0
