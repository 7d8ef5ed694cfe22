"""Servers in this process as targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from conformance.caller.http import connection, repeating
from conformance.clock import WallClock
from conformance.embedded.targets import embedded_targets
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
