"""Reports of an earlier run: set aside while a new run has none yet, so that no old verdict passes for a new one."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

#: Where they lie meanwhile, inside the folder of the reports.
PREVIOUS = "previous"
ALLURE_RESULTS = "allure-results"
#: What a run writes; the verdict, which a gate reads, is the first to go.
WRITTEN_BY_A_RUN = (
    *("verdict.json", "junit.xml", "index.html", "transcripts.ndjson", "ctrf.json", "results.sarif", "earl.jsonld"),
    *("messages.ndjson", "summary.md", "badge.json", "badge.svg", "exchanges.har", ALLURE_RESULTS),
)


class PreviousReportsError(Exception):
    """The reports of an earlier run are in the way of a new one's; the message is a sentence that names the folder."""


def set_aside(folder: Path) -> None:
    """Move what a run has written into `folder` to `previous/` inside it; any other file stays.

    Raises PreviousReportsError where that is not possible.
    """
    try:
        for name in WRITTEN_BY_A_RUN:
            if os.path.lexists(folder / name):
                (folder / PREVIOUS).mkdir(exist_ok=True)
                _remove(folder / PREVIOUS / name)
                (folder / name).rename(folder / PREVIOUS / name)
    except OSError as error:
        raise PreviousReportsError(
            f"the reports of an earlier run in {folder} cannot be set aside: {error.strerror}; --reports names another"
        ) from error


def remove_previous(folder: Path) -> None:
    """Remove what was set aside, as far as that is possible: a new set of reports is there."""
    for name in WRITTEN_BY_A_RUN:
        with suppress(OSError):
            _remove(folder / PREVIOUS / name)
    with suppress(OSError):
        (folder / PREVIOUS).rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
