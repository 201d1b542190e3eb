"""How likely two people are one, from what they have in common. A suggestion for somebody to look at, nothing more.

>>> judge({"email"}, "same"), judge({"phone"}, "given"), judge(set(), "script")
('strong', 'likely', 'likely')
>>> judge({"email"}, "family"), judge({"phone"}, "other"), judge(set(), "family")
('weak', 'weak', None)
"""

#: From what says little to what says much.
STRENGTHS = ["weak", "likely", "strong"]
#: So much of one CV in the other is no chance: shares of the text, in percent.
MUCH_TEXT = 60
_SAME = frozenset({"same", "order", "script"})
_FAMILY = frozenset({"family", "other"})


def judge(signs, names):
    """Return how likely it is, or None where nothing speaks for it.

    :param signs: of ``email``, ``phone``, ``file``, ``text``: what both have
    :param names: what ``name_folding.compare`` says
    """
    level = _judge_addresses(signs & {"email", "phone"}, names)
    if signs & {"file", "text"}:  # a CV is a person's own: it raises whatever speaks for it besides
        level = 1 if level is None else min(level + 1, 2)
    return None if level is None else STRENGTHS[level]


def _judge_addresses(shared, names):
    if not shared:
        return {"same": 1, "order": 1, "script": 1, "part": 1}.get(names)
    if names in _FAMILY:
        return 0  # a family, a hostel, an agency: an address alone says who it is of nobody
    if names in _SAME or len(shared) > 1:
        return 2
    return 1
