"""The text of `verdict.json`."""

from __future__ import annotations

import json
from typing import Any

from conformance.reporting.run import Run


def as_text(run: Run) -> str:
    """Return the text of the file: one member a line, one finding a line, so that it can be compared and searched."""
    members = ",\n".join(f"{json.dumps(name)}: {_member(name, value)}" for name, value in run.to_json().items())
    return f"{{\n{members}\n}}\n"


def _member(name: str, value: Any) -> str:
    if name != "findings":
        return _dump(value)
    listed = ",\n".join(_dump(finding) for finding in value)
    return f"[\n{listed}\n]"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
