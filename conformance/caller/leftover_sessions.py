"""Which sessions a scenario has opened and not ended, read off its exchanges."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from conformance.evidence.exchange import Exchange, Received

_SESSIONS = "/sessions"


def open_sessions(exchanges: Iterable[Exchange]) -> list[str]:
    """Return the session tokens that the target has given and not ended, in the order in which they came."""
    tokens: dict[str, None] = {}
    for exchange in exchanges:
        received = exchange.received
        if received is None or not 200 <= received.status < 300:
            continue
        folder, _, last = urlsplit(exchange.sent.url).path.rpartition("/")
        if exchange.sent.method == "POST" and f"/{last}" == _SESSIONS:
            tokens.update(dict.fromkeys(_session_tokens_in(received)))
        elif exchange.sent.method == "DELETE" and folder.endswith(_SESSIONS):
            tokens.pop(unquote(last), None)
    return list(tokens)


def _session_tokens_in(received: Received) -> list[str]:
    token = received.json_object().get("session_token")
    return [token] if isinstance(token, str) and token else []
