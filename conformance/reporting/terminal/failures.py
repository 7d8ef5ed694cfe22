"""What went wrong, one block a requirement, and one for all that share a cause."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.judging.verdicts import Verdict
from conformance.reporting.run import RunFinding
from conformance.reporting.text.describe import describe
from conformance.reporting.text.printable import one_line

#: What deserves a block, the worst first.
_ORDER = (Verdict.VIOLATES, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.FALLS_SHORT)
#: These are about no single requirement where many have the same reason.
_SHARED = (Verdict.ERROR, Verdict.INCONCLUSIVE)
_NAMED = 8


def blocks_of(findings: Sequence[RunFinding]) -> list[list[str]]:
    """Return the blocks, each a list of lines, failures first and in the order of the catalogue."""
    groups: dict[tuple[str, ...], list[RunFinding]] = {}
    for verdict in _ORDER:
        for finding in findings:
            if finding.verdict is verdict:
                groups.setdefault(_cause(finding), []).append(finding)
    return [_block(group) for group in groups.values()]


def _cause(finding: RunFinding) -> tuple[str, ...]:
    """Return what findings have in common that one block can tell."""
    if finding.verdict in _SHARED and finding.reason:
        return finding.verdict.value, finding.reason
    return finding.verdict.value, finding.requirement, finding.expected, finding.observed, finding.reason


def _block(group: list[RunFinding]) -> list[str]:
    ids = list(dict.fromkeys(finding.requirement for finding in group))
    return _one(group) if len(ids) == 1 else _many(group, ids)


def _one(group: list[RunFinding]) -> list[str]:
    finding = group[0]
    verdict = "" if finding.verdict is Verdict.VIOLATES else f"  ({finding.verdict.value})"
    pairs = [*describe(finding, finding.decisive, finding.curl), ("seen in", _seen_in(group))]
    return [
        f"{finding.requirement}  {finding.level.value}  {one_line(finding.title)}{verdict}",
        *(f"  {label:<10} {one_line(text)}" for label, text in pairs),
    ]


def _seen_in(group: list[RunFinding]) -> str:
    """Return the scenario, the versions, and how many of the scenarios ended the same way."""
    scenarios = [scenario for finding in group for scenario in finding.scenarios]
    same = sum(1 for scenario in scenarios if scenario.verdict is group[0].verdict)
    versions = ", ".join(finding.version for finding in group if finding.version)
    where = f"{group[0].decisive.scenario}; {same} of {len(scenarios)} scenarios"
    return f"{where}; versions {versions}" if versions else where


def _many(group: list[RunFinding], ids: list[str]) -> list[str]:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    finding = group[0]
    return [
        f"{finding.verdict.value}  {len(ids)} requirements: {', '.join(ids[:_NAMED])}{more}",
        f"  {'because':<10} {one_line(finding.reason)}",
        *([f"  {'repeat':<10} {one_line(finding.curl)}"] if finding.curl else []),
    ]
