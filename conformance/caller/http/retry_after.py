"""What a target wants that says 429: time (RFC 6585, 4; RFC 9110, 10.2.3)."""

from __future__ import annotations

from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from conformance.evidence.exchange import Received

TOO_MANY_REQUESTS = 429
#: After a 429 that does not say when, a request goes out again after so many seconds, and again.
PAUSES = (0.5, 1.0, 2.0)
#: More seconds than this are not waited for.
_LONGEST = 60.0


def retry_after(received: Received | None, pause: float) -> float | None:
    """Return for how many seconds a target wants to be left alone: `pause` where it does not say.

    None where it does not want that, or wants more time than a run can wait.
    """
    if received is None or received.status != TOO_MANY_REQUESTS:
        return None
    said = received.header("Retry-After")
    try:
        seconds = Retry().parse_retry_after(said.strip()) if said else pause
    except (InvalidHeader, OverflowError, ValueError):
        return pause
    return seconds if seconds <= _LONGEST else None
