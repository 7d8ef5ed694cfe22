"""What a run says, in printable lines: the formats of machines take nothing that moves a cursor or breaks a line."""

from __future__ import annotations

from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.describe import as_text, describe, one_line_reason
from conformance.reporting.text.printable import one_line, printable


def target_of(run: Run) -> dict[str, str]:
    """Return name, actor and address of the target."""
    target = run.target
    return {"name": one_line(target.name), "actor": one_line(target.actor), "url": one_line(target.url)}


def name_of(finding: RunFinding, scenario: RunScenario) -> str:
    """Return the scenario with its version."""
    return one_line(f"{scenario.scenario} [{finding.version}]" if finding.version else scenario.scenario)


def short(scenario: RunScenario) -> str:
    """Return how the scenario ended."""
    return one_line(one_line_reason(scenario))


def at_length(finding: RunFinding, scenario: RunScenario) -> str:
    """Return what a stranger needs to act on it, a line for each thing: as much as `verdict.json` tells."""
    curl = finding.curl if scenario is finding.decisive else ""
    return printable(as_text(describe(finding, scenario, curl)))
