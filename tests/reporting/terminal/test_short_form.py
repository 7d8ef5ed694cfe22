"""A failure in two lines."""

import pytest
from rich.cells import cell_len

from conformance.reporting.terminal.one_liner import cause_of, short_form


@pytest.fixture
def told(catalogue):
    """Return what tells a result."""

    def tell(result, width=80):
        return short_form(catalogue[result.requirement], result, width)

    return tell


def test_a_violation_says_what_was_expected_and_observed(told, result):
    """Each has half of the line, and what the other does not need."""
    assert told(result(verdict="VIOLATES", expected="201", observed="500")) == [
        "NONCE-1  MUST  The title of NONCE-1",
        "  expected 201, observed 500",
    ]
    long = told(result(verdict="VIOLATES", expected="e" * 100, observed="o" * 100))[1]
    assert (long.count("e" * 20), long.count("o" * 20), cell_len(long)) == (1, 1, 80)


def test_any_other_verdict_is_named(told, result):
    """With its reason."""
    assert told(result("NONCE-2", "INCONCLUSIVE", reason="the nonce could not be spent")) == [
        "NONCE-2  SHOULD  The title of NONCE-2  (INCONCLUSIVE)",
        "  inconclusive: the nonce could not be spent",
    ]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_it_keeps_to_the_width_and_to_two_lines(told, one_of_each, width):
    """Whatever a hostile target has put into it."""
    for result in one_of_each:
        lines = told(result, max(width, 40))
        assert len(lines) == 2
        assert all(line.isprintable() and cell_len(line) <= max(width, 40) for line in lines)


def test_what_has_one_cause_is_one_failure(result):
    """A requirement's violations in all versions; everything that a dead target leaves open."""
    assert cause_of(result(verdict="VIOLATES")) == cause_of(result(verdict="VIOLATES", version="1.0"))
    assert cause_of(result(verdict="VIOLATES")) != cause_of(result("NONCE-2", "VIOLATES"))
    dead = {"verdict": "INCONCLUSIVE", "reason": "it refused the connection"}
    assert cause_of(result(**dead)) == cause_of(result("NONCE-2", **dead))
