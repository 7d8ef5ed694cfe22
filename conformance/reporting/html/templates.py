"""The templates of all pages, and what is common to them: every text is escaped, and no page needs anything else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.judging.words import ON_WORD
from conformance.reporting.allure.exchange import title_of
from conformance.reporting.html.escape import capital, cut, day, finalize, fragment
from conformance.reporting.html.labels import HEADLINES, KIND_OF, KINDS, UNTESTED
from conformance.reporting.html.pretty_json import indent, readable

_ASSETS = files("conformance.reporting.html") / "assets"


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return what a template makes of the values, with the style, and the script of a page that has one."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([str(_ASSETS), str(files("conformance.reporting.compare") / "assets")]),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "fragment": fragment,
        "day": day,
        "capital": capital,
        "readable": readable,
        "indent_json": indent,
        "cut": cut,
        "title_of": title_of,
    }
    environment.globals |= {
        "KINDS": {kind.id: kind for kind in KINDS},
        "KIND_OF": KIND_OF,
        "HEADLINES": HEADLINES,
        "UNTESTED": UNTESTED,
        "ON_WORD": ON_WORD,
        **_inlined(),
    }
    return environment


def _inlined() -> dict[str, str]:
    """Return style and script, and the policies that allow the style alone, or these two, and nothing else."""
    style, script = ((_ASSETS / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    gallery = (files("conformance.reporting.compare") / "assets" / "gallery.js").read_text(encoding="utf-8")
    quiet = f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    texts = {"style": style, "style_policy": quiet}
    for name, text in (("script", script), ("gallery_script", gallery)):
        lively = f"{quiet}; script-src {_hash(text)}; require-trusted-types-for 'script'; trusted-types 'none'"
        texts |= {name: text, name.replace("script", "policy"): lively}
    return {name: Markup(text) for name, text in texts.items()}  # noqa: S704 - our own files


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
