"""Every file of a run: what renders it, and how all of them are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from conformance.reporting.allure.results import write_results
from conformance.reporting.atomic_files import replace_files
from conformance.reporting.formats import FORMATS
from conformance.reporting.html import page_of
from conformance.reporting.junit import junit
from conformance.reporting.previous import ALLURE_RESULTS, PREVIOUS, remove_previous
from conformance.reporting.run import Run
from conformance.reporting.verdict.transcripts import NAME, as_ndjson
from conformance.reporting.verdict.write import as_text

#: What renders the file of each name. The verdict comes last: where it is, the others are.
RENDERERS: Mapping[str, Callable[[Run], str]] = {
    **FORMATS,
    NAME: as_ndjson,
    "junit.xml": junit,
    "index.html": page_of,
    "verdict.json": as_text,
}
#: Where people look first.
_CHIEF = (ALLURE_RESULTS, "junit.xml", "index.html", "verdict.json")


def write_reports(run: Run, folder: Path) -> list[Path]:
    """Write every file of the run and `allure-results/` into `folder`, and return where the chief ones are.

    What was set aside is removed at the end. Raises OSError where the folder cannot be written to; the files of an
    earlier run are then as they were, but for `allure-results/`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / name: render(run) for name, render in RENDERERS.items()}
    _write_allure_results(run, folder)
    replace_files(texts)
    remove_previous(folder)
    return [folder / name for name in _CHIEF]


def _write_allure_results(run: Run, folder: Path) -> None:
    """Write `allure-results/`: over the files that were set aside, which is quicker, and beside their old place."""
    results, aside = folder / ALLURE_RESULTS, folder / PREVIOUS / ALLURE_RESULTS
    if results.exists() or not aside.is_dir():
        write_results(run, results)
    else:
        write_results(run, aside)
        aside.rename(results)
