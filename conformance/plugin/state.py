"""The state of one run: one typed value, in the one place of pytest's stash that the suite takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from conformance.caller.http.budget import Nap, TellPause
from conformance.caller.time.waiting import TargetTimeFor, fixed_time
from conformance.catalogue import Profile
from conformance.clock import Clock, RealTime
from conformance.embedded.frozen_clock import FrozenClock
from conformance.embedded.targets import embedded_targets, reference_named
from conformance.examination.base import Examination
from conformance.judging.findings import ScenarioResult
from conformance.plugin.packed_results import PackedResults
from conformance.reference.client import ReferenceClient
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import ReferenceServer
from conformance.targets import Targets

if TYPE_CHECKING:
    from conformance.reporting.run import Run


class RequestsSent(dict[str, int]):
    """How many requests each process has sent to each actor; the last number that a process reports counts."""

    def record(self, actor: str, process: str, sent: int | None) -> None:
        """Take what a report of this process says; None says nothing new."""
        source = f"{actor} {process}"
        self[source] = self.get(source, 0) if sent is None else sent

    @property
    def total(self) -> int:
        """The requests of all processes."""
        return sum(self.values())


@dataclass
class RunState:
    """What one run knows. A forked process has a copy of its own, and reports go home.

    `targets` are what is examined, by actor; `make_server`, `make_provider` and `make_client` make what stands in the
    place of the plain embedded actors. `max_wait` is how long one scenario may wait, in seconds: 0 where nothing is
    waited for. `profile` is what the run claims, and `untested` what lies beyond that claim. `process` numbers the
    processes that examine one target together. `tell_pause` is told of every pause that a target is given, where
    somebody watches; `nap` is how a pause is waited for, where that is not the real way. `suspect` says why the
    findings are in doubt. `batches` are the session requests that are tried together with those of a scenario, by
    its node id.
    """

    targets: Targets = field(default_factory=Targets)
    make_server: Callable[[Clock], ReferenceServer] | None = None
    make_provider: Callable[[Clock], ReferenceProvider] | None = None
    make_client: Callable[[Clock], type[ReferenceClient]] | None = None
    frozen_clock: FrozenClock | None = None
    target_time: TargetTimeFor = fixed_time
    max_wait: int = 0
    profile: Profile = Profile.FULL
    untested: list[ScenarioResult] = field(default_factory=list)
    examinations: dict[str, Examination] = field(default_factory=dict)
    process: int | None = None
    tell_pause: TellPause | None = None
    nap: Nap | None = None
    suspect: str = ""
    taken_back: dict[str, str] = field(default_factory=dict)
    batches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keeps_transcripts: bool = True
    started: float = field(default_factory=RealTime.time)
    began: float = field(default_factory=RealTime.monotonic)
    results: PackedResults = field(default_factory=PackedResults)
    requests: RequestsSent = field(default_factory=RequestsSent)
    left_open: list[str] = field(default_factory=list)
    skew: str = ""
    other_failures: int = 0
    has_lost_a_worker: bool = False
    report: Run | None = None
    files: list[str] = field(default_factory=list)

    @staticmethod
    def of(config: pytest.Config) -> RunState:
        """Return the state of the run that this configuration belongs to."""
        if _STATE not in config.stash:  # asked thousands of times, of which one makes it
            config.stash[_STATE] = RunState()
        return config.stash[_STATE]

    def examine_reference(self, kind: str, name: str) -> None:
        """Put a mutant or a variation in the place of its embedded actor, the only one that is then examined.

        Raises UnknownReferenceError for a name that does not exist.
        """
        actor, make = reference_named(kind, name)
        setattr(self, f"make_{actor}", make)
        self.targets = embedded_targets(actor=actor, provider=self.make_provider)

    @contextmanager
    def freeze_clock(self) -> Iterator[None]:
        """Freeze the time that processes forked meanwhile begin with.

        freezegun reads every module for it, which is a third of a short run: once here, not again in each of them.
        """
        self.frozen_clock = clock = FrozenClock()
        try:
            yield
        finally:
            self.frozen_clock = None
            clock.stop()

    def repeat(self, config: pytest.Config) -> RunState:
        """Begin another run in this process, with the options of this one and nothing of what it has seen."""
        config.stash[_STATE] = again = RunState(
            targets=self.targets,
            frozen_clock=self.frozen_clock,
            target_time=self.target_time,
            max_wait=self.max_wait,
            profile=self.profile,
        )
        return again


_STATE = pytest.StashKey[RunState]()


def is_worker(config: pytest.Config) -> bool:
    """Say whether this process is a worker of xdist, whose controller judges the run."""
    return hasattr(config, "workerinput")
