"""Tokens of other forms: keys of other sizes, JSON of other spelling, claims that no document has."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping

from conformance.protocol.identity_token import compact_json
from conformance.reference.provider import ReferenceProvider, TokenVisit
from conformance.reference.server import RegisteredKey
from conformance.reference.variations.registry import variation_of_table

_Change = Callable[[ReferenceProvider], ReferenceProvider]
_Members = Mapping[str, object]


def _with_key(published: str) -> _Change:
    """Sign with another key, which is registered."""

    def change(provider: ReferenceProvider) -> ReferenceProvider:
        key = RegisteredKey(provider.credentials.key.key_id, published)
        return provider.with_credentials(key=key)

    return change


def _written(write: Callable[[_Members], bytes]) -> _Change:
    return lambda provider: provider.replacing("ISSUE-JSON-1", lambda _, members: write(members))


def _escaped(members: _Members) -> bytes:
    """Escape what JavaScript and Ruby escape: < > & = / and all that is not ASCII."""
    text = json.dumps(members).replace("/", "\\/")
    for character in "<>&=":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("ascii")


def _backwards(members: _Members) -> bytes:
    return compact_json(dict(reversed(list(members.items()))))


def _adding(members: Callable[[TokenVisit], _Members], to: str) -> _Change:
    return lambda provider: provider.adding(members, to=to)


for _name, _sentence, _change in (
    ("signs_with_1024_bits", "Signs with a registered key of 1024 bits.", _with_key("short")),
    ("signs_with_4096_bits", "Signs with a registered key of 4096 bits.", _with_key("long")),
    ("writes_tokens_with_escapes", "Escapes equals signs, slashes and all that is not ASCII in its tokens.",
     _written(_escaped)),
    ("writes_tokens_with_indents", "Writes the JSON of its tokens with indents and line breaks.",
     _written(lambda members: json.dumps(members, indent=2).encode())),
    ("writes_tokens_backwards", "Writes the members of its tokens in the opposite order.", _written(_backwards)),
    ("claims_more", "Adds claims that other protocols have.",
     _adding(lambda visit: {"sub": visit.user, "aud": ["layer"], "jti": secrets.token_hex(8), "roles": {"a": 1}},
             "claims")),
    ("claims_when_it_began", "Adds nbf, the time from which on the token is good.",
     _adding(lambda visit: {"nbf": int(visit.now)}, "claims")),
    ("names_more_in_the_header", "Adds a parameter of its own to the header.",
     _adding(lambda _: {"x-issuer": "acme"}, "header")),
    ("lives_for_thirty_seconds", "Makes tokens for thirty seconds.",
     lambda provider: provider.with_settings(token_lifetime=30)),
    ("lives_for_ten_minutes", "Makes tokens for ten minutes.",
     lambda provider: provider.with_settings(token_lifetime=600)),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change, actor="provider")
