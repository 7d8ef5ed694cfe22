"""The page's form: what its fields hold, and what the checks say to that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.keys import PemError, is_private_key, read_rsa_public_key
from conformance.validation import (
    Expected,
    ExtractedToken,
    Keys,
    NoTokenError,
    ReferenceTime,
    Validation,
    check_token,
    token_in,
)
from conformance.validation.as_json import as_json
from conformance.validation.formatting import pretty
from conformance.validation.token_ids import uuid_of
from conformance.validator_page.messages import PageError

_TEXTS = ("token", "public_key", "provider_id", "key_id", "nonce", "user")


def checked(body: bytes, now: float) -> dict[str, Any]:
    """Return the result for a form that was sent as JSON; raises Refused, with the field, where it cannot be."""
    texts, times = _fields(body)
    pasted = _pasted(texts["token"])
    keys = _keys(texts["public_key"])
    validation = check_token(pasted.token, keys, _expected(texts), ReferenceTime(now) if times else None)
    return _result(validation, pasted)


def _result(validation: Validation, pasted: ExtractedToken) -> dict[str, Any]:
    """Return the JSON of a validation with the parts of the token, and header and claims ready to be shown."""
    shown = {
        "parts": validation.parts,
        "header": None if validation.header is None else pretty(validation.header),
        "claims": None if validation.claims is None else pretty(validation.claims),
    }
    return {**as_json(validation, pasted.note), **shown}


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


def _pasted(text: str) -> ExtractedToken:
    try:
        return token_in(text)
    except NoTokenError as error:
        raise PageError(422, f"This {error}.", "token") from None


def _keys(pem: str) -> Keys:
    try:
        return Keys(read_rsa_public_key(pem.encode("utf-8", "surrogatepass"))) if pem.strip() else Keys()
    except PemError as error:
        raise PageError(422, f"This {error}.", "public_key") from None


def _expected(texts: Mapping[str, str]) -> Expected:
    """Return what the form expects: ids without the blanks that are pasted around them, the rest as it is."""
    ids = {"provider_id": "providers", "key_id": "keys"}
    known = {name: texts[name].strip() if name in ids else texts[name] for name in _TEXTS[2:]}
    for name, kind in ids.items():
        if known[name] and uuid_of(kind, known[name]) is None:
            raise PageError(422, f"This should be layer:///{kind}/UUID or a UUID.", name)
    return Expected(
        known["provider_id"] or None, known["key_id"] or None, known["nonce"] or None, known["user"] or None
    )
