"""What refusals must be beyond their own documented form: those of every kind, of an odd size, of a wrong method."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import describe, expect_answer, expect_refusal
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.protocol.errors import ErrorId, Refusal


def expect_of_refusals(provoked: Mapping[str, Exchange | Inconclusive], expect: Callable[[Exchange], object]) -> None:
    """Hold of every refusal what `expect` holds; `provoked` has them by name, or why one could not be provoked.

    Raises Violation for the first that is wrong. Raises Inconclusive where none is, but one was not provoked.
    """
    undecided: Inconclusive | None = None
    for name, refusal in provoked.items():
        try:
            expect(_refused(name, refusal))
        except Violation as violation:
            observed = f"{violation.observed}, for {name}"
            raise Violation(violation.expected, observed, violation.exchange) from violation
        except Inconclusive as reason:
            undecided = undecided or reason
    if undecided is not None:
        raise undecided


def _refused(name: str, refusal: Exchange | Inconclusive) -> Exchange:
    """Return the exchange of a refusal; raises Inconclusive where it is none."""
    if isinstance(refusal, Inconclusive):
        raise refusal
    received = refusal.received
    if received is None or not 400 <= received.status < 500:
        observed = describe(received) if received else str(refusal.fault)
        raise Inconclusive(f"a control failed: {name} was not refused: observed {observed}", refusal)
    return refusal


def expect_refused_size(exchange: Exchange) -> None:
    """Hold that an enormous token was refused: a 4xx, whatever it says, also one that a gateway answers."""
    received = exchange.received
    if received is None or not 400 <= received.status < 500:
        observed = f"no answer: the target {exchange.fault}" if received is None else str(received.status)
        raise Violation("422 invalid_property (code 105), or another 4xx", observed, exchange)


def expect_allowed_methods(exchange: Exchange) -> None:
    """Hold that a method was refused, and that Allow names those that the endpoint has."""
    expect_refusal(exchange, Refusal(ErrorId.METHOD_NOT_ALLOWED))
    if not expect_answer(exchange, "405").header("Allow"):
        raise Violation("405 with an Allow header", "405 without Allow", exchange)
