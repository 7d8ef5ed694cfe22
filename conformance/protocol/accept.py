"""The `Accept` header that names the API version (Client API 1.0, "API Versioning")."""

from __future__ import annotations

import re

MEDIA_TYPE = "application/vnd.layer+json"

#: Every version of the Client API that any document names.
KNOWN_VERSIONS = ("1.0", "2.0", "3.0")

_ACCEPT = re.compile(r"application/vnd\.layer\+json\s*;\s*version=(\d+\.\d+)", re.ASCII)


def accept_for(version: str) -> str:
    """Return the header value that asks for `version`, such as ``2.0``."""
    return f"{MEDIA_TYPE}; version={version}"


def version_asked_for(accept: str | None) -> str | None:
    """Return the version that `accept` asks for, or None where it names no version in the documented form."""
    match = _ACCEPT.fullmatch((accept or "").strip())
    return match.group(1) if match else None
