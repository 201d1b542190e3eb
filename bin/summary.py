"""bin/summary.py FOLDER: one verdict on the JUnit files of a test run; its last line is the whole run in one line."""

import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

REPO = Path(__file__).resolve().parent.parent


def outcome(case):
    """passed, failed or skipped, and the reason."""
    for tag, word in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        if (found := case.find(tag)) is not None:
            return word, found.get("message") or ""
    return "passed", ""


def main(folder):
    allowed = tomllib.loads((REPO / "pyproject.toml").read_text())["tool"]["jobseeker_relations"]["allowed-skips"]
    cases = [
        (f"{case.get('classname')}.{case.get('name')}", *outcome(case), float(case.get("time", 0)))
        for file in sorted(folder.glob("*.xml"))
        for case in ElementTree.parse(file).iter("testcase")
    ]
    skipped = [(name, why) for name, word, why, _ in cases if word == "skipped"]
    failed = [name for name, word, _, _ in cases if word == "failed"]
    broken = [file.stem for file in folder.glob("*.status") if file.read_text().strip() not in "01"]
    unexpected = [name for name, _ in skipped if name not in allowed]
    print()
    for name in failed:
        print(f"FAILED  {name}")
    for name, why in skipped:
        print(f"SKIPPED {name}: {why}" + ("" if name in unexpected else " (allowed)"))
    for name in broken:
        print(f"BROKEN  pytest itself failed in the tests {name}")
    if not cases:
        print("no test was selected")
    passed = sum(word == "passed" for _, word, *_ in cases)
    seconds = sum(time for *_, time in cases)
    print(f"{passed} passed, {len(failed) + len(broken)} failed, {len(skipped)} skipped in {seconds:.0f} s")
    return bool(failed or unexpected or broken or not cases)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
