"""A terminal that nobody sits at, and what a person would see on it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.suite import suite_folder

_PLAIN = re.compile(r"\x1b\[[0-9;]*m")
#: No run here takes longer, in seconds.
_LONGEST = 120


@dataclass
class Seen:
    """What a terminal was sent, and the exit code of who sent it."""

    sent: str
    code: int

    @property
    def plain(self) -> str:
        """What was sent, without colours, and with one way to erase the rest of a line."""
        return _PLAIN.sub("", self.sent).replace("\x1b[0K", "\x1b[K")

    @property
    def states(self) -> list[str]:
        """Every text that ever stood in a line, also those that were written over."""
        return [each.replace("\x1b[K", "") for each in re.split(r"[\r\n]+", self.plain)]

    @property
    def lines(self) -> list[str]:
        """What a person sees when all is over."""
        return [_last_state(line) for line in self.plain.replace("\r\n", "\n").split("\n")]


def _last_state(line: str) -> str:
    now = ""
    for text in line.split("\r"):
        kept, erases, after = text.partition("\x1b[K")
        now = kept + after if erases else kept + now[len(kept) :]
    return now.rstrip()


def on_a_terminal(
    *arguments: object, environment: Mapping[str, str], columns: int = 80, stop_at: str | None = None
) -> Seen:
    """Run pytest on a terminal; once `stop_at` has been seen, Ctrl-C is pressed."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "pytest", *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=suite_folder(), env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        sent = _sent_to(controller, process, stop_at)
        os.close(controller)
    return Seen(sent, process.returncode)


def _sent_to(controller: int, process: subprocess.Popen[bytes], stop_at: str | None) -> str:
    sent, until = b"", time.monotonic() + _LONGEST
    while time.monotonic() < until:
        try:
            piece = os.read(controller, 1 << 16)
        except OSError:  # Linux's way to say that nobody has the terminal any more
            break
        sent += piece
        if stop_at and stop_at.encode() in sent:
            process.send_signal(signal.SIGINT)
            stop_at = None
    else:
        process.kill()
    return sent.decode("utf-8")


def environment_with(**variables: str) -> dict[str, str]:
    """Return the surroundings of a person at a terminal; `""` takes a variable away."""
    ours = ("PYTEST_", "LAYER_", "GITHUB_", "PY_COLORS", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "HYPOTHESIS_", "CI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    given = {**kept, "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parent), **variables}
    return {name: value for name, value in given.items() if value}
