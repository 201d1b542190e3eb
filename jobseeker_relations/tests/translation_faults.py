"""What is wrong with a translation, for a machine: what it must share with its source, and what must differ."""

import re
from collections import Counter

from lxml import html

from ..rules.letter_language import count_words

#: %s, %(name)s, %d; ${name}; {{ expression }}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+0#]*[\d.]*[sdifr%]|\$\{[^}]*\}|\{\{.*?\}\}", re.DOTALL)
#: Attributes that people read.
READ = {"alt", "aria-label", "placeholder", "string", "title"}
#: So many words are not the same in two languages by chance.
SENTENCE = 4


def _get_tags(text):
    """Count the elements of a text with the attributes that no reader sees."""
    root = html.fragment_fromstring(text, create_parent="div")
    return Counter((node.tag, *sorted(set(node.items()) if isinstance(node.tag, str) else ())) for node in root.iter())


def _strip_read(tags):
    return Counter(
        {(tag, *(item for item in items if item[0] not in READ)): count for (tag, *items), count in tags.items()}
    )


def find_faults(source, translation):
    """Yield what is wrong with the translation of one term, in words."""
    if not translation.strip():
        yield "is empty"
        return
    wanted, found = (Counter(PLACEHOLDER.findall(text)) for text in (source, translation))
    if wanted != found:
        yield f"has the placeholders {sorted(found.elements())} in place of {sorted(wanted.elements())}"
    if "<" in source or "<" in translation:
        wanted, found = (_strip_read(_get_tags(text)) for text in (source, translation))
        if wanted != found:
            yield f"has the elements {sorted(found - wanted)} in place of {sorted(wanted - found)}"
    if (source[:1].isspace(), source[-1:].isspace()) != (translation[:1].isspace(), translation[-1:].isspace()):
        yield "begins or ends with a space where its source does not"
    if source == translation and count_words(PLACEHOLDER.sub(" ", source)) >= SENTENCE:
        yield "is its source"
