"""The forms of a run for machines, each made of `verdict.json` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.reporting.formats.badge import badge_json, badge_svg
from conformance.reporting.formats.ctrf import ctrf
from conformance.reporting.formats.earl import earl
from conformance.reporting.formats.markdown import markdown
from conformance.reporting.formats.messages import messages
from conformance.reporting.formats.run import Run
from conformance.reporting.formats.sarif import sarif

__all__ = ["FORMS", "all_made", "made"]

#: What makes each file of its name.
FORMS: Mapping[str, Callable[[Run], str]] = {
    "ctrf.json": ctrf,
    "results.sarif": sarif,
    "earl.jsonld": earl,
    "messages.ndjson": messages,
    "summary.md": markdown,
    "badge.json": badge_json,
    "badge.svg": badge_svg,
}


def made(name: str, verdict: Mapping[str, Any]) -> str:
    """Return the text of the form of that file name; `verdict` has the shape of its schema."""
    return FORMS[name](Run.of(verdict))


def all_made(verdict: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every form, by its file name."""
    run = Run.of(verdict)
    return {name: make(run) for name, make in FORMS.items()}
