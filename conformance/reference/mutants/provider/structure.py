"""Providers that put their tokens together by hand: parts, base64url, JSON."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from conformance.protocol import base64url
from conformance.protocol.identity_token import compact_json
from conformance.reference.mutants.provider.departures import Change, provider_mutant_of_table
from conformance.reference.provider import ReferenceProvider, TokenVisit

_Members = Mapping[str, object]


def _joined(join: Callable[[str, str, str], str]) -> Change:
    return lambda provider: provider.replacing("ISSUE-PARTS-1", lambda _, *parts: join(*parts))


for _name, _sentence, _join in (
    ("gives_tokens_of_four_parts", "Adds a fourth part to the token.", lambda h, p, s: f"{h}.{p}.{s}.{h}"),
    (
        "gives_tokens_without_a_signature",
        "Leaves the signature out, with the dot before it.",
        lambda h, p, _: f"{h}.{p}",
    ),
    ("gives_tokens_without_a_header", "Leaves the header out, with the dot behind it.", lambda _, p, s: f"{p}.{s}"),
    ("gives_the_payload_alone", "Gives the payload as the token.", lambda _h, p, _s: p),
    (
        "gives_tokens_in_five_parts",
        "Gives a token that has the form of an encrypted one.",
        lambda h, p, s: f"{h}..{p}.{s}.{h}",
    ),
    ("ends_tokens_with_a_dot", "Writes a dot behind the signature.", lambda h, p, s: f"{h}.{p}.{s}."),
):
    provider_mutant_of_table("ISSUE-PARTS-1", _name, _sentence, _joined(_join))


def _spelt(spell: Callable[[bytes], str]) -> Change:
    return lambda provider: provider.replacing("ISSUE-BASE64-1", lambda _, raw: spell(raw))


def _padded_signature(provider: ReferenceProvider) -> ReferenceProvider:
    return provider.replacing("ISSUE-PARTS-1", lambda _, h, p, s: f"{h}.{p}.{s}{'=' * (-len(s) % 4)}")


def _standard_signature(provider: ReferenceProvider) -> ReferenceProvider:
    def join(_: TokenVisit, header: str, payload: str, signature: str) -> str:
        return f"{header}.{payload}.{signature.replace('-', '+').replace('_', '/')}"

    return provider.replacing("ISSUE-PARTS-1", join)


for _name, _sentence, _change in (
    ("writes_tokens_in_standard_base64", "Writes all parts in the standard alphabet, with padding.",
     _spelt(lambda raw: base64.b64encode(raw).decode())),
    ("writes_tokens_with_plus_and_slash", "Writes all parts in the standard alphabet, without padding.",
     _spelt(lambda raw: base64.b64encode(raw).decode().rstrip("="))),
    ("pads_tokens", "Writes all parts in base64url with padding.",
     _spelt(lambda raw: base64.urlsafe_b64encode(raw).decode())),
    ("pads_signatures", "Writes the signature alone with padding.", _padded_signature),
    ("writes_signatures_in_standard_base64", "Writes the signature alone in the standard alphabet.",
     _standard_signature),
    ("escapes_the_padding_of_tokens", "Writes padding as it is escaped in URLs.",
     _spelt(lambda raw: base64.urlsafe_b64encode(raw).decode().replace("=", "%3D"))),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-BASE64-1", _name, _sentence, _change)


def _written(write: Callable[[_Members], bytes], part: str | None = None) -> Change:
    """Write header and payload in another way, or the one that has the member `part` only."""

    def written(_: TokenVisit, members: _Members) -> bytes:
        return write(members) if part is None or part in members else compact_json(members)

    return lambda provider: provider.replacing("ISSUE-JSON-1", written)


for _name, _sentence, _change in (
    ("writes_payloads_as_forms", "Writes the payload as a form.",
     _written(lambda members: urlencode({k: str(v) for k, v in members.items()}).encode(), "nce")),
    ("writes_payloads_as_lists", "Writes the payload as a list with the object in it.",
     _written(lambda members: compact_json([members]), "nce")),
    ("writes_payloads_as_json_in_a_string", "Writes the payload as JSON within a JSON string.",
     _written(lambda members: compact_json(json.dumps(members)), "nce")),
    ("writes_payloads_in_single_quotes", "Writes the payload as Python prints it.",
     _written(lambda members: repr(dict(members)).encode(), "nce")),
    ("writes_payloads_in_utf_16", "Writes the payload in UTF-16.",
     _written(lambda members: compact_json(members).decode().encode("utf-16-le"), "nce")),
    ("begins_payloads_with_a_byte_order_mark", "Writes a byte order mark before the payload.",
     _written(lambda members: b"\xef\xbb\xbf" + compact_json(members), "nce")),
    ("encodes_payloads_twice", "Writes the payload in base64url twice.",
     _written(lambda members: base64url.encode(compact_json(members)).encode(), "nce")),
    ("writes_headers_in_single_quotes", "Writes the header as Python prints it.",
     _written(lambda members: repr(dict(members)).encode(), "typ")),
    ("writes_headers_as_lists", "Writes the header as a list of names and values.",
     _written(lambda members: compact_json(list(members.items())), "typ")),
    ("writes_headers_with_a_comma_too_many", "Writes a comma behind the last member of the header.",
     _written(lambda members: compact_json(members)[:-1] + b",}", "typ")),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-JSON-1", _name, _sentence, _change)
