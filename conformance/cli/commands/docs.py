"""`layer-conformance docs`: the pages for users, which the wheel brings."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.suggestions import unknown_name_message
from conformance.suite import suite_folder


@click.command(short_help="Print a page of the documentation, or list the pages.")
@click.argument("page", required=False, shell_complete=lambda *asked: complete_page(asked[-1]))
def docs(page: str | None) -> None:
    """Print the PAGE of the documentation, such as `target-file`; without it, list the pages."""
    found = pages()
    if page is None:
        for name, path in found.items():
            click.echo(f"{name:<16} {path.read_text('utf-8').partition(chr(10))[0].lstrip('# ')}")
        return
    name = page.removesuffix(".md")
    if name not in found:
        raise click.ClickException(unknown_name_message("page", name, found))
    click.echo(found[name].read_text("utf-8"), nl=False)


def complete_page(incomplete: str) -> list[str]:
    """Return the pages that begin like this, for the completion of a shell."""
    return [each for each in pages() if each.startswith(incomplete)]


def pages() -> dict[str, Path]:
    """Return the pages by their names; those of an installation are the ones for users."""
    return {path.stem: path for path in sorted((suite_folder() / "docs").glob("*.md"))}
