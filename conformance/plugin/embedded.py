"""The embedded reference as a target: what is examined where no target is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import freezegun

from conformance.clock import VirtualClock
from conformance.reference.server import CREDENTIALS, ReferenceServer, running
from conformance.targets import Capabilities, Credentials, RetiredKey, Target, UnboundProvider

EMBEDDED_NAME = "the embedded reference server"

#: Code that must see real time while the steps see frozen time (docs/decisions/0003-time.md). The test is a
#: prefix test on the modules of the nearest frames, so that anything broader would un-freeze the steps.
_REAL_TIME = ["allure_commons.utils", "_pytest.timing", "pytest_bdd.reporting"]


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

    def _moment(self) -> str:
        from datetime import UTC, datetime

        return datetime.fromtimestamp(self.now(), UTC).strftime("%Y-%m-%d %H:%M:%S")


def embedded_target() -> Target:
    """Return the reference server as a target, before it has an address."""
    known = CREDENTIALS
    return Target(
        name=EMBEDDED_NAME,
        actor="server",
        url="",
        versions=("1.0", "2.0"),
        credentials=Credentials(known.app_id, known.provider_id, known.key.key_id, known.key.signing_key),
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


def is_embedded(target: Target) -> bool:
    """Whether the target is ours to start."""
    return not target.url


@contextmanager
def embedded(target: Target) -> Iterator[tuple[Target, FrozenClock]]:
    """Run the reference server on a loopback port; the target then has an address."""
    clock = FrozenClock()
    try:
        with running(ReferenceServer(clock)) as url:
            yield replace(target, url=url), clock
    finally:
        clock.stop()
