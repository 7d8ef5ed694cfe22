"""Ids of keys and providers: `layer:///keys/UUID`, `layer:///providers/UUID`, or the bare UUID.

See docs/protocol.md#bare-ids.
"""

from __future__ import annotations

import re

from conformance.protocol.layer_id import bare

_PREFIX = re.compile(r"layer:(/+)([a-z]+)/")


def uuid_of(kind: str, identifier: str) -> str | None:
    """Return the UUID of an id of `kind` (``keys`` or ``providers``) in either form, or None for anything else."""
    if identifier.startswith("layer:") and not identifier.startswith(f"layer:///{kind}/"):
        return None
    return bare(identifier)


def describe_id(identifier: str) -> str:
    """Return what an id is instead, to be appended to it, where that can be told."""
    prefix = _PREFIX.match(identifier)
    if prefix is None:
        return ""
    slashes, kind = prefix.groups()
    if len(slashes) != 3:
        return f", with {len(slashes)} slash{'es' if len(slashes) > 1 else ''} instead of 3"
    return f", which names one of the {kind}" if kind in ("keys", "providers", "apps") else ""
