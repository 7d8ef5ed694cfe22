"""All that a report is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conformance.catalogue import Requirement
from conformance.judging.findings import Finding, ScenarioResult
from conformance.judging.run_verdict import RunFacts, RunJudgement

_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")


@dataclass(frozen=True)
class TargetSummary:
    """The target as reports name it; a user and password in its URL are left out.

    `configuration` is what its file says of it beside that, without secrets: a name and a text each.
    """

    name: str
    actor: str
    url: str
    configuration: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", without_credentials(self.url))


def without_credentials(url: str) -> str:
    """Return the URL without the user and the password that may stand in it."""
    return _CREDENTIALS.sub("", url)


@dataclass(frozen=True)
class Report:
    """One run, judged.

    `seen` is what the judgement rests on beside the findings.
    `started` is seconds since the epoch in real time, `skew` one line on the target's clock, `left_open` a line for
    each session that could not be ended, `notes` are further lines for people. Findings hold redacted texts only.
    """

    target: TargetSummary
    suite_version: str
    versions: Sequence[str]
    seen: RunFacts
    judgement: RunJudgement
    findings: Sequence[Finding]
    started: float
    duration_s: float
    requests: int
    skew: str = ""
    left_open: Sequence[str] = ()
    notes: Sequence[str] = ()

    def scenarios(self) -> Iterator[tuple[Requirement, ScenarioResult]]:
        """Yield every scenario with its requirement, in the order of the findings."""
        for finding in self.findings:
            for scenario in finding.scenarios:
                yield finding.requirement, scenario
