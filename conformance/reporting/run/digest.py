"""The digest that `verdict.json` carries of itself.

It finds accidents and careless edits: a file that was cut short, merged by a tool, or corrected by hand. It finds no
forger, who can compute it again: signed bundles are for that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: The member that holds the digest; the digest is that of all others.
MEMBER = "digest"


def digest_of(verdict: Mapping[str, Any]) -> str:
    """Return the digest of every other member, as ``sha256:`` and 64 hexadecimal digits.

    It is that of the values and not of the bytes: a file that was only indented or sorted has the same one.
    """
    rest = {name: value for name, value in verdict.items() if name != MEMBER}
    # ASCII, so that a lone surrogate has a form, and the same one as the pair that it may become in a file.
    canonical = json.dumps(rest, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode("ascii")).hexdigest()
