"""docs/access.md: the tables of test_access_matrix.py in full, for people. `bin/access` writes it; a test compares."""

from access_world import ROLES
from odoo_server import REPO
from test_access_matrix import dialogs, records

PAGE = REPO / "docs/access.md"
HEAD = """# Who may do what

Written by `bin/access` from the tables in `tests/test_access_matrix.py`. Each cell is asked of a server: as that
user, over RPC, in both companies, with officers who see all people of their company and with officers who see their
own. Change the tables, not this page.

r read, w write, c create, d delete; `-` nothing. All records are of company A, and about people of the officer.

| column | who |
|---|---|
| employee | an internal user without a group of Recruitment |
| interviewer | Recruitment: Interviewer |
| officer | Recruitment: Officer, the adviser of these people |
| manager | Recruitment: Administrator |
| portal | a portal user; their own page is no right on any model |
| officer_of_B | an officer of another company |
| checker | Eligibility to Work: Checker |
| protection | Jobseekers' Data: Data Protection Officer |
| complaint | Jobseekers' Complaints: Complaint Officer |
| records | Criminal Record Checks: Checker |
| colleague | another officer of company A, where *Recruiters See* their own only; else as the officer |

Sensitive needs are the adviser's and theirs who arrange them, whatever stands here; ways round a list (search, export,
grouping, forms, chatter, files, activities, buttons) are asked in `tests/test_access_paths.py`.
"""
DIALOGS = """
## Dialogs

A dialog is its maker's. What it does to people is asked of their records.
"""


def write_page():
    return "\n".join([HEAD, "## Records", "", *lines(records()), DIALOGS, *lines(dialogs())]) + "\n"


def lines(rows):
    yield "| model | " + " | ".join(ROLES) + " |"
    yield "|---" * (len(ROLES) + 1) + "|"
    for model, cells in rows.items():
        yield f"| `{model}` | " + " | ".join(cells[role] for role in ROLES) + " |"


if __name__ == "__main__":
    PAGE.write_text(write_page())
