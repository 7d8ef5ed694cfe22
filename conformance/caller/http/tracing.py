"""The names that requests carry, by which they are found in the target's own log: X-Request-Id and W3C's traceparent.

They look as any client's do, and say nothing of what is examined: a target can tell no scenario by them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

TRACED = ("X-Request-Id", "traceparent")
#: Eight hexadecimal digits that all trace ids of this process, and of those forked from it, begin with.
_RUN = uuid.uuid4().hex[:8]


def _new_trace_id() -> str:
    return _RUN + uuid.uuid4().hex[8:]


@dataclass(frozen=True)
class Trace:
    """What the requests of one scenario have in common: a trace id of W3C's Trace Context, 32 hexadecimal digits."""

    trace_id: str = field(default_factory=_new_trace_id)

    def headers(self) -> Mapping[str, str]:
        """Return the headers of one more request; its further attempts carry them again."""
        request = uuid.uuid4()
        return {"X-Request-Id": str(request), "traceparent": f"00-{self.trace_id}-{request.hex[16:]}-01"}
