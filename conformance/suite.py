"""Where the suite's own files are, in a checkout or inside the installed package, and how pytest is told of options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

_PACKAGE = Path(__file__).parent


def suite_folder() -> Path:
    """Return the folder that holds `features/`, `steps/`, `conftest.py` and `pyproject.toml`."""
    installed = _PACKAGE / "_suite"
    return installed if installed.is_dir() else _PACKAGE.parent


def features_folder() -> Path:
    """Return the folder of the feature files, one folder an actor below it."""
    return suite_folder() / "features"


#: The suite's options that take a value.
_TAKE_A_VALUE = frozenset(
    (
        *("--target", "--actor", "--profile", "--reports", "--patience", "--parallel", "--jobs", "--max-rate"),
        *("--matrix", "--matrix-scope", "--rejudge"),
    )
)


def join_options(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the arguments with each of the suite's options and its value in one: `--target FILE` as `--target=FILE`.

    pytest looks for its root and for files named conftest.py before it knows our options: it would take a value that
    stands by itself for a path, and run the conftest.py beside it.
    """
    rest = iter(arguments)
    for argument in rest:
        value = next(rest, None) if argument in _TAKE_A_VALUE else None
        yield argument if value is None else f"{argument}={value}"
