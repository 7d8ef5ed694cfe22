"""A request that sets a target's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from conformance.caller.http.connection import Connection
from conformance.caller.time.waiting import ClockDidNotAdvanceError
from conformance.clock import SteadyClock
from conformance.targets import ClockHook, HttpSettings, Target, fill

#: Those that say the moment or the distance exactly.
_EXACT = frozenset({"milliseconds", "iso", "offset"})


class HookedClock:
    """A target's clock that a request sets, as the target file's `[clock]` describes it."""

    may_stand = True

    def __init__(self, hook: ClockHook, target: Target) -> None:
        self._hook = hook
        self._headers = {"Content-Type": "application/json" if hook.template[:1] in ("{", "[") else "text/plain"}
        self._connection = Connection(_settings(hook, target))
        self._steady = SteadyClock()
        self._fault: str | None = None
        self.moment = 0.0
        self.rounding = 0.0 if hook.placeholders <= _EXACT else 0.5
        self.how = f"the hook {hook.method} {hook.url.partition('?')[0]}"

    def begin(self) -> None:
        """Let the target's time be the machine's; where that fails, every rule that needs time says so."""
        try:
            self.set(0)
        except ClockDidNotAdvanceError as failed:
            self._fault = str(failed)

    def set(self, ahead: float) -> None:
        """Set the clock so many seconds ahead of the machine's; raises ClockDidNotMove where the hook refuses."""
        if self._fault is not None:
            raise ClockDidNotAdvanceError(self._fault)
        moment = self._steady.now() + ahead
        values = _values(moment, ahead)
        url = fill(self._hook.url, {name: quote(value, safe="") for name, value in values.items()})
        body = fill(self._hook.template, values).encode("utf-8") if self._hook.template else None
        exchange = self._connection.send(self._hook.method, url, self._headers if body else {}, body)
        received = exchange.received
        if received is None or not 200 <= received.status < 300:
            did = f"answered {received.status}" if received else str(exchange.fault)
            raise ClockDidNotAdvanceError(f"{self.how}, which is to set the target's clock, {did}")
        self.moment = moment

    def end(self) -> None:
        """Let the target's time be the machine's again."""
        if self._fault is None:
            self.set(0)


def _values(moment: float, ahead: float) -> dict[str, str]:
    iso = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return {
        "epoch": f"{moment:.0f}",
        "milliseconds": f"{moment * 1000:.0f}",
        "iso": iso.replace("+00:00", "Z"),
        "offset": f"{ahead:.0f}",
    }


def _settings(hook: ClockHook, target: Target) -> HttpSettings:
    """Return how the hook is spoken to: as the target is, and without the target's headers at any other address."""
    if urlsplit(hook.url).netloc == urlsplit(target.url).netloc:
        return target.http
    return replace(target.http, headers={}, client_cert=None)
