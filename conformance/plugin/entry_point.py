"""Let `pytest --target FILE` work with a file anywhere (docs/decisions/0005-options-and-rootdir.md).

pytest looks for its root before it has read our conftest: it does not know yet that `--target` takes a value, takes
an existing file after it for a test to run, and roots itself beside that file. `--target=FILE` has no such trouble, so
the command is started again in that form. This module is the only one that pytest loads in every project of the
environment; it acts only where the current folder is the suite's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence

import pytest

from conformance.suite import suite_folder

_TAKE_A_VALUE = ("--target", "--reports", "--actor")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start again with joined options where pytest has rooted itself elsewhere than in the suite it stands in.

    The outermost wrapper comes before pytest captures the output, which the new process would lose.
    """
    _root_in_the_suite(early_config)
    return (yield)


def _root_in_the_suite(early_config: pytest.Config) -> None:
    folder = early_config.invocation_params.dir
    given = list(early_config.invocation_params.args)
    joined = list(joined_options(given))
    if folder != suite_folder() or early_config.rootpath == folder or joined == given:
        return
    if given == sys.argv[1:]:
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *joined])  # noqa: S606 - the same command again
    raise pytest.UsageError(f"write {joined[0]} with an equals sign, so that pytest finds its root")


def joined_options(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the arguments with `--target FILE` as `--target=FILE`."""
    waiting = iter(arguments)
    for argument in waiting:
        value = next(waiting, None) if argument in _TAKE_A_VALUE else None
        yield argument if value is None else f"{argument}={value}"
