"""A request that sets a target's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from conformance.caller.http.connection import Connection, TargetLostError
from conformance.caller.time.waiting import ClockDidNotAdvanceError
from conformance.clock import SteadyClock
from conformance.targets import ClockHook, HttpSettings, Target, fill

#: The placeholders that give the moment or the distance exactly.
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
        # The path and the query may hold a token.
        self.how = f"the hook {hook.method} at {urlsplit(hook.url).netloc}"

    def begin(self) -> None:
        """Set the target's time to the machine's; where that fails, every rule that needs time says so."""
        try:
            self.set(0)
        except ClockDidNotAdvanceError as failed:
            self._fault = str(failed)

    def set(self, ahead: float) -> None:
        """Set the clock this many seconds ahead of the machine's.

        Raises ClockDidNotAdvanceError where the hook does not accept it.
        """
        if self._fault is not None:
            raise ClockDidNotAdvanceError(self._fault)
        moment = self._steady.now() + ahead
        values = _values(moment, ahead)
        url = fill(self._hook.url, {name: quote(value, safe="") for name, value in values.items()})
        body = fill(self._hook.template, values).encode("utf-8") if self._hook.template else None
        try:
            exchange = self._connection.send(self._hook.method, url, self._headers if body else {}, body)
        except TargetLostError as lost:
            raise ClockDidNotAdvanceError(
                f"{self.how}, which sets the target's clock, does not answer: {lost}"
            ) from lost
        received = exchange.received
        if received is None or not 200 <= received.status < 300:
            outcome = f"answered {received.status}" if received else str(exchange.fault)
            raise ClockDidNotAdvanceError(f"{self.how}, which sets the target's clock, {outcome}")
        self.moment = moment

    def end(self) -> None:
        """Set the target's time to the machine's again."""
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
    """Return the settings of the target; at another address than the target's without its headers and certificate.

    The clock is put back however long the run has taken.
    """
    if urlsplit(hook.url).netloc == urlsplit(target.url).netloc:
        return replace(target.http, max_time=None)
    return replace(target.http, headers={}, client_cert=None, max_time=None)
