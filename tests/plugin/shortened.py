"""A plugin that shortens what is really waited for: loaded by `-p shortened` in runs of the tests.

It is for a server whose nonces live for `SHORTENED` seconds in place of ten minutes. The second on either side of the
ten minutes becomes three, for a machine that is busy; everything else is as much shorter as the ten minutes are.
"""

from __future__ import annotations

import os

import pytest

_TEN_MINUTES = 600.0
_LIFETIME = float(os.environ.get("SHORTENED", "8"))
#: What is near the end of a lifetime, in seconds, and how near it becomes.
_NEAR, _DISTANCE = 10.0, 3.0
#: Everything longer is as long as this; no feature tells it apart.
_LONGEST = 1.5 * _LIFETIME


def shortened(seconds: float) -> float:
    """Return how long is waited in place of so many seconds."""
    away = seconds - _TEN_MINUTES
    if 0 < abs(away) <= _NEAR:
        return _LIFETIME + (_DISTANCE if away > 0 else -_DISTANCE)
    return min(seconds * _LIFETIME / _TEN_MINUTES, _LONGEST)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Put the short sleep into the place of the long one; what is late is late by the short one."""
    from conformance.caller.time.waiting import RealWait
    from conformance.plugin.run import sleeper

    moment_after, advance = sleeper.moment_after, RealWait.advance

    def advance_by_less(self: RealWait, seconds: float, duration: str) -> None:
        waited = self.waited
        advance(self, seconds, duration)
        self.waited = waited + shortened(seconds)

    sleeper.moment_after = lambda seconds: moment_after(shortened(seconds))
    RealWait.advance = advance_by_less  # type: ignore[method-assign]
