"""The partner's page: `reports/index.html`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.reporting.atomic_files import replace_file
from conformance.reporting.html.rendering import page_of

__all__ = ["page_of", "write"]


def write(verdict: Mapping[str, Any], path: Path) -> None:
    """Write the page of a verdict in one step; raises OSError where it cannot be."""
    replace_file(path, page_of(verdict))
