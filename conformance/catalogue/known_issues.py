"""Violations that somebody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KnownIssue:
    """A violation that the target's owner knows of; `expires` is the last day on which that excuses it."""

    requirement: str
    reason: str
    link: str
    expires: date
