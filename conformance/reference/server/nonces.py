"""The nonces that were issued, in memory."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from conformance.reference.server.settings import DAY

#: A nonce this old is forgotten, so that a server that runs for weeks stays small. It is far beyond the ten
#: minutes on purpose: that an old nonce is refused is NONCE-LIFE-2's doing and no accident of housekeeping.
FORGOTTEN_AFTER = 2 * DAY


@dataclass
class Nonce:
    """One nonce: when it was issued, what for (`request` or `challenge`), how many sessions it has opened."""

    value: str
    issued_at: float
    origin: str
    sessions: int = 0


class NonceStore:
    """Nonces by value, oldest first."""

    def __init__(self) -> None:
        self._nonces: dict[str, Nonce] = {}
        self._lock = threading.Lock()

    def add(self, nonce: Nonce) -> None:
        """Keep a nonce that is issued now, and forget very old ones."""
        with self._lock:
            self._nonces[nonce.value] = nonce
            self._forget_before(nonce.issued_at - FORGOTTEN_AFTER)

    def find(self, value: str) -> Nonce | None:
        """Return the nonce of exactly this value, or None."""
        return self._nonces.get(value)

    def all(self) -> list[Nonce]:
        """Return every nonce that is remembered, oldest first."""
        with self._lock:
            return list(self._nonces.values())

    def spend(self, value: str, sessions: int = 1) -> bool:
        """Count one more session for the nonce, unless it has opened `sessions` already; say which.

        Both in one step, so that of many attempts at the same moment only one succeeds. An unknown
        nonce counts as free: another check refuses it.
        """
        with self._lock:
            nonce = self._nonces.get(value)
            if nonce is None:
                return True
            if nonce.sessions >= sessions:
                return False
            nonce.sessions += 1
            return True

    def forget(self) -> None:
        """Forget every nonce."""
        with self._lock:
            self._nonces.clear()

    def _forget_before(self, time: float) -> None:
        while self._nonces:
            oldest = next(iter(self._nonces.values()))
            if oldest.issued_at >= time:
                return
            del self._nonces[oldest.value]
