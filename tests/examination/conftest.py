"""Servers in this process as targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from conformance.clock import WallClock
from conformance.embedded.targets import embedded_targets
from conformance.reference.server import ReferenceServer, running
from conformance.targets import ServerTarget


@pytest.fixture
def serve() -> Iterator[Callable[..., ServerTarget]]:
    """Return what runs a server, by the wall clock unless one is named, and describes it as a target."""
    with ExitStack() as stack:

        def start(server: ReferenceServer | None = None) -> ServerTarget:
            url = stack.enter_context(running(server or ReferenceServer(WallClock())))
            return replace(embedded_targets().server, url=url)

        yield start
