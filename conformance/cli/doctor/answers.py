"""What the target answers to the doctor, and what would help where it answers something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from conformance.caller import Skew, TargetLostError, measure_skew
from conformance.cli.doctor.check import CheckFailedError
from conformance.evidence.exchange import Exchange, TransportErrorKind
from conformance.judging.outcomes import Inconclusive, Violation

#: How many answers the clock is measured by: each Date is exact to a second only.
_SAMPLES = 4
#: A clock that is further off, in seconds, is not one that providers or servers can work with.
_TOLERABLE_SKEW = 60

_HINTS = {
    TransportErrorKind.TIMED_OUT: "http.timeout may be more",
    TransportErrorKind.NOT_HTTP: "target.url should name a server of HTTP, and its scheme the right one",
    TransportErrorKind.TLS: "http.verify may name the CA bundle, http.client_cert a certificate of our own",
    TransportErrorKind.REFUSED: "something should listen there",
    TransportErrorKind.UNRESOLVED: "target.url should name a host that has an address",
}

#: What comes of a request where another protocol is spoken.
_OTHER_PROTOCOL = (TransportErrorKind.CLOSED, TransportErrorKind.NOT_HTTP)

_Result = TypeVar("_Result")


class NotHttpError(CheckFailedError):
    """What came is no answer of HTTP/1.1."""


def attempt(step: Callable[[], _Result], hints: Mapping[int, str]) -> _Result:
    """Return the result of a step at the target; raises CheckFailedError, with the hint for the status, otherwise."""
    try:
        return step()
    except TargetLostError as lost:
        raise CheckFailedError(str(lost), "") from lost
    except Inconclusive as busy:
        raise CheckFailedError(str(busy), "") from busy
    except Violation as violation:
        exchange = violation.exchange
        if exchange is not None:
            require_answer(exchange)
        raise CheckFailedError(str(violation), hints.get(status_of(exchange), "")) from violation


def status_of(exchange: Exchange | None) -> int:
    """Return the status of the answer; 0 where there is none."""
    return exchange.received.status if exchange and exchange.received else 0


def require_answer(exchange: Exchange) -> Exchange:
    """Return an exchange that has an answer; raises CheckFailedError where it has none, or leads elsewhere."""
    if exchange.fault is not None and exchange.fault.kind in _OTHER_PROTOCOL:
        raise NotHttpError(f"the target {exchange.fault}", _HINTS.get(exchange.fault.kind, ""))
    if exchange.fault is not None:
        raise CheckFailedError(f"the target {exchange.fault}", _HINTS.get(exchange.fault.kind, ""))
    received = exchange.received
    if received is not None and 300 <= received.status < 400:
        address = received.header("Location") or "nowhere"
        raise CheckFailedError(f"{received.status} leads to {address}", "target.url should be where it leads")
    return exchange


def measure_clock(probe: Callable[[], Exchange]) -> Skew:
    """Return how far off the target's clock is, by its answers to plain requests."""
    return attempt(lambda: measure_skew([require_answer(probe()) for _ in range(_SAMPLES)]), {})


def describe_skew(skew: Skew, hint: str) -> str:
    """Return the skew in words; raises CheckFailedError, after which the other checks go on, where it is too large."""
    if abs(skew.offset) > _TOLERABLE_SKEW:
        raise CheckFailedError(str(skew), hint, ends=False)
    return str(skew)
