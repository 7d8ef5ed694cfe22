"""`layer-conformance diff OLD NEW`: what changed from one run to another."""

from __future__ import annotations

import json
from pathlib import Path

import click

from conformance.cli.inputs import read_verdict_file
from conformance.cli.output import page_link, write_output
from conformance.reporting.compare import compare
from conformance.reporting.compare.diff_markdown import markdown_of
from conformance.reporting.compare.diff_page import page_of
from conformance.reporting.compare.lines import lines_of


@click.command(short_help="Say what changed between two verdicts.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "--html", "html", metavar="FILE", type=click.Path(path_type=Path), help="Write a page, too."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.option("--markdown", is_flag=True, help="Print Markdown instead: a pull request's comment.")
def diff(old: Path, new: Path, html: Path | None, as_json: bool, markdown: bool) -> None:
    """Compare the verdict.json OLD with the verdict.json NEW, and say what has caused each change.

    The cause is the target; or the suite, where the requirement's words or scenarios are others; or the run, where it
    was narrowed or could not judge. Where the suite is another version and the requirement the same, it may be either.
    The exit code is 0 whatever changed, and 4 where a file cannot be relied on: `gate` decides what may pass.
    """
    if as_json and markdown:
        raise click.UsageError("--json and --markdown are two forms: ask for one at a time")
    before, after = read_verdict_file(old), read_verdict_file(new)
    actors = before.target.actor, after.target.actor
    if actors[0] != actors[1]:
        raise click.ClickException(f"{old} is of a {actors[0]} and {new} of a {actors[1]}; both should be of one actor")
    comparison = compare(before, after)
    if html:
        write_output(html, page_of(comparison, (page_link(old, html), page_link(new, html))), inputs=(old, new))
    if markdown:
        click.echo(markdown_of(comparison), nl=False)
    else:
        click.echo(json.dumps(comparison.to_json(), indent=2) if as_json else "\n".join(lines_of(comparison)))
