"""A target that the suite starts and stops itself: `clock.command` of the target file."""

from __future__ import annotations

import http.client
import os
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from conformance.caller.time.faketime import under_faketime
from conformance.clock import RealTime
from conformance.targets import Faketime, Target

#: How many seconds a program may take until it answers, and until it ends after a signal.
START, STOP = 30.0, 5.0
_ANSWER = 2.0
_LOOK_EVERY = 0.05
#: How many bytes of its output are read for its last line.
_LAST = 2000


class TargetProcessError(Exception):
    """The program did not start, or does not answer; the message says which, in one sentence."""


@contextmanager
def run_program(target: Target) -> Iterator[None]:
    """Run the command of the target's clock, where it has one, until the context ends.

    Raises TargetProcessError where it cannot be started, ends by itself, or does not answer within half a minute, and
    ClockDidNotAdvanceError where libfaketime is not installed. Its whole process group is ended.
    """
    clock = target.clock
    if not isinstance(clock, Faketime) or not clock.command:
        yield
        return
    environment = under_faketime(os.environ, clock.file)
    if _is_answering(target.url):
        raise TargetProcessError(
            f"something answers at {target.url} before clock.command was started: whose clock is that?"
        )
    with tempfile.TemporaryFile() as output:
        program = _start(clock.command, clock.cwd, environment, output)
        try:
            _await_answer(program, target, output)
            yield
        finally:
            _end(program)


def _start(
    command: Sequence[str], cwd: Path | None, environment: dict[str, str], output: IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - the command that the target file names
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own: Ctrl-C is the suite's to hear, and all of the group is ended at the end.
            start_new_session=True,
        )
    except OSError as error:
        raise TargetProcessError(f"clock.command cannot be started: {command[0]}: {error.strerror}") from error


def _await_answer(program: subprocess.Popen[bytes], target: Target, output: IO[bytes]) -> None:
    due = RealTime.elapsed() + START
    while not _is_answering(target.url):
        if program.poll() is not None:
            raise TargetProcessError(f"clock.command ended with exit code {program.returncode}{_last_line(output)}")
        if RealTime.elapsed() > due:
            raise TargetProcessError(
                f"clock.command was started, and nothing answers at {target.url} after {START:g} s{_last_line(output)}"
            )
        time.sleep(_LOOK_EVERY)


def _is_answering(url: str) -> bool:
    """Tell whether anything answers there, whatever it is, and whoever has signed its certificate."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_ANSWER)
    try:
        connection.request("GET", parts.path or "/")
        connection.getresponse()
    except ssl.SSLCertVerificationError:
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _last_line(output: IO[bytes]) -> str:
    output.seek(max(0, output.seek(0, os.SEEK_END) - _LAST))
    lines = output.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f"; its last output: {last if last.isprintable() else ascii(last)}" if last else ""


def _end(program: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it has started, by the id of its group."""
    for number, patience in ((signal.SIGTERM, STOP), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(program.pid, number)
        with suppress(subprocess.TimeoutExpired):
            program.wait(patience)
