"""The targets of one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from conformance.targets.base import Target
from conformance.targets.client_target import ClientTarget
from conformance.targets.provider_target import ProviderTarget
from conformance.targets.server_target import ServerTarget

_OneTarget = TypeVar("_OneTarget", bound=Target)


@dataclass(frozen=True, eq=False)
class Targets(Mapping[str, Target]):
    """What a run examines: at most one target of each actor, by the actor's name."""

    by_actor: Mapping[str, Target] = field(default_factory=dict)

    @classmethod
    def of(cls, *targets: Target) -> Targets:
        """Return these targets; each is of another actor."""
        return cls({target.actor: target for target in targets})

    @property
    def server(self) -> ServerTarget:
        """The server; raises LookupError where the run examines none."""
        return self._only(ServerTarget)

    @property
    def provider(self) -> ProviderTarget:
        """The provider; raises LookupError where the run examines none."""
        return self._only(ProviderTarget)

    @property
    def client(self) -> ClientTarget:
        """The client; raises LookupError where the run examines none."""
        return self._only(ClientTarget)

    def _only(self, kind: type[_OneTarget]) -> _OneTarget:
        for target in self.values():
            if isinstance(target, kind):
                return target
        raise LookupError(f"this run examines no {kind.__name__}, but {', '.join(self) or 'nothing'}")

    def __getitem__(self, actor: str) -> Target:
        return self.by_actor[actor]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_actor)

    def __len__(self) -> int:
        return len(self.by_actor)
