"""`layer-conformance report verdict.json`: the page of a run, made again."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.allure.page import PAGE, make_allure_page
from conformance.cli.inputs import read_verdict_file
from conformance.cli.output import write_output
from conformance.reporting.formats import FORMATS
from conformance.reporting.html import page_of


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
@click.option("--allure", is_flag=True, help="Make Allure's page, allure.html, of the allure-results beside it.")
def report(file: Path, output: Path | None, form: str | None, allure: bool) -> None:
    """Make the page of VERDICT (default: reports/verdict.json): one HTML file that needs nothing else.

    It is the page that the run itself has written; --form makes another of the run's files. --allure needs Node, and
    keeps the runs before for its trends (docs/reports.md). The exit code is 4 where the verdict cannot be relied on or
    the file cannot be made or written; a file that existed before then stays as it was.
    """
    if allure and form:
        raise click.UsageError("--allure and --form are two reports: ask for one at a time")
    run = read_verdict_file(file)
    path = output or file.with_name(PAGE if allure else form or "index.html")
    if path.resolve() == file.resolve():
        raise click.ClickException(f"{path} is the verdict itself; the page needs another name")
    if allure:
        make_allure_page(file.with_name("allure-results"), path)
    else:
        write_output(path, FORMATS[form](run) if form else page_of(run))
    click.echo(f"{path}: {run.claim}")
