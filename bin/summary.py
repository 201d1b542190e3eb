"""bin/summary.py FOLDER: one verdict on the JUnit files of a test run; its last line is the whole run in one line."""

import sys
import tomllib
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

REPO = Path(__file__).resolve().parent.parent


def outcome(case):
    """passed, failed or skipped, and the reason."""
    for tag, word in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        if (found := case.find(tag)) is not None:
            return word, found.get("message") or ""
    return "passed", ""


def cases(file):
    """Each test of a JUnit file: its name, outcome and reason."""
    for case in ElementTree.parse(file).iter("testcase"):
        yield f"{case.get('classname')}.{case.get('name')}".rpartition("addons.")[2], *outcome(case)


def main(folder):
    allowed = tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]["jobseeker_relations"]["allowed-skips"]
    found = [case for file in sorted(folder.glob("*.xml")) for case in cases(file)]
    count = Counter(word for _, word, _ in found)
    # pytest ends with 0 or 1, unless it could not do its work; another word says what else went wrong
    broken = [file.stem for file in folder.glob("*.status") if file.read_text().strip() not in "01"]
    print()
    for name, word, why in found:
        if word != "passed":
            print(f"{word.upper():8}{name}" + (f": {why}" if word == "skipped" else ""))
    for name in broken:
        print(f"BROKEN  the {name}: see above")
    if not found:
        print("no test was selected")
    print(f"{count['passed']} passed, {count['failed'] + len(broken)} failed, {count['skipped']} skipped")
    skipped = {name for name, word, _ in found if word == "skipped"}
    return bool(count["failed"] or skipped - set(allowed) or broken or not found)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
