"""`layer-conformance report verdict.json`: the page of a run, made again."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.reporting.formats import FORMS, made


@click.command(short_help="Make the page of a verdict again, or another form.")
@click.argument("file", metavar="VERDICT", type=click.Path(path_type=Path), default="reports/verdict.json")
@click.option(
    "-o",
    "--output",
    metavar="PAGE",
    type=click.Path(path_type=Path),
    help="Where the page goes (default: index.html beside the verdict).",
)
@click.option("--form", type=click.Choice(list(FORMS)), help="This form for machines, in the place of the page.")
@click.option("--allure", is_flag=True, help="Allure's page of the allure-results beside the verdict: allure.html.")
def report(file: Path, output: Path | None, form: str | None, allure: bool) -> None:
    """Make the page of VERDICT (default: reports/verdict.json): one HTML file that needs nothing else.

    It is the page that the run itself has written; --form makes another of the run's files. --allure needs Node, and
    keeps the runs before for its trends (docs/reports.md). The exit code is 4 where the verdict cannot be relied on or
    the file cannot be made or written; a file that was there before then stays as it was.
    """
    from conformance.cli.allure.page import PAGE, make_allure_page
    from conformance.cli.verdict_input import given_verdict
    from conformance.reporting import html as page
    from conformance.reporting.atomic_files import replace_file

    if allure and form:
        raise click.UsageError("--allure and --form are two reports: ask for one at a time")
    verdict = given_verdict(file)
    path = output or file.with_name(PAGE if allure else form or "index.html")
    if path.resolve() == file.resolve():
        raise click.ClickException(f"{path} is the verdict itself; the page needs another name")
    if allure:
        make_allure_page(file.with_name("allure-results"), path)
        click.echo(f"{path}: {verdict['verdict']}")
        return
    try:
        replace_file(path, made(form, verdict) if form else page.page_of(verdict))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"{path}: {verdict['verdict']}")
