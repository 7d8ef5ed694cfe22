"""Every file of a run: what renders it, and how all of them are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from conformance.reporting.allure.results import write_results
from conformance.reporting.atomic_files import replace_files
from conformance.reporting.formats import FORMATS
from conformance.reporting.html import page_of
from conformance.reporting.junit import junit
from conformance.reporting.previous import ALLURE_RESULTS, PREVIOUS, remove_previous
from conformance.reporting.run import Run
from conformance.reporting.verdict.transcripts import NAME, ndjson_lines
from conformance.reporting.verdict.write import pieces_of

#: What renders the file of each name, as a text or in pieces. The verdict comes last: where it is, the others are.
RENDERERS: Mapping[str, Callable[[Run], str | Iterable[str]]] = {
    **FORMATS,
    NAME: ndjson_lines,
    "junit.xml": junit,
    "index.html": page_of,
    "verdict.json": pieces_of,
}
#: Where people look first.
_CHIEF = (ALLURE_RESULTS, "junit.xml", "index.html", "verdict.json")


def write_reports(run: Run, folder: Path) -> list[Path]:
    """Write every file of the run and `allure-results/` into `folder`, and return where the chief ones are.

    What was set aside is removed at the end. Raises OSError where the folder cannot be written to; the files of an
    earlier run are then as they were, but for `allure-results/`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_allure_results(run, folder)
    replace_files({folder / name: _rendered(render, run) for name, render in RENDERERS.items()})
    remove_previous(folder)
    return [folder / name for name in _CHIEF]


def _rendered(render: Callable[[Run], str | Iterable[str]], run: Run) -> Iterator[str]:
    """Yield the text of a file once it is written, so that no two are in memory together."""
    text = render(run)
    yield from (text,) if isinstance(text, str) else text


def _write_allure_results(run: Run, folder: Path) -> None:
    """Write `allure-results/`: over the files that were set aside, which is quicker, and beside their old place."""
    results, aside = folder / ALLURE_RESULTS, folder / PREVIOUS / ALLURE_RESULTS
    if results.exists() or not aside.is_dir():
        write_results(run, results)
    else:
        write_results(run, aside)
        aside.rename(results)
