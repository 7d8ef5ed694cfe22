"""Connections to servers that say whatever a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from raw_server import RawServer, Script

from conformance.caller import Connection
from conformance.caller.http.budget import Budget
from conformance.targets import HttpSettings

#: Seconds that an exchange of a test may take before it is a fault.
TIMEOUT = 0.5


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Return what starts a server; all of them are ended, and their threads gone, before the test is over."""
    started: list[RawServer] = []

    def start(script: Script, **more: object) -> RawServer:
        started.append(RawServer(script, **more))
        return started[-1]

    yield start
    for server in started:
        server.end()


@pytest.fixture
def naps() -> list[float]:
    """What the connections of a test have waited for, in seconds: they do not wait."""
    return []


@pytest.fixture
def connect(naps) -> Iterator[Callable[..., Connection]]:
    """Return what makes a connection with these HTTP settings, impatient unless they say otherwise."""
    connections: list[Connection] = []

    def make(**settings: object) -> Connection:
        http = HttpSettings(**{"timeout": TIMEOUT, **settings})
        connections.append(Connection(http, Budget(http.max_requests, http.max_rate, naps.append)))
        return connections[-1]

    yield make
    for connection in connections:
        connection.close()


@pytest.fixture
def ask(serve, connect):
    """Return what sends one request to a server with this script."""

    def send(script: Script, method: str = "POST", *, surplus: bool = False, timeout: float = TIMEOUT, **more: object):
        connection = connect(timeout=timeout)
        return connection.send(method, f"{serve(script, **more).url}/x", {"A": "b"}, surplus=surplus)

    return send
