"""The suite's HTTP sender: protocol verbs in, exchanges out. The only package that imports `requests`."""

from conformance.caller.http.budget import Budget
from conformance.caller.http.connection import Connection, TargetLostError
from conformance.caller.server import ServerCaller
from conformance.caller.time.skew import DOUBTFUL, Skew, TargetClock, measure_skew, unknown_skew
from conformance.caller.time.waiting import ClockDidNotAdvanceError, TimeCannotAdvanceError

__all__ = [
    "DOUBTFUL",
    "Budget",
    "ClockDidNotAdvanceError",
    "Connection",
    "ServerCaller",
    "Skew",
    "TargetClock",
    "TargetLostError",
    "TimeCannotAdvanceError",
    "measure_skew",
    "unknown_skew",
]
