"""The suite's HTTP sender: protocol verbs in, exchanges out. The only package that imports `requests`."""

from conformance.caller.connection import Connection, TargetLost
from conformance.caller.passing import ClockDidNotMove, NeverWaitedFor, TimeCannotMove
from conformance.caller.skew import DOUBTFUL, Skew, TargetClock, measure_skew, unknown_skew
from conformance.caller.verbs import Caller

__all__ = [
    "DOUBTFUL",
    "Caller",
    "ClockDidNotMove",
    "Connection",
    "NeverWaitedFor",
    "Skew",
    "TargetClock",
    "TargetLost",
    "TimeCannotMove",
    "measure_skew",
    "unknown_skew",
]
