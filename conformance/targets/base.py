"""What is known of a target, whichever actor it plays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conformance.catalogue import KnownIssue
from conformance.targets.clocks import TargetTime, WallTime

#: So many processes examine a target unless its file says otherwise.
_PROCESSES = 4
#: No scenario sends more requests at the same moment: each needs a connection of its own.
LARGEST_BURST = 50


@dataclass(frozen=True)
class HttpSettings:
    """How the suite talks to the target.

    `timeout` is in seconds. `verify` is whether the target's certificate is checked, or the path of the CA
    bundle to check it with. `client_cert` is a file with a certificate and its key, or one file for each.
    `headers` go out with every request; each of `secrets` is hidden wherever it turns up. `allowed_hosts` may
    receive a session token, beside the target's own host; they are in small letters, with the port where a URL would
    name it. `max_requests` is the most that a run sends, `max_rate` the most that it sends in a second, `burst` the
    most that it sends at the same moment. `parallel` is how many processes examine at once, or None for what suits the
    actor. After `max_time` seconds, beyond those that it waits on purpose, it sends no
    more; None sets no end. With `cookies`, what an answer sets is sent with every later request.
    """

    timeout: float = 10.0
    verify: bool | str = True
    client_cert: str | tuple[str, str] | None = None
    proxy: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    max_requests: int = 10_000
    max_rate: float | None = None
    parallel: int | None = None
    burst: int = LARGEST_BURST
    max_time: float | None = 3600.0
    cookies: bool = False
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is known of a target, whichever actor it is.

    `profile` is what runs claim of it, by name, or None for the widest that a run can decide. `source` is the file it
    was read from, if any.
    """

    name: str
    actor: str
    url: str
    versions: tuple[str, ...] = ()
    http: HttpSettings = field(default_factory=HttpSettings)
    clock: TargetTime = field(default_factory=WallTime)
    known: tuple[KnownIssue, ...] = ()
    profile: str | None = None
    source: Path | None = None

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield what no output may show: its kind, by a name of evidence's KINDS, and its value."""
        yield from (("header", value) for value in self.http.secrets)

    @property
    def declared(self) -> frozenset[str]:
        """The names of the capabilities that are declared, as a requirement's `needs` has them."""
        return frozenset()

    @property
    def processes(self) -> int:
        """How many processes examine it at once: a clock that the suite sets is set by one."""
        return (self.http.parallel or _PROCESSES) if isinstance(self.clock, WallTime) else 1

    @property
    def session_lifetime(self) -> int | None:
        """How long a session lives, in seconds; None where the file does not declare it."""
        return None

    def undeclared(self, needs: Iterable[str]) -> list[str]:
        """Return which of these capabilities are not declared."""
        return [need for need in needs if need not in self.declared]
