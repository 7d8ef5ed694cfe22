"""Allure's own page of a run, made by Allure 3."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from conformance.cli.allure.node import run_package
from conformance.reporting.allure import report as allure_report
from conformance.reporting.allure.single_file import pack
from conformance.reporting.atomic_files import replace_files

#: Where the runs before are kept, beside the results; its form is Allure's.
HISTORY = "allure-history.jsonl"
PAGE = "allure.html"


def make_allure_page(results: Path, page: Path) -> None:
    """Make the page of a folder of results, and add its run to the history beside them.

    Raises ClickException, with one sentence, where it cannot be made: no file that was there is touched then.
    """
    ended, name = _run_of(results)
    history = results.with_name(HISTORY)
    with tempfile.TemporaryDirectory(prefix="layer-conformance-") as place:
        folder = Path(place)
        draft, configured = folder / HISTORY, folder / "allurerc.json"
        draft.write_text("".join(f"{line}\n" for line in _before(history, ended)), encoding="utf-8")
        settings = allure_report.configuration(name, folder / "made", draft)
        configured.write_text(json.dumps(settings), encoding="utf-8")
        run_package(allure_report.PACKAGE, ["generate", "--config", str(configured), str(results.resolve())], folder)
        try:
            text = (folder / "made" / "index.html").read_text(encoding="utf-8")
            kept = draft.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise click.ClickException(f"{allure_report.PACKAGE} has ended well, and has made no page") from error
    try:
        replace_files({page: pack(allure_report.without_analytics(text)), history: kept})
    except OSError as error:
        raise click.ClickException(f"{page} cannot be written: {error.strerror}") from error


def _run_of(results: Path) -> tuple[int, str]:
    """Return when the last result of a run ended, in milliseconds, and what the run is called."""
    try:
        ends = [int(json.loads(path.read_bytes())["stop"]) for path in results.glob("*-result.json")]
        executor = results / "executor.json"
        origin = json.loads(executor.read_bytes()) if executor.exists() else {}
        name = str(origin.get("reportName") or "layer-conformance")
    except OSError as error:
        raise click.ClickException(f"{results} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise click.ClickException(f"{results} holds results that are damaged: run the suite again") from error
    if not ends:
        raise click.ClickException(f"{results} holds no results of a run: `layer-conformance run` writes them")
    return max(ends), name


def _before(history: Path, ended: int) -> Iterator[str]:
    try:
        lines = history.read_text(encoding="utf-8", errors="replace").split("\n") if history.exists() else []
    except OSError as error:
        raise click.ClickException(f"{history} cannot be read: {error.strerror}") from error
    yield from allure_report.history_before(lines, ended)
