"""A plugin without pauses between the attempts at a request: every run of the tests loads it by `-p hasty`.

How long the pauses are is tested where no run is started (tests/caller/http/test_caller_repeating.py).
"""

from __future__ import annotations

from itertools import repeat

from conformance.caller.http import connection, repeating

repeating.PAUSES = tuple(0.0 for _ in repeating.PAUSES)
connection.BEFORE_GIVING_UP = tuple(0.0 for _ in repeating.BEFORE_GIVING_UP)
connection.within = lambda _seconds: repeat(0.0, 3)
