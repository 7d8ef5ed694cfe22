"""Which requests are sent again, and after how long: what was never answered is not the target's answer.

The documents say so of a network failure, 503 and 504 (docs/protocol.md#client-failures); a limit's 429 asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conformance.caller.http.budget import retry_after
from conformance.evidence.exchange import Exchange, Sent, TransportErrorKind

#: A request is sent again as often as there are pauses; each is the wait, in seconds, where the answer has no
#: Retry-After.
PAUSES = (0.5, 1.0, 2.0)
#: What may be over at another attempt, and how often that is made: waiting for a timeout costs most of a run's time.
_PASSING = {TransportErrorKind.REFUSED: 3, TransportErrorKind.CLOSED: 3, TransportErrorKind.TIMED_OUT: 1}
#: A target that is not answering is asked again after these pauses, in seconds, before it is given up.
BEFORE_GIVING_UP = (1.0, 2.0, 4.0)
#: After a burst a target has so many seconds to answer a plain request.
RECOVERY = 30.0


def wait_before(number: int, exchange: Exchange) -> float | None:
    """Return how many seconds to wait before attempt `number` + 1, or None where none is made."""
    attempts = _PASSING.get(exchange.fault.kind, 0) if exchange.fault else len(PAUSES)
    if number > attempts or not (exchange.is_unanswered or exchange.is_refused_as_too_many):
        return None
    return retry_after(exchange.received, PAUSES[number - 1])


def is_answered(exchange: Exchange) -> bool:
    """Say whether the target itself has answered, and not a limit of requests in its place."""
    return not exchange.is_unanswered and not exchange.is_refused_as_too_many


def is_back(ask: Callable[[], Exchange], nap: Callable[[float], object], pauses: Iterator[float]) -> bool:
    """Ask after each of the pauses until there is an answer; say whether one came."""
    for pause in pauses:
        nap(pause)
        if is_answered(ask()):
            return True
    return False


def within(seconds: float) -> Iterator[float]:
    """Yield pauses that begin with none and grow to two seconds, as long as their sum is under `seconds`."""
    pause, total = 0.0, 0.0
    while total < seconds:
        yield pause
        total += pause
        pause = min(pause + 0.5, 2.0)


def joined(attempts: list[Exchange], stale: list[Exchange]) -> Exchange:
    """Return the last of the attempts with the others in `earlier`; on `stale` ones nothing can have been done."""
    *earlier, last = attempts
    lost = [each for each in earlier if each.is_unanswered and each not in stale]
    return replace(
        last,
        earlier=tuple(replace(each, is_retried=True) for each in earlier),
        may_be_second=not last.is_unanswered and _changes_something(last.sent) and any(map(_may_have_arrived, lost)),
    )


def _may_have_arrived(exchange: Exchange) -> bool:
    return exchange.fault is None or exchange.fault.kind is not TransportErrorKind.REFUSED


def _changes_something(sent: Sent) -> bool:
    """Say whether a second request can be answered otherwise than the first: one for a nonce is not."""
    return sent.method != "GET" and not sent.path.partition("?")[0].endswith("/nonces")


def what_came(exchange: Exchange) -> str:
    """Say what came in the place of an answer, after `the target`."""
    if exchange.received is None:
        return str(exchange.fault)
    state = "busy" if exchange.is_refused_as_too_many else "unavailable"
    return f"is {state}: it answered {exchange.received.status}"


def advice_for(exchange: Exchange) -> str:
    """Name the setting that helps, as the end of a sentence; nothing where none does."""
    return "; http.max_rate in the target file asks more slowly" if exchange.is_refused_as_too_many else ""
