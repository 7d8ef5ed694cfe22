"""Identity tokens taken apart with the standard library, and what of one departs from a right one."""

from __future__ import annotations

import base64
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

ALPHABET = re.compile(r"[A-Za-z0-9_-]*")


def lenient(part):
    """Return the bytes of a part, whatever stands in it that does not belong."""
    text = re.sub(r"[^A-Za-z0-9_-]", "", part.replace("+", "-").replace("/", "_"))
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def members(part):
    """Return the JSON object of a part, or None where it is none."""
    try:
        value = json.loads(lenient(part))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def is_signed_by(public, token):
    """Whether the signature is RS256 by this key, over what is sent."""
    signing_input, _, signature = token.rpartition(".")
    try:
        public.verify(lenient(signature), signing_input.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def departures(token, draft):
    """Return the names of all that makes `token` another one than the right token of `draft`.

    `header.typ` for a member that differs, is missing or was added, `header encoding`, `header content` for one
    that is no JSON object, `signature` for one that is not RS256 by the draft's key, `parts` for their number.
    """
    parts = token.split(".")
    if len(parts) != 3:
        return {"parts"}
    found = {f"{name} encoding" for name, part in zip(NAMES, parts, strict=True) if not _is_canonical(part)}
    for name, part, right in zip(NAMES, parts, (draft.header, draft.claims), strict=False):
        value = members(part)
        if value is None:
            found.add(f"{name} content")
        else:
            found |= {f"{name}.{member}" for member in value.keys() | right.keys() if _differs(value, right, member)}
    if not is_signed_by(draft.key.public, token):
        found.add("signature")
    return found


NAMES = ("header", "payload", "signature")


def _is_canonical(part):
    """Whether a part has no foreign character, and no bit that stands for nothing."""
    again = base64.urlsafe_b64encode(lenient(part)).decode().rstrip("=")
    return bool(ALPHABET.fullmatch(part)) and part == again


def _differs(value, right, member):
    missing = object()
    one, other = value.get(member, missing), right.get(member, missing)
    return (type(one), one) != (type(other), other)
