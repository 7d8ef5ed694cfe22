"""A connection that answers what a test says, and exchanges as it returns them."""

from __future__ import annotations

from collections.abc import Callable

from conformance.caller import Connection
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.targets import HttpSettings

SENT = Sent("POST", "http://layer.example/nonces", ())
FAULT = TransportError(TransportErrorKind.REFUSED, "")


def answered(status: int, **headers: str) -> Exchange:
    """Return an exchange with an answer of this status."""
    return Exchange(SENT, 1000.0, 0.1, Received(status, "", tuple(headers.items()), b""))


def unanswered() -> Exchange:
    """Return an exchange whose connection was refused."""
    return Exchange(SENT, 1000.0, 0.1, fault=FAULT)


class ScriptedConnection(Connection):
    """Answers each request with the status that `answer` returns for it, None for no answer; keeps what was sent."""

    def __init__(self, answer: Callable[[Sent], int | None]) -> None:
        super().__init__(HttpSettings())
        self._answer = answer
        self.sent: list[Sent] = []

    def send(self, method, url, headers, body=None, *, surplus=False) -> Exchange:
        self.sent.append(Sent(method, url, tuple(headers.items()), body))
        status = self._answer(self.sent[-1])
        return unanswered() if status is None else answered(status)
