"""The findings of a run, and the scenarios that they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, NamedTuple, cast

from pydantic import Field, PrivateAttr, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from conformance.catalogue import Basis, Profile, Requirement
from conformance.evidence.serialize import iso_time
from conformance.judging.findings import Finding, JudgedFinding, ScenarioResult, StepResult
from conformance.judging.verdicts import Verdict
from conformance.reporting.run.exchange import Exchange
from conformance.reporting.run.fields import (
    Actor,
    BasisWord,
    LevelWord,
    Moment,
    NonEmpty,
    Part,
    ProfileWord,
    Seconds,
    VerdictWord,
)

#: The context of a validation whose exchanges were looked at when their text was read.
EXCHANGES_CHECKED = "the exchanges have their shape"


def _keep_checked(value: Any, check: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    return value if info.context == EXCHANGES_CHECKED else check(value)


class RunScenario(Part):
    """What one scenario has shown.

    A run that has just ended knows more of it than `verdict.json` holds: its steps, its exchanges, and its command.
    """

    scenario: str
    verdict: VerdictWord
    profile: Annotated[ProfileWord, Field(description="The least profile in which it can be decided.")]
    expected: str
    observed: str
    reason: str
    nodeid: Annotated[str, Field(description="What pytest calls it.")]
    started: Moment
    duration_s: Seconds
    ended_in: Annotated[str, Field(description="The Gherkin step that it ended in, where it did not pass.")] = ""

    _result: ScenarioResult | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, result: ScenarioResult) -> RunScenario:
        """Return the scenario of a result, which it keeps."""
        scenario = cls(
            scenario=result.scenario,
            verdict=result.verdict,
            profile=Profile(result.profile),
            expected=result.expected,
            observed=result.observed,
            reason=result.reason,
            nodeid=result.nodeid,
            started=iso_time(result.start),
            duration_s=round(max(0.0, result.stop - result.start), 3),
            ended_in=next((step.name for step in result.steps if step.status not in ("passed", "skipped")), ""),
        )
        scenario._result = result
        return scenario

    @property
    def start(self) -> float:
        """When it began, in seconds since the epoch."""
        return datetime.fromisoformat(self.started).timestamp()

    @property
    def stop(self) -> float:
        """When it ended, in seconds since the epoch."""
        return self.start + self.duration_s

    @property
    def steps(self) -> Sequence[StepResult]:
        """Its Gherkin steps; none where the run was read from a file."""
        return self._result.steps if self._result else ()

    @property
    def transcript(self) -> Sequence[Mapping[str, Any]]:
        """Its exchanges, redacted; none where the run was read from a file."""
        return self._result.transcript if self._result else ()

    @property
    def curl(self) -> str:
        """The command that repeats its decisive request; empty where the run was read from a file."""
        return self._result.curl if self._result else ""


class RunFinding(Part):
    """One requirement in one API version: the worst of its scenarios, with the evidence of the first that ended so."""

    requirement: Annotated[NonEmpty, Field(description="Its id in the catalogue.")]
    title: str
    actor: Actor
    chapter: Annotated[str, Field(description="The feature that it stands in.")] = ""
    level: LevelWord
    basis: Annotated[
        BasisWord,
        Field(description="An observed requirement is reported and never judged: its verdict is NOT_APPLICABLE."),
    ]
    sentence: Annotated[str, Field(description="The documents' own words.")] = ""
    source: Annotated[str, Field(description="Where they stand.")] = ""
    why: Annotated[str, Field(description="Why it matters.")] = ""
    hint: Annotated[str, Field(description="What mends it.")] = ""
    version: Annotated[str | None, Field(description="The API version that it was examined in.")]
    verdict: VerdictWord
    rests_on_word: Annotated[
        bool,
        Field(description="Whether it conforms on the target file's word: a typing error would look alike."),
    ]
    expected: str
    observed: str
    reason: str
    curl: Annotated[str, Field(description="A command that repeats the decisive request; marks stand for secrets.")]
    scenarios: Annotated[list[RunScenario], Field(min_length=1)]
    transcript: Annotated[
        list[Exchange],
        WrapValidator(_keep_checked),
        Field(description="The exchanges of the decisive scenario, in order; marks stand for secrets."),
    ]

    @classmethod
    def of(cls, finding: Finding) -> RunFinding:
        """Return the finding of a judgement as a run holds it."""
        row, decisive = finding.requirement, finding.decisive
        return cls(
            requirement=row.id,
            title=row.title,
            actor=row.actor,
            chapter=row.chapter,
            level=row.level,
            basis=row.basis,
            sentence=row.sentence,
            source=row.source,
            why=row.why,
            hint=row.hint,
            version=finding.version,
            verdict=finding.verdict,
            rests_on_word=row.on_word and finding.verdict is Verdict.CONFORMS,
            expected=decisive.expected,
            observed=decisive.observed,
            reason=decisive.reason,
            curl=decisive.curl,
            scenarios=[RunScenario.of(result) for result in finding.scenarios],
            transcript=list(cast("Sequence[Exchange]", decisive.transcript)),
        )

    @property
    def is_observed(self) -> bool:
        """Whether the documents are silent on it: it is reported and never judged."""
        return self.basis is Basis.OBSERVED

    @cached_property
    def decisive(self) -> RunScenario:
        """The first scenario that ended as the finding did."""
        return next((each for each in self.scenarios if each.verdict is self.verdict), self.scenarios[0])

    def judged(self) -> JudgedFinding:
        """Return the finding as the judgement of a run takes it."""
        row = Requirement(
            id=self.requirement,
            actor=self.actor,
            chapter=self.chapter,
            level=self.level,
            basis=self.basis,
            title=self.title,
            sentence=self.sentence,
            source=self.source,
            why=self.why,
            hint=self.hint,
        )
        return _Judged(row, self.version, self.verdict, self.decisive, self.scenarios)


class _Judged(NamedTuple):
    """A finding of a file for the judgement of a run, which reads thousands."""

    requirement: Requirement
    version: str | None
    verdict: Verdict
    decisive: RunScenario
    scenarios: Sequence[RunScenario]
