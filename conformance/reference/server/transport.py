"""The reference server behind a real socket, one thread a connection."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import ThreadingHTTPServer
from io import BufferedReader
from socketserver import StreamRequestHandler, TCPServer
from typing import ClassVar

from conformance.reference.messages import Answer
from conformance.reference.server.core import ReferenceServer
from conformance.reference.server.wire import IncomingRequest, MalformedRequestError, read_request

#: How much of a refused request is still read, and for how long, so that the client gets to read the answer.
_LINGER_BYTES = 64 * 1024 * 1024
_LINGER_SECONDS = 2.0


class _Connection(StreamRequestHandler):
    """One client's connection, kept alive as HTTP/1.1 wants it."""

    disable_nagle_algorithm = True
    timeout: ClassVar[float] = 600.0
    rfile: BufferedReader
    connection: socket.socket
    server: _Listener

    def handle(self) -> None:
        """Answer requests until one side ends the connection."""
        with suppress(OSError), self.server.noted(self.connection):  # who hangs up waits for no answer
            while self._one_request():
                pass

    def _one_request(self) -> bool:
        reference = self.server.reference
        try:
            arrival = read_request(self.rfile, reference.settings.body_limit, self._invite)
        except MalformedRequestError as malformed:
            self._send(reference.refuse(malformed.refusal, malformed.request), None)
            self._linger()
            return False
        if arrival is None:
            return False
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


class _Listener(ThreadingHTTPServer):
    """Accepts connections, and closes those that are still open when it ends."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, reference: ReferenceServer, host: str, port: int) -> None:
        self.reference = reference
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._ended = False
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Connection)

    def server_bind(self) -> None:
        """Bind without looking up the host's name, as HTTPServer does: that can take seconds."""
        TCPServer.server_bind(self)

    @contextmanager
    def noted(self, connection: socket.socket) -> Iterator[None]:
        """Know of an open connection for as long as it lasts; raises OSError after the end."""
        with self._lock:
            if self._ended:
                raise OSError("the server has ended")
            self._open.add(connection)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(connection)

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
def running(reference: ReferenceServer, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve on a port of this machine (any free one for 0) and yield the base URL, ``http://127.0.0.1:40123``.

    Raises OSError where the port cannot be had.
    """
    listener = _Listener(reference, host, port)
    serving = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{listener.server_address[1]}"
    finally:
        listener.end()
        serving.join()
