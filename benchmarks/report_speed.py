"""How long the reports of a run take: `python benchmarks/report_speed.py [FINDINGS]` prints JSON.

The findings are made up: two scenarios and three exchanges each, every verdict among them, and about as many bytes as
the findings of a real run have. The figures are the best of five rounds: seconds of the processor, which are nearly the
same on a busy machine, and bytes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

from conformance.catalogue import Requirement, load_catalogue
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import serialize
from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import RunFacts, findings_of
from conformance.judging.verdicts import Verdict
from conformance.reporting.formats import FORMATS
from conformance.reporting.html import page_of
from conformance.reporting.run import Run, RunCounts, RunTarget, build_run
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.write import as_text
from conformance.reporting.write_all import write_reports

ROUNDS = 5
#: Of ten findings, so many have each verdict.
VERDICTS = [Verdict.CONFORMS] * 5 + [
    Verdict.VIOLATES,
    Verdict.FALLS_SHORT,
    Verdict.INCONCLUSIVE,
    Verdict.KNOWN,
    Verdict.NOT_APPLICABLE,
]


def main(findings: int) -> dict[str, Any]:
    """Return the figures for a run with so many findings."""
    run = made_up(findings)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = best(lambda: write_reports(run, folder))
        sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.is_file()}
        seconds = {
            "all reports of a run": whole,
            "verdict.json": best(lambda: as_text(run)),
            "verdict.json read and checked": best(lambda: read_run(folder / "verdict.json")),
            "index.html": best(lambda: page_of(run)),
            **{name: best(lambda render=render: render(run)) for name, render in FORMATS.items()},
        }
    return {"findings": len(run.findings), "seconds": seconds, "bytes": sizes}


def best(work: Callable[[], object]) -> float:
    """Return the shortest of some rounds, in seconds."""
    rounds = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        rounds.append(process_time() - began)
    return round(min(rounds), 4)


def made_up(findings: int) -> Run:
    """Return a run with so many findings: the rows of the catalogue, in as many versions as that takes."""
    catalogue = load_catalogue()
    rows = list(catalogue.values())
    results = [
        result
        for number in range(findings)
        for result in _results(rows[number % len(rows)], f"{number // len(rows) + 1}.0", number)
    ]
    found = findings_of(results, catalogue)
    seen = RunFacts({}, date(2026, 1, 1))
    target = RunTarget(name="Acme, staging", actor="server", url="https://layer.example", versions=["1.0", "2.0"])
    counts = RunCounts(1_700_000_000.0, 60.0, 3 * findings)
    return build_run(target, "0.1.0", found, seen, counts)


def _results(row: Requirement, version: str, number: int) -> list[ScenarioResult]:
    redactor = Redactor()
    body = json.dumps({"errors": [{"id": number, "text": "x" * 60}] * 3}).encode()
    answer = Received(422, "Unprocessable Entity", [("Content-Type", "application/json")] * 5, body)
    sent = Sent("POST", "https://layer.example/sessions", [("Accept", "application/vnd.layer+json")] * 5, body)
    transcript = (serialize(Exchange(sent, 1_700_000_000.0, 0.01, answer), redactor),) * 3
    return [
        ScenarioResult(
            requirement=row.id,
            actor=row.actor,
            version=version,
            scenario=f"Case {case} of it",
            nodeid=f"{row.id}::{case}[{version}]",
            verdict=VERDICTS[number % len(VERDICTS)],
            expected="422 invalid_property, data.property identity_token",
            observed="201 with a session_token",
            reason="" if number % 10 == 5 else "for a reason of a sentence's length",
            curl="curl -X POST https://layer.example/sessions",
            transcript=transcript,
            start=1_700_000_000.0,
            stop=1_700_000_000.5,
        )
        for case in ("inside", "outside")
    ]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500), indent=2))
