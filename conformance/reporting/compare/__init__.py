"""Several verdicts together: what changed from one to another, and how many targets stand."""

from conformance.reporting.compare.changes import Change, ChangeCause, ChangeKind, Comparison, compare

__all__ = ["Change", "ChangeCause", "ChangeKind", "Comparison", "compare"]
