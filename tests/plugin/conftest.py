"""Whole runs of the suite, each in a process of its own as people start it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.serve.target_files import published_path, server_file
from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer, running
from conformance.suite import suite_folder

HERE = Path(__file__).parent
#: No run of a test takes as long as this, in seconds; it only ends one that would never end.
LONGEST = 240


@dataclass
class Run:
    """A run that has ended: its exit code, what it printed, and its reports."""

    code: int
    output: str
    reports: Path
    seconds: float = 0.0

    @cached_property
    def verdict(self) -> dict[str, Any]:
        return dict(json.loads((self.reports / "verdict.json").read_text("utf-8")))

    @property
    def word(self) -> str:
        return str(self.verdict["verdict"])

    @property
    def findings(self) -> dict[tuple[str, str | None], str]:
        """The verdict of each requirement and version."""
        return {(each["requirement"], each["version"]): each["verdict"] for each in self.verdict["findings"]}

    @property
    def last_line(self) -> str:
        """The verdict and its sentence, as the summary says them."""
        words = tuple(f"{word} to " for word in ("CONFORMANT", "CONFORMANT_WITH_WARNINGS", *_OTHERS))
        return next((line for line in self.output.splitlines() if line.startswith(words)), "")

    def of(self, requirement: str) -> set[str]:
        """Return the verdicts of one requirement in all versions."""
        return {verdict for (each, _), verdict in self.findings.items() if each == requirement}

    def conforming(self, level: str = "MUST") -> list[str]:
        """Return the requirements of a level that conform."""
        return [
            each["requirement"]
            for each in self.verdict["findings"]
            if (each["level"], each["verdict"]) == (level, "CONFORMS")
        ]


_OTHERS = ("NOT_CONFORMANT", "INCOMPLETE", "PARTIAL")


@dataclass(frozen=True)
class Runner:
    """Starts runs in the checkout; nothing of the surroundings reaches them but what a test gives."""

    reports: Path
    nursery: subprocess.Popen[str]

    def __call__(self, *arguments: object, **variables: str) -> Run:
        began = time.monotonic()
        self.reports.parent.mkdir(exist_ok=True)
        output = self.reports.with_name(f"{self.reports.name}.output")
        options = [*PLUGINS, "-p", "hasty", "--reports", str(self.reports), *map(str, arguments)]
        request = {"arguments": options, "environment": {**_surroundings(), **variables}, "output": str(output)}
        print(json.dumps(request), file=self.nursery.stdin, flush=True)
        code = self._end_of(int(self._read()))
        return Run(code, output.read_text("utf-8"), self.reports, time.monotonic() - began)

    def _end_of(self, pid: int) -> int:
        """Wait for the end of a run; one that takes too long is ended."""
        if not select.select([self.nursery.stdout], [], [], LONGEST)[0]:
            os.killpg(pid, signal.SIGKILL)
        return int(self._read())

    def _read(self) -> str:
        assert self.nursery.stdout
        return self.nursery.stdout.readline()


#: Hypothesis has no part in a run, and takes half a second to be imported.
PLUGINS = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")


def _surroundings() -> dict[str, str]:
    """Return the environment without what pytest, xdist or this suite would take from it."""
    ours = ("PYTEST_", "LAYER_", "GITHUB_", "PY_COLORS", "FORCE_COLOR", "COLUMNS", "HYPOTHESIS_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONPATH": str(HERE), "NO_COLOR": "1"}


@pytest.fixture(scope="session")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """The process that runs are forked from."""
    command = [sys.executable, str(HERE / "nursery.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=suite_folder(), env=_surroundings(), stdin=pipe, stdout=pipe, text=True) as it:
        yield it
        assert it.stdin
        it.stdin.close()


@pytest.fixture
def run(tmp_path: Path, nursery: subprocess.Popen[str]) -> Runner:
    """What starts a run with reports in a folder of its own."""
    return Runner(tmp_path / "reports", nursery)


@pytest.fixture(scope="session")
def whole_run(once: Callable[[str, Callable[[Path], object]], Path]) -> Run:
    """The run of `pytest` with no target at all, on two processes."""
    folder = once("whole run", _run_readme_command)
    code, output, seconds = json.loads((folder / "ended.json").read_text("utf-8"))
    return Run(code, output, folder / "reports", seconds)


def _run_readme_command(folder: Path) -> None:
    """Run the command of the README, in a new process; keep its reports, exit code, output, and how long it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *PLUGINS, "--jobs", "2", "--reports", str(folder / "reports")]
    ended = subprocess.run(
        command,
        cwd=suite_folder(),
        env=_surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    kept = (ended.returncode, ended.stdout, time.monotonic() - began)
    (folder / "ended.json").write_text(json.dumps(kept), encoding="utf-8")


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Return what runs a server on the wall clock until the test ends, and writes its target file.

    It is the reference, changed by a function, or what a URL leads to; `more` stands at the end of the file.
    """
    with ExitStack() as stack:

        def start(
            change: Callable[[ReferenceServer], ReferenceServer] | str = lambda same: same, more: str = ""
        ) -> Path:
            right = ReferenceServer(WallClock())
            url = change if isinstance(change, str) else stack.enter_context(running(change(right)))
            file = tmp_path / "a target.toml"
            file.write_text(f"{server_file(right, url, published_path)}\n{more}", encoding="utf-8")
            return file

        yield start
