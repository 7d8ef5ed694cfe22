"""Every file of a run."""

from __future__ import annotations

from pathlib import Path

from conformance.reporting.report import Report


def write_reports(report: Report, folder: Path) -> list[Path]:
    """Write `verdict.json`, `junit.xml` and `allure-results/` into `folder`, and return where they are.

    The verdict comes last: where it is, the others are. Raises OSError where the folder cannot be written to.
    """
    from conformance.reporting import allure_results, junit, verdict_json

    folder.mkdir(parents=True, exist_ok=True)
    writers = {
        folder / "allure-results": allure_results.write,
        folder / "junit.xml": junit.write,
        folder / "verdict.json": verdict_json.write,
    }
    for path, write in writers.items():
        write(report, path)
    return list(writers)
