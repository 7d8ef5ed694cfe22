"""A plugin that soon gives up a clock which has not moved: loaded by `-p impatient` where the target's never will.

Elsewhere a clock keeps its seconds: on a machine that is busy it may move late.
"""

from __future__ import annotations

from conformance.caller.time import settable_clock

settable_clock.PATIENCE = 0.5
