"""Identifiers of the form `layer:///kind/...` and the other forms that stand for the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_APP_ID = re.compile(rf"(?:layer:///?apps/(staging|production)/)?({_UUID})", re.ASCII)
_PREFIXED = re.compile(rf"(?:layer:///(?:keys|providers)/)?({_UUID})", re.ASCII)


@dataclass(frozen=True)
class AppId:
    """An app id: its UUID, and its environment where the form names one."""

    uuid: str
    environment: str | None

    @classmethod
    def parse(cls, text: object) -> AppId | None:
        """Read `layer:///apps/ENV/UUID`, `layer://apps/ENV/UUID` or the bare UUID; None for anything else."""
        match = _APP_ID.fullmatch(text) if isinstance(text, str) else None
        return cls(match.group(2).lower(), match.group(1)) if match else None

    def with_slashes(self, slashes: int) -> str:
        """Return the long form with two or three slashes; `staging` where no environment is known."""
        return f"layer:{'/' * slashes}apps/{self.environment or 'staging'}/{self.uuid}"


def bare(identifier: str) -> str | None:
    """Return the UUID of a key or provider id, with or without its prefix, or None where it is neither."""
    match = _PREFIXED.fullmatch(identifier)
    return match.group(1).lower() if match else None
