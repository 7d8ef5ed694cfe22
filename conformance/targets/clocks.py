"""Clocks of targets: waited for, moved by libfaketime, or set through a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: What a hook's address or template may name, and what it becomes.
CLOCK_PLACEHOLDERS: Mapping[str, str] = {
    "epoch": "whole seconds since the epoch",
    "milliseconds": "milliseconds since the epoch",
    "iso": "the moment in UTC, as 2030-01-01T00:00:00.000Z",
    "offset": "whole seconds ahead of where the clock began",
}
_NAMED = re.compile(r"\{([A-Za-z_]+)\}")


@dataclass(frozen=True)
class WallTime:
    """Time passes by itself; a scenario waits for it up to `patience` seconds."""

    patience: int = 0


@dataclass(frozen=True)
class Faketime:
    """The target runs under libfaketime, which reads its time from `file`.

    Where there is a `command`, the suite starts the target with it, in the folder `cwd`, and stops it.
    """

    file: Path
    command: tuple[str, ...] = ()
    cwd: Path | None = None


@dataclass(frozen=True)
class ClockHook:
    """A request sets the target's clock; `url` and `template`, its body, have placeholders in them."""

    url: str
    method: str = "POST"
    template: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces in the address and in the body."""
        return frozenset(placeholders_in(self.url) + placeholders_in(self.template))


def placeholders_in(text: str) -> list[str]:
    """Return the names in braces; other braces, such as those of JSON, are nothing special."""
    return _NAMED.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every name in braces replaced by its value."""
    return _NAMED.sub(lambda match: values[match.group(1)], text)


#: How a target's time passes.
TargetTime = WallTime | Faketime | ClockHook
