"""Tokens of another form than a signed JWS in its compact one: nested, encrypted, in JSON, detached, compressed.

CVE-2022-39227 (compact and JSON form at once), CVE-2026-29000 (an unsigned token, encrypted to the public key),
CVE-2024-33531 (`enc` in a token of three parts), CVE-2026-34986 (encrypted, and no key is wrapped), CVE-2025-27144 and
CVE-2025-30204 (thousands of dots), RFC 7797 and RFC 7515, 4.1.11 (`b64`, `crit`).
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url
from conformance.protocol.identity_token import compact_json

_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
_DOTS = 10_000


def _encrypted(content: Callable[[Draft], bytes], cty: str | None = None) -> Alteration:
    """Encrypt to the public key: whoever has it can do so (RFC 7516, compact form: five parts)."""

    def alter(draft: Draft, _now: int) -> str:
        header = {**draft.header, "alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": cty or draft.header["cty"]}
        key, nonce = os.urandom(32), os.urandom(12)
        protected = base64url.encode(compact_json(header))
        sealed = AESGCM(key).encrypt(nonce, content(draft), protected.encode("ascii"))
        wrapped = draft.key.public.encrypt(key, _OAEP)
        return ".".join((protected, *map(base64url.encode, (wrapped, nonce, sealed[:-16], sealed[-16:]))))

    return alter


def _without_its_key(draft: Draft, now: int) -> str:
    parts = _encrypted(lambda draft: compact_json(draft.claims))(draft, now).split(".")
    return ".".join((parts[0], "", *parts[2:]))


def _of_three_parts_with_enc(draft: Draft, _now: int) -> str:
    return draft.with_header(alg="dir", enc="A256GCM").signed_by(lambda _message: b"nobody")


def _unsigned(draft: Draft) -> bytes:
    return ".".join((*draft.with_header(alg="none").parts(), "")).encode("ascii")


def _in_json(members: Callable[[Draft, str, str, str], Mapping[str, Any]]) -> Alteration:
    """The JSON serialisation (RFC 7515, 7.2), as text in the place of the compact one."""

    def alter(draft: Draft, _now: int) -> str:
        return json.dumps(members(draft, *draft.signed().split(".")))

    return alter


def _flattened(_draft: Draft, header: str, payload: str, signature: str) -> Mapping[str, Any]:
    return {"payload": payload, "protected": header, "signature": signature}


def _general(_draft: Draft, header: str, payload: str, signature: str) -> Mapping[str, Any]:
    return {"payload": payload, "signatures": [{"protected": header, "signature": signature}]}


def _unprotected(draft: Draft, _header: str, payload: str, signature: str) -> Mapping[str, Any]:
    return {"payload": payload, "header": dict(draft.header), "signature": signature}


def _both_forms(draft: Draft, header: str, payload: str, signature: str) -> Mapping[str, Any]:
    """The JSON form is right, and a compact one with another user stands in a name beside it."""
    other = draft.with_claims(prn="somebody-else").parts()[1]
    return {f"{header}.{other}.": "", **_flattened(draft, header, payload, signature)}


def _nested(draft: Draft, _now: int) -> str:
    return draft.of_json(payload=draft.signed())


def _nested_and_named(draft: Draft, _now: int) -> str:
    return draft.with_header(cty="JWT").of_json(payload=draft.signed())


def _detached(draft: Draft, _now: int) -> str:
    header, _, signature = draft.signed().split(".")
    return f"{header}..{signature}"


def _compressed(draft: Draft, _now: int) -> str:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(compact_json(draft.claims)) + packer.flush()
    return draft.with_header(zip="DEF").signed(payload=base64url.encode(packed))


def _not_encoded(draft: Draft, _now: int) -> str:
    """The payload as it is, as `b64` false would have it (RFC 7797); its dots are escaped, or they would end it."""
    payload = draft.json("payload").replace(".", "\\u002e")
    return draft.with_header(b64=False, crit=["b64"]).signed(payload=payload)


def _in_other_base64(draft: Draft, _now: int) -> str:
    return draft.signed(*(part.encode("ascii").hex() for part in draft.parts()))


_EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "with b64 false": {"b64": False},
    "with b64 false, which is critical": {"b64": False, "crit": ["b64"]},
    "with b64 true, which is critical": {"b64": True, "crit": ["b64"]},
    "with a critical extension that nobody knows": {"crit": ["x-acme"], "x-acme": 1},
    "with a critical extension that is not there": {"crit": ["x-acme"]},
    "with exp as a critical extension": {"crit": ["exp"], "exp": 1},
    "with nothing critical": {"crit": []},
    "with crit that is no list": {"crit": "alg"},
}

#: Every forgery of the form, by name.
FORM_FORGERIES: Mapping[str, Alteration] = {
    "that is the payload of another token": _nested,
    "that is the payload of another token, whose cty says so": _nested_and_named,
    "encrypted to the public key": _encrypted(lambda draft: compact_json(draft.claims)),
    "encrypted to the public key and unsigned within": _encrypted(_unsigned, cty="JWT"),
    "encrypted to the public key and signed within": _encrypted(lambda draft: draft.signed().encode("ascii"), "JWT"),
    "encrypted to the public key, without the key that it wraps": _without_its_key,
    "of three parts that says it is encrypted": _of_three_parts_with_enc,
    "in the flattened JSON form": _in_json(_flattened),
    "in the general JSON form": _in_json(_general),
    "in the JSON form with its header unprotected": _in_json(_unprotected),
    "in the compact and the JSON form at once": _in_json(_both_forms),
    "whose payload is detached": _detached,
    "whose payload is compressed": _compressed,
    "whose payload is not encoded": _not_encoded,
    "in hexadecimal": _in_other_base64,
    "of thousands of dots": lambda _draft, _now: "." * _DOTS,
    "and thousands of dots after it": lambda draft, _now: draft.signed() + "." * _DOTS,
    **{
        words: lambda draft, _now, more=members: draft.with_header(**more).signed()  # type: ignore[misc]
        for words, members in _EXTENSIONS.items()
    },
}
