"""`feed.atom`: an entry for each time that the verdict of a target changed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import quote
from xml.etree import ElementTree as ET

from conformance.fleet.history import HistoryRow

_ATOM = "http://www.w3.org/2005/Atom"
#: So many entries are in the feed, the newest first.
_MOST = 200


def feed_of(histories: Mapping[tuple[str, str], Sequence[HistoryRow]], now: str) -> str:
    """Return the feed of targets, by slug and name; `now` is what a feed without entries was updated at."""
    entries = [
        (row, before, slug, name)
        for (slug, name), rows in histories.items()
        for before, row in pairwise(rows)
        if before.verdict != row.verdict
    ]
    entries.sort(key=lambda entry: entry[0].moment, reverse=True)
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", _id("feed", *sorted(slug for slug, _ in histories)))
    _add(feed, "title", "layer-conformance: verdicts that changed")
    _add(feed, "updated", entries[0][0].moment if entries else now)
    _add(_add(feed, "author"), "name", "layer-conformance")
    _add(feed, "link", rel="self", href="feed.atom")
    for row, before, slug, name in entries[:_MOST]:
        entry = _add(feed, "entry")
        _add(entry, "id", _id(slug, row.moment))
        _add(entry, "title", f"{name}: {before.verdict} then, {row.verdict} now")
        _add(entry, "updated", row.moment)
        _add(entry, "link", rel="alternate", href=f"targets/{quote(slug)}/index.html")
        _add(entry, "summary", f"{row.reason}. {row.change}".strip())
    return ET.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    # What XML cannot hold, such as control characters of a target's answer, is left out.
    element.text = text and "".join(letter for letter in text if letter.isprintable())
    return element


def _id(*names: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "layer-conformance:" + "\0".join(names)).urn
