"""What must come of requests that were released at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conformance.evidence.exchange import Exchange
from conformance.evidence.race import Race
from conformance.judging.expectations import (
    expect_accepted_use,
    expect_answer,
    expect_challenge,
    expect_deleted,
    expect_not_server_error,
    expect_refusal,
    expect_session,
)
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED

_FEWER = "http.burst in the target file sends fewer at once"
_SLOWER = (
    "a limit of requests stood in the way: http.burst in the target file sends fewer at once, and http.max_rate asks "
    "more slowly"
)


@contextmanager
def in_race(race: Race[Any]) -> Iterator[None]:
    """Say of a violation inside how close together the requests were; without one, demand that they were.

    What was not answered in a burst is no answer of the target's: Inconclusive.
    """
    try:
        yield
    except Violation as violation:
        if violation.exchange is not None and violation.exchange.is_unanswered:
            raise Inconclusive(
                f"the target stood no burst: expected {violation.expected}, observed {violation.observed} ({race}); "
                f"{_FEWER}",
                violation.exchange,
            ) from violation
        raise Violation(violation.expected, f"{violation.observed} ({race})", violation.exchange) from violation
    if not race.is_valid:
        raise Inconclusive(f"there was no race: {race}; {_SLOWER if _is_limited(race) else _FEWER}")


def _is_limited(race: Race[Any]) -> bool:
    """Say whether a limit of requests has kept some of the race waiting."""
    attempts = (attempt for each in race.results for attempt in getattr(each, "earlier", ()))
    return any(attempt.is_refused_as_too_many for attempt in attempts)


def expect_one_session(race: Race[Exchange]) -> None:
    """Hold that one of the requests for a nonce has opened a session, and that the others were refused."""
    with in_race(race):
        opened = [each for each in race.results if each.received is not None and each.received.status == 201]
        count = f"{len(opened)} of {len(race.results)} answered 201"
        if len(opened) > 1:
            raise Violation("one 201", count, opened[1])
        for exchange in race.results:
            if exchange in opened:
                expect_session(exchange)
            elif expect_answer(exchange, "one 201"):
                expect_refusal(exchange, IDENTITY_TOKEN_REFUSED)
        if not opened:
            raise Violation("one 201", count, race.results[0])


def expect_no_crash(race: Race[Exchange]) -> None:
    """Hold that the server did not crash on any of the requests."""
    with in_race(race):
        for exchange in race.results:
            expect_not_server_error(exchange)


def expect_uses_until_the_deletion(race: Race[Exchange]) -> None:
    """Hold that every use of a session was accepted or answered with the challenge, and its deletion confirmed."""
    with in_race(race):
        for exchange in race.results:
            if exchange.sent.method == "DELETE":
                expect_deleted(exchange)
            elif expect_answer(exchange, "a 2xx or the challenge").status == 401:
                expect_challenge(exchange)
            else:
                expect_accepted_use(exchange)
