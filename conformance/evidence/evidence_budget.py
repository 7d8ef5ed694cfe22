"""How much evidence a run records: one account for all processes that are forked from this one."""

from __future__ import annotations

from typing import Any

from conformance.evidence.exchange import Exchange
from conformance.evidence.quick_json import to_text
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import ROOM, Room, serialize
from conformance.processes import shared_context

#: How many characters of JSON the exchanges of a run may have before each gets little room. All scenarios of a server
#: have 3 MiB in a version; the reports repeat them up to three times.
MOST = 9 * 1024 * 1024
#: What an exchange has then: enough to see what was asked, and how it was answered.
LITTLE = Room(
    body=256, line=128, headers=512, why=f"cut: the run has recorded more than {MOST // 2**20} MiB of exchanges"
)


class EvidenceBudget:
    """Serializes exchanges, and gives each as much room as the run has left."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._recorded = shared_context().Value("d", 0.0)

    def serialize(self, exchange: Exchange, redactor: Redactor) -> dict[str, Any]:
        """Return one exchange as plain JSON."""
        record = serialize(exchange, redactor, LITTLE if self._recorded.value > self._most else ROOM)
        with self._recorded:
            self._recorded.value += len(to_text(record))
        return record
