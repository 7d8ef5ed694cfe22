"""Twenty runs in a row, narrowed to one rule: what they import is imported once, and each is a process of its own."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import pytest

from conformance.plugin import hooks
from conformance.plugin.embedded import embedded_targets
from conformance.plugin.inventory import expected_scenarios

_RUNS = 20
_ARGUMENTS = (
    "-q",
    "features/server/nonces.feature",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:hypothesispytest",
    "-p",
    "no:xdist",
)


def main(reports: str, rule: str) -> None:
    """Run twenty times and print each exit code; the reports of each go into a folder of their own."""
    for name in (*hooks.pytest_plugins, *import_module("steps").pytest_plugins):
        import_module(name)
    for target in embedded_targets().values():
        expected_scenarios(target)  # parses the features
    for number in range(_RUNS):
        pid = os.fork()
        if pid == 0:
            # Modules that are there already are not rewritten for pytest's asserts, and pytest says so.
            os._exit(pytest.main([*_ARGUMENTS, "-W", "ignore", "-k", rule, "--reports", f"{reports}/{number}"]))
        print("exit code", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(*sys.argv[1:])
