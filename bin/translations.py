"""bin/translations.py EXPORT FOLDER [--missing]: FOLDER gets the .pot EXPORT, and its .po files the same terms."""

import sys
from pathlib import Path

import polib

#: The languages of letters and screens besides English (issue 3, §5), with the plural forms that gettext tools ask for.
LANGUAGES = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
#: What says when and by whom the file was written: it would differ each time, and git knows it better.
PASSING = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Report-Msgid-Bugs-To")


def write_like(terms, path, language, known):
    """Write the terms to a file; known is {term: its translation}."""
    file = polib.POFile()
    file.header = "Translation of jobseeker_relations; bin/i18n keeps its terms up to date."
    file.metadata = {key: value for key, value in terms.metadata.items() if key not in PASSING}
    file.metadata["Content-Transfer-Encoding"] = "8bit"
    if language:
        file.metadata |= {"Language": language, "Plural-Forms": LANGUAGES[language]}
    else:
        file.metadata.pop("Plural-Forms", None)
    for term in terms:
        translation = known.get(term.msgid, "")
        file.append(
            polib.POEntry(msgid=term.msgid, msgstr=translation, occurrences=term.occurrences, comment=term.comment)
        )
    file.save(str(path))
    return [term.msgid for term in file if not term.msgstr]


def main(export, folder, missing=""):
    terms = polib.pofile(export, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    write_like(terms, folder / "jobseeker_relations.pot", "", {})
    for language in LANGUAGES:
        path = folder / f"{language}.po"
        before = polib.pofile(str(path)) if path.exists() else []
        known = {term.msgid: term.msgstr for term in before if not term.obsolete and not term.fuzzy}
        empty = write_like(terms, path, language, known)
        gone = len(known.keys() - {term.msgid for term in terms})
        print(f"{path.name}: {len(terms)} terms, {len(empty)} without a translation, {gone} gone")
        for term in empty if missing else []:
            print(f"    {term!r}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
