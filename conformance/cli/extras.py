"""What a command needs that only an extra of the package brings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def needs_extra(command: str, extra: str = "fleet") -> Iterator[None]:
    """Turn an import that fails inside into a sentence that names the extra, with exit code 4."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{command} needs {error.name}, and the extra [{extra}] brings it: pip install 'layer-conformance[{extra}]'"
        ) from error
