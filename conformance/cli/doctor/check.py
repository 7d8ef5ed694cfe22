"""One check of the doctor: a name, and a function that returns what it saw, or raises CheckFailedError."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click

from conformance.reporting.text.printable import one_line


class CheckFailedError(Exception):
    """A check failed: what was seen, and what would help.

    `ends` says that no later check makes sense.
    """

    def __init__(self, observed: str, hint: str, *, ends: bool = True) -> None:
        super().__init__(f"{observed}; {hint}" if hint else observed)
        self.observed = observed
        self.ends = ends


@dataclass(frozen=True)
class Check:
    """The name that begins a line, and the function that returns the rest of it."""

    name: str
    run: Callable[[], str]


def report(checks: Iterable[Check]) -> bool:
    """Make the checks in turn, print a line for each, and return whether all succeeded."""
    is_well = True
    for check in checks:
        try:
            _print("ok", "green", check.name, check.run())
        except CheckFailedError as failed:
            is_well = False
            _print("failed", "red", check.name, str(failed))
            if failed.ends:
                break
    return is_well


def _print(outcome: str, colour: str, name: str, text: str) -> None:
    click.echo(f"{click.style(f'{outcome:<7}', fg=colour)} {name:<16} {one_line(text)}")
