"""How many processes examine a target at once: fewer where it refuses requests as too many, answers slowly or much."""

from __future__ import annotations

from statistics import median

from conformance.evidence.exchange import Exchange
from conformance.processes import shared_context

#: Answers are slow that take more than so many times what they took one at a time, and so many seconds more: half of
#: the last few of a process.
_TIMES, _MORE, _LAST = 2.0, 0.05, 8
#: How many processes examine a target at most that gives answers of more than so many characters: each process holds
#: those of a scenario, and of what others rest on. No answer of this API has a tenth of the least.
_FOR_LARGE = ((128 * 1024, 1), (64 * 1024, 2))


class Crowd:
    """One figure for all processes that are forked from this one, each of which has its number, from 0.

    It goes down only: whoever met a limit once would meet it again. Until `begin` nothing is limited, and what comes in
    shows how long an answer takes one at a time. Only the first kind of request of a run is compared: others have more
    to do.
    """

    def __init__(self) -> None:
        # [the size, or 0 before it begins; the moment from which on requests were sent to a crowd of that size]
        self._account = shared_context().Array("d", [0.0, 0.0])
        self._kind: tuple[str, str] | None = None
        self._alone: list[float] = []
        self._beside: list[float] = []

    def begin(self, size: int) -> None:
        """Let so many processes examine."""
        self._account[0] = size

    def has_room_for(self, number: int) -> bool:
        """Say whether the process with this number goes on; the first always does."""
        size: float = self._account[0]
        return size == 0 or number < size

    def note(self, exchange: Exchange) -> None:
        """Take account of what came of a request that was sent by itself.

        A 429 halves the figure, slow answers take one off, and a large one leaves one or two.
        """
        with self._account:
            size, since = int(self._account[0]), float(self._account[1])
            if size == 0:
                self._kind = self._kind or _kind_of(exchange)
                if _kind_of(exchange) == self._kind and not exchange.is_unanswered:
                    self._alone.append(exchange.duration)
            elif size > 1 and exchange.started >= since:
                fewer = self._fewer(size, exchange)
                if fewer < size:
                    self._account[:] = [fewer, exchange.started + exchange.duration]

    def _fewer(self, size: int, exchange: Exchange) -> int:
        if exchange.is_refused_as_too_many:
            return size // 2
        length = exchange.received.size if exchange.received is not None else 0
        left = next((most for large, most in _FOR_LARGE if length > large), size)
        return left if left < size else size - self._is_slow(exchange)

    def _is_slow(self, exchange: Exchange) -> bool:
        """Count the answer, and say whether the last few were slow; they are counted anew then."""
        if _kind_of(exchange) != self._kind or exchange.is_unanswered or not self._alone:
            return False
        self._beside.append(exchange.duration)
        if len(self._beside) < _LAST:
            return False
        slow, self._beside = median(self._beside) > _TIMES * median(self._alone) + _MORE, []
        return slow


def _kind_of(exchange: Exchange) -> tuple[str, str]:
    return exchange.sent.method, exchange.sent.url
