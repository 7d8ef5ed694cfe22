"""The suite's HTTP sender: protocol verbs in, exchanges out. The only package that imports `requests`."""

from conformance.caller.connection import Connection, TargetLost
from conformance.caller.skew import DOUBTFUL, Skew, TargetClock, TimeCannotMove, measure_skew, unknown_skew
from conformance.caller.verbs import Caller

__all__ = [
    "DOUBTFUL",
    "Caller",
    "Connection",
    "Skew",
    "TargetClock",
    "TargetLost",
    "TimeCannotMove",
    "measure_skew",
    "unknown_skew",
]
