"""One run of a fleet, on a worker: a process of its own, with a limit."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from conformance import __version__
from conformance.fleet.package import Package
from conformance.reporting.compare.gallery import GalleryRun, summarize
from conformance.reporting.run import Run
from conformance.reporting.run.digest import digest_of
from conformance.reporting.verdict.read import VerdictFileError, read_run
from conformance.reporting.verdict.write import as_text
from conformance.suite import suite_folder
from conformance.suite_run import clean_environment, pytest_command

#: What a site has of a run, beside its verdict.
PAGES = ("index.html", "badge.svg", "badge.json")
#: pytest's code for a command line or a target file that cannot be used: another try would end alike.
_USAGE = 4


class RunLostError(Exception):
    """A run has ended without a verdict; the text, one sentence without secrets, says what is known."""


@dataclass(frozen=True)
class RunResult:
    """What a run has brought: its files by name, or, where another try would not help, why there are none.

    `summary` is of its verdict.json, as the worker has read and checked it: a collector of thousands need not again.
    """

    slug: str
    files: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    summary: GalleryRun | None = field(repr=False, default=None)
    fault: str = ""


def run_package(package: Package, options: Sequence[str], limit: float) -> RunResult:
    """Examine a package in a process of its own, for at most `limit` seconds.

    Raises RunLostError where the run has left no verdict, and where this worker has another version of the suite.
    """
    if package.suite != __version__:
        raise RunLostError(f"a worker has layer-conformance {__version__}, and the fleet is of {package.suite}")
    with tempfile.TemporaryDirectory(prefix="layer-conformance-") as name:
        folder = Path(name)
        file, reports = package.write(folder / "target"), folder / "reports"
        command = leashed(pytest_command(suite_folder(), str(file), reports, options), folder)
        own = {name: os.environ[name] for name in package.worker_variables if name in os.environ}
        code, printed = run_within(limit, command, clean_environment() | own | package.variables)
        if code == _USAGE:
            return RunResult(package.slug, fault=_usage_fault(printed, folder / "target"))
        try:
            run = without_exchanges(read_run(reports / "verdict.json"))
        except VerdictFileError:
            raise RunLostError(f"the run has left no verdict: {ending(code)}") from None
        pages = {name: (reports / name).read_bytes() for name in PAGES}
        return RunResult(package.slug, pages | {"verdict.json": as_text(run).encode()}, summarize(run))


def without_exchanges(run: Run) -> Run:
    """Return the run without its exchanges, which its page has: a tenth of the size, as good to judge by."""
    findings = [finding.model_copy(update={"transcript": []}) for finding in run.findings]
    bare = run.model_copy(update={"findings": findings})
    return bare.model_copy(update={"digest": digest_of(bare.to_json())})


def leashed(command: Sequence[str], folder: Path) -> list[str]:
    """Return the command of a run of pytest's, as one that ends with this process, and removes the folder then."""
    return [*command[:2], "-m", "conformance.fleet.leash", str(folder), *command[4:]]


def run_within(limit: float, command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command in a process group of its own, and return its exit code and the end of what it has printed.

    Raises RunLostError where it is not over in `limit` seconds; it is ended then, with everything that it has started.
    """
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            raise RunLostError(f"the run has not ended by itself within {limit:.0f} s, and was ended") from None
        finally:
            _end(process)
        output.seek(max(0, output.tell() - 20_000))
        return code, output.read().decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with everything that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()
    if process.stdin:
        process.stdin.close()


def ending(code: int) -> str:
    """Return how a process has ended, by its exit code."""
    if code >= 0:
        return f"its exit code is {code}"
    names = {each.value: each.name for each in signal.Signals}
    return f"it was ended by {names.get(-code, f'signal {-code}')}"


def _usage_fault(printed: str, folder: Path) -> str:
    """Return the sentence of a target file that cannot be used, which names no value, as the fleet's user knows it."""
    lines = re.findall(r"^ERROR: (.+)$", printed, re.MULTILINE)
    sentence = lines[-1] if lines else "the target file cannot be used"
    return sentence.replace(f"{folder}{os.sep}", "")
