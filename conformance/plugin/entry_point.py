"""Let `pytest --target FILE` work with a file anywhere (docs/decisions/0005-options-and-rootdir.md).

pytest looks for its root and for files named conftest.py before it has read ours: it does not know yet that `--target`
takes a value, and takes it for a test to run. `--target=FILE` has no such trouble, so the command is started again in
that form. This module is the only one that pytest loads in every project of the environment; it acts only where the
current folder is the suite's own.
"""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest

from conformance.processes import become
from conformance.suite import join_options, suite_folder


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start again with joined options where the suite's own are separate from their values.

    The outermost wrapper comes before pytest captures the output, which the new process would lose.
    """
    _join_options(early_config)
    return (yield)


def _join_options(early_config: pytest.Config) -> None:
    arguments = list(early_config.invocation_params.args)
    joined = list(join_options(arguments))
    if early_config.invocation_params.dir != suite_folder() or joined == arguments:
        return
    started_with = sys.orig_argv[len(sys.orig_argv) - len(arguments) :]
    if started_with == arguments == sys.argv[1:]:
        interpreter = sys.orig_argv[: len(sys.orig_argv) - len(arguments)]
        become([sys.executable, *interpreter[1:], *joined])
    raise pytest.UsageError(f"write {next(iter(set(joined) - set(arguments)))} with its equals sign: pytest needs it")
