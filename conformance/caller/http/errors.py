"""From the libraries' exceptions to a transport error that a finding can name."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator

import requests
from urllib3 import exceptions as urllib3

from conformance.caller.http.deadline import MAX_HEADER, DeadlineExceededError, HeaderTooLongError
from conformance.evidence.exchange import TransportError, TransportErrorKind

#: The first of these that stands in the chain of causes decides.
_KINDS: tuple[tuple[type[BaseException], TransportErrorKind], ...] = (
    (DeadlineExceededError, TransportErrorKind.TIMED_OUT),
    (HeaderTooLongError, TransportErrorKind.TOO_LONG),
    (ssl.SSLError, TransportErrorKind.TLS),
    (requests.exceptions.SSLError, TransportErrorKind.TLS),
    (urllib3.NameResolutionError, TransportErrorKind.UNRESOLVED),
    (ConnectionRefusedError, TransportErrorKind.REFUSED),
    (http.client.RemoteDisconnected, TransportErrorKind.CLOSED),
    (http.client.BadStatusLine, TransportErrorKind.NOT_HTTP),
    (http.client.LineTooLong, TransportErrorKind.NOT_HTTP),
    (urllib3.HeaderParsingError, TransportErrorKind.NOT_HTTP),
    (urllib3.InvalidHeader, TransportErrorKind.NOT_HTTP),
    (urllib3.InvalidChunkLength, TransportErrorKind.NOT_HTTP),
    (http.client.IncompleteRead, TransportErrorKind.CLOSED),
    (urllib3.IncompleteRead, TransportErrorKind.CLOSED),
    (ConnectionError, TransportErrorKind.CLOSED),
    (requests.exceptions.Timeout, TransportErrorKind.TIMED_OUT),
    (urllib3.TimeoutError, TransportErrorKind.TIMED_OUT),
    (TimeoutError, TransportErrorKind.TIMED_OUT),
    (http.client.HTTPException, TransportErrorKind.NOT_HTTP),
    (urllib3.DecodeError, TransportErrorKind.NOT_HTTP),
    (urllib3.ProtocolError, TransportErrorKind.NOT_HTTP),
)
#: How urllib3 says that the connection ended before the last chunk; it has no exception of its own for that.
_CHUNKS_CUT = "ended prematurely"


def fault_of(error: BaseException, timeout: float) -> TransportError:
    """Return the transport error that `error` stands for; `timeout` is the limit of the exchange, in seconds."""
    causes = list(_causes(error))
    kind = next(
        (kind for exception, kind in _KINDS if any(isinstance(c, exception) for c in causes)), TransportErrorKind.OTHER
    )
    if kind is TransportErrorKind.NOT_HTTP and any(_CHUNKS_CUT in str(cause) for cause in causes):
        kind = TransportErrorKind.CLOSED
    return TransportError(kind, _detail(kind, causes, timeout))


def is_connection_reset(error: BaseException) -> bool:
    """Tell whether the target had closed the connection, or reset it, before it answered."""
    return any(isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, what it wraps, and what it was raised from."""
    todo, seen = [error], set()
    while todo:
        cause = todo.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        wrapped = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        todo.extend(inner for inner in wrapped if isinstance(inner, BaseException))


def _detail(kind: TransportErrorKind, causes: list[BaseException], timeout: float) -> str:
    if kind is TransportErrorKind.TIMED_OUT:
        return f"nothing complete within {timeout:g} s"
    if kind is TransportErrorKind.TOO_LONG:
        return f"more than {MAX_HEADER // 1024} KiB of header"
    if kind is TransportErrorKind.TLS:
        verify = next((c for c in causes if isinstance(c, ssl.SSLCertVerificationError)), None)
        return verify.verify_message if verify else "the TLS handshake failed"
    if kind is TransportErrorKind.OTHER and any(isinstance(cause, ValueError) for cause in causes):
        return "what would have to be sent is no HTTP"
    if kind is TransportErrorKind.OTHER:
        return type(causes[-1]).__name__
    return ""
