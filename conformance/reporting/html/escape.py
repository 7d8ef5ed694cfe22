"""Texts as the page shows them: escaped, printable, and of a length that is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from conformance.reporting.text.printable import printable

#: The variable of a template that says how many characters of a text it shows, and how many where it says nothing.
MOST = "most"
_MOST = 4000


@pass_context
def finalize(context: Context, value: Any) -> Any:
    """Return what stands in the page for a value of a template: every text goes through here, wanted or not.

    What is no plain text is left to the template: markup that is escaped already, and numbers.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return cut(value, context.get(MOST, _MOST))


def cut(text: str, most: int) -> Markup:
    """Return the beginning of a text, escaped; of one that is longer than `most` characters, with both lengths."""
    if len(text) <= most:
        return escape(printable(text))
    note = f"… cut: {most:,} of {len(text):,} characters"
    return Markup('{}<span class="cut">{}</span>').format(printable(text[:most]), note)


def fragment(anchor: str) -> str:
    """Return the fragment of a link to an id of the page."""
    return "#" + quote(anchor.encode("utf-8", "replace"), safe="-._~:/ ").replace(" ", "%20")


def day(iso: str) -> str:
    """Return a moment as people write it, or as it is where it is none."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def capital(text: str) -> str:
    """Return a sentence with its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
