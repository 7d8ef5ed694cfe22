"""Every file of a run."""

from __future__ import annotations

from pathlib import Path

from conformance.reporting.atomic_files import replace_files
from conformance.reporting.run import Report


def write_reports(report: Report, folder: Path) -> list[Path]:
    """Write `verdict.json` and all that is beside it into `folder`, and return where the chief ones are.

    The verdict comes last: where it is, the others are. Raises OSError where the folder cannot be written to; the files
    of an earlier run are then as they were, but for `allure-results/`.
    """
    from conformance.reporting import formats as forms
    from conformance.reporting import html as page
    from conformance.reporting import junit
    from conformance.reporting.allure import results as allure_results
    from conformance.reporting.verdict import transcripts
    from conformance.reporting.verdict import write as verdict_json

    folder.mkdir(parents=True, exist_ok=True)
    verdict = verdict_json.as_json(report)
    chief = {
        folder / transcripts.NAME: transcripts.as_ndjson(report),
        folder / "junit.xml": junit.as_xml(report),
        folder / "index.html": page.page_of(verdict),
        folder / "verdict.json": verdict_json.as_text(verdict),
    }
    allure_results.write(report, folder / "allure-results")
    replace_files({folder / name: text for name, text in forms.all_made(verdict).items()} | chief)
    return [folder / "allure-results", *(path for path in chief if path.name != transcripts.NAME)]
