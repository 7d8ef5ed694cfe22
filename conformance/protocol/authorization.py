"""`Authorization: Layer session-token="..."` (Client API 1.0, "Using the Session Token")."""

from __future__ import annotations

import re

_HEADER = re.compile(r"""Layer\s+session-token=(?:"([^"]+)"|'([^']+)')""")


def authorization_for(session_token: str, quote: str = '"') -> str:
    """Return the header value; `quote` is the mark around the token: double, single, or an empty text."""
    return f"Layer session-token={quote}{session_token}{quote}"


def session_token_in(header: str | None) -> str | None:
    """Return the session token of a header in either quoted form, or None."""
    match = _HEADER.fullmatch((header or "").strip())
    return (match.group(1) or match.group(2)) if match else None
