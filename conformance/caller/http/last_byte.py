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
from conformance.targets.base import LARGEST_BURST

#: More requests than this are not sent at once.
MOST = LARGEST_BURST
#: How many seconds the requests wait for each other before any is sent: where the target file names a rate, each has
#: to wait for its turn.
_PATIENCE = 60.0

_Result = TypeVar("_Result")


@dataclass
class Slot:
    """One request of a race: how its last byte is sent, and when it was, on the wall's clock and the steady one.

    `is_repeated` tells that the thread has sent another request since, such as the same one after a 429.
    """

    barrier: _Barrier
    send: Callable[[bytes], object] | None = None
    last: bytes = b""
    failure: OSError | None = None
    sent: tuple[float, float] | None = None
    is_repeated: bool = False
    has_started: bool = False

    def wait_for_start(self) -> None:
        """Wait until every request of the race may go out; a later attempt of the same thread does not wait."""
        if not self.has_started:
            self.has_started = True
            _wait(self.barrier.ready, _PATIENCE)
        self.is_repeated = self.sent is not None

    @property
    def release_time(self) -> tuple[float, float] | None:
        """When the last byte of the thread's latest request went out; None where that was not held back."""
        return None if self.is_repeated else self.sent

    def release(self) -> None:
        """Send the last byte; a failure is kept for the thread whose request it is."""
        if self.send is None or self.sent is not None:
            return
        try:
            self.send(self.last)
        except OSError as failure:
            self.failure = failure
        self.sent = RealTime.time(), RealTime.monotonic()


class _Barrier:
    """Where the requests of a race wait for each other: before their first byte, and before their last."""

    def __init__(self, count: int) -> None:
        self.slots = [Slot(self) for _ in range(count)]
        self.ready = threading.Barrier(count)
        self.complete = threading.Barrier(count, self._release)

    def _release(self) -> None:
        for slot in self.slots:
            slot.release()

    def abort(self) -> None:
        """Let all others go: one of the requests will not come."""
        self.ready.abort()
        self.complete.abort()


@dataclass
class _CurrentRace(threading.local):
    """The request that this thread is about to send in a race, if it is in one."""

    slot: Slot | None = None


_current = _CurrentRace()


def current_slot() -> Slot | None:
    """Return the place of this thread in a race; None outside of a race."""
    return _current.slot


def send_simultaneously(calls: Sequence[Callable[[], _Result]]) -> Race[_Result]:
    """Make the calls, each of which sends one request, so that the requests go out at the same moment.

    Every call runs in a thread of its own, under the deadline that any request has. Raises ValueError for more than
    MOST, and what a call raises once all of them are over.
    """
    if not 0 < len(calls) <= MOST:
        raise ValueError(f"1 to {MOST} requests can be sent at once, not {len(calls)}")
    barrier = _Barrier(len(calls))
    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(_run, slot, call) for slot, call in zip(barrier.slots, calls, strict=True)]
    outcomes = [future.result() for future in running]
    sent = [slot.release_time and slot.release_time[1] for slot in barrier.slots]
    return Race([result for result, _ in outcomes], sent, [moment for _, moment in outcomes])


def _run(slot: Slot, call: Callable[[], _Result]) -> tuple[_Result, float]:
    _current.slot = slot
    try:
        return call(), RealTime.monotonic()
    finally:
        _current.slot = None
        if slot.sent is None:
            slot.barrier.abort()


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
        slot = _current.slot
        if slot is None or slot.sent is not None:
            super().request(*args, **kwargs)  # type: ignore[misc]
            self._used = True
            return
        if self._used and getattr(self, "_tunnel_host", None) is None:
            self.close()  # type: ignore[attr-defined]  # a target may hang up on a used one at any time
        slot.last = self._send_all_but_one_byte(*args, **kwargs)
        slot.send = self.sock.sendall  # type: ignore[attr-defined]
        # A server that takes one connection at a time takes no other before this request is complete.
        _wait(slot.barrier.complete, float(self.timeout) / 2)  # type: ignore[attr-defined]
        slot.release()  # in case that the others were waited for in vain
        if slot.failure is not None:
            raise slot.failure

    def _send_all_but_one_byte(self, *args: Any, **kwargs: Any) -> bytes:
        """Send a request but for its last byte, which is returned."""
        self._kept = bytearray()
        try:
            super().request(*args, **kwargs)  # type: ignore[misc]
        finally:
            kept, self._kept = bytes(self._kept), None
        self.send(kept[:-1])
        self._used = True
        return kept[-1:]
