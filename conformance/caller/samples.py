"""The random texts that a server has issued in a run, in the order in which they came: what can be said of guessing."""

from __future__ import annotations

import json

from conformance.evidence.exchange import Exchange
from conformance.evidence.shared_records import SharedRecords

#: More samples than this tell nothing more.
_MOST = 500
#: What is longer, only its own process compares; the others have room for it otherwise.
_LONGEST = 2000
_NONCES, _SESSION_TOKENS = "nonce", "session_token"


class Samples:
    """Nonces and session tokens of this process and all that are forked from it, at most some hundreds of each."""

    def __init__(self) -> None:
        self._records = SharedRecords(4 * _MOST * _LONGEST)
        self._values: dict[str, list[str]] = {_NONCES: [], _SESSION_TOKENS: []}

    @property
    def nonces(self) -> list[str]:
        """The nonces so far."""
        return self._read(_NONCES)

    @property
    def session_tokens(self) -> list[str]:
        """The session tokens so far."""
        return self._read(_SESSION_TOKENS)

    def collect(self, exchange: Exchange) -> None:
        """Keep what an answer has issued."""
        if exchange.received is None or exchange.received.status != 201:
            return
        content = exchange.received.json_object()
        for member in self._values:
            value = content.get(member)
            if isinstance(value, str) and 0 < len(value) <= _LONGEST:
                self._records.append(json.dumps([member, value]).encode("ascii"))
            elif isinstance(value, str) and value:
                self._keep(member, value)

    def _read(self, member: str) -> list[str]:
        for record in self._records.read():
            self._keep(*json.loads(record))
        return self._values[member]

    def _keep(self, member: str, value: str) -> None:
        if len(self._values[member]) < _MOST:
            self._values[member].append(value)
