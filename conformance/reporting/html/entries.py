"""From the findings of a `verdict.json` to the entries of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.reporting.html.labels import KIND_OF, KINDS, OBSERVED, UNTESTED, Section

Json = Mapping[str, Any]


@dataclass(frozen=True)
class RequirementRow:
    """One requirement, as it was seen in one version or more, in which the same is to be said of it.

    `findings` has one finding a version; it is empty for a requirement of which nothing was run.
    """

    kind: Section
    said: Json
    findings: Sequence[Json] = ()
    missing: Sequence[Json] = ()

    @property
    def id(self) -> str:
        """The id of the requirement."""
        return str(self.said["requirement"])

    @property
    def versions(self) -> list[str]:
        """The API versions that it speaks of; none where the actor has no versions."""
        return [each["version"] for each in (*self.findings, *self.missing) if each["version"]]

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """The permanent links to it: the fragment, such as ``NONCE-3-2.0``, and the version."""
        # What was run of it may have an entry as well.
        end = "-left-out" if self.missing else ""
        return [(f"{self.id}-{version}{end}", version) for version in self.versions] or [(f"{self.id}{end}", "")]

    @property
    def chapter(self) -> str:
        """The chapter, in words."""
        return chapter_of(self.said)


def chapter_of(said: Json) -> str:
    """Return the chapter of a finding, in words."""
    return str(said.get("chapter", "")).replace("_", " ") or "other"


def entries_of(verdict: Json) -> list[RequirementRow]:
    """Return all entries of the page, section by section, and in a section in the order of the findings."""
    entries = [*_found(verdict["findings"]), *_not_run(verdict.get("left_out", ()))]
    return [entry for kind in KINDS for entry in entries if entry.kind is kind]


def kind_of(finding: Json) -> Section:
    """Return the kind of a finding: what is observed is judged by no verdict, unless it could not be seen."""
    kind = KIND_OF[finding["verdict"]]
    return OBSERVED if kind is UNTESTED and finding["basis"] == "observed" else kind


def _found(findings: Iterable[Json]) -> Iterator[RequirementRow]:
    groups: dict[tuple[object, ...], list[Json]] = {}
    for finding in findings:
        groups.setdefault(_sameness(finding), []).append(finding)
    for group in groups.values():
        yield RequirementRow(kind_of(group[0]), group[0], group)


def _sameness(finding: Json) -> tuple[object, ...]:
    """Return what two versions have in common of which one entry can tell."""
    seen = [(each["verdict"], each["scenario"], each["observed"], each["reason"]) for each in finding["scenarios"]]
    told = tuple(seen) if kind_of(finding) is OBSERVED else ()
    names = ("requirement", "verdict", "expected", "observed", "reason")
    return (*(finding[name] for name in names), told)


def _not_run(left_out: Iterable[Json]) -> Iterator[RequirementRow]:
    groups: dict[tuple[object, ...], list[Json]] = {}
    for each in left_out:
        groups.setdefault((each["requirement"], each["seen"], each["scenarios"]), []).append(each)
    for group in groups.values():
        yield RequirementRow(UNTESTED, group[0], (), group)
