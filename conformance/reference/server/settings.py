"""Figures that the server keeps to."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.protocol.accept import KNOWN_VERSIONS

MINUTE = 60.0
DAY = 24 * 60 * MINUTE


@dataclass(frozen=True)
class Settings:
    """Versions served, lifetimes in seconds, limits in bytes."""

    versions: tuple[str, ...] = KNOWN_VERSIONS
    #: "they expire 10 minutes after they've been generated" (Client API 2.0, Introduction).
    nonce_lifetime: float = 10 * MINUTE
    #: "roughly one month" (docs/protocol.md#session-life).
    session_lifetime: float = 30 * DAY
    #: How far ahead of the server's clock an `iat` may be; no document says (docs/protocol.md#iat).
    iat_leeway: float = 10.0
    #: How far behind an `exp` may be: "after this expiration time, authentication will fail".
    exp_leeway: float = 0.0
    #: A body longer than this is refused unread.
    body_limit: int = 4 * 1024 * 1024
