"""The embedded reference actors as targets: what is examined where no target is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from conformance.clock import Clock
from conformance.embedded.client_target import embedded_client
from conformance.embedded.frozen_clock import FrozenClock
from conformance.embedded.provider_target import embedded_provider
from conformance.reference.client import ReferenceClient
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import CREDENTIALS, ReferenceServer, running
from conformance.reference.server import Credentials as Registered
from conformance.targets import (
    Capabilities,
    Credentials,
    EmbeddedTarget,
    RetiredKey,
    ServerTarget,
    Target,
    Targets,
    UnboundProvider,
)

EMBEDDED_NAME = "the embedded reference"

#: What makes each actor as it is by default; a client has no clock of its own to go by, and is a class.
_USUAL: Mapping[str, Callable[[Clock], Any]] = {
    "server": ReferenceServer,
    "provider": ReferenceProvider,
    "client": lambda _clock: ReferenceClient,
}


class UnknownReferenceError(LookupError):
    """A mutant or a variation that there is none of; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class EmbeddedReference:
    """The reference actors as they run on loopback, the clock that moves them, and what is registered there."""

    url: str
    clock: FrozenClock
    credentials: Credentials


def reference_named(kind: str, name: str) -> tuple[str, Callable[[Clock], Any]]:
    """Return the actor of a mutant or a variation, and what makes it; raises UnknownReferenceError for other names."""
    try:
        found = _change_named(kind, name)
    except LookupError as error:
        raise UnknownReferenceError(str(error)) from error
    usual = _USUAL[found.actor]
    return found.actor, lambda clock: found.apply(usual(clock))


def _change_named(kind: str, name: str) -> Any:
    """Return it without importing those of the other kind: a process of the matrix lives for a tenth of a second."""
    if kind == "mutant":
        from conformance.reference.mutants import mutant_named

        return mutant_named(name)
    from conformance.reference.variations import variation_named

    return variation_named(name)


def embedded_targets(
    named: str | None = None, actor: str | None = None, provider: Callable[[Clock], ReferenceProvider] | None = None
) -> Targets:
    """Return the reference actors as targets, before they have an address: all of them, or the one `actor`.

    `provider` makes what stands in the place of the plain provider.
    """
    known = CREDENTIALS
    server = ServerTarget(
        name=named or EMBEDDED_NAME,
        actor="server",
        url="",
        versions=("1.0", "2.0"),
        credentials=_credentials(known),
        capabilities=Capabilities(
            disabled_key=RetiredKey(known.disabled_key.key_id, known.disabled_key.signing_key),
            deleted_key=RetiredKey(known.deleted_key.key_id, known.deleted_key.signing_key),
            unbound_provider=UnboundProvider(
                known.unbound_provider_id,
                known.unbound_key.key_id,
                known.unbound_key.signing_key,
                known.other_app_id,
            ),
            suspended_user=known.suspended_user,
            session_lifetime=30 * 86400,
        ),
    )
    name = named or EMBEDDED_NAME
    every = (server, embedded_provider(name, provider), embedded_client(name))
    return Targets.of(*(target for target in every if actor in (None, target.actor)))


def _credentials(known: Registered) -> Credentials:
    return Credentials(known.app_id, known.provider_id, known.key.key_id, known.key.signing_key)


def reference_of(target: EmbeddedTarget) -> tuple[str, str] | None:
    """Return kind and name of the mutant or variation that a target file names; None for the reference itself.

    Raises UnknownReferenceError where there is none of that name, or where it is another actor than the file says.
    """
    if target.embedded == "reference":
        return None
    kind, _, name = target.embedded.partition(":")
    actor, _make = reference_named(kind, name)
    if actor != target.actor:
        raise UnknownReferenceError(f"target.embedded is a {actor}, and target.actor says {target.actor}")
    return kind, name


def is_embedded(target: Target) -> bool:
    """Whether the target is ours to start."""
    return not target.url


@contextmanager
def run_reference(
    make: Callable[[Clock], ReferenceServer] | None, clock: FrozenClock | None = None
) -> Iterator[EmbeddedReference]:
    """Run the reference on a loopback port, in a frozen time of its own, or in that of `clock`, which begins again."""
    frozen = clock or FrozenClock()
    frozen.rewind()
    try:
        reference = (make or ReferenceServer)(frozen)
        with running(reference) as url:
            yield EmbeddedReference(url, frozen, _credentials(reference.credentials))
    finally:
        if clock is None:
            frozen.stop()
