"""The examination of a server that nobody asks: its scenarios find what was recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from urllib.parse import urlsplit

from conformance.caller import Skew, TargetClock
from conformance.caller.replay import ReplayConnection
from conformance.caller.samples import Samples
from conformance.clock import VirtualClock
from conformance.evidence.deserialize import Recorded
from conformance.evidence.exchange import Exchange
from conformance.examination.server import ServerExamination
from conformance.targets import Capabilities, ServerTarget

_NOWHERE = "http://recorded.invalid"
_UNCERTAINTY = re.compile(r"give or take ([0-9.]+) s")


class RecordedExamination(ServerExamination):
    """What all scenarios share. The tokens that it signs go nowhere: any key will do.

    `doubt` is how far the clock of the target may have been off, in seconds.
    """

    #: Nobody opens it.
    key_set = staticmethod(lambda: f"{_NOWHERE}/jwks.json")

    def __init__(self, target: ServerTarget, doubt: float) -> None:
        self._doubt = doubt
        super().__init__(target)
        self._plain = target
        self.connection = self.record = ReplayConnection()

    def begin(self, virtual: VirtualClock | None) -> None:
        """Ask nobody; the clock stands still."""
        self.clock = TargetClock(Skew(0.0, self._doubt), virtual or VirtualClock())

    def turn_to(self, exchanges: Sequence[Recorded], refusals: dict[str, Exchange] | None = None) -> None:
        """Turn to one scenario: to its record, its address, its time, and what other scenarios have provoked."""
        self.record.begin(exchanges)
        self.refusals = {} if refusals is None else dict.fromkeys(self._plain.versions, refusals)
        # What a scenario has shared with others stands in its own record.
        self.shared, self.samples = {}, Samples()
        urls = [exchange["request"]["url"] for exchange in exchanges]
        self.target = _at(self._plain, urls, [each["request"]["method"] for each in exchanges])
        started = datetime.fromisoformat(exchanges[0]["started"]).timestamp() if exchanges else VirtualClock.START
        self.begin(VirtualClock(started))

    def can_sign_in(self) -> bool:
        """Say no: nobody is there to let anybody in."""
        return False

    def is_answering(self, _version: str | None) -> bool:
        """Say yes: where it did not, the run itself has said so."""
        return True

    def require_discrimination(self, _version: str | None) -> None:
        """Leave that to the run: its requests for this stand in no record."""


class RecordedRefusals(dict[str, Exchange]):
    """Refusals that another scenario has provoked: whichever is asked for is the next of this one's record."""

    def __init__(self, connection: ReplayConnection) -> None:
        super().__init__()
        self._connection = connection

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Exchange:
        self[name] = self._connection.take()
        return self[name]


def recorded_examination(target: Recorded, server: ServerTarget) -> RecordedExamination:
    """Return the examination of the server that a verdict describes; `target` is its member of that name.

    What a verdict does not tell, such as keys, is taken from `server`.
    """
    configuration = target["configuration"]
    listed = configuration.get("capabilities of the server", configuration.get("capabilities", ""))
    there = replace(
        server,
        name=target["name"],
        url=target["url"] if "://" in target["url"] else _NOWHERE,
        versions=tuple(target["versions"]),
        capabilities=_declared(server.capabilities, listed.split(", ")),
    )
    doubt = _UNCERTAINTY.search(target["clock"])
    return RecordedExamination(there, float(doubt[1]) if doubt else 0.0)


def _declared(ours: Capabilities, names: Sequence[str]) -> Capabilities:
    """Return the capabilities of these names, as the reference has them: whose they are, no answer depends on."""
    without = {each.name: None for each in fields(ours) if each.name not in names}
    known = replace(ours, **without)
    return replace(known, protected_url="/") if "protected_url" in names else known


def _at(target: ServerTarget, urls: Sequence[str], methods: Sequence[str]) -> ServerTarget:
    """Return the target as it was for one scenario: the embedded reference has an address for each process.

    The host of what was read is one that may be told a session token, since it was told one.
    """
    read = [url for url, method in zip(urls, methods, strict=True) if method == "GET"]
    base = target.url if target.url != _NOWHERE else next(map(_origin, urls), _NOWHERE)
    http = replace(target.http, allowed_hosts=tuple(urlsplit(url).netloc for url in read))
    known = target.capabilities
    if known.protected_url is not None and read:
        known = replace(known, protected_url=read[0])
    return replace(target, url=base, http=http, capabilities=known)


def _origin(url: str) -> str:
    return f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
