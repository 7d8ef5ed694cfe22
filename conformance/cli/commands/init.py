"""`layer-conformance init`: a target file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.output import write_output
from conformance.targets.schema import SHIPPED

_FOLDER = Path(__file__).parents[1]
#: The commented target file of each actor that can be examined.
TEMPLATES = {
    "server": _FOLDER / "template.toml",
    "provider": _FOLDER / "template.provider.toml",
    "client": _FOLDER / "template.client.toml",
}
#: The file beside it by which an editor completes it; `layer-conformance schema` prints it too.
_SCHEMA = "target.schema.json"


@click.command(short_help="Write a commented target file.")
@click.argument("file", type=click.Path(path_type=Path), default="target.toml")
@click.option(
    "--actor",
    type=click.Choice(list(TEMPLATES)),
    default="server",
    show_default=True,
    help="What is examined: a Layer server, a provider, which is an identity server, or a client, an app or SDK.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that exists.")
def init(file: Path, actor: str, force: bool) -> None:
    """Write a target file with a comment on every key (default: target.toml), and beside it the schema for editors."""
    try:
        if file.is_dir():
            raise click.ClickException(f"{file} is a folder; give the name of a file in it")
        if not force and (file.exists() or file.is_symlink()):
            raise click.ClickException(f"{file} exists; --force overwrites it")
    except OSError as error:  # such as a name that is too long
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    text = f"#:schema ./{_SCHEMA}\n{TEMPLATES[actor].read_text('utf-8')}"
    write_output(file.resolve() if file.is_symlink() else file, text)
    schema = file.parent / _SCHEMA
    # What an editor completes the target file by, but over nothing that is somebody else's.
    if not schema.exists() or b"layer-conformance" in schema.read_bytes():
        write_output(schema, SHIPPED.read_bytes())
    click.echo(f"wrote {file}; fill in what stands in <...>, then: layer-conformance doctor {file}")
