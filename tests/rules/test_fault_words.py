import pytest
from rules.fault_words import say_fault


def raised(outer, inner=None):
    try:
        try:
            if inner:
                raise inner
        except Exception as cause:
            raise outer from cause
        raise outer
    except Exception as error:
        return error


class UserMessage(Exception):
    __module__ = "odoo.exceptions"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (raised(ValueError("bad zone")), "ValueError: bad zone"),
        (raised(RuntimeError("long\n\nTraceback: …"), AttributeError("no &#39;x&#39;")), "AttributeError: no 'x'"),
        (raised(UserMessage("Choose a step.\nIt is missing.")), "Choose a step."),
        (
            raised(UserMessage("Failed:\n1 / 0"), ZeroDivisionError("division by zero")),
            "ZeroDivisionError: division by zero",
        ),
        (raised(UserMessage("Choose a zone."), KeyError("Mars")), "Choose a zone."),
        (raised(KeyError()), "KeyError"),
        (raised(UserMessage("")), "UserMessage"),
    ],
)
def test_words(error, words):
    assert say_fault(error) == words


def test_causes_in_a_circle():
    one, two = ValueError("one\nof two"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert say_fault(one) == "ValueError: two"
