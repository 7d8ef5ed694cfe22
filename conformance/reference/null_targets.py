"""Targets that examine nothing: whatever seems to conform on one of them was not examined.

Each answers every request alike, or not at all, or changes its mind in the middle of a run. Most of them speak raw
sockets, because they are not HTTP servers.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from conformance.clock import WallClock
from conformance.protocol.errors import ErrorId
from conformance.reference.fickle_targets import FICKLE_TARGETS
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import Request, running

#: From the bytes of a request to the pieces of an answer; the connection is closed after the last.
_Answer = Callable[[bytes], Iterator[bytes]]
_PIECE = 65536


def _http(status: int, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("ascii") + body


def _always(status: int, body: object = None) -> _Answer:
    raw = b"" if status == 204 else json.dumps({} if body is None else body).encode("utf-8")
    return lambda _request: iter([_http(status, raw)])


def _error(error: ErrorId, **data: str) -> _Answer:
    """Answer every request with one documented refusal, complete in every member."""
    body = {"id": error.id, "code": error.code, "message": "No.", "url": "https://errors.example/", "data": data}
    return _always(error.status, body)


def _silence(_request: bytes) -> Iterator[bytes]:
    threading.Event().wait(30)
    return iter(())


def _echo(request: bytes) -> Iterator[bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    yield _http(201 if head.startswith(b"POST") else 200, body)


def _endless(_request: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n"
    while True:
        yield b" " * _PIECE


def _flood(_request: bytes) -> Iterator[bytes]:
    """Fill an answer up to what the suite still reads: headers of 160 KiB, and a body full of secrets."""
    headers = (f"X-{number}: {'eyJ' * 680}" for number in range(80))
    members = ",".join(f'"nonce":"{number:08x}"' for number in range(60_000))
    yield _http(201, f'{{{members},"session_token":"c3ba507fc4fc3c8e0618c4bee3250132"}}'.encode("ascii"), *headers)


def _half(_request: bytes) -> Iterator[bytes]:
    yield b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"


def _redirect(_request: bytes) -> Iterator[bytes]:
    yield _http(302, b"", "Location: /nonces")


def _random(_request: bytes) -> Iterator[bytes]:
    yield os.urandom(4096)


@cache
def _token_for_the_first() -> bytes:
    """Return what the reference provider answers to a right login, made once in a process."""
    provider = ReferenceProvider(WallClock())
    user = provider.accounts[0]
    values = {"user": user.id, "password": user.password, "nonce": "b7a5fba5", "app_id": provider.credentials.app_id}
    fields = {name: text.format(**values) for name, text in provider.interface.fields.items()}
    body = json.dumps(fields).encode("utf-8")
    headers = (("Content-Type", "application/json"),)
    return provider.handle(Request("POST", provider.settings.path, headers, body)).body


def _one_token(_request: bytes) -> Iterator[bytes]:
    yield _http(200, _token_for_the_first())


_PLAUSIBLE = {"nonce": "b7a5fba5ad402d072013c1949481c1080860ff32", "session_token": "c3ba507fc4fc3c8e0618c4bee3250132"}

#: Every null target but the closed port, by name.
NULL_TARGETS: Mapping[str, _Answer] = {
    "silence": _silence,
    "always 200": _always(200),
    "always 201": _always(201),
    "always 204": _always(204),
    "always 401": _error(ErrorId.AUTHENTICATION_REQUIRED, nonce="b7a5fba5ad402d072013c1949481c1080860ff32"),
    "always 404": _error(ErrorId.INVALID_ENDPOINT),
    "always 406": _error(ErrorId.INVALID_HEADER, header="Accept"),
    "always 422": _error(ErrorId.INVALID_PROPERTY, property="identity_token"),
    "always 500": _error(ErrorId.INTERNAL_SERVER_ERROR),
    "an echo": _echo,
    "an endless body": _endless,
    "a flooder": _flood,
    "half an answer": _half,
    "a redirect loop": _redirect,
    "random bytes": _random,
    "a plausible 201 for everything": _always(201, _PLAUSIBLE),
    "one identity token for everyone": _one_token,
}
CLOSED_PORT = "a closed port"

#: The names of all of them.
ALL_NULL_TARGETS = (CLOSED_PORT, *NULL_TARGETS, *FICKLE_TARGETS)


@contextmanager
def running_null_target(name: str) -> Iterator[str]:
    """Run a null target on a loopback port and yield its URL; raises KeyError for an unknown name."""
    if name in FICKLE_TARGETS:
        with running(FICKLE_TARGETS[name]()) as url:
            yield url
        return
    answer = None if name == CLOSED_PORT else NULL_TARGETS[name]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if answer is None:
            yield f"http://127.0.0.1:{port}"
            return
        listener.listen(64)
        threading.Thread(target=_serve, args=(listener, answer), daemon=True).start()
        yield f"http://127.0.0.1:{port}"


def _serve(listener: socket.socket, answer: _Answer) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_speak, args=(connection, answer), daemon=True).start()


def _speak(connection: socket.socket, answer: _Answer) -> None:
    with connection, contextlib.suppress(OSError):
        for piece in answer(_request(connection)):
            connection.sendall(piece)


def _request(connection: socket.socket) -> bytes:
    """Return the head of a request, and of its body what has come with it."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(_PIECE)
        if not piece:
            break
        received += piece
    return received
