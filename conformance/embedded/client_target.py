"""The reference client as a target: its driver runs in this process, where nothing has to be started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.reference.client import Answering, ReferenceClient
from conformance.targets import ClientTarget


def embedded_client(name: str) -> ClientTarget:
    """Return the reference client as a target."""
    return ClientTarget(name=name, actor="client", url="", sample=True)


class DriverInProcess:
    """What `caller.driver.Driver` is for a client of our own: the same protocol without a second process."""

    log = ""

    def __init__(self, client: type[ReferenceClient]) -> None:
        self._answering = Answering(client)

    def ask(self, do: str, members: Mapping[str, object], _give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Tell the client to do something and return its answer."""
        try:
            return self._answering.answer({"id": 0, "do": do, **members})
        except Exception as error:  # a mutant may do anything
            return {"id": 0, "ok": False, "error": f"{type(error).__name__}: {error}"}

    def end(self) -> None:
        """Nothing was started."""
