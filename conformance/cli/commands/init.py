"""`layer-conformance init`: a target file to fill in."""

from __future__ import annotations

import os
from pathlib import Path

import click

_FOLDER = Path(__file__).parents[1]
#: The commented target file of each actor that can be examined.
TEMPLATES = {"server": _FOLDER / "template.toml", "provider": _FOLDER / "template.provider.toml"}


@click.command(short_help="Write a commented target file.")
@click.argument("file", type=click.Path(path_type=Path), default="target.toml")
@click.option(
    "--actor",
    type=click.Choice(list(TEMPLATES)),
    default="server",
    show_default=True,
    help="What is to be examined: a Layer server, or a provider, which is an identity server.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def init(file: Path, actor: str, force: bool) -> None:
    """Write a target file with a comment on every key (default: target.toml)."""
    try:
        if file.is_dir():
            raise click.ClickException(f"{file} is a folder; give the name of a file in it")
        if not force and (file.exists() or file.is_symlink()):
            raise click.ClickException(f"{file} exists; --force overwrites it")
        _write(file.resolve(), TEMPLATES[actor].read_bytes())
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {file}; fill in what stands in <...>, then: layer-conformance doctor {file}")


def _write(file: Path, content: bytes) -> None:
    """Write the whole file or nothing: it takes the place of an older one in one step."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as new:
            new.write(content)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
