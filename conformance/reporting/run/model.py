"""A run as a value. Its members and their words are those of `verdict.json`, and its JSON Schema is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from conformance.judging.verdicts import Verdict, name_claim, worst
from conformance.reporting.run.fields import (
    Actor,
    Actors,
    Count,
    Day,
    Digest,
    LevelWord,
    Moment,
    NonEmpty,
    Part,
    ProfileWord,
    RunVerdictWord,
    Seconds,
)
from conformance.reporting.run.finding import RunFinding, RunScenario
from conformance.reporting.text.counts import describe_counts

#: The name of the form; it changes with every change of the members.
FORM = "urn:layer-conformance:verdict:3"
#: These fail a run, or would if they were the only ones.
FAILING = (Verdict.VIOLATES, Verdict.INCONCLUSIVE, Verdict.ERROR)


class RunSuite(Part):
    """The suite that ran."""

    name: Literal["layer-conformance"] = "layer-conformance"
    version: NonEmpty


class RunTarget(Part):
    """The target as reports name it."""

    name: str
    actor: Actors
    url: Annotated[str, Field(description="Without user and password.")]
    versions: Annotated[list[str], Field(description="The API versions that it is examined in.", default_factory=list)]
    clock: Annotated[str, Field(description="How far its clock is off, in one line.")] = ""
    configuration: Annotated[
        dict[str, str], Field(description="What its file says of it, without secrets.", default_factory=dict)
    ]
    file: Annotated[
        str,
        Field(description="Its file, as seen from the folder that the run began in; its name where it lies elsewhere."),
    ] = ""
    lines: Annotated[
        dict[str, Annotated[int, Field(ge=1)]],
        Field(description="The line of each key of that file, such as target.url.", default_factory=dict),
    ]


class RunExtent(Part):
    """How many scenarios were seen, of those that the full suite has for the target."""

    seen: Count
    expected: Count


class ListedIssue(Part):
    """A violation that the target's file lists; its reason and link, which may hold secrets, are not repeated."""

    requirement: NonEmpty
    expires: Annotated[Day, Field(description="The last day on which it excuses the violation.")]


class LeftOut(Part):
    """A requirement that the run has not examined, or not by all of its scenarios."""

    requirement: NonEmpty
    title: str
    actor: Actor
    chapter: str
    level: LevelWord
    version: str | None
    seen: Annotated[int, Field(ge=0, description="How many of its scenarios have run.")]
    scenarios: Annotated[int, Field(ge=1, description="How many it has.")]


class Run(Part):
    """What one run has seen of one target. The words are explained in docs/verdicts.md."""

    model_config = ConfigDict(
        title="verdict.json of layer-conformance",
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": FORM},
    )

    form: Annotated[
        Literal["urn:layer-conformance:verdict:3"],
        Field(alias="schema", description="The name of this form; it changes with every change of the members."),
    ]
    suite: RunSuite
    target: RunTarget
    verdict: Annotated[RunVerdictWord, Field(description="The verdict of the run.")]
    profile: Annotated[ProfileWord, Field(description="How much of the protocol the run claims: the verdict is of it.")]
    reason: Annotated[NonEmpty, Field(description="Why, in one sentence: every reason, the decisive ones first.")]
    started: Moment
    duration_s: Seconds
    requests: Annotated[int, Field(ge=0, description="How many requests the target was sent.")]
    scenarios: RunExtent
    cut_short: Annotated[bool, Field(description="Whether the run ended before its end.")]
    suspect: Annotated[
        str, Field(description="Why the target may have changed while it was examined; empty where nothing says so.")
    ]
    traces: Annotated[
        list[str],
        Field(description="What the trace ids of its requests begin with, by which the target's log has them."),
    ]
    left_open: Annotated[
        list[str], Field(description="The sessions that the run has opened and could not end, a line each.")
    ]
    left_out: Annotated[
        list[LeftOut],
        Field(description="The requirements that the run has not examined, or not by all of their scenarios."),
    ]
    known: Annotated[
        list[ListedIssue], Field(description="The issues that the target's file listed, those that are stale included.")
    ]
    findings: Annotated[list[RunFinding], Field(description="One for each requirement in each API version.")]
    digest: Annotated[
        Digest,
        Field(description="SHA-256 of every other member, in canonical JSON. It finds careless edits, and no forger."),
    ]

    @property
    def start(self) -> float:
        """When the run began, in seconds since the epoch."""
        return datetime.fromisoformat(self.started).timestamp()

    @property
    def stop(self) -> float:
        """When the run ended, in seconds since the epoch."""
        return self.start + self.duration_s

    @property
    def claim(self) -> str:
        """The verdict with its profile and its versions, without which it does not stand."""
        return name_claim(self.verdict, self.profile, self.target.versions)

    @property
    def is_whole(self) -> bool:
        """Whether every scenario of the full suite was seen, to the end of the run."""
        return self.scenarios.seen >= self.scenarios.expected and not self.cut_short

    @property
    def fails_by_itself(self) -> bool:
        """Whether the run fails though no scenario does: a stale known issue, an early end."""
        return self.verdict.exit_code != 0 and not any(each.verdict in FAILING for each in self.findings)

    @property
    def judged(self) -> list[RunFinding]:
        """The findings, those of observed requirements left out."""
        return [finding for finding in self.findings if not finding.is_observed]

    def requirements(self) -> list[RunFinding]:
        """Return one finding for each requirement: that of the version in which it fared worst."""
        found: dict[str, RunFinding] = {}
        for finding in self.findings:
            known = found.setdefault(finding.requirement, finding)
            if worst((known.verdict, finding.verdict)) is not known.verdict:
                found[finding.requirement] = finding
        return list(found.values())

    def count_line(self) -> str:
        """Return what was examined, in the words of every output: requirements first, then scenarios, then the rest."""
        examined = [finding for finding, scenario in self.cases() if scenario.verdict is not Verdict.UNTESTED]
        requirements = {finding.requirement for finding in examined}
        untested = len({finding.requirement for finding in self.findings} - requirements)
        return describe_counts(len(requirements), len(examined)) + (f"; {untested} untested" if untested else "")

    def cases(self) -> Iterator[tuple[RunFinding, RunScenario]]:
        """Yield every scenario with its finding, in the order of the findings."""
        for finding in self.findings:
            for scenario in finding.scenarios:
                yield finding, scenario
