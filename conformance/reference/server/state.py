"""What the reference server has and knows, without what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from conformance.reference.actor import Actor
from conformance.reference.server.directory import Directory
from conformance.reference.server.nonces import NonceStore
from conformance.reference.server.response_writer import ResponseWriter
from conformance.reference.server.sessions import SessionStore
from conformance.reference.server.settings import Settings


@dataclass(frozen=True, eq=False)
class ServerState(Actor):
    """The settings and stores that the rules of a server read and change.

    A changed copy, by `dataclasses.replace` or by the methods of an actor, starts with empty stores.
    """

    settings: Settings = field(default_factory=Settings)
    writer: ResponseWriter = field(default_factory=ResponseWriter)
    registry: Directory | None = None
    nonces: NonceStore = field(default_factory=NonceStore, init=False, repr=False)
    sessions: SessionStore = field(default_factory=SessionStore, init=False, repr=False)

    @cached_property
    def directory(self) -> Directory:
        """What the server knows: its `registry`, or without one what follows from its credentials."""
        return self.registry or Directory.of(self.credentials)
