"""Several reference actors on one port."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from conformance.clock import Clock
from conformance.reference.messages import Answer, Request
from conformance.reference.provider.core import ReferenceProvider
from conformance.reference.server.core import ReferenceServer


@dataclass(frozen=True, eq=False)
class MountingServer(ReferenceServer):
    """A reference server with others beside it: a request to a path of `mounts` is theirs, query or not."""

    mounts: Mapping[str, Callable[[Request], Answer]] = field(default_factory=dict)

    def handle(self, request: Request) -> Answer:
        """Answer any request, or let the one answer whose path it names."""
        mounted = self.mounts.get(request.path.partition("?")[0])
        return super().handle(request) if mounted is None else mounted(request)


def beside(provider: ReferenceProvider, clock: Clock | None = None) -> MountingServer:
    """Return a reference server of the same credentials with `provider` beside it, by the provider's own clock."""
    return MountingServer(
        clock or provider.clock, provider.credentials, mounts={provider.settings.path: provider.handle}
    )
