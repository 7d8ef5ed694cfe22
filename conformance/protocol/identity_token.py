"""The identity token ("EIT"): a JWS of three parts (Client API 2.0, "Identity token")."""

from __future__ import annotations

import json
from collections.abc import Mapping

TYP = "JWT"
ALG = "RS256"
CTY = "layer-eit;v=1"

#: JOSE header parameters, all strings.
HEADER_PARAMETERS = ("typ", "alg", "cty", "kid")
#: Claims that every token carries, with their documented types.
CLAIM_TYPES: Mapping[str, type] = {"iss": str, "prn": str, "iat": int, "exp": int, "nce": str}
#: Claims that a token may carry, all strings.
OPTIONAL_CLAIMS = ("first_name", "last_name", "display_name", "avatar_url")


def compact_json(value: object) -> bytes:
    """Return `value` as the JSON that goes into a part: compact, UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
