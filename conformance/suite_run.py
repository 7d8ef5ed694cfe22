"""Runs of the suite by pytest, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.run_options import join_options

#: How the matrix is run: plug-ins of others have no part in it, and each takes its time with every scenario.
MATRIX_OPTIONS = ("-q", "-s", "--disable-plugin-autoload", "-p", "no:logging")
#: Variables of these prefixes may be meant for another run.
_FOREIGN = ("LAYER_", "PYTEST_")


def pytest_command(suite: Path, target: str | None, reports: Path, arguments: Sequence[str]) -> list[str]:
    """Return the command that runs the suite in the folder `suite`; without a path in `arguments`, all of it.

    `-P`: a folder `steps` or `conformance` in the working directory must not take the suite's place.
    """
    paths = [_path_in_suite(suite, argument) for argument in arguments]
    return [
        *(sys.executable, "-P", "-m", "pytest"),
        *("-c", str(suite / "pyproject.toml"), "--rootdir", str(suite), "-p", "no:cacheprovider"),
        f"--reports={reports}",
        *((f"--target={target}",) if target is not None else ()),
        *join_options(paths),
        *(() if paths != list(arguments) else (str(suite / "features"),)),
    ]


def clean_environment() -> dict[str, str]:
    """Return the environment, free of what it says of other runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}


def run_quietly(command: Sequence[str]) -> str:
    """Run a command, free of what the environment says of other runs, and return everything that it printed."""
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        command,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return ended.stdout.strip()


def _path_in_suite(suite: Path, argument: str) -> str:
    """Return the path of a feature that is named from the suite's root, and any other argument as it is."""
    path = argument.partition("::")[0]
    is_feature = path.startswith("features/") and (suite / path).exists()
    return f"{suite}{os.sep}{argument}" if is_feature else argument
