"""A terminal that nobody sits at, and what a person would see on it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass

from forked_runs import Nursery, surroundings

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
    nursery: Nursery,
    *arguments: object,
    environment: Mapping[str, str],
    columns: int = 80,
    stop_at: str | None = None,
) -> Seen:
    """Let the nursery run pytest on a terminal; once `stop_at` has been seen, Ctrl-C is pressed."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    pid = nursery.start([*map(str, arguments)], environment, os.ttyname(terminal))
    try:
        sent = _sent_to(controller, pid, nursery, stop_at)
    finally:
        os.close(controller)
        os.close(terminal)
    return Seen(sent, nursery.wait())


def _sent_to(controller: int, pid: int, nursery: Nursery, stop_at: str | None) -> str:
    """Return what the run has sent when it has ended, which the nursery tells."""
    sent, until = b"", time.monotonic() + _LONGEST
    while ready := select.select([controller, nursery.answers], [], [], max(0.0, until - time.monotonic()))[0]:
        if controller not in ready:
            return sent.decode("utf-8")
        sent += os.read(controller, 1 << 16)
        if stop_at and stop_at.encode() in sent:
            os.kill(pid, signal.SIGINT)
            stop_at = None
    os.killpg(pid, signal.SIGKILL)
    return sent.decode("utf-8")


def environment_with(**variables: str) -> dict[str, str]:
    """Return the surroundings of a person at a terminal; `""` takes a variable away."""
    whole = {**surroundings("NO_COLOR", "CI"), "TERM": "xterm", **variables}
    return {name: value for name, value in whole.items() if value}
