"""The embedded reference's clock, which takes the process's own time along (docs/decisions/0003-time.md)."""

from __future__ import annotations

from datetime import UTC, datetime

import freezegun

from conformance.clock import VirtualClock

#: Code that must see real time while the steps see frozen time. The test is a prefix test on the modules of the
#: nearest frames, so that anything broader would un-freeze the steps.
_REAL_TIME = ["allure_commons.utils", "_pytest.timing", "pytest_bdd.reporting", "pytest_nunit"]


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

    def rewind(self) -> None:
        """Begin again, for another reference: at it no time has passed."""
        with self._lock:
            self._now = self.START
        self._frozen.move_to(self._moment())

    def stop(self) -> None:
        """Give the process its own time back."""
        self._freezer.stop()

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)
