"""Raw servers on loopback that say what a test scripts, byte for byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Seen:
    """One request as it came over the wire."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


@dataclass
class Dialogue:
    """One connection, from the server's side. Whatever fails here is the client's doing, and ends it."""

    connection: socket.socket
    server: RawServer
    received: bytes = b""

    def request(self) -> Seen | None:
        """Read one request, or None where the client has gone."""
        while b"\r\n\r\n" not in self.received:
            if not self._more():
                return None
        head, _, self.received = self.received.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        headers = [(name, value.strip()) for name, _, value in (each.partition(":") for each in fields)]
        seen = Seen(line, headers, b"")
        length = int(next(iter(seen.all("Content-Length")), "0"))
        while len(self.received) < length and self._more():
            pass
        seen.body, self.received = self.received[:length], self.received[length:]
        self.server.requests.append(seen)
        return seen

    def _more(self) -> bool:
        piece = self.connection.recv(65536)
        self.received += piece
        return bool(piece)

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.connection.sendall(piece)
            self.server.sent += len(piece)

    def drip(self, piece: bytes, every: float = 0.05) -> None:
        """Send a piece now and then until somebody has had enough."""
        while not self.server.ended.wait(every):
            self.send(piece)

    def pour(self, piece: bytes) -> None:
        """Send a piece again and again until somebody has had enough."""
        while not self.server.ended.is_set():
            self.send(piece)

    def hold(self) -> None:
        """Leave the connection open, and say nothing more."""
        self.server.ended.wait()


Script = Callable[[Dialogue], None]


@dataclass
class RawServer:
    """A listener whose every connection follows the script, in a thread of its own."""

    script: Script
    scheme: str = "http"
    wrap: Callable[[socket.socket], socket.socket] = lambda connection: connection
    requests: list[Seen] = field(default_factory=list)
    connections: int = 0
    sent: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _open: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), self.wrap(connection) as wrapped:
            self.script(Dialogue(wrapped, self))

    def end(self) -> None:
        self.ended.set()
        # A listener that is only closed would go on listening while `accept` waits.
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()


def saying(*pieces: bytes, hold: bool = False) -> Script:
    """Return the script of a server that reads one request, says the pieces, and closes or holds on."""

    def script(dialogue: Dialogue) -> None:
        dialogue.request()
        dialogue.send(*pieces)
        if hold:
            dialogue.hold()

    return script


def answering(*headers: str, status: str = "200 OK", body: bytes = b"{}") -> Script:
    """Return the script of a server that answers every request of a connection alike, and keeps it alive."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    answer = "\r\n".join(lines).encode("latin-1") + body

    def script(dialogue: Dialogue) -> None:
        while dialogue.request():
            dialogue.send(answer)

    return script
