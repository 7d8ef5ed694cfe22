"""One examination of one client: its driver, and what is seen of it as a whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager

from conformance.caller import Budget, Skew, TargetClock, TargetLostError
from conformance.caller.client import App, ClientDriver, Stage
from conformance.caller.driver import DriverError
from conformance.caller.time.waiting import TargetTimeFor, fixed_time
from conformance.clock import RealTime, VirtualClock
from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene
from conformance.evidence.transcript import Transcript
from conformance.examination.base import Examination
from conformance.judging.client_words import require_sign_in
from conformance.judging.outcomes import Inconclusive
from conformance.targets import ClientTarget

_EXACT = Skew(0.0, 0.0)
#: The situation in which a client shows whether it goes where Link leads.
LINKED = "a Link to another path"


#: Opens a stage for a scenario in one version, whose exchanges land in the transcript.
OpenStage = Callable[[ClientTarget, str, Transcript], AbstractContextManager[Stage]]


class ClientExamination(Examination):
    """What all scenarios of a run share at a client. Requests are counted as they come in."""

    asks_for = "a sign-in"

    def __init__(
        self,
        target: ClientTarget,
        open_stage: OpenStage,
        make_driver: Callable[[], ClientDriver] | None = None,
        budget: Budget | None = None,
    ) -> None:
        super().__init__(target, fixed_time, budget)
        self.target = target
        self.open_stage = open_stage
        self._make_driver = make_driver or (lambda: ClientDriver(target))
        self.driver = self._make_driver()
        self._follows_link: dict[str, bool] = {}
        self._is_deciding = False
        # The servers are the suite's own: their time is moved a scenario at a time, and the client's never is.
        self.clock = TargetClock(_EXACT, VirtualClock())

    def app(self, stage: Stage) -> App:
        """Return the client of one scenario.

        It is given up where its driver fails at a plain sign-in as well, and where the run's time is used up.
        """
        if too_late := self._why_too_late():
            self.driver.give_up(too_late)
        if self.driver.is_doubtful and not self._is_deciding:
            self._is_deciding = True
            if (why := self._why_not(stage.scene.version)) is not None:
                self.driver.give_up(why)
            self._is_deciding = False
        return App(self.driver, stage.scene, lambda: stage.give_up() or self._why_too_late())

    def after_fork(self, passing: TargetTimeFor) -> None:
        """Start a driver of its own where this process was forked since."""
        if self._process != os.getpid():
            self._process, self.passing = os.getpid(), passing
            self.driver = self._make_driver()

    def end(self) -> None:
        """End the driver, where this process has started it."""
        if self._process == os.getpid():
            self.driver.end()

    def probe(self, version: str | None = None) -> Exchange:
        """Let the first user sign in, beside every scenario, and return the last exchange."""
        raise NotImplementedError("a client is told what to do, and asked nothing")

    def give_up_at_a_gateway(self) -> None:
        """Do nothing: nothing stands in front of a client."""

    def give_up_without_cookies(self) -> None:
        """Do nothing: nobody keeps cookies of a client's."""

    def skew_in(self, samples: list[Exchange]) -> Skew:  # noqa: ARG002  its signature
        """Return nothing: a client's clock plays no part."""
        return _EXACT

    def can_sign_in(self) -> bool:
        """Whether the first user can be signed in; how long that takes is the client's answer time."""
        return self._why_not(self.target.versions[0]) is None

    def still_signs_in(self) -> bool:
        """Whether that is so at the end of a run as well; True where no time is left."""
        return self.connection.budget.is_spent or self.can_sign_in()

    def is_answering(self, version: str | None) -> bool:
        """Whether the first user can be signed in now."""
        return self._why_not(version or self.target.versions[0]) is None

    def undiscriminating_reason(self, version: str | None) -> str | None:
        """Return why what the client does says nothing: nobody can be signed in with it."""
        return self._why_not(version or self.target.versions[0])

    def follows_link(self, version: str) -> bool:
        """Whether the client goes where Link leads, in its plainest form."""
        if version not in self._follows_link:
            with self.open_stage(self.target, version, self.new_transcript()) as stage:
                stage.depart("Layer", LINKED)
                app = self.app(stage)
                stage.sign_in_as(self.target.users[0])
                try:
                    require_sign_in(stage.scene, app.sign_in(self.target.users[0]))
                    app.use()
                except (Inconclusive, DriverError, TargetLostError):
                    return False
                uses = [exchange.sent.path for _, exchange in stage.scene.uses()]
                self._follows_link[version] = any("/lists/" in path for path in uses)
        return self._follows_link[version]

    def _why_not(self, version: str) -> str | None:
        """Return why nobody can be signed in, or None where that goes well."""
        user = self.target.users[0]
        with self.open_stage(self.target, version, self.new_transcript()) as stage:
            stage.sign_in_as(user)
            try:
                app = self.app(stage)
                app.begin()  # this may start the driver, which is no part of a scenario's time
                began = RealTime.monotonic()
                told = app.sign_in(user)
                self.answer_time = RealTime.monotonic() - began
                require_sign_in(stage.scene, told)
            except (Inconclusive, DriverError, TargetLostError) as error:
                return str(error)
            finally:
                self.count(stage.scene)
        return None

    def _why_too_late(self) -> str:
        """Return that the run has no time left, or nothing."""
        return "the run's time is used up: client.max_time would give more" if self.connection.budget.is_spent else ""

    def count(self, scene: Scene) -> None:
        """Count the requests of a scene that is over."""
        self.connection.requests += len(scene.transcript.exchanges)
