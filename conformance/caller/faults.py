"""From the library's exceptions to a fault that a finding can name."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator

import requests
from urllib3 import exceptions as urllib3

from conformance.caller.deadline import Exceeded
from conformance.evidence.exchange import Fault, FaultKind

#: The first of these that stands in the chain of causes decides.
_KINDS: tuple[tuple[type[BaseException], FaultKind], ...] = (
    (Exceeded, FaultKind.TIMED_OUT),
    (ssl.SSLError, FaultKind.TLS),
    (requests.exceptions.SSLError, FaultKind.TLS),
    (urllib3.NameResolutionError, FaultKind.UNRESOLVED),
    (ConnectionRefusedError, FaultKind.REFUSED),
    (http.client.RemoteDisconnected, FaultKind.CLOSED),
    (http.client.BadStatusLine, FaultKind.NOT_HTTP),
    (http.client.LineTooLong, FaultKind.NOT_HTTP),
    (urllib3.HeaderParsingError, FaultKind.NOT_HTTP),
    (urllib3.InvalidHeader, FaultKind.NOT_HTTP),
    (urllib3.InvalidChunkLength, FaultKind.NOT_HTTP),
    (http.client.IncompleteRead, FaultKind.CLOSED),
    (urllib3.IncompleteRead, FaultKind.CLOSED),
    (ConnectionError, FaultKind.CLOSED),
    (requests.exceptions.Timeout, FaultKind.TIMED_OUT),
    (urllib3.TimeoutError, FaultKind.TIMED_OUT),
    (TimeoutError, FaultKind.TIMED_OUT),
    (http.client.HTTPException, FaultKind.NOT_HTTP),
    (urllib3.DecodeError, FaultKind.NOT_HTTP),
    (urllib3.ProtocolError, FaultKind.NOT_HTTP),
)
#: How urllib3 says that the connection ended before the last chunk; it has no exception of its own for that.
_CHUNKS_CUT = "ended prematurely"


def fault_of(error: BaseException, timeout: float) -> Fault:
    """Return the fault that `error` stands for; `timeout` is the time that was given, in seconds."""
    causes = list(_causes(error))
    kind = next((kind for wanted, kind in _KINDS if any(isinstance(c, wanted) for c in causes)), FaultKind.OTHER)
    if kind is FaultKind.NOT_HTTP and any(_CHUNKS_CUT in str(cause) for cause in causes):
        kind = FaultKind.CLOSED
    return Fault(kind, _detail(kind, causes, timeout))


def was_hung_up(error: BaseException) -> bool:
    """Say whether the target had closed the connection, or reset it, before it said anything."""
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
        todo.extend(each for each in wrapped if isinstance(each, BaseException))


def _detail(kind: FaultKind, causes: list[BaseException], timeout: float) -> str:
    if kind is FaultKind.TIMED_OUT:
        return f"nothing complete within {timeout:g} s"
    if kind is FaultKind.TLS:
        verify = next((c for c in causes if isinstance(c, ssl.SSLCertVerificationError)), None)
        return verify.verify_message if verify else "the TLS handshake failed"
    if kind is FaultKind.OTHER and any(isinstance(cause, ValueError) for cause in causes):
        return "what would have to be sent is no HTTP"
    if kind is FaultKind.OTHER:
        return type(causes[-1]).__name__
    return ""
