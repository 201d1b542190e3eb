from io import BytesIO

import polib

from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import trans_export

from .translation_faults import find_faults

LANGUAGES = ("ar", "de", "es", "fr", "pl")
#: The languages of them that translators have been through; each new term then waits for them.
COMPLETE = ("ar", "de", "es", "fr", "pl")
MEND = "run bin/i18n, then translate what is new"


def places(entry):
    """Where a term stands; records of the demo data are not shipped with a translation."""
    return {place for place, _line in entry.occurrences if not place.endswith("_demo")}


def terms(file):
    return {entry.msgid: places(entry) for entry in file if places(entry)}


def shipped(name):
    return polib.pofile(file_path(f"jobseeker_relations/i18n/{name}"))


@tagged("post_install", "-at_install")
class TestTemplateOfTranslations(TransactionCase):
    def test_the_template_holds_the_terms_of_today(self):
        buffer = BytesIO()
        trans_export(None, ["jobseeker_relations"], buffer, "po", self.env)
        today, kept = terms(polib.pofile(buffer.getvalue().decode())), terms(shipped("jobseeker_relations.pot"))
        self.assertGreater(len(today), 500)
        self.assertFalse(sorted(today.keys() - kept.keys()), f"new terms: {MEND}")
        self.assertFalse(sorted(kept.keys() - today.keys()), f"terms that are gone: {MEND}")
        moved = [term for term in today if today[term] != kept[term]]
        self.assertFalse(moved, f"terms that stand elsewhere now: {MEND}")


@tagged("post_install", "-at_install")
class TestTranslations(BaseCase):
    """Every term, in every language, whole; a term that a language lacks is not shown in English by accident."""

    def test_every_language_has_the_terms_of_the_template_and_no_other(self):
        template = terms(shipped("jobseeker_relations.pot"))
        for language in LANGUAGES:
            with self.subTest(language=language):
                file = shipped(f"{language}.po")
                self.assertEqual(file.metadata["Language"], language)
                self.assertFalse(file.obsolete_entries(), MEND)
                self.assertEqual(terms(file), template, MEND)

    def test_every_translation_is_whole(self):
        for language in COMPLETE:
            with self.subTest(language=language):
                found = [
                    f"{entry.msgid!r} {fault}"
                    for entry in shipped(f"{language}.po")
                    for fault in ["is marked as fuzzy"] * entry.fuzzy + [*find_faults(entry.msgid, entry.msgstr)]
                ]
                self.assertFalse(found, f"{len(found)} faults:\n" + "\n".join(found[:50]))

    def test_what_counts_as_a_fault(self):
        letter = '<p class="a" title="Hi">Hello <t t-out="object.name"/>,</p>'
        for source, translation, fault in (
            ("Name", "Name", ""),
            ("Name", " ", "is empty"),
            ("%(a)s of %(b)s", "%(b)s von %(a)s", ""),
            ("%(a)s of %(b)s", "%(a)s von %(c)s", "placeholders"),
            ("%s days", "Tage", "placeholders"),
            ("%(reason)s: %(count)s %(one)s %(two)s", "%(reason)s: %(count)s %(one)s %(two)s", ""),
            ("100% of %s", "100% von %s", ""),
            ("To {{ object.name }}", "An {{ object.nom }}", "placeholders"),
            (letter, '<p class="a" title="Tag">Guten Tag <t t-out="object.name"/>,</p>', ""),
            (letter, '<p class="a" title="Tag">Guten Tag <t t-out="object.nom"/>,</p>', "elements"),
            (letter, '<p class="a" title="Tag">Guten Tag,</p>', "elements"),
            ("a <b>bold</b> word", "ein fettes Wort", "elements"),
            ("Due ", "Fällig", "space"),
            ("Nobody answers for this person", "Nobody answers for this person", "its source"),
        ):
            with self.subTest(source=source, translation=translation):
                found = " ".join(find_faults(source, translation))
                self.assertIn(fault, found) if fault else self.assertFalse(found)
