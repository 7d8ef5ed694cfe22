"""The last runs of a target, a row each, and what changed from one to the next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conformance.reporting.compare.changes import ChangeKind, compare
from conformance.reporting.run import Run

#: The word of a target that could not be examined.
ERROR = "ERROR"
#: So many requirements that changed are named in a row.
_NAMED = 8


@dataclass(frozen=True)
class HistoryRow:
    """One run of a target, or the attempt at one: `moment` is ISO 8601 in UTC, `change` a sentence, empty for none."""

    moment: str
    verdict: str
    claim: str
    reason: str
    suite: str
    change: str = ""


def read_history(file: Path) -> list[HistoryRow]:
    """Return the rows of the file, the oldest first; none where it is missing or is no history."""
    try:
        rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return [HistoryRow(**row) for row in rows]
    except (OSError, ValueError, TypeError):
        return []


def history_text(rows: Sequence[HistoryRow]) -> str:
    """Return the text of the file, a row a line."""
    return "[\n" + ",\n".join(json.dumps(asdict(row)) for row in rows) + "\n]\n"


def describe_change(old: Run, new: Run, before: HistoryRow) -> str:
    """Return what changed since the last run and whether target or suite did, in a sentence; empty for nothing."""
    compared = compare(old, new)
    parts = []
    for kind in ChangeKind:
        changes = compared.of(kind)
        if changes:
            ids = list(dict.fromkeys(change.requirement for change in changes))
            more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
            causes = " and ".join(dict.fromkeys(change.cause.value for change in changes))
            parts.append(f"{kind.value}: {', '.join(ids[:_NAMED])}{more} (the {causes} changed)")
    if before.verdict != new.verdict.word:
        parts.insert(0, f"{before.verdict} then, {new.verdict.word} now")
    return "; ".join(parts)
