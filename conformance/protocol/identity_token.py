"""The identity token ("EIT"): a JWS of three parts (Client API 2.0, "Identity token")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.protocol import base64url

TYP = "JWT"
ALG = "RS256"
CTY = "layer-eit;v=1"

#: JOSE header parameters, all strings.
HEADER_PARAMETERS = ("typ", "alg", "cty", "kid")
#: Claims that every token carries, with their documented types.
CLAIM_TYPES: Mapping[str, type] = {"iss": str, "prn": str, "iat": int, "exp": int, "nce": str}
#: Claims that a token may carry, all strings.
OPTIONAL_CLAIMS = ("first_name", "last_name", "display_name", "avatar_url")


class MalformedToken(ValueError):
    """A token that cannot be read; `cause` is the documents' own `eit_*` name."""

    def __init__(self, cause: str, detail: str) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause = cause
        self.detail = detail


@dataclass(frozen=True)
class IdentityToken:
    """A token that could be read: nothing about it is verified yet."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signature: bytes
    signed: bytes

    @classmethod
    def parse(cls, text: str) -> IdentityToken:
        """Read the compact form.

        Raises MalformedToken for a wrong number of parts, for a part that is not base64url, and for a
        header or payload that is not a JSON object in UTF-8.
        """
        parts = text.split(".")
        if len(parts) != 3:
            raise MalformedToken("eit_wrong_jws_part_count", f"{len(parts)} parts instead of 3")
        header, payload, signature = (_decoded(part, name) for part, name in zip(parts, _PARTS, strict=True))
        return cls(
            header=_json_object(header, "header"),
            claims=_json_object(payload, "payload"),
            signature=signature,
            signed=f"{parts[0]}.{parts[1]}".encode("ascii"),
        )


_PARTS = ("header", "payload", "signature")


def _decoded(part: str, name: str) -> bytes:
    try:
        return base64url.decode(part)
    except ValueError as error:
        raise MalformedToken("eit_malformed_base64url", f"the {name} is {error}") from error


def _json_object(raw: bytes, name: str) -> Mapping[str, Any]:
    try:
        value = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedToken("eit_malformed_json", f"the {name} is not JSON") from error
    if not isinstance(value, dict):
        raise MalformedToken("eit_malformed_json", f"the {name} is not a JSON object")
    return value


def compact_json(value: object) -> bytes:
    """Return `value` as the JSON that goes into a part: compact, UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
