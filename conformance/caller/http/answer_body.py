"""The bytes of an answer after its header: no more than an answer of this API can have."""

from __future__ import annotations

from urllib3.response import BaseHTTPResponse

#: Larger answers are cut off: no answer of this API is larger than a few KiB, no page of a framework's debugger than
#: 200 KiB, and a process holds all answers of a scenario.
MAX_BODY = 256 * 1024
#: How many seconds to wait for bytes after a 204, on a connection that the target does not close.
_SURPLUS_WAIT = 0.3


class BodyTooLongError(Exception):
    """The body is larger than MAX_BODY."""


def read_body(raw: BaseHTTPResponse) -> bytes:
    """Return the body of an answer; raises BodyTooLongError."""
    if raw.status == 204 and raw.chunked:  # chunks are announced, and none may come (RFC 9112, 6.1)
        raw.close()
        return b""
    body = bytearray()
    for piece in raw.stream(65536, decode_content=True):
        body += piece
        if len(body) > MAX_BODY:
            raw.close()
            raise BodyTooLongError
    raw.release_conn()
    return bytes(body)


def read_surplus(raw: BaseHTTPResponse) -> bytes:
    """Return what follows the header of a 204, which the library itself would leave unread: its first piece."""
    stream = getattr(getattr(raw, "_original_response", None), "fp", None)
    if stream is None:
        return b""
    try:
        stream.raw._sock.settimeout(_SURPLUS_WAIT)
        # Not `read`: where the target leaves the connection open, that loses what has come.
        return bytes(stream.read1(65536))
    except OSError:  # nothing in time, or a reset
        return b""
