"""`layer-conformance report verdict.json`: the page of a run, made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from conformance.cli.allure.page import PAGE, make_allure_page
from conformance.cli.inputs import read_file, read_verdict_file
from conformance.cli.output import write_output
from conformance.reporting.bundle.archive import LARGEST_INSIDE
from conformance.reporting.formats import FORMATS
from conformance.reporting.formats.har import har_of_all
from conformance.reporting.html import page_of
from conformance.reporting.run import Run
from conformance.reporting.run.exchange import Exchange
from conformance.reporting.verdict.transcripts import NAME, TranscriptError, check_consistency, parse_transcripts


@click.command(short_help="Make the page of a verdict again, or another form.")
@click.argument("file", metavar="[VERDICT]", type=click.Path(path_type=Path), default="reports/verdict.json")
@click.option(
    "-o",
    "--output",
    metavar="PAGE",
    type=click.Path(path_type=Path),
    help="Where the page goes (default: index.html beside the verdict).",
)
@click.option("--form", type=click.Choice(list(FORMATS)), help="Make this form for machines instead of the page.")
@click.option(
    "--all", "every", is_flag=True, help="With --form exchanges.har: every exchange, from the transcripts beside it."
)
@click.option("--allure", is_flag=True, help="Make Allure's page, allure.html, of the allure-results beside it.")
def report(file: Path, output: Path | None, form: str | None, every: bool, allure: bool) -> None:
    """Make the page of VERDICT (default: reports/verdict.json): one HTML file that needs nothing else.

    It is the page that the run itself has written; --form makes another of the run's files. --allure needs Node, and
    keeps the runs before for its trends (docs/reports.md). The exit code is 4 where the verdict cannot be relied on or
    the file cannot be made or written; a file that existed before then stays as it was.
    """
    if allure and form:
        raise click.UsageError("--allure and --form are two reports: ask for one at a time")
    if every and form != "exchanges.har":
        raise click.UsageError("--all is for --form exchanges.har")
    run = read_verdict_file(file)
    path = output or file.with_name(PAGE if allure else form or "index.html")
    if path.resolve() == file.resolve():
        raise click.ClickException(f"{path} is the verdict itself; the page needs another name")
    if every:
        write_output(path, har_of_all(run, _transcripts(run, file.with_name(NAME))), inputs=[file.with_name(NAME)])
    elif allure:
        make_allure_page(file.with_name("allure-results"), path)
    else:
        write_output(path, FORMATS[form](run) if form else page_of(run))
    click.echo(f"{path}: {run.claim}")


def _transcripts(run: Run, file: Path) -> Mapping[str, Sequence[Sequence[Exchange]]]:
    """Return the exchanges of each scenario; raises ClickException where the file is not that of the run."""
    content = read_file(file, LARGEST_INSIDE, "--all")
    if len(content) > LARGEST_INSIDE:
        raise click.ClickException(f"{file} is larger than any run's: more than {LARGEST_INSIDE // 1024**2} MiB")
    try:
        transcripts = parse_transcripts(content)
        check_consistency(run, transcripts)
    except TranscriptError as error:
        raise click.ClickException(f"{file} {error}") from error
    return {nodeid: [each["transcript"] for each in recordings] for nodeid, recordings in transcripts.items()}
