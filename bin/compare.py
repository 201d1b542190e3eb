"""bin/compare.py WITHOUT WITH: two runs of the same tests, and whether our addon made a difference."""

import sys
from pathlib import Path

from summary import cases


def main(*folders):
    without, ours = ({name: word for name, word, _ in cases(Path(folder, "tests.xml"))} for folder in folders)
    different = [name for name in sorted({*without, *ours}) if without.get(name) != ours.get(name)]
    for name in different:
        print(f"DIFFERENT {name}: {without.get(name, 'absent')} without the addon, {ours.get(name, 'absent')} with it")
    words = list(ours.values())
    same = sum(word == "failed" for word in words if word) - sum(ours.get(name) == "failed" for name in different)
    print(f"{len(different)} different; {same} fail with and without the addon")
    print(f"{words.count('passed')} passed, {words.count('failed')} failed, {words.count('skipped')} skipped")
    return bool(different) or not ours


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
