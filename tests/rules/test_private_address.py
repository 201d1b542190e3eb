"""Who reads a quoted letter cannot answer for the person to whom it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.private_address import close_addresses

TOKEN = "AaZ09_-" * 12
ADDRESS = f"/jobseeker/plan/{TOKEN}"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f'<a href="https://x.example{ADDRESS}">Yes</a>', '<a href="https://x.example/my/job-search">Yes</a>'),
        (f"> https://x.example{ADDRESS}\n> Olga", "> https://x.example/my/job-search\n> Olga"),
        (f"/jobseeker/still-looking/{TOKEN}/pdf", "/my/job-search/pdf"),
        (
            f"https://safe.example/?url=https%3A%2F%2Fx%2Fjobseeker%2Fterms%2F{TOKEN}&data=1",
            "https://safe.example/?url=https%3A%2F%2Fx%2Fmy%2Fjob-search&data=1",
        ),
        ("a /jobseeker/plan/ of mine", "a /jobseeker/plan/ of mine"),
        ("", ""),
    ],
)
def test_addresses_lead_behind_the_login(body, kept):
    assert close_addresses(body) == kept


@given(st.text(), st.text(), st.sampled_from(["plan", "terms", "action", "calendar", "still-looking"]))
def test_nothing_else_is_changed(before, after, purpose):
    text = f"{before} https://x.example/jobseeker/{purpose}/{TOKEN} {after}"
    assert close_addresses(text) == f"{before} https://x.example/my/job-search {after}"
    assert close_addresses(before) == before
