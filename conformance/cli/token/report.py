"""A validation for people at a terminal: the token decoded, then a line for each check."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

import click

from conformance.reporting.text.printable import one_line
from conformance.validation import CheckResult, Outcome, Validation
from conformance.validation.as_json import summary
from conformance.validation.formatting import pretty

_COLOURS = {Outcome.OK: "green", Outcome.WARNING: "yellow", Outcome.FAILED: "red"}
_OUTCOME = max(len(outcome.value) for outcome in Outcome)


def report(validation: Validation, note: str) -> str:
    """Return the whole report; `note` says where the token was taken out of."""
    return "\n".join(_lines(validation, note))


def _lines(validation: Validation, note: str) -> Iterator[str]:
    if note:
        yield f"{one_line(note)}\n"
    for name, value in (("header", validation.header), ("claims", validation.claims)):
        yield f"{name}\n{indent('not to be read' if value is None else pretty(value), '  ')}\n"
    widest = max(len(check.id) for check in validation.checks)
    yield from (_line(check, widest) for check in validation.checks)
    yield f"\n{summary(validation)}"


def _line(check: CheckResult, widest: int) -> str:
    outcome = click.style(f"{check.outcome.value:<{_OUTCOME}}", fg=_COLOURS.get(check.outcome))
    cause = f"{check.cause}: " if check.cause else ""
    return f"{outcome}  {check.id:<{widest}}  {cause}{one_line(check.reason)}"
