"""A run as every form sees it: what `verdict.json` says, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conformance.catalogue import Requirement
from conformance.judging.findings import Finding, ScenarioResult
from conformance.judging.run_verdict import is_observed
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.text.describe import as_text, describe_finding, one_line_reason
from conformance.reporting.text.printable import one_line, printable
from conformance.reporting.verdict.findings import findings_in

#: These fail a run, or would if they were the only ones.
FAILING = (Verdict.VIOLATES, Verdict.INCONCLUSIVE, Verdict.ERROR)


@dataclass(frozen=True)
class Run:
    """A verdict that has the shape of its schema, and its findings as values."""

    said: Mapping[str, Any]
    findings: Sequence[Finding]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Run:
        """Return the run that `said`, the content of a `verdict.json`, tells of."""
        return cls(said, findings_in(said))

    @property
    def verdict(self) -> RunVerdict:
        """The verdict of the run."""
        return next(each for each in RunVerdict if each.word == self.said["verdict"])

    @property
    def reason(self) -> str:
        """Why, in one line."""
        return one_line(self.said["reason"])

    @property
    def target(self) -> Mapping[str, str]:
        """Name, actor and address of the target, one printable line each."""
        return {name: one_line(self.said["target"][name]) for name in ("name", "actor", "url")}

    @property
    def suite_version(self) -> str:
        """The version of the suite."""
        return one_line(self.said["suite"]["version"])

    @property
    def start(self) -> float:
        """When the run began, in seconds since the epoch."""
        return datetime.fromisoformat(self.said["started"]).timestamp()

    @property
    def stop(self) -> float:
        """When the run ended, in seconds since the epoch."""
        return self.start + float(self.said["duration_s"])

    @property
    def fails_by_itself(self) -> bool:
        """Whether the run fails though no scenario does: a stale known issue, an early end."""
        return self.verdict.exit_code != 0 and not any(each.verdict in FAILING for each in self.findings)

    def counts(self) -> Counter[Verdict]:
        """Return how many findings have each verdict, those of observed rows left out."""
        return Counter(finding.verdict for finding in self.findings if not is_observed(finding))

    def scenarios(self) -> Iterator[tuple[Requirement, ScenarioResult]]:
        """Yield every scenario with its requirement, in the order of the findings."""
        for finding in self.findings:
            for scenario in finding.scenarios:
                yield finding.requirement, scenario


def name_of(scenario: ScenarioResult) -> str:
    """Return the scenario with its version, in one printable line."""
    return one_line(f"{scenario.scenario} [{scenario.version}]" if scenario.version else scenario.scenario)


def short(scenario: ScenarioResult) -> str:
    """Return how the scenario ended, in one printable line."""
    return one_line(one_line_reason(scenario))


def at_length(requirement: Requirement, scenario: ScenarioResult) -> str:
    """Return what a stranger needs to act on it, printable, a line for each thing."""
    return printable(as_text(describe_finding(requirement, scenario)))
