"""Several verdicts together: what changed from one to another, and how many targets stand."""

from conformance.reporting.comparing.changes import Cause, Change, Comparison, Kind, compare

__all__ = ["Cause", "Change", "Comparison", "Kind", "compare"]
