"""What `token` is given: files and standard input, read no further than a token or a key can be long."""

from __future__ import annotations

from pathlib import Path

import click

#: Keys have a few KiB; more than this is another file.
_LARGEST_KEY = 64 * 1024


def read_key(option: str, name: str) -> bytes:
    """Return the PEM in the file `name`; raises ClickException, which never shows it, where that cannot be."""
    content = read_file(Path(name), _LARGEST_KEY, option)
    if len(content) > _LARGEST_KEY:
        raise click.ClickException(f"{option}: {_shown(name)} is longer than any key")
    return content


def read_file(file: Path, most: int, what: str) -> bytes:
    """Return up to `most` bytes of a file and one more, by which to tell that there are more.

    Raises ClickException where the file cannot be read; `what` begins its sentence.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "no file has such a name"
        raise click.ClickException(f"{what}: {_shown(str(file))} cannot be read: {reason}") from error


def _shown(name: str) -> str:
    """Return a path fit for a sentence; not what is too long for one, and was pasted in its place."""
    if len(name) > 255:
        return f"({len(name)} characters)"
    return name if name.isprintable() else ascii(name)[1:-1]
