"""How much of one text stands in another: the share of runs of words that both have.

>>> text = " ".join(f"word{n}" for n in range(400))
>>> overlap(text, text), overlap(text, " ".join(text.split()[:200]) + " and so on"), overlap(text, "nothing of it")
(100, 98, 0)

Of very many texts the alike ones are found by a few of their runs (a bottom-k sketch: Broder 1997, "On the resemblance
and containment of documents"): those with the smallest numbers are the same in all copies, however little else is.

>>> len(sketch(text)), len(set(sketch(text)) & set(sketch(text + " and a line more"))) >= ALIKE, sketch("nothing of it")
(8, True, [])
"""

import re
from hashlib import blake2b
from heapq import nsmallest

#: Words in a run: so many in one order are no chance.
RUN = 6
#: Characters of a text that are read; a CV is shorter.
LONGEST = 60_000
#: Of a text with fewer runs nothing can be said.
FEWEST = 30
#: Runs by which a text is found.
SKETCH = 8
#: So many of them in common, and two texts are worth comparing: of texts that share 60 %, nine in ten do.
ALIKE = 2
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
    return share(to_runs(text), to_runs(other))


def share(mine, theirs):
    """As ``overlap``, of the runs of two texts."""
    fewest = min(len(mine), len(theirs))
    return round(100 * len(mine & theirs) / fewest) if fewest >= FEWEST else 0


def sketch(text):
    """Return the runs by which a text is found, the smallest first; none where it is too short."""
    runs = to_runs(text)
    return nsmallest(SKETCH, runs) if len(runs) >= FEWEST else []
