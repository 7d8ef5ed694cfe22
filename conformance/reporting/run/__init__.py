"""One run of one target: the value that the plugin builds, that `verdict.json` holds, and that every report renders."""

from conformance.reporting.run.build import RunCounts, build_run
from conformance.reporting.run.finding import RunFinding, RunScenario
from conformance.reporting.run.model import FORM, LeftOut, ListedIssue, Run, RunTarget

__all__ = [
    "FORM",
    "LeftOut",
    "ListedIssue",
    "Run",
    "RunCounts",
    "RunFinding",
    "RunScenario",
    "RunTarget",
    "build_run",
]
