"""The reference server behind a real socket, one thread a connection."""

from __future__ import annotations

import math
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import ThreadingHTTPServer
from io import BufferedReader
from socketserver import StreamRequestHandler, TCPServer
from ssl import SSLContext
from typing import Any, ClassVar, Protocol

from conformance.clock import RealTime
from conformance.reference.messages import Answer, Request
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.response_writer import ResponseWriter
from conformance.reference.server.settings import Settings
from conformance.reference.server.wire import IncomingRequest, MalformedRequestError, read_request

#: How much of a refused request is still read, and for how long, so that the client gets to read the answer.
_LINGER_BYTES = 64 * 1024 * 1024
_LINGER_SECONDS = 2.0
#: More connections than this are not served at once, and a request has so many seconds to arrive.
MOST_CONNECTIONS = 256
REQUEST_SECONDS = 60.0
#: A server looks this often whether it is to end, in seconds: the kill matrix waits for a thousand of them.
_LOOK_EVERY = 0.01
#: How many seconds the server rests where it cannot accept a connection.
_REST = 0.1


class Served(Protocol):
    """What can be put behind a socket: a reference server, or whatever answers as one.

    An OSError out of `handle` closes the connection without an answer.
    """

    @property
    def settings(self) -> Settings:
        """The limit of a body is among them."""

    @property
    def writer(self) -> ResponseWriter:
        """The manners on the wire of the answer that is sent next."""

    @property
    def failures(self) -> deque[Exception]:
        """Where what goes wrong with a connection is kept."""

    def handle(self, request: Request) -> Answer:
        """Answer a request."""

    def refuse(self, refusal: RefusalError, request: Request | None = None) -> Answer:
        """Answer a request that could not be read."""


class _Connection(StreamRequestHandler):
    """One client's connection, kept alive as HTTP/1.1 wants it."""

    disable_nagle_algorithm = True
    timeout: ClassVar[float] = 600.0
    rfile: BufferedReader
    connection: socket.socket
    server: Listener

    def handle(self) -> None:
        """Answer requests until one side ends the connection."""
        with suppress(OSError), self.server.noted(self.connection):  # who hangs up waits for no answer
            while self._one_request():
                pass

    def _one_request(self) -> bool:
        self.rfile.peek(1)  # a kept connection may rest for as long as its timeout
        reference = self.server.reference
        try:
            self.server.expect_request(self.connection)
            arrival = read_request(self.rfile, reference.settings.body_limit, self._invite)
        except MalformedRequestError as malformed:
            self._send(reference.refuse(malformed.refusal, malformed.request), None)
            self._linger()
            return False
        if arrival is None:
            return False
        self.server.expect_request(self.connection, math.inf)
        request = replace(arrival.request, connection="{}:{}".format(*self.client_address))
        return self._send(reference.handle(request), arrival)

    def _send(self, answer: Answer, arrival: IncomingRequest | None) -> bool:
        """Send an answer and say whether the connection goes on; all in one piece, which is fastest."""
        writer = self.server.reference.writer
        keep = arrival is not None and arrival.keep and writer.version == "1.1"
        chunkable = arrival is not None and arrival.minor == "1"
        if writer.delay:
            time.sleep(writer.delay)
        self.connection.sendall(writer.serialize(answer, closing=not keep, chunkable=chunkable))
        return keep and not writer.hangs_up

    def _invite(self) -> None:
        self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _linger(self) -> None:
        """Close in an orderly way: a reset would take the answer from a client that is still sending."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_LINGER_SECONDS)
        read = 0
        while read < _LINGER_BYTES and (chunk := self.connection.recv(1 << 16)):
            read += len(chunk)


class Listener(ThreadingHTTPServer):
    """Accepts connections, over TLS where there is a context for it, and closes those that are open when it ends.

    What answers may be exchanged while it listens; `reference` is looked up for every request.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    #: Waits for a number of seconds; it is to be another one in tests only.
    rest = staticmethod(time.sleep)

    def __init__(self, reference: Served, host: str, port: int, tls: SSLContext | None = None) -> None:
        self.reference = reference
        self._tls = tls
        self._open: dict[socket.socket, float] = {}
        self._places = threading.Semaphore(MOST_CONNECTIONS)
        self._lock = threading.Lock()
        self._ended = False
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Connection)

    @property
    def url(self) -> str:
        """The base URL, ``http://127.0.0.1:40123``."""
        host = str(self.server_address[0])
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}"

    def begin(self) -> None:
        """Accept connections, in a thread of its own."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": _LOOK_EVERY}, daemon=True).start()

    def server_bind(self) -> None:
        """Bind without looking up the host's name, as HTTPServer does: that can take seconds."""
        TCPServer.server_bind(self)

    @contextmanager
    def noted(self, connection: socket.socket) -> Iterator[None]:
        """Know of an open connection for as long as it lasts; raises OSError after the end."""
        with self._lock:
            if self._ended:
                raise OSError("the server has ended")
            self._open[connection] = math.inf
        try:
            yield
        finally:
            with self._lock:
                self._open.pop(connection, None)

    def expect_request(self, connection: socket.socket, seconds: float = REQUEST_SECONDS) -> None:
        """Give a request so many seconds to be there whole; a connection whose request is not is closed."""
        with self._lock:
            if connection in self._open:
                self._open[connection] = RealTime.monotonic() + seconds

    def service_actions(self) -> None:
        """Close the connections whose request is overdue: called again and again while the server runs."""
        now = RealTime.monotonic()
        with self._lock:
            for connection in [each for each, due in self._open.items() if due < now]:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection; where descriptors have run out, wait a little, for the next attempt comes at once.

        The thread of a connection shakes hands over it: whoever is slow there keeps nobody waiting.
        """
        try:
            plain, address = super().get_request()
        except OSError:
            self.rest(_REST)
            raise
        if self._tls is None:
            return plain, address
        return self._tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own; one too many is closed."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread can be had
            self._places.release()
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002  its signature
        """Keep what went wrong with the server's other failures: the terminal belongs to the suite."""
        failure = sys.exc_info()[1]
        if isinstance(failure, Exception):
            self.reference.failures.append(failure)

    def end(self) -> None:
        """Accept nothing more and end every open connection."""
        self.shutdown()
        self.server_close()
        with self._lock:
            self._ended = True
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running(reference: Served, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve on a port of this machine (any free one for 0) and yield the base URL.

    Raises OSError where the port cannot be had.
    """
    listener = Listener(reference, host, port)
    listener.begin()
    try:
        yield listener.url
    finally:
        listener.end()
