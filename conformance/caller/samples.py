"""The random texts that a server has issued in a run, in the order in which they came: what can be said of guessing."""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.evidence.exchange import Exchange

#: More samples than this tell nothing more.
_MOST = 500


@dataclass
class Samples:
    """Nonces and session tokens, each list at most some hundreds long."""

    nonces: list[str] = field(default_factory=list)
    session_tokens: list[str] = field(default_factory=list)

    def collect(self, exchange: Exchange) -> None:
        """Keep what an answer has issued."""
        if exchange.received is None or exchange.received.status != 201:
            return
        content = exchange.received.json_object()
        for values, member in ((self.nonces, "nonce"), (self.session_tokens, "session_token")):
            value = content.get(member)
            if isinstance(value, str) and value and len(values) < _MOST:
                values.append(value)
