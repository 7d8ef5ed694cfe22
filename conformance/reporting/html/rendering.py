"""The page: one HTML file that needs nothing else, made of a `verdict.json` alone."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.reporting.allure.exchange import title_of
from conformance.reporting.html.chapter_table import matrix_of
from conformance.reporting.html.entries import RequirementRow, entries_of
from conformance.reporting.html.escape import MOST, capital, cut, day, fragment, shown
from conformance.reporting.html.labels import HEADLINES, KIND_OF, KINDS, UNTESTED, Section
from conformance.reporting.html.pretty_json import lines, readable
from conformance.reporting.html.size_limit import SizeBudget

_ASSETS = files("conformance.reporting.html") / "assets"
#: So many characters of a text are shown in an entry for which there is little room.
_SHORT = 120


def page_of(verdict: Mapping[str, Any]) -> str:
    """Return the page of a verdict, as `verdict_file.read_verdict` or `verdict_json.as_json` gave it.

    It is the same for the same verdict, less than 2 MiB, and holds no text that is not escaped.
    """
    entries = entries_of(verdict)
    room = SizeBudget(len(entries))
    sections = [(kind, *_section(kind, entries, room)) for kind in KINDS]
    return (
        _environment()
        .get_template("page.html")
        .render(
            verdict=verdict,
            target={"versions": [], "clock": "", "configuration": {}, **verdict["target"]},
            headline=HEADLINES[verdict["verdict"]],
            sections=[each for each in sections if each[1] or _is_always_there(each[0], verdict)],
            counts={kind.id: count for kind, count, _ in sections},
            matrix=matrix_of(entries),
            choices=_choices(entries),
            not_examined=_not_examined(entries),
            known={entry.id for entry in entries if entry.kind is KIND_OF["KNOWN"]},
            room=room,
            **_inlined(),
        )
    )


def _is_always_there(kind: Section, verdict: Mapping[str, Any]) -> bool:
    """Say whether a section has something to tell even where it has no entry."""
    return kind is UNTESTED or (kind is KIND_OF["KNOWN"] and bool(verdict["known"]))


def _section(kind: Section, entries: list[RequirementRow], room: SizeBudget) -> tuple[int, list[Markup]]:
    """Return how many requirements are of a kind, and their entries."""
    own = [entry for entry in entries if entry.kind is kind]
    return len({entry.id for entry in own}), list(room.rendered(own, _render_entry))


def _render_entry(entry: RequirementRow, whole: bool) -> str:
    less: dict[str, Any] = {} if whole else {MOST: _SHORT}
    return _environment().get_template("entry.html").render(entry=entry, whole=whole, **less)


def _choices(entries: list[RequirementRow]) -> dict[str, list[str]]:
    """Return what can be chosen in each filter, in the order in which the page has it."""
    kinds = Counter(entry.kind.id for entry in entries)
    return {
        "kind": [kind.id for kind in KINDS if kind.id in kinds],
        "level": [level for level in ("MUST", "SHOULD", "MAY") if any(e.said["level"] == level for e in entries)],
        "chapter": sorted({entry.chapter for entry in entries})[:200],
        "version": sorted({version for entry in entries for version in entry.versions})[:50],
    }


def _not_examined(entries: list[RequirementRow]) -> list[str]:
    examined = {entry.said["actor"] for entry in entries}
    return [actor for actor in ("server", "provider", "client") if actor not in examined]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(str(_ASSETS)),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "fragment": fragment,
        "day": day,
        "capital": capital,
        "readable": readable,
        "lines": lines,
        "cut": cut,
        "title_of": title_of,
    }
    made.globals |= {"KINDS": {kind.id: kind for kind in KINDS}, "KIND_OF": KIND_OF}
    return made


@cache
def _inlined() -> dict[str, str]:
    """Return style and script, and the policy that allows these two and nothing else."""
    style, script = ((_ASSETS / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}  # noqa: S704 - our own files


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
