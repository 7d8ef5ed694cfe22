"""Servers in this process as targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from scripted_connection import ScriptedConnection

from conformance.caller.http import connection, repeating
from conformance.clock import VirtualClock, WallClock
from conformance.embedded.targets import embedded_targets
from conformance.evidence.exchange import Sent
from conformance.examination.server import ServerExamination
from conformance.reference.server import ReferenceServer, running
from conformance.targets import ServerTarget


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a target that does not answer again at once: how long the pauses are is the caller's."""
    monkeypatch.setattr(connection, "BEFORE_GIVING_UP", tuple(0.0 for _ in repeating.BEFORE_GIVING_UP))


@pytest.fixture
def serve() -> Iterator[Callable[..., ServerTarget]]:
    """Return what runs a server, by the wall clock unless one is named, and describes it as a target."""
    with ExitStack() as stack:

        def start(server: ReferenceServer | None = None) -> ServerTarget:
            url = stack.enter_context(running(server or ReferenceServer(WallClock())))
            return replace(embedded_targets().server, url=url)

        yield start


@pytest.fixture
def scripted(serve) -> Iterator[Callable[..., ServerExamination]]:
    """Return what makes an examination whose requests are from now on answered by a function."""
    target = serve()

    def make(answer: Callable[[Sent], int | None]) -> ServerExamination:
        examination = ServerExamination(target, VirtualClock())
        examination.connection = ScriptedConnection(answer)
        return examination

    return make
