"""All that a report is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.catalogue import Requirement
from conformance.judging.findings import Finding, ScenarioResult
from conformance.judging.run import RunJudgement

_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")


@dataclass(frozen=True)
class TargetShown:
    """The target as reports name it; a user and password in its URL are left out."""

    name: str
    actor: str
    url: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", _CREDENTIALS.sub("", self.url))


@dataclass(frozen=True)
class Report:
    """One run, judged.

    `started` is seconds since the epoch in real time, `skew` one line on the target's clock, `notes` are
    further lines for people. Findings hold redacted texts only.
    """

    target: TargetShown
    suite_version: str
    versions: Sequence[str]
    judgement: RunJudgement
    findings: Sequence[Finding]
    started: float
    duration_s: float
    requests: int
    skew: str = ""
    notes: Sequence[str] = ()

    def scenarios(self) -> Iterator[tuple[Requirement, ScenarioResult]]:
        """Yield every scenario with its requirement, in the order of the findings."""
        for finding in self.findings:
            for scenario in finding.scenarios:
                yield finding.requirement, scenario
