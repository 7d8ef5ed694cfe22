"""`badge.json` and `badge.svg`: the verdict as a badge, by the service that draws them, and drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.formats.text_width import width_of
from conformance.reporting.run import Run

LABEL = "Layer conformance"

#: Green is for what was wholly seen to conform; the second colour is dark enough for white letters (WCAG AA).
_COLOURS: Mapping[RunVerdict, tuple[str, str]] = {
    RunVerdict.CONFORMANT: ("brightgreen", "#2f7a1f"),
    RunVerdict.CONFORMANT_WITH_WARNINGS: ("yellow", "#7a6200"),
    RunVerdict.NOT_CONFORMANT: ("red", "#b3261e"),
    RunVerdict.INCOMPLETE: ("lightgrey", "#5f6368"),
    RunVerdict.PARTIAL: ("blue", "#1f5fa8"),
}
#: Pixels between a text and the edge of its half.
_EDGE = 5


def badge_json(run: Run) -> str:
    """Return the document of the endpoint form, schema version 1."""
    document = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": message(run),
        "color": _COLOURS[run.verdict][0],
        "isError": run.verdict is RunVerdict.INCOMPLETE,
    }
    return json.dumps(document) + "\n"


def badge_svg(run: Run) -> str:
    """Return the picture; its title says the same in words."""
    text, colour = message(run), _COLOURS[run.verdict][1]
    left, right = (width_of(each) + 2 * _EDGE for each in (LABEL, text))
    title = f"{LABEL}: {text}"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" \
aria-label={quoteattr(title)}>
<title>{escape(title)}</title>
<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)">
<rect width="{left}" height="20" fill="#3c4043"/>
<rect x="{left}" width="{right}" height="20" fill="{colour}"/>
</g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{left / 2}" y="14" textLength="{left - 2 * _EDGE}">{escape(LABEL)}</text>
<text x="{left + right / 2}" y="14" textLength="{right - 2 * _EDGE}">{escape(text)}</text>
</g>
</svg>
"""


def message(run: Run) -> str:
    """Return the verdict in a few words, with the number of what is decisive."""
    words = f"{run.verdict.word.lower().replace('_', ' ')} to {run.profile.value}"
    if run.verdict is RunVerdict.CONFORMANT_WITH_WARNINGS:
        words, count = f"conformant to {run.profile.value}, warnings", _requirements(run, Verdict.FALLS_SHORT)
    elif run.verdict is RunVerdict.NOT_CONFORMANT:
        count = _requirements(run, Verdict.VIOLATES)
        words = f"{words}, violated" if count else words
    else:
        count = 0
    return f"{words}: {count}" if count else words


def _requirements(run: Run, verdict: Verdict) -> int:
    return len({finding.requirement for finding in run.findings if finding.verdict is verdict})
