"""From the findings of a run to the entries of the page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from conformance.reporting.html.labels import INAPPLICABLE, KIND_OF, KINDS, OBSERVED, UNTESTED, Section
from conformance.reporting.run import LeftOut, Run, RunFinding


@dataclass(frozen=True)
class RequirementRow:
    """One requirement, as it was seen in one version or more, in which the same is to be told of it.

    `row` is the first of `findings`, which has one finding a version, or of `missing`: what was not run of it.
    """

    kind: Section
    row: RunFinding | LeftOut
    findings: Sequence[RunFinding] = ()
    missing: Sequence[LeftOut] = ()

    @property
    def id(self) -> str:
        """The id of the requirement."""
        return self.row.requirement

    @property
    def versions(self) -> list[str]:
        """The API versions that it speaks of; none where the actor has no versions."""
        rows: list[RunFinding | LeftOut] = [*self.findings, *self.missing]
        return [row.version for row in rows if row.version]

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """The permanent links to it: the fragment, such as ``NONCE-3-2.0``, and the version."""
        # What was run of it may have an entry as well.
        end = "-left-out" if self.missing else ""
        return [(f"{self.id}-{version}{end}", version) for version in self.versions] or [(f"{self.id}{end}", "")]

    @property
    def chapter(self) -> str:
        """The chapter, in words."""
        return chapter_of(self.row)


def chapter_of(row: RunFinding | LeftOut) -> str:
    """Return the chapter of a finding, in words."""
    return row.chapter.replace("_", " ") or "other"


def entries_of(run: Run) -> list[RequirementRow]:
    """Return all entries of the page, section by section, and in a section in the order of the findings."""
    entries = [*_examined(run.findings), *_left_out(run.left_out)]
    return [entry for kind in KINDS for entry in entries if entry.kind is kind]


def kind_of(finding: RunFinding) -> Section:
    """Return the kind of a finding: what is observed is judged by no verdict, unless it could not be seen."""
    kind = KIND_OF[finding.verdict]
    return OBSERVED if kind is INAPPLICABLE and finding.is_observed else kind


def _examined(findings: Iterable[RunFinding]) -> Iterator[RequirementRow]:
    groups: dict[Hashable, list[RunFinding]] = {}
    for finding in findings:
        groups.setdefault(_sameness(finding), []).append(finding)
    for group in groups.values():
        yield RequirementRow(kind_of(group[0]), group[0], group)


def _sameness(it: RunFinding) -> Hashable:
    """Return what two versions have in common of which one entry can tell."""
    scenarios = tuple((each.verdict, each.scenario, each.observed, each.reason) for each in it.scenarios)
    common = (it.requirement, it.verdict, it.expected, it.observed, it.reason)
    return (*common, scenarios if kind_of(it) is OBSERVED else ())


def _left_out(rows: Iterable[LeftOut]) -> Iterator[RequirementRow]:
    groups: dict[Hashable, list[LeftOut]] = {}
    for row in rows:
        groups.setdefault((row.requirement, row.seen, row.scenarios), []).append(row)
    for group in groups.values():
        yield RequirementRow(UNTESTED, group[0], (), group)
