"""The structure of an identity token: three parts of base64url, two of them JSON objects."""

from __future__ import annotations

import re

from conformance.protocol import base64url
from conformance.protocol.errors import ErrorId
from conformance.reference.server.reading import PresentedToken, json_object, lenient_bytes
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.rules.identity_token import token_refusal
from conformance.reference.server.visit import Visit

_FOREIGN = re.compile(r"[^A-Za-z0-9_+/=-]")
_SPELLED = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


@rule("TOKEN-SIZE-1")
def body_is_bounded(visit: Visit) -> None:
    """TOKEN-SIZE-1: an enormous token breaks nothing: a body beyond the limit is refused unread."""
    limit = visit.server.settings.body_limit
    if len(visit.request.body) > limit:
        raise RefusalError(ErrorId.INVALID_REQUEST, f"The body is longer than {limit} bytes.", status=413)


@rule("TOKEN-TYPE-1", "TOKEN-TYPE-2")
def token_is_a_string(visit: Visit) -> None:
    """TOKEN-TYPE-1: an identity token that is not a string is refused; TOKEN-TYPE-2: it is named."""
    if not isinstance(visit.fields.get("identity_token", ""), str):
        raise token_refusal("eit_malformed_json", "identity_token must be a string")


@rule("TOKEN-EMPTY-1")
def token_is_not_empty(visit: Visit) -> None:
    """TOKEN-EMPTY-1: an empty identity token is refused."""
    if visit.fields.get("identity_token") == "":
        raise token_refusal("eit_wrong_jws_part_count", "the token is empty")


@rule("TOKEN-PARTS-1", "FORGE-FORM-1", "FORGE-FORM-3")
def token_has_three_parts(token: PresentedToken, _: Visit) -> None:
    """TOKEN-PARTS-1: an identity token has three parts.

    FORGE-FORM-1, FORGE-FORM-3: JSON and encrypted tokens have others.
    """
    if len(token.parts) != 3:
        raise token_refusal("eit_wrong_jws_part_count", f"{len(token.parts)} parts instead of 3")


@rule("TOKEN-BASE64-1")
def parts_are_base64url(token: PresentedToken, _: Visit) -> None:
    """TOKEN-BASE64-1: the parts hold no characters that base64url does not have."""
    for part in token.parts:
        if _FOREIGN.search(part) or len(part.rstrip("=")) % 4 == 1:
            raise token_refusal("eit_malformed_base64url", "a part is not base64url")


@rule("TOKEN-BASE64-2")
def parts_are_not_standard_base64(token: PresentedToken, _: Visit) -> None:
    """TOKEN-BASE64-2: the parts are not in the standard base64 alphabet."""
    if any("+" in part or "/" in part for part in token.parts):
        raise token_refusal("eit_malformed_base64url", "a part is standard base64, not base64url")


@rule("TOKEN-BASE64-3")
def parts_are_not_padded(token: PresentedToken, _: Visit) -> None:
    """TOKEN-BASE64-3: the parts carry no padding (RFC 7515, section 2)."""
    if any("=" in part for part in token.parts):
        raise token_refusal("eit_malformed_base64url", "a part is padded")


@rule("one-spelling")
def parts_have_one_spelling(token: PresentedToken, _: Visit) -> None:
    """Refuse a part whose last character has stray bits (RFC 4648, 3.5): a signature has one spelling."""
    for part in token.parts:
        kept = part.rstrip("=").replace("+", "-").replace("/", "_")
        if _SPELLED.fullmatch(kept) and len(kept) % 4 != 1 and base64url.encode(lenient_bytes(kept)) != kept:
            raise token_refusal("eit_malformed_base64url", "a part ends in stray bits")


@rule("TOKEN-JSON-1", "FORGE-FORM-2", "FORGE-FORM-4", "FORGE-REST-1", "FORGE-LAX-1", "FORGE-NAN-1")
def parts_are_json_objects(token: PresentedToken, _: Visit) -> None:
    """TOKEN-JSON-1: header and payload are JSON objects in UTF-8.

    FORGE-FORM-2, FORGE-FORM-4: no tokens, and nothing compressed; FORGE-REST-1: and nothing around the objects.

    FORGE-LAX-1, FORGE-NAN-1: by the grammar of JSON alone.
    """
    for part in token.parts[:2]:
        if json_object(lenient_bytes(part), errors="strict") is None:
            raise token_refusal("eit_malformed_json", "header and payload must be JSON objects in UTF-8")
