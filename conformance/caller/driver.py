"""The driver of a client: a program that is told what to do, one JSON object a line, and answers each with one.

The protocol is that of `docs/clients.md`. Reading happens where an answer is waited for, in one thread: there is
nothing to be left behind by a fork.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from conformance.clock import RealTime
from conformance.evidence.excerpts import beginning, ending
from conformance.targets import ClientTarget

#: What a driver may write on one line, and in all, in bytes.
LONGEST_LINE = 1 << 20
LARGEST_OUTPUT = 64 << 20
#: So much of its standard error is kept, from the end.
KEPT_LOG = 16 << 10
_PIECE = 1 << 16
#: How often somebody else is asked, in seconds, whether waiting makes sense.
_GLANCE = 0.05
#: So long a driver may take to end once its input has ended, in seconds.
_FAREWELL = 0.5
#: Ends the group of processes `$1` as soon as the suite is gone: its end of the pipe is then closed by the system.
_GUARD = 'read -r _; kill -KILL "-$1"'

Patience = Callable[[], str]


class DriverError(Exception):
    """The driver did not answer as the protocol has it: it died, was silent, or talked nonsense."""


class DriverSilenceError(DriverError):
    """The driver gave no answer in time."""


class Driver:
    """One running driver. Whoever has started it must `end` it; the suite's own end does so in any case."""

    def __init__(self, target: ClientTarget) -> None:
        self._timeout = target.timeout
        self._buffer = b""
        self._written = 0
        self._log = b""
        self._number = 0
        self._is_ended = False
        self._process = _start(target)
        self._guard, self._lifeline = _guard(self._process.pid)

    @property
    def log(self) -> str:
        """The end of what it has written to standard error."""
        self._drain_log()
        text = self._log.decode("utf-8", "replace")
        return text if len(self._log) < KEPT_LOG else ending(text, len(text) - 1)

    def ask(self, do: str, members: Mapping[str, object], give_up: Patience = lambda: "") -> Mapping[str, Any]:
        """Tell the driver to do something and return its answer.

        Raises DriverError where that is none; `give_up` says in words why waiting makes no sense any more, or nothing.
        """
        self._number += 1
        line = json.dumps({"id": self._number, "do": do, **members}) + "\n"
        try:
            assert self._process.stdin  # noqa: S101 - for the type checker: it is a pipe
            self._process.stdin.write(line.encode("ascii"))
            self._process.stdin.flush()
        except OSError:
            raise DriverError(self._epitaph()) from None
        return _answer(self._line(do, give_up), self._number)

    def end(self) -> None:
        """End the driver and all that it has started; a second time, nothing is left to end."""
        if self._is_ended:
            return
        self._is_ended = True
        with suppress(OSError, ValueError):
            self._process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)
        self._drain_log()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()
        self._guard.kill()
        self._guard.wait()
        os.close(self._lifeline)

    def _line(self, do: str, give_up: Patience) -> bytes:
        """Return the next line of its output."""
        deadline = RealTime.monotonic() + self._timeout
        while b"\n" not in self._buffer:
            left = deadline - RealTime.monotonic()
            if why := give_up():
                raise DriverError(why)
            if left <= 0:
                raise DriverSilenceError(f"the driver did not answer {do} within {self._timeout:g} s")
            self._read(min(left, _GLANCE))
            if len(self._buffer) > LONGEST_LINE:
                break
        line, _, self._buffer = self._buffer.partition(b"\n")
        if len(line) > LONGEST_LINE:
            raise DriverError(f"the driver wrote a line of more than {LONGEST_LINE >> 20} MiB")
        return line

    def _read(self, wait: float) -> None:
        assert self._process.stdout  # noqa: S101 - for the type checker: both are pipes
        assert self._process.stderr  # noqa: S101 - as above
        output, log = self._process.stdout.fileno(), self._process.stderr.fileno()
        ready = select.select([output, log], [], [], wait)[0]
        if log in ready and not self._read_log():
            # Its end is no end of the driver; without a pause it would be ready again at once.
            select.select([output], [], [], wait)
        if output in ready:
            piece = os.read(output, _PIECE)
            if not piece:
                raise DriverError(self._epitaph())
            self._written += len(piece)
            self._buffer += piece
        if self._written > LARGEST_OUTPUT:
            raise DriverError(f"the driver wrote more than {LARGEST_OUTPUT >> 20} MiB")

    def _read_log(self) -> bool:
        assert self._process.stderr  # noqa: S101 - for the type checker: it is a pipe
        piece = os.read(self._process.stderr.fileno(), _PIECE)
        self._log = (self._log + piece)[-KEPT_LOG:]
        return bool(piece)

    def _drain_log(self) -> None:
        stream = self._process.stderr
        with suppress(OSError, ValueError):
            while stream and select.select([stream.fileno()], [], [], 0)[0] and self._read_log():
                pass

    def _epitaph(self) -> str:
        """Say how it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)
        code = self._process.poll()
        if code is None:
            return "the driver closed its output"
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        return f"the driver ended {how}"


def _start(target: ClientTarget) -> subprocess.Popen[bytes]:
    """Start the driver in a session of its own, so that it can be ended with all that it starts."""
    try:
        return subprocess.Popen(  # noqa: S603 - the command of the target file, which its owner wrote
            target.command,
            cwd=target.folder,
            env={**os.environ, **target.env, "LAYER_CONFORMANCE_DRIVER": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        program = Path(target.command[0]).name
        raise DriverError(f"the driver could not be started: {program}: {error.strerror or error}") from None


def _guard(group: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start what ends the group when this process is gone; return it, and the end of the pipe that it watches."""
    reader, writer = os.pipe()
    guard = subprocess.Popen(  # noqa: S603 - our own command
        ["/bin/sh", "-c", _GUARD, "sh", str(group)],
        stdin=reader,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(reader)
    return guard, writer


def _answer(line: bytes, number: int) -> Mapping[str, Any]:
    """Return the answer on a line; raises DriverError where it is none to the request `number`."""
    try:
        answer = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise DriverError(f"the driver wrote a line that is no JSON in UTF-8: {_excerpt(line)}") from None
    if not isinstance(answer, dict):
        raise DriverError(f"the driver wrote a line that is no JSON object: {_excerpt(line)}")
    if answer.get("id") != number or isinstance(answer.get("id"), bool):
        answered = beginning(ascii(answer.get("id")), 100)
        raise DriverError(f"the driver answered with the id {answered} instead of {number}")
    if not isinstance(answer.get("ok"), bool):
        raise DriverError(f"the driver's answer has no ok that is true or false: {_excerpt(line)}")
    return answer


def _excerpt(line: bytes) -> str:
    return ascii(beginning(line[:_PIECE].decode("utf-8", "replace"), 200))
