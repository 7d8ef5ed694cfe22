"""Runs of pytest in the checkout, forked from one process that tests/plugin/nursery.py is."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
#: What pytest, xdist, their plug-ins or this suite would take from the surroundings of the tests.
_TAKEN = ("PYTEST_", "LAYER_", "GITHUB_", "PY_COLORS", "FORCE_COLOR", "COLUMNS", "HYPOTHESIS_")


def surroundings(*others: str) -> dict[str, str]:
    """Return the environment of a run: that of the tests, without what a run would take from it, and `others`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*_TAKEN, *others))}
    return {**kept, "PYTHONPATH": str(HERE)}


@dataclass(frozen=True)
class Nursery:
    """The process that runs are forked from; each is to be waited for before the next one starts."""

    process: subprocess.Popen[str]

    @property
    def answers(self) -> int:
        """The descriptor that can be read from once a run has ended."""
        assert self.process.stdout
        return self.process.stdout.fileno()

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], output: str) -> int:
        """Start a run whose output goes to a file or a terminal; return its process id."""
        request = {"arguments": arguments, "environment": environment, "output": output}
        print(json.dumps(request), file=self.process.stdin, flush=True)
        return self._read_number()

    def wait(self) -> int:
        """Wait for the end of the run, and return its exit code."""
        return self._read_number()

    def _read_number(self) -> int:
        """Read one line and no more: what a buffer held of the next, nobody could be told of."""
        line = b""
        while not line.endswith(b"\n"):
            line += os.read(self.answers, 1) or b"\n"
        return int(line)
