"""Twenty runs in a row, narrowed to one rule: what they import is imported once, and each is a process of its own."""

from __future__ import annotations

import os
import sys

import allure_commons  # noqa: F401
import freezegun  # noqa: F401
import jwt  # noqa: F401
import pydantic  # noqa: F401
import pytest
import pytest_bdd  # noqa: F401
import requests  # noqa: F401
import weblinking  # noqa: F401

from conformance.plugin.embedded import embedded_targets
from conformance.plugin.inventory import expected_scenarios

_RUNS = 20


def main(reports: str, rule: str) -> None:
    """Run twenty times and print each exit code; the reports of each go into a folder of their own."""
    for target in embedded_targets().values():
        expected_scenarios(target)  # parses the features, once
    for number in range(_RUNS):
        pid = os.fork()
        if pid == 0:
            arguments = ["-q", "features/server/nonces.feature", "-k", rule, "-p", "no:cacheprovider", "-W", "ignore"]
            os._exit(pytest.main([*arguments, "-p", "no:hypothesispytest", "--reports", f"{reports}/{number}"]))
        print("exit code", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
