"""The sessions that were opened, in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.reference.server.settings import DAY

#: How long a session is remembered after its end, so that the store does not grow for ever.
REMEMBERED_FOR = 2 * DAY


@dataclass
class Session:
    """One session: whose it is, when it expires, and when it was deleted, if it was."""

    token: str
    user: str
    expires_at: float
    deleted_at: float | None = None


class SessionStore:
    """Sessions by token, and the identities that their tokens brought (docs/protocol.md#optional-claims)."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._identities: dict[str, Mapping[str, Any]] = {}
        self._lock = threading.Lock()

    def open(self, session: Session, identity: Mapping[str, Any], now: float) -> None:
        """Keep a new session and the identity of its user, and forget what ended long ago."""
        with self._lock:
            self._sessions[session.token] = session
            self._identities[session.user] = identity
            self._forget_before(now - REMEMBERED_FOR)

    def find(self, token: str) -> Session | None:
        """Return the session of that token, deleted and expired ones too, or None."""
        return self._sessions.get(token)

    def of(self, user: str) -> list[Session]:
        """Return every session of a user that is remembered."""
        with self._lock:
            return [session for session in self._sessions.values() if session.user == user]

    def identity_of(self, user: str) -> Mapping[str, Any] | None:
        """Return the claims of the user's last identity token, or None for a user who never signed in."""
        return self._identities.get(user)

    def _forget_before(self, time: float) -> None:
        while self._sessions:
            oldest = next(iter(self._sessions.values()))
            if oldest.expires_at >= time:
                return
            del self._sessions[oldest.token]
