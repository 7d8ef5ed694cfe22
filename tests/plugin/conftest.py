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
from forked_runs import HERE, Nursery, surroundings

from conformance.cli.serve.target_files import published_path, server_file
from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer, running
from conformance.suite import suite_folder

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
    nursery: Nursery

    def __call__(self, *arguments: object, **variables: str) -> Run:
        began = time.monotonic()
        self.reports.parent.mkdir(exist_ok=True)
        output = self.reports.with_name(f"{self.reports.name}.output")
        options = [*PLUGINS, "-p", "hasty", "--reports", str(self.reports), *map(str, arguments)]
        pid = self.nursery.start(options, {**_surroundings(), **variables}, str(output))
        # One that takes too long is ended.
        if not select.select([self.nursery.answers], [], [], LONGEST)[0]:
            os.killpg(pid, signal.SIGKILL)
        return Run(self.nursery.wait(), output.read_text("utf-8"), self.reports, time.monotonic() - began)


#: Hypothesis has no part in a run, and takes half a second to be imported.
PLUGINS = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")


def _surroundings() -> dict[str, str]:
    """Return the environment of a run whose output is a log."""
    return {**surroundings(), "NO_COLOR": "1"}


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that runs are forked from."""
    command = [sys.executable, str(HERE / "nursery.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=suite_folder(), env=_surroundings(), stdin=pipe, stdout=pipe, text=True) as it:
        yield Nursery(it)
        assert it.stdin
        it.stdin.close()


@pytest.fixture
def run(tmp_path: Path, nursery: Nursery) -> Runner:
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
