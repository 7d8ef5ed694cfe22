"""A total timeout per exchange: a watchdog thread shuts the socket down when it is exceeded.

A timeout of the socket alone bounds each read, and a target that drips a byte now and then would never end.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool, HTTPSConnectionPool

from conformance.caller.http.last_byte import LastByteConnection
from conformance.clock import RealTime
from conformance.evidence.exchange import Sent

#: How often the watchdog looks, in seconds: a deadline is kept to within this.
_LOOK_EVERY = 0.1
#: How many bytes a header may have: no server that is in use sends more than 64 KiB.
MAX_HEADER = 256 * 1024


class DeadlineExceededError(Exception):
    """The exchange was cut at its deadline."""


class RunningExchange:
    """An exchange under way.

    `sock` is its socket, and `is_new` whether that was opened for it; `is_cut` whether the deadline was exceeded.
    `target` and `headers` are the request target and the headers as they went out, once the header was complete.
    """

    def __init__(self) -> None:
        self.due = 0.0
        self.sock: socket.socket | None = None
        self.is_new = False
        self.is_cut = False
        self.target = ""
        self.headers: tuple[tuple[str, str], ...] = ()

    def sent(self, prepared: requests.PreparedRequest) -> Sent:
        """Return the request as it went out; where it did not get so far, as it would have."""
        method, url = str(prepared.method), str(prepared.url)
        body = prepared.body if isinstance(prepared.body, bytes) else None
        if not self.headers:
            return Sent(method, url, tuple(prepared.headers.items()), body)
        if self.target.startswith("/"):
            parts = urlsplit(url)
            return Sent(method, f"{parts.scheme}://{parts.netloc}{self.target}", self.headers, body)
        return Sent(method, self.target, self.headers, body)


class Deadline:
    """Deadlines for exchanges, one per thread at a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running: dict[int, RunningExchange] = {}
        self._watchdog: threading.Thread | None = None
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def __call__(self, running: RunningExchange) -> Iterator[None]:
        """Cut the exchange that runs inside after `seconds`.

        Raises DeadlineExceededError in place of whatever error that led to.
        """
        running.due = RealTime.monotonic() + self.seconds
        with self._lock:
            self._running[threading.get_ident()] = running
            self._start_watchdog()
        _current.running = running
        try:
            yield
        except Exception as error:
            if running.is_cut:
                raise DeadlineExceededError from error
            raise
        finally:
            del self._running[threading.get_ident()]
        if running.is_cut:
            raise DeadlineExceededError

    def _start_watchdog(self) -> None:
        # A process that is forked has none of its parent's threads.
        if self._watchdog is None or not self._watchdog.is_alive():
            self._watchdog = threading.Thread(target=self._watch, daemon=True, name="deadline")
            self._watchdog.start()

    def _watch(self) -> None:
        nap = threading.Event()
        while True:
            nap.wait(_LOOK_EVERY)
            now = RealTime.monotonic()
            with self._lock:
                if not self._running:
                    self._watchdog = None  # a connection that waits for ten minutes needs none meanwhile
                    return
                under_way = list(self._running.values())
            for running in under_way:
                if now >= running.due and running.sock is not None:
                    running.is_cut = True
                    _shut(running.sock)


_current = threading.local()


def _shut(sock: socket.socket) -> None:
    # The plain socket's method, also for TLS: SSLSocket.shutdown would pull the TLS object from under the reader.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class HeaderTooLongError(http.client.HTTPException):
    """The header of an answer, with those of the interim ones before it, is longer than MAX_HEADER."""


class _HeaderReader:
    """Reads the lines of a header, up to MAX_HEADER bytes in all; one that ends before its blank line is no answer."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self._left = MAX_HEADER

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self.stream.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise HeaderTooLongError
        if not line and self._left < MAX_HEADER:
            raise http.client.IncompleteRead(b"")
        return line

    def close(self) -> None:
        self.stream.close()


class FinalResponse(http.client.HTTPResponse):
    """The final answer: interim ones before it, such as 103 Early Hints, are read over (RFC 9110, 15.2)."""

    def begin(self) -> None:
        """Read the header; raises HeaderTooLongError for one that is too long."""
        stream = self.fp
        reader: Any = _HeaderReader(stream)
        self.fp = reader
        try:
            super().begin()
        finally:
            if self.fp is reader:  # otherwise the answer has closed it
                self.fp = stream

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]
        while 101 < status < 200:
            http.client.parse_headers(self.fp)
            version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, status, reason


class _Observed:
    """Tells the running exchange of this thread its socket, and the header of its request as it goes out.

    A new socket is told before a proxy or TLS is spoken to over it.
    """

    _target = ""
    _fields: list[tuple[str, str]]

    def _new_conn(self) -> socket.socket:
        new: socket.socket = super()._new_conn()  # type: ignore[misc]
        _tell_socket(new, is_new=True)
        return new

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        _tell_socket(getattr(self, "sock", None))

    def request(self, *args: Any, **kwargs: Any) -> None:
        _tell_socket(getattr(self, "sock", None))
        super().request(*args, **kwargs)  # type: ignore[misc]

    def putrequest(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        self._target, self._fields = url, []
        super().putrequest(method, url, *args, **kwargs)  # type: ignore[misc]

    def putheader(self, header: str | bytes, *values: Any) -> None:
        super().putheader(header, *values)  # type: ignore[misc]
        self._fields.append((_text(header), ", ".join(map(_text, values))))

    def endheaders(self, *args: Any, **kwargs: Any) -> None:
        running: RunningExchange | None = getattr(_current, "running", None)
        if running is not None:
            running.target, running.headers = self._target, tuple(self._fields)
        super().endheaders(*args, **kwargs)  # type: ignore[misc]


def _tell_socket(sock: socket.socket | None, *, is_new: bool = False) -> None:
    running: RunningExchange | None = getattr(_current, "running", None)
    if running is not None and sock is not None:
        running.sock, running.is_new = sock, running.is_new or is_new


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


class ObservedHTTPConnection(_Observed, LastByteConnection, HTTPConnection):
    """A connection whose socket can be shut at a deadline, and that waits for others in a race."""

    response_class = FinalResponse


class ObservedHTTPSConnection(_Observed, LastByteConnection, HTTPSConnection):
    """A TLS connection whose socket can be shut at a deadline, and that waits for others in a race."""

    response_class = FinalResponse


class ObservedHTTPPool(HTTPConnectionPool):
    """A pool of such connections."""

    ConnectionCls = ObservedHTTPConnection


class ObservedHTTPSPool(HTTPSConnectionPool):
    """A pool of such TLS connections."""

    ConnectionCls = ObservedHTTPSConnection


class ObservedAdapter(HTTPAdapter):
    """What sends requests over such connections, under the same settings each time."""

    #: The latest scheme and host with a slash, and what leads there: nearly every request goes to the same.
    _latest: tuple[str, ConnectionPool] | None = None

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> ConnectionPool:
        """Return what leads to the address of a request: what the library looks up for each, the latest is known."""
        latest, url = self._latest, str(request.url)
        if latest is None or not url.startswith(latest[0]):
            pool = super().get_connection_with_tls_context(request, *args, **kwargs)
            latest = self._latest = "/".join((*url.split("/", 3)[:3], "")), pool
        return latest[1]

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:  # noqa: ARG002  its signature
        """Return what has come, unread: cookies, encoding and address are nobody's business here."""
        response = requests.Response()
        response.raw = resp
        return response

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._latest = None
        super().close()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Pool observed connections to targets."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": ObservedHTTPPool, "https": ObservedHTTPSPool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Pool observed connections through a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": ObservedHTTPPool, "https": ObservedHTTPSPool}
        return manager
