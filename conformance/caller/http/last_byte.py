"""Requests at the same moment: each goes out but for its last byte, and then all last bytes one after the other.

Threads that are let go together do not send together: they wait for the interpreter, and some still for a connection
(docs/decisions/0009-races.md has the figures). A server begins with a request when it is complete.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from conformance.clock import RealTime
from conformance.evidence.race import Race

#: More requests than this are not sent at once: each needs a connection of its own.
MOST = 50
#: For so many seconds the others are waited for before anything is sent: where the target file names a rate, each
#: request has to wait for its turn.
_PATIENCE = 60.0

_Result = TypeVar("_Result")


@dataclass
class _Slot:
    """One request of a race: how its last byte is sent, and when it was, on the wall's clock and the steady one."""

    gate: _Barrier
    send: Callable[[bytes], object] | None = None
    last: bytes = b""
    failure: OSError | None = None
    sent: tuple[float, float] | None = None
    untold: bool = False
    again: bool = False

    def release(self) -> None:
        """Send the last byte; a failure is kept for the thread whose request it is."""
        if self.send is None or self.sent is not None:
            return
        try:
            self.send(self.last)
        except OSError as failure:
            self.failure = failure
        self.sent, self.untold = (RealTime.time(), RealTime.monotonic()), True


class _Barrier:
    """Where the requests of a race wait for each other: before their first byte, and before their last."""

    def __init__(self, count: int) -> None:
        self.places = [_Slot(self) for _ in range(count)]
        self.ready = threading.Barrier(count)
        self.complete = threading.Barrier(count, self._release)

    def _release(self) -> None:
        for place in self.places:
            place.release()

    def mark_lost(self) -> None:
        """Let everybody go: one of the requests will not come."""
        self.ready.abort()
        self.complete.abort()


@dataclass
class _CurrentRace(threading.local):
    """The request that this thread is about to send in a race, if it is in one."""

    place: _Slot | None = None


_here = _CurrentRace()


def send_simultaneously(calls: Sequence[Callable[[], _Result]]) -> Race[_Result]:
    """Make the calls, each of which sends one request, so that the requests go out at the same moment.

    Every call runs in a thread of its own, under the deadline that any request has. Raises ValueError for more than
    MOST, and what a call raises once all of them are over.
    """
    if not 0 < len(calls) <= MOST:
        raise ValueError(f"1 to {MOST} requests can be sent at once, not {len(calls)}")
    gate = _Barrier(len(calls))
    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(_run, place, call) for place, call in zip(gate.places, calls, strict=True)]
    ended = [each.result() for each in running]
    sent = [None if place.again or place.sent is None else place.sent[1] for place in gate.places]
    return Race([result for result, _ in ended], sent, [moment for _, moment in ended])


def _run(place: _Slot, call: Callable[[], _Result]) -> tuple[_Result, float]:
    _here.place = place
    try:
        return call(), RealTime.monotonic()
    finally:
        _here.place = None
        if place.sent is None:
            place.gate.mark_lost()


def wait_for_start() -> None:
    """Wait until all requests of this thread's race may go out; outside of a race, return at once."""
    place = _here.place
    if place is not None and place.sent is None:
        _wait(place.gate.ready, _PATIENCE)


def release_times(started: float, began: float) -> tuple[float, float]:
    """Return when this thread's request went out: when it was released, or as given outside of a race."""
    place = _here.place
    if place is None or place.sent is None or not place.untold:
        return started, began
    place.untold = False
    return place.sent


def _wait(barrier: threading.Barrier, seconds: float) -> None:
    # A race that one request is missing from goes on without it; the result says so.
    with suppress(threading.BrokenBarrierError):
        barrier.wait(seconds)


class LastByteConnection:
    """A connection that, in a race, keeps the last byte of its request back until all others are as far."""

    _kept: bytearray | None = None
    _used = False

    def connect(self) -> None:
        """Open the connection."""
        self._used = False
        super().connect()  # type: ignore[misc]

    def send(self, data: Any) -> None:
        """Send, or keep what is to be sent, piece by piece."""
        if self._kept is None:
            super().send(data)  # type: ignore[misc]
        else:
            self._kept += data

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request; in a race its last byte goes out when those of all others do."""
        place = _here.place
        if place is None or place.sent is not None:
            if place is not None:
                place.again = True
            super().request(*args, **kwargs)  # type: ignore[misc]
            self._used = True
            return
        if self._used and getattr(self, "_tunnel_host", None) is None:
            self.close()  # type: ignore[attr-defined]  # a target may hang up on a used one at any time
        place.last = self._all_but_the_last(*args, **kwargs)
        place.send = self.sock.sendall  # type: ignore[attr-defined]
        # A server that takes one connection at a time takes no other before this request is complete.
        _wait(place.gate.complete, float(self.timeout) / 2)  # type: ignore[attr-defined]
        place.release()  # in case that the others were waited for in vain
        if place.failure is not None:
            raise place.failure

    def _all_but_the_last(self, *args: Any, **kwargs: Any) -> bytes:
        """Send a request but for its last byte, which is returned."""
        self._kept = bytearray()
        try:
            super().request(*args, **kwargs)  # type: ignore[misc]
        finally:
            kept, self._kept = bytes(self._kept), None
        self.send(kept[:-1])
        self._used = True
        return kept[-1:]
