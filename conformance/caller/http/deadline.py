"""An end to every exchange: a thread that shuts the socket of whoever has taken too long.

A timeout of the socket alone bounds each read, and a target that drips a byte now and then would never end.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from conformance.caller.http.last_byte import LastByteConnection
from conformance.clock import RealTime

#: How often the thread looks, in seconds: a deadline is kept to within this.
_LOOK_EVERY = 0.1


class DeadlineExceededError(Exception):
    """The exchange was cut at its deadline."""


class RunningExchange:
    """An exchange under way: its socket, whether that was opened for it, and whether it was cut."""

    def __init__(self, due: float) -> None:
        self.due = due
        self.sock: socket.socket | None = None
        self.is_new = False
        self.cut = False


class Deadline:
    """Deadlines for exchanges, one a thread at a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running: dict[int, RunningExchange] = {}
        self._watcher: threading.Thread | None = None

    @contextlib.contextmanager
    def __call__(self) -> Iterator[RunningExchange]:
        """Cut what runs inside after `seconds`; raises Exceeded in place of whatever error that led to."""
        self._start_watching()
        running = RunningExchange(RealTime.monotonic() + self.seconds)
        self._running[threading.get_ident()] = running
        _current.running = running
        try:
            yield running
        except Exception as error:
            if running.cut:
                raise DeadlineExceededError from error
            raise
        finally:
            del self._running[threading.get_ident()]
        if running.cut:
            raise DeadlineExceededError

    def _start_watching(self) -> None:
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, daemon=True, name="deadline")
            self._watcher.start()

    def _watch(self) -> None:
        nap = threading.Event()
        while True:
            nap.wait(_LOOK_EVERY)
            now = RealTime.monotonic()
            for running in list(self._running.values()):
                if now >= running.due and running.sock is not None:
                    running.cut = True
                    _shut(running.sock)


_current = threading.local()


def _shut(sock: socket.socket) -> None:
    # The plain socket's method, also for TLS: SSLSocket.shutdown would pull the TLS object from under the reader.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class FinalResponse(http.client.HTTPResponse):
    """The answer itself: interim ones before it, such as 103 Early Hints, are read over (RFC 9110, 15.2)."""

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]
        while 101 < status < 200:
            http.client.parse_headers(self.fp)
            version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, status, reason


class _Timed:
    """Tells the running deadline which socket to shut, a new one before a proxy or TLS is spoken to over it."""

    def _new_conn(self) -> socket.socket:
        new: socket.socket = super()._new_conn()  # type: ignore[misc]
        _tell(new, is_new=True)
        return new

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        _tell(getattr(self, "sock", None))

    def request(self, *args: Any, **kwargs: Any) -> None:
        _tell(getattr(self, "sock", None))
        super().request(*args, **kwargs)  # type: ignore[misc]


def _tell(sock: socket.socket | None, *, is_new: bool = False) -> None:
    running: RunningExchange | None = getattr(_current, "running", None)
    if running is not None and sock is not None:
        running.sock, running.is_new = sock, running.is_new or is_new


class TimedHTTPConnection(_Timed, LastByteConnection, HTTPConnection):
    """A connection whose socket can be shut at a deadline, and that waits for others in a race."""

    response_class = FinalResponse


class TimedHTTPSConnection(_Timed, LastByteConnection, HTTPSConnection):
    """A TLS connection whose socket can be shut at a deadline, and that waits for others in a race."""

    response_class = FinalResponse


class TimedHTTPPool(HTTPConnectionPool):
    """A pool of such connections."""

    ConnectionCls = TimedHTTPConnection


class TimedHTTPSPool(HTTPSConnectionPool):
    """A pool of such TLS connections."""

    ConnectionCls = TimedHTTPSConnection
