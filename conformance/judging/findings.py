"""A finding: one requirement, in one API version, and what was seen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from conformance.catalogue import Profile, Requirement
from conformance.judging.verdicts import Verdict


@dataclass(frozen=True)
class StepResult:
    """One Gherkin step as it went: `status` is passed, failed, broken or skipped; times are real seconds."""

    name: str
    status: str
    start: float
    stop: float
    exchanges: tuple[int, ...] = ()


@dataclass(frozen=True)
class ScenarioResult:
    """The result of one scenario in one version.

    `profile` names the least profile in which the scenario can be decided.
    `transcript` holds exchanges that are redacted already, as plain JSON values (reporting's schema names
    them); `steps` point into it by index. All of it is JSON, so that it crosses process borders.
    """

    requirement: str
    actor: str
    version: str | None
    scenario: str
    nodeid: str
    verdict: Verdict
    profile: str = Profile.CORE.value
    expected: str = ""
    observed: str = ""
    reason: str = ""
    curl: str = ""
    transcript: Sequence[Mapping[str, Any]] = ()
    steps: Sequence[StepResult] = ()
    start: float = 0.0
    stop: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values that `from_json` reads back."""
        steps = [{**vars(step), "exchanges": list(step.exchanges)} for step in self.steps]
        return {
            **vars(self),
            "verdict": self.verdict.value,
            "steps": steps,
            "transcript": list(self.transcript),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ScenarioResult:
        """Read what `to_json` gave."""
        fields = dict(value)
        fields["verdict"] = Verdict(fields["verdict"])
        fields["steps"] = tuple(StepResult(**{**s, "exchanges": tuple(s["exchanges"])}) for s in fields["steps"])
        fields["transcript"] = tuple(fields["transcript"])
        return cls(**fields)


class JudgedScenario(Protocol):
    """What the verdict of a run rests on of a scenario, from wherever it is known."""

    @property
    def nodeid(self) -> str:
        """What pytest calls it."""

    @property
    def verdict(self) -> Verdict:
        """How it ended."""

    @property
    def reason(self) -> str:
        """Why."""


class JudgedFinding(Protocol):
    """What the verdict of a run rests on of a finding."""

    @property
    def requirement(self) -> Requirement:
        """What it is about."""

    @property
    def version(self) -> str | None:
        """The API version."""

    @property
    def verdict(self) -> Verdict:
        """The worst of its scenarios."""

    @property
    def decisive(self) -> JudgedScenario:
        """The first scenario that ended so."""

    @property
    def scenarios(self) -> Sequence[JudgedScenario]:
        """All of them."""


@dataclass(frozen=True)
class Finding:
    """One requirement in one version: the worst of its scenarios, with that scenario's evidence."""

    requirement: Requirement
    version: str | None
    verdict: Verdict
    decisive: ScenarioResult
    scenarios: Sequence[ScenarioResult] = field(default_factory=list)
