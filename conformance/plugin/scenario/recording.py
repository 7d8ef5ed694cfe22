"""What a scenario does while it runs: its steps, with the exchanges that each has made."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pytest_bdd.parser import Scenario, Step

from conformance.clock import RealTime
from conformance.evidence.transcript import Transcript
from conformance.judging.findings import StepResult


@dataclass
class Recording:
    """One run of one scenario."""

    scenario: Scenario | None = None
    transcript: Transcript = field(default_factory=Transcript)
    steps: list[StepResult] = field(default_factory=list)
    _began: float = 0.0
    _sent_before: int = 0

    def begin(self) -> None:
        """Note that a step begins."""
        self._began = RealTime.time()
        self._sent_before = len(self.transcript.exchanges)

    def end(self, step: Step, status: str) -> None:
        """Note that a step has ended, with this status."""
        sent = tuple(range(self._sent_before, len(self.transcript.exchanges)))
        self.steps.append(StepResult(f"{step.keyword} {step.name}", status, self._began, RealTime.time(), sent))

    def all_steps(self) -> tuple[StepResult, ...]:
        """Return the steps that ran, and those that were not reached as skipped."""
        now = RealTime.time()
        left = self.scenario.steps[len(self.steps) :] if self.scenario else []
        return (*self.steps, *(StepResult(f"{s.keyword} {s.name}", "skipped", now, now) for s in left))


RECORDING = pytest.StashKey[Recording]()
#: Where pytest-bdd makes a fixture of what a step returns, which is the one thing that the function has closed over.
_INJECTING = "pytest_bdd.compat"


def recording_of(item: pytest.Item) -> Recording:
    """Return the recording of a test item; it begins with the first call."""
    if RECORDING not in item.stash:
        item.stash[RECORDING] = Recording()
    return item.stash[RECORDING]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin a new recording, also where an item runs again."""
    item.stash[RECORDING] = Recording()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, scenario: Scenario) -> None:
    """Remember the scenario as it is rendered for this row."""
    recording_of(request.node).scenario = scenario


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    """Note when a step begins."""
    recording_of(request.node).begin()


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Note that a step went well."""
    recording_of(request.node).end(step, "passed")


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step, exception: Exception) -> None:
    """Note that a step ended the scenario."""
    recording_of(request.node).end(step, "failed" if isinstance(exception, AssertionError) else "broken")


def pytest_bdd_step_func_lookup_error(request: pytest.FixtureRequest, step: Step) -> None:
    """Note that a step has no definition."""
    recording = recording_of(request.node)
    recording.begin()
    recording.end(step, "broken")


def pytest_fixture_post_finalizer(fixturedef: pytest.FixtureDef[object]) -> None:
    """Let go of what a step has handed on, which pytest-bdd would keep for the whole run: it may be megabytes."""
    if fixturedef.func.__module__ == _INJECTING:
        for cell in getattr(fixturedef.func, "__closure__", None) or ():
            cell.cell_contents = None
