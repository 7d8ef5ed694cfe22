"""The page's form: its fields, and the results of the checks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.keys import PemError, is_private_key, read_rsa_public_key
from conformance.validation import (
    Expected,
    Keys,
    NoTokenError,
    ReferenceTime,
    check_token,
    token_in,
)
from conformance.validation.as_json import as_json
from conformance.validation.formatting import pretty
from conformance.validation.token_ids import uuid_of
from conformance.validator_page.messages import PageError

_TEXTS = ("token", "public_key", "provider_id", "key_id", "nonce", "user")


def check_form(body: bytes, now: float) -> dict[str, Any]:
    """Return the result for a form that was sent as JSON: all checks, and the parts, header and claims as texts.

    Raises PageError, with the field, where the form cannot be checked.
    """
    texts, times = _fields(body)
    try:
        extracted = token_in(texts["token"])
    except NoTokenError as error:
        raise PageError(422, f"This {error}.", "token") from None
    pem = texts["public_key"]
    try:
        keys = Keys(read_rsa_public_key(pem.encode("utf-8", "surrogatepass"))) if pem.strip() else Keys()
    except PemError as error:
        raise PageError(422, f"This {error}.", "public_key") from None
    validation = check_token(extracted.token, keys, _expected(texts), ReferenceTime(now) if times else None)
    return {
        **as_json(validation, extracted.note),
        "parts": validation.parts,
        "header": None if validation.header is None else pretty(validation.header),
        "claims": None if validation.claims is None else pretty(validation.claims),
    }


def _fields(body: bytes) -> tuple[Mapping[str, str], bool]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not all(isinstance(content.get(name, ""), str) for name in _TEXTS):
        raise PageError(400, "This is not what the page sends.")
    texts = {name: str(content.get(name, "")) for name in _TEXTS}
    for name, text in texts.items():
        if is_private_key(text.encode("utf-8", "surrogatepass")):
            raise PageError(422, "This is a private key, which nobody else should see. It has not been kept.", name)
    return texts, content.get("times") is True


def _expected(texts: Mapping[str, str]) -> Expected:
    """Return what the form expects: ids without the blanks that are pasted around them, the rest as it is."""
    ids = {"provider_id": "providers", "key_id": "keys"}
    values = {name: texts[name].strip() if name in ids else texts[name] for name in _TEXTS[2:]}
    for name, kind in ids.items():
        if values[name] and uuid_of(kind, values[name]) is None:
            raise PageError(422, f"This should be layer:///{kind}/UUID or a UUID.", name)
    return Expected(
        values["provider_id"] or None, values["key_id"] or None, values["nonce"] or None, values["user"] or None
    )
