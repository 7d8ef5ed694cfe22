"""What has been seen of a client once, again: the same exchanges and the same words, and nobody does anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from conformance.caller.client import App, ClientDriver
from conformance.evidence.scene import Scene, Told
from conformance.evidence.transcript import Transcript
from conformance.targets import ClientTarget, User


class NotSeenError(Exception):
    """A client is told something that it was not told when it was recorded; the message says what."""


@dataclass
class RecordedStage:
    """A stage on which nothing happens but what is recorded; `scene` fills up as the client is told things."""

    recorded: Scene
    transcript: Transcript
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        self.scene = replace(self.recorded, transcript=self.transcript, told=[], asked=[], met=dict(self.recorded.met))

    def depart(self, place: str, name: str) -> None:
        """Do nothing: what met the situation is recorded."""

    def sign_in_as(self, user: User) -> None:
        """Do nothing: whoever signed in is recorded."""

    def expect_use(self) -> None:
        """Do nothing: what came then is recorded."""

    def await_deletion(self) -> None:
        """Wait for nothing: what has come is there."""

    def advance(self, seconds: float) -> None:
        """Let no time pass: it has."""

    def give_up(self) -> str:
        """Say that there is always use in waiting: nobody waits."""
        return ""


class RecordedApp(App):
    """The client of a recorded scene; it does what it did then, in the same order."""

    def __init__(self, target: ClientTarget, stage: RecordedStage) -> None:
        super().__init__(ClientDriver(target), stage.scene, stage.give_up)
        self._recorded = stage.recorded

    def _tell(self, do: str, **members: str) -> Told:
        place = len(self.scene.told)
        told = self._recorded.told[place] if place < len(self._recorded.told) else None
        if told is None or (told.do, told.user) != (do, members.get("user", "")):
            raise NotSeenError(f"the client is told {do}, which was not recorded")
        following = self._recorded.told[place + 1 :]
        self._add_exchanges(following[0].start if following else len(self._recorded.transcript.exchanges))
        self.scene.told.append(told)
        return told

    def _add_exchanges(self, stop: int) -> None:
        """Add what came in until the exchange `stop`, with what was read of it."""
        exchanges = self.scene.transcript.exchanges
        start = len(exchanges)
        exchanges.extend(self._recorded.transcript.exchanges[start:stop])
        self.scene.asked.extend(each for each in self._recorded.asked if start <= each.number < stop)
