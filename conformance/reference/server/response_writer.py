"""How an answer is written as HTTP/1: the part of a server's behaviour that the core does not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from conformance.reference.messages import Answer

#: Statuses after which no length is announced (RFC 9110, 8.6).
_NEVER_A_BODY = (204, 304)


def reason_phrase(status: int) -> str:
    """Return the usual reason phrase, or an empty text for an unknown status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def keep_spelling(name: str) -> str:
    """Return a header's name as the core wrote it."""
    return name


@dataclass(frozen=True)
class ResponseWriter:
    """The manners of a server on the wire; HTTP allows others, and clients must cope.

    `version` 1.0 closes the connection after each answer; `hangs_up` does so without a word, as a server may that
    has waited long enough; `delay` is in seconds before an answer; `chunked` announces no length; `reason` and
    `header_name` say what stands in the status line and before the colons.
    """

    version: str = "1.1"
    hangs_up: bool = False
    chunked: bool = False
    delay: float = 0.0
    reason: Callable[[int], str] = reason_phrase
    header_name: Callable[[str], str] = keep_spelling

    def serialize(self, answer: Answer, *, closing: bool, chunkable: bool = True) -> bytes:
        """Return the bytes of an answer; `closing` announces that the connection ends with it."""
        chunked = self.chunked and chunkable and self.version == "1.1" and bool(answer.body)
        lines = [f"HTTP/{self.version} {answer.status} {self.reason(answer.status)}"]
        for name, value in (*answer.headers, *_framing(answer, chunked=chunked, closing=closing)):
            lines.append(f"{self.header_name(name)}: {value}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        return head + (b"".join(_chunks(answer.body)) if chunked else answer.body)


def _framing(answer: Answer, *, chunked: bool, closing: bool) -> Iterator[tuple[str, str]]:
    if chunked:
        yield "Transfer-Encoding", "chunked"
    elif answer.header("Content-Length") is None and (answer.body or answer.status not in _NEVER_A_BODY):
        yield "Content-Length", str(len(answer.body))
    if closing:
        yield "Connection", "close"


def _chunks(body: bytes) -> Iterator[bytes]:
    """Cut the body in two, so that a client that reads the first chunk only is found out."""
    half = len(body) // 2
    for chunk in (body[:half], body[half:]):
        if chunk:
            yield b"%x\r\n%b\r\n" % (len(chunk), chunk)
    yield b"0\r\n\r\n"
