"""The formats for machines, each made of what `verdict.json` says and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.reporting.formats.badge import badge_json, badge_svg
from conformance.reporting.formats.ctrf import ctrf
from conformance.reporting.formats.earl import earl
from conformance.reporting.formats.har import har
from conformance.reporting.formats.markdown import markdown
from conformance.reporting.formats.messages import messages
from conformance.reporting.formats.sarif import sarif
from conformance.reporting.run import Run

#: What renders the file of each name.
FORMATS: Mapping[str, Callable[[Run], str]] = {
    "ctrf.json": ctrf,
    "results.sarif": sarif,
    "earl.jsonld": earl,
    "messages.ndjson": messages,
    "exchanges.har": har,
    "summary.md": markdown,
    "badge.json": badge_json,
    "badge.svg": badge_svg,
}
