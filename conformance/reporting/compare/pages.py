"""The pages of several verdicts: the style of the partner's page, no script, everything escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.reporting.html.escape import day, shown
from conformance.reporting.html.labels import HEADLINES, KIND_OF, UNTESTED

_ASSETS = files("conformance.reporting.compare") / "assets"
_STYLE = files("conformance.reporting.html") / "assets" / "page.css"


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return the page that a template of this room makes of the values."""
    return _environment().get_template(template).render(**values, **_inlined())


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
    made.filters["day"] = day
    made.globals |= {"HEADLINES": HEADLINES, "KIND_OF": KIND_OF, "UNTESTED": UNTESTED}
    return made


@cache
def _inlined() -> dict[str, str]:
    """Return the style, and the policy that allows it and nothing else."""
    style = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return {"style": Markup(style), "policy": Markup(policy)}  # noqa: S704 - our own file
