"""The embedded reference actors as targets: what is examined where no target is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import freezegun
import pytest

from conformance.clock import Clock, VirtualClock
from conformance.plugin.embedded_provider import embedded_provider
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import CREDENTIALS, ReferenceServer, running
from conformance.reference.server import Credentials as Registered
from conformance.targets import AnyTarget, Capabilities, Credentials, RetiredKey, Target, UnboundProvider

EMBEDDED_NAME = "the embedded reference"

#: Code that must see real time while the steps see frozen time (docs/decisions/0003-time.md). The test is a
#: prefix test on the modules of the nearest frames, so that anything broader would un-freeze the steps.
_REAL_TIME = ["allure_commons.utils", "_pytest.timing", "pytest_bdd.reporting"]

#: What the embedded reference server is made of, where it is not the plain one.
REFERENCE = pytest.StashKey[Callable[[Clock], ReferenceServer] | None]()
#: What the embedded provider is made of, where it is not the plain one.
PROVIDER = pytest.StashKey[Callable[[Clock], ReferenceProvider] | None]()


class UnknownReference(LookupError):
    """A mutant or a variation that there is none of; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


class FrozenClock(VirtualClock):
    """The reference's clock, which takes the process's own time along: the two can never differ."""

    def __init__(self) -> None:
        super().__init__()
        freezegun.configure(extend_ignore_list=_REAL_TIME)
        self._freezer = freezegun.freeze_time(self._moment())
        self._frozen = self._freezer.start()

    def advance(self, seconds: float) -> None:
        """Move the reference's time and the process's time ahead."""
        super().advance(seconds)
        self._frozen.move_to(self._moment())

    def stop(self) -> None:
        """Give the process its own time back."""
        self._freezer.stop()

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)


#: A clock that stands still already, for the processes that are forked from this one.
CLOCK = pytest.StashKey[FrozenClock]()


@contextmanager
def frozen_beforehand(stash: pytest.Stash) -> Iterator[None]:
    """Freeze the time that processes forked meanwhile are to begin with.

    freezegun reads every module for it, which is a third of a short run: once here, and not again in each of them.
    """
    stash[CLOCK] = clock = FrozenClock()
    try:
        yield
    finally:
        del stash[CLOCK]
        clock.stop()


@dataclass(frozen=True)
class Site:
    """The reference actors as they run on loopback, the clock that moves them, and what is registered there."""

    url: str
    clock: FrozenClock
    credentials: Credentials


def reference_named(kind: str, name: str) -> Callable[[Clock], Any]:
    """Return what makes the mutant or the variation of this name; raises UnknownReference for any other."""
    return _named(kind, name)[1]


def examine_reference(stash: pytest.Stash, kind: str, name: str) -> str:
    """Put a mutant or a variation in the place of its embedded actor, and return which actor that is.

    Raises UnknownReference for a name that is none.
    """
    actor, make = _named(kind, name)
    if actor == "server":
        stash[REFERENCE] = make
    else:
        stash[PROVIDER] = make
    return actor


def _named(kind: str, name: str) -> tuple[str, Callable[[Clock], Any]]:
    from conformance.reference.mutants import mutant_named
    from conformance.reference.variations import variation_named

    try:
        found = mutant_named(name) if kind == "mutant" else variation_named(name)
    except LookupError as error:
        raise UnknownReference(str(error)) from error
    usual: Callable[[Clock], Any] = ReferenceServer if found.actor == "server" else ReferenceProvider
    return found.actor, lambda clock: found.apply(usual(clock))


def embedded_targets(
    named: str | None = None, actor: str | None = None, provider: Callable[[Clock], ReferenceProvider] | None = None
) -> dict[str, AnyTarget]:
    """Return the reference actors as targets, before they have an address: all of them, or the one `actor`.

    `provider` makes what stands in the place of the plain provider.
    """
    known = CREDENTIALS
    server = Target(
        name=named or EMBEDDED_NAME,
        actor="server",
        url="",
        versions=("1.0", "2.0"),
        credentials=_credentials(known),
        capabilities=Capabilities(
            disabled_key=RetiredKey(known.disabled_key.key_id, known.disabled_key.signing_key),
            deleted_key=RetiredKey(known.deleted_key.key_id, known.deleted_key.signing_key),
            unbound_provider=UnboundProvider(
                known.unbound_provider_id, known.unbound_key.key_id, known.unbound_key.signing_key
            ),
            suspended_user=known.suspended_user,
            session_lifetime=30 * 86400,
        ),
    )
    targets: dict[str, AnyTarget] = {
        "server": server,
        "provider": embedded_provider(named or EMBEDDED_NAME, provider),
    }
    return {name: target for name, target in targets.items() if actor in (None, name)}


def _credentials(known: Registered) -> Credentials:
    return Credentials(known.app_id, known.provider_id, known.key.key_id, known.key.signing_key)


def is_embedded(target: AnyTarget) -> bool:
    """Whether the target is ours to start."""
    return not target.url


@contextmanager
def running_site(make: Callable[[Clock], ReferenceServer] | None, clock: FrozenClock | None = None) -> Iterator[Site]:
    """Run the reference on a loopback port, in a frozen time of its own."""
    clock = clock or FrozenClock()
    try:
        reference = (make or ReferenceServer)(clock)
        with running(reference) as url:
            yield Site(url, clock, _credentials(reference.credentials))
    finally:
        clock.stop()
