"""Several attempts, one expectation: the finding names each that fails it."""

from __future__ import annotations

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.judging.attempts import Attempt, expect_each
from conformance.judging.expectations import expect_session
from conformance.judging.outcomes import Inconclusive, Observation, Violation


def attempt(name: str, status: int, body: bytes = b"{}") -> Attempt:
    """Return an attempt that was answered so."""
    return Attempt(
        name, Exchange(Sent("POST", "http://h/sessions", (), b"{}"), 0.0, 0.0, Received(status, "", (), body))
    )


def observe(exchange: Exchange) -> None:
    """Report the status of an answer."""
    assert exchange.received
    raise Observation(str(exchange.received.status))


RIGHT = attempt("right", 201, b'{"session_token": "t"}')


def test_attempts_that_all_hold_are_no_violation():
    """Nothing is raised where every one of them is as expected."""
    expect_each([RIGHT, RIGHT], expect_session)


def test_a_violation_names_every_attempt_that_fails_and_shows_the_first():
    """Its exchange is the one to repeat."""
    first, second = attempt("with a blank", 422), attempt("with a dot", 500)
    with pytest.raises(Violation, match=r"with a blank .*with a dot") as caught:
        expect_each([RIGHT, first, RIGHT, second], expect_session)
    assert caught.value.exchange is first.exchange
    assert caught.value.observed.startswith("422")


def test_a_busy_target_is_no_violation():
    """An answer that speaks of load decides nothing about the others either."""
    with pytest.raises(Inconclusive):
        expect_each([attempt("any", 429)], expect_session)


def test_a_report_puts_those_with_one_answer_together():
    """In the order in which they were first seen."""
    with pytest.raises(Observation) as caught:
        expect_each([attempt("a", 422), RIGHT, attempt("b", 422)], observe)
    assert str(caught.value) == "422: a, b; 201: right"
