"""Several tokens that were tried in one scenario: one expectation holds for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conformance.evidence.exchange import Exchange
from conformance.judging.outcomes import Observation, Violation


@dataclass(frozen=True)
class Attempt:
    """One request of several: in the words of the feature what it was made with, and what came of it."""

    name: str
    exchange: Exchange


def expect_each(attempts: Sequence[Attempt], expect: Callable[[Exchange], object]) -> None:
    """Hold an expectation of every attempt.

    The finding names every attempt that fails it; the expected, the observed and the exchange are those of the first.
    What is only observed is observed of each, those with the same answer together.
    """
    failed: list[tuple[Attempt, Violation]] = []
    seen: dict[str, list[str]] = {}
    for attempt in attempts:
        try:
            expect(attempt.exchange)
        except Violation as fault:
            failed.append((attempt, fault))
        except Observation as observation:
            seen.setdefault(str(observation), []).append(attempt.name)
    if failed:
        first, violation = failed[0]
        names = "; ".join(attempt.name for attempt, _ in failed[1:])
        observed = f"{violation.observed}: {first.name}" + (f" (and not as expected either: {names})" if names else "")
        raise Violation(violation.expected, observed, violation.exchange)
    if seen:
        raise Observation("; ".join(f"{answer}: {', '.join(alike)}" for answer, alike in seen.items()))
