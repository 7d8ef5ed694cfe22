"""A connection that sends nothing: it returns recorded exchanges, in the order in which they came."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conformance.caller.http.connection import Connection, TargetLostError
from conformance.evidence.deserialize import UnreadableEvidenceError, kind_of, parse_exchange
from conformance.evidence.exchange import Exchange, Sent
from conformance.targets import HttpSettings


class NotRecordedError(TargetLostError):
    """A request cannot be answered from the record; the message says why in one sentence."""


class ReplayConnection(Connection):
    """Answers the requests of one scenario after the other from their records, and never from a network.

    `why` is the first thing that the record of this scenario could not do, or nothing.
    """

    def __init__(self) -> None:
        super().__init__(HttpSettings())
        self._left: list[Mapping[str, Any]] = []
        self._recording = False
        self.why = ""

    def begin(self, exchanges: Sequence[Mapping[str, Any]]) -> None:
        """Let the requests that follow be answered from this record, which is as reports show exchanges."""
        self._left, self._recording, self.why = list(exchanges), True, ""

    def end(self) -> int:
        """Return how many of the exchanges were not asked for; from here on there is no record."""
        left, self._left, self._recording = len(self._left), [], False
        return left

    def take(self) -> Exchange:
        """Return the next exchange, whatever was asked; raises NotRecordedError where none is left that can be used."""
        if not self._left:
            raise self._refused("it makes more requests today than were recorded")
        try:
            return parse_exchange(self._left.pop(0))
        except UnreadableEvidenceError as fault:
            raise self._refused(str(fault)) from fault

    def duplicate(self) -> Connection:
        """Return this connection: there is nothing to open."""
        return self

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        surplus: bool = False,  # noqa: ARG002 - what was looked for then is in the record
    ) -> Exchange:
        """Return what was recorded, as the answer to this request.

        Raises NotRecordedError where another request was recorded.
        """
        if not self._recording:
            raise NotRecordedError("nothing was recorded beside the scenarios")
        if threading.current_thread() is not threading.main_thread():
            raise self._refused("it sends requests at the same moment, which a record cannot repeat")
        sent = Sent(method, url, tuple(headers.items()), body)
        recorded = self.take()
        if kind_of(recorded.sent) != kind_of(sent):
            raise self._refused("it makes other requests today than were recorded")
        return replace(recorded, sent=sent)

    def _refused(self, why: str) -> NotRecordedError:
        self.why = self.why or why
        return NotRecordedError(why)
