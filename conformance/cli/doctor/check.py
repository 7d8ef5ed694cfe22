"""One check of the doctor: a name, and a function that says what it saw, or raises Failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click

from conformance.reporting.text.printable import one_line


class CheckFailedError(Exception):
    """A check failed: what was seen, and what would help.

    `ends` says that the later checks make no sense any more.
    """

    def __init__(self, seen: str, hint: str, *, ends: bool = True) -> None:
        super().__init__(f"{seen}; {hint}" if hint else seen)
        self.ends = ends


@dataclass(frozen=True)
class Check:
    """A name that stands in front of the line, and what says the rest of it."""

    name: str
    look: Callable[[], str]


def report(checks: Iterable[Check]) -> bool:
    """Make the checks in turn, print a line for each, and return whether all went well."""
    well = True
    for check in checks:
        try:
            _print("ok", "green", check.name, check.look())
        except CheckFailedError as failed:
            well = False
            _print("failed", "red", check.name, str(failed))
            if failed.ends:
                break
    return well


def _print(outcome: str, colour: str, name: str, text: str) -> None:
    click.echo(f"{click.style(f'{outcome:<7}', fg=colour)} {name:<15} {one_line(text)}")
