"""Reading requests from a connection: those of any HTTP/1 client, and bytes that are not HTTP.

It is written by hand, where a library such as h11 would do: the reference has to answer malformed requests with the
error that the documents name, and its mutants have to misbehave on the wire in ways that a library forbids.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BufferedReader

from conformance.protocol.errors import ErrorId
from conformance.reference.messages import Headers, Request
from conformance.reference.server.refusal import RefusalError

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_LINE = re.compile(rf"({_WORD}) ([^ \x00-\x1f\x7f]+) HTTP/1\.([01])")
_FIELD = re.compile(rf"({_WORD}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
_LINE_LIMIT = 64 * 1024
_FIELDS_LIMIT = 100


class MalformedRequestError(ValueError):
    """The bytes are not a request; `refusal` is the answer, after which the connection cannot be used."""

    def __init__(self, message: str, status: int = 400, request: Request | None = None) -> None:
        super().__init__(message)
        self.refusal = RefusalError(ErrorId.INVALID_REQUEST, message, status=status)
        self.request = request


@dataclass(frozen=True)
class IncomingRequest:
    """A request as it arrived; `keep` says whether its connection may carry another one."""

    request: Request
    minor: str

    @property
    def keep(self) -> bool:
        """Say whether the client keeps the connection (RFC 9112, 9.3)."""
        wishes = (self.request.header("Connection") or "").lower()
        return "close" not in wishes if self.minor == "1" else "keep-alive" in wishes


def read_request(stream: BufferedReader, body_limit: int, invite: Callable[[], None]) -> IncomingRequest | None:
    """Read the next request, or return None where the client has gone.

    `invite` is called before a body is read for which the client waits to be asked (`Expect: 100-continue`).
    Raises MalformedRequestError, for a body longer than `body_limit` bytes before it is read.
    """
    line = _first_line(stream)
    if line is None:
        return None
    match = _LINE.fullmatch(line)
    if match is None:
        raise MalformedRequestError("The first line is not an HTTP/1 request line.")
    method, path, minor = match.groups()
    head = Request(method, path, _headers(stream))
    try:
        return IncomingRequest(replace(head, body=_body(stream, head, body_limit, invite)), minor)
    except MalformedRequestError as malformed:
        malformed.request = head
        raise


def _first_line(stream: BufferedReader) -> str | None:
    first = stream.peek(1)[:1]
    if first > b"\x7e" or (b"" < first < b"\x20" and first not in b"\r\n"):
        raise MalformedRequestError("These bytes are not HTTP.")  # such as TLS, which would wait for an answer for ever
    line = _line(stream, 414)
    # One empty line before a request is to be ignored (RFC 9112, 2.2).
    return _line(stream, 414) if line == "" else line


def _line(stream: BufferedReader, status_if_too_long: int) -> str | None:
    raw = stream.readline(_LINE_LIMIT + 1)
    if len(raw) > _LINE_LIMIT:
        raise MalformedRequestError("A line of the request is too long.", status_if_too_long)
    return raw.removesuffix(b"\n").removesuffix(b"\r").decode("latin-1") if raw else None


def _headers(stream: BufferedReader) -> Headers:
    fields: list[tuple[str, str]] = []
    size = 0
    while line := _line(stream, 431):
        match = _FIELD.fullmatch(line)
        if match is None:
            raise MalformedRequestError("A header line is malformed.")
        fields.append((match.group(1), match.group(2).rstrip(" \t")))
        size += len(line)
        if size > _LINE_LIMIT or len(fields) > _FIELDS_LIMIT:
            raise MalformedRequestError("There are too many headers.", 431)
    if line is None:
        raise MalformedRequestError("The request ends within its headers.")
    return tuple(fields)


def _body(stream: BufferedReader, head: Request, limit: int, invite: Callable[[], None]) -> bytes:
    coding = (head.header("Transfer-Encoding") or "").strip().lower()
    length = head.header("Content-Length")
    if coding and (coding != "chunked" or length is not None):
        raise MalformedRequestError("Transfer-Encoding must be chunked, and stand without Content-Length.")
    size = _number(length, 10) if length is not None else 0
    if size > limit:
        raise MalformedRequestError("The body is too long.", 413)
    if "100-continue" in (head.header("Expect") or "").lower():
        invite()
    return _chunked(stream, limit) if coding else _exactly(stream, size)


def _chunked(stream: BufferedReader, limit: int) -> bytes:
    body = bytearray()
    while size := _number((_line(stream, 400) or "").partition(";")[0].strip(), 16):
        if len(body) + size > limit:
            raise MalformedRequestError("The body is too long.", 413)
        body += _exactly(stream, size)
        if _line(stream, 400) != "":
            raise MalformedRequestError("A chunk is longer than it says.")
    _headers(stream)  # trailers say nothing that this server wants to know
    return bytes(body)


def _exactly(stream: BufferedReader, size: int) -> bytes:
    body = stream.read(size)
    if len(body) < size:
        raise MalformedRequestError("The body is shorter than it says.")
    return body


def _number(text: str, base: int) -> int:
    if not re.fullmatch(r"[0-9]{1,18}" if base == 10 else r"[0-9A-Fa-f]{1,15}", text):
        raise MalformedRequestError("The length of the body is not a number.")
    return int(text, base)
