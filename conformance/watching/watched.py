"""The examination of a client that a person works: what one session of it shows is judged by all its scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.caller import Budget
from conformance.caller.client import App, ClientDriver, Stage
from conformance.evidence.scene import Scene
from conformance.evidence.transcript import Transcript
from conformance.examination.client import LINKED, ClientExamination
from conformance.examination.recorded_client import RecordedApp, RecordedStage
from conformance.judging.client_words import require_sign_in
from conformance.judging.outcomes import Inconclusive, Undeclared
from conformance.judging.verdicts import undone_reason
from conformance.targets import ClientTarget
from conformance.watching.addresses import Addresses
from conformance.watching.board import Board
from conformance.watching.person import Person
from conformance.watching.script import Script

#: What a driver would be told, by how the words of the features begin.
_ACTIONS = {"signs out": "sign_out", "uses": "use", "is restarted": "restart"}


@dataclass(frozen=True)
class _Seen:
    """One session of the app: what is asked of the person, and what comes in."""

    script: Script
    scene: Scene

    @property
    def done(self) -> Script:
        """How much of it the person has done."""
        return self.script.done(sum(told.do != "begin" for told in self.scene.told))


class WatchedExamination(ClientExamination):
    """An examination whose driver is a person; the scenario to come is told by `turn_to`."""

    def __init__(self, target: ClientTarget, addresses: Addresses, board: Board) -> None:
        self._addresses = addresses
        self._person = Person(board, addresses.resting)
        self._script = Script(target.versions[0], (), ())
        self._seen: list[_Seen] = []
        # A person takes as long as they like, and ends the watch themselves.
        budget = Budget(target.http.max_requests)
        super().__init__(target, self._open, lambda: ClientDriver(target, lambda _target: self._person), budget)

    def turn_to(self, script: Script) -> None:
        """Let the next stage be for a scenario of this script."""
        self._script = script

    def app(self, stage: Stage) -> App:
        """Return the client of one scenario: as it was seen, or in the hands of the person.

        Raises Undeclared for what the person has skipped, or said to be impossible with this app.
        """
        if isinstance(stage, RecordedStage):
            return RecordedApp(self.target, stage)
        script = self._script
        for beginning, action in _ACTIONS.items():
            if action in self._person.cannot and any(doing.startswith(beginning) for doing in script.doings):
                raise Undeclared.unsupported(action)
        earlier = [each for each in self._seen if each.scene is not stage.scene]
        if any(script.begins(each.script) for each in earlier if each.done != each.script):
            raise Undeclared(undone_reason("this"))
        return super().app(stage)

    def require_discrimination(self, version: str | None) -> None:
        """Raise Inconclusive for as long as nobody was seen to sign in: a later session may show it."""
        if (why := self.undiscriminating_reason(version)) is not None:
            raise Inconclusive(why)

    def count(self, scene: Scene) -> None:
        """Count the requests of a scene, but not those that were seen before."""
        if any(scene is each.scene for each in self._seen):
            super().count(scene)

    def can_sign_in(self) -> bool:
        """Whether the first user can be signed in: nobody is asked before the scenarios begin."""
        return True

    def follows_link(self, version: str) -> bool:
        """Whether the client goes where Link leads, in its plainest form: seen in the scenario about it."""
        script = self._script
        self.turn_to(Script(version, (f"at Layer, {LINKED}",), ("signs alice in", "uses the session")))
        try:
            return super().follows_link(version)
        finally:
            self.turn_to(script)

    def _why_not(self, version: str) -> str | None:
        """Return why nothing that was seen counts: nobody was seen to sign in, in any session."""
        why = "nobody was seen to sign in"
        for scene in (each.scene for each in self._seen if each.script.version == version):
            for told in scene.during("sign_in"):
                try:
                    require_sign_in(scene, told)
                except Inconclusive as reason:
                    why = str(reason)
                else:
                    return None
        return why

    @contextmanager
    def _open(self, target: ClientTarget, version: str, transcript: Transcript) -> Iterator[Stage]:
        script = self._script
        known = next((each for each in self._seen if script.begins(each.done)), None)
        if known is not None:
            yield RecordedStage(known.scene, transcript)
            return
        with self._addresses.open_stage(target, version, transcript) as stage:
            self._seen.append(_Seen(script, stage.scene))
            yield stage
