"""What the full suite has for a target and a run has not seen."""

from __future__ import annotations

from typing import Any

from conformance.catalogue import load_catalogue
from conformance.reporting.run import Report


def unexamined(report: Report) -> list[dict[str, Any]]:
    """Return the requirements that were not examined, or not by all of their scenarios, in the catalogue's order.

    A scenario that ran twice counts once.
    """
    ran = {(each.requirement.id, each.version): len({it.nodeid for it in each.scenarios}) for each in report.findings}
    short = {group: count for group, count in report.seen.expected.items() if ran.get(group, 0) < count}
    return [
        {
            "requirement": row.id,
            "title": row.title,
            "actor": row.actor,
            "chapter": row.chapter,
            "level": row.level.value,
            "version": version,
            "seen": ran.get((row.id, version), 0),
            "scenarios": short[row.id, version],
        }
        for row in (load_catalogue().values() if short else ())
        for version in sorted((version for name, version in short if name == row.id), key=str)
    ]
