"""The reference client as a target: its driver runs in this process, where nothing has to be started."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from conformance.clock import RealTime
from conformance.reference.client import Answering, ReferenceClient
from conformance.targets import ClientTarget


def embedded_client(name: str) -> ClientTarget:
    """Return the reference client as a target."""
    return ClientTarget(name=name, actor="client", url="", sample=True)


class SkippedTime:
    """Real time, and beyond it the pauses of an app of our own, for which nobody waits."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def pause(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self._skipped += seconds

    def time(self) -> float:
        """Return the time after all the pauses."""
        return RealTime.time() + self._skipped


class DriverInProcess:
    """What `caller.driver.Driver` is for a client of our own: the same protocol without a second process."""

    log = ""

    def __init__(self, client: type[ReferenceClient], pause: Callable[[float], None] = time.sleep) -> None:
        self._answering = Answering(client, pause)

    def ask(self, do: str, members: Mapping[str, object], _give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Tell the client to do something and return its answer."""
        try:
            return self._answering.answer({"id": 0, "do": do, **members})
        except Exception as error:  # a mutant may do anything
            return {"id": 0, "ok": False, "error": f"{type(error).__name__}: {error}"}

    def end(self) -> None:
        """Nothing was started."""
