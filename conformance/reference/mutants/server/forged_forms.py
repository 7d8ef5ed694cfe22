"""Servers that read a token in a form that is none of an identity token's."""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import falling_over
from conformance.reference.mutants.server.lenient_verifiers import header_of, is_signed, own_key, reading
from conformance.reference.server import Visit
from conformance.reference.server.reading import PresentedToken, json_object, lenient_bytes

_Claims = Mapping[str, Any] | None


def _text(token: PresentedToken) -> str:
    return ".".join(token.parts)


def _serialised(token: PresentedToken) -> dict[str, Any]:
    return json_object(_text(token).encode("utf-8")) or {}


def _compact(header: object, payload: object, signature: object) -> PresentedToken:
    return PresentedToken.read(f"{header}.{payload}.{signature}")


def _signed_claims(visit: Visit, token: PresentedToken) -> _Claims:
    return token.claims if is_signed(visit, token) and token.claims else None


def _flattened(visit: Visit, token: PresentedToken) -> _Claims:
    found = _serialised(token)
    return _signed_claims(visit, _compact(*(found.get(name, "") for name in ("protected", "payload", "signature"))))


def _general(visit: Visit, token: PresentedToken) -> _Claims:
    found = _serialised(token)
    for each in found.get("signatures", []):
        return _signed_claims(visit, _compact(each["protected"], found["payload"], each["signature"]))
    return None


def _unprotected(_: Visit, token: PresentedToken) -> _Claims:
    found = _serialised(token)
    return json_object(lenient_bytes(str(found["payload"]))) if "header" in found else None


def _at_once(visit: Visit, token: PresentedToken) -> _Claims:
    """Verify the JSON form, and read the compact one."""
    if _flattened(visit, token) is None:
        return None
    payload = _text(token).lstrip('{"').split(".")[1]
    return json_object(lenient_bytes(payload))


def _in_hexadecimal(visit: Visit, token: PresentedToken) -> _Claims:
    try:
        _, payload = (binascii.unhexlify(part).decode("ascii") for part in token.parts[:2])
    except (ValueError, binascii.Error):
        return None
    return json_object(lenient_bytes(payload)) if is_signed(visit, token) else None


def _nested(visit: Visit, token: PresentedToken) -> _Claims:
    inner = PresentedToken.read(lenient_bytes(token.parts[1]).decode("utf-8", "replace")) if token.parts[1:] else token
    return _signed_claims(visit, inner)


def _verified_outside(visit: Visit, token: PresentedToken) -> _Claims:
    if not is_signed(visit, token):
        return None
    return PresentedToken.read(lenient_bytes(token.parts[1]).decode("utf-8", "replace")).claims or None


def _nested_where_cty_says_so(visit: Visit, token: PresentedToken) -> _Claims:
    return _nested(visit, token) if header_of(token, "cty") == "JWT" else None


def _decrypted(visit: Visit, token: PresentedToken) -> bytes:
    if len(token.parts) != 5:
        return b""
    wrapped, nonce, sealed, tag = map(lenient_bytes, token.parts[1:])
    scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    try:
        key = own_key(visit).private.decrypt(wrapped, scheme)
    except ValueError:
        return b""
    return AESGCM(key).decrypt(nonce, sealed + tag, token.parts[0].encode("ascii"))


def _claims_within(visit: Visit, token: PresentedToken) -> _Claims:
    return json_object(_decrypted(visit, token))


def _token_within(visit: Visit, token: PresentedToken) -> _Claims:
    return PresentedToken.read(_decrypted(visit, token).decode("utf-8", "replace")).claims or None


def _unverified_where_enc_is_set(_: Visit, token: PresentedToken) -> _Claims:
    return token.claims if len(token.parts) == 3 and "enc" in token.header else None


def _inflated(visit: Visit, token: PresentedToken) -> _Claims:
    if header_of(token, "zip") != "DEF" or not is_signed(visit, token):
        return None
    return json_object(zlib.decompress(lenient_bytes(token.parts[1]), wbits=-15))


def _as_it_is(visit: Visit, token: PresentedToken) -> _Claims:
    if token.header.get("b64") is not False or not is_signed(visit, token):
        return None
    return json_object(token.parts[1].encode("utf-8"))


def _where(odd: Callable[[PresentedToken], bool]) -> Callable[[Visit], bool]:
    return lambda visit: visit.token is not None and odd(visit.token)


for _requirement, _name, _sentence, _reads in (
    ("FORGE-FORM-1", "reads_the_flattened_form", "Reads a token in the flattened JSON form.", _flattened),
    ("FORGE-FORM-1", "reads_the_general_form", "Reads a token in the general JSON form.", _general),
    ("FORGE-FORM-1", "reads_unprotected_headers", "Verifies nothing where the header of the JSON form is unprotected.",
     _unprotected),
    ("FORGE-FORM-1", "verifies_one_form_and_reads_another", "Verifies the JSON form of a token and reads the compact.",
     _at_once),
    ("FORGE-FORM-1", "reads_tokens_in_hexadecimal", "Reads a token whose parts are in hexadecimal.", _in_hexadecimal),
    ("FORGE-FORM-2", "reads_tokens_within_tokens", "Reads a token in the place of claims.", _nested),
    ("FORGE-FORM-2", "verifies_the_outer_token", "Verifies a token and reads the claims of another one within it.",
     _verified_outside),
    ("FORGE-FORM-2", "reads_tokens_where_cty_says_so", "Reads a token in the place of claims where cty is JWT.",
     _nested_where_cty_says_so),
    ("FORGE-FORM-3", "takes_encrypted_claims", "Takes claims that are encrypted to its key for signed.",
     _claims_within),
    ("FORGE-FORM-3", "takes_encrypted_tokens", "Takes a token that is encrypted to its key without verifying it.",
     _token_within),
    ("FORGE-FORM-3", "verifies_nothing_where_enc_is_set", "Verifies no signature where the header has an enc.",
     _unverified_where_enc_is_set),
    ("FORGE-FORM-4", "inflates_payloads", "Unpacks a payload that is compressed.", _inflated),
    ("FORGE-FORM-4", "reads_payloads_that_are_not_encoded", "Reads a payload as it is where b64 is false.", _as_it_is),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, reading(_reads))

for _requirement, _name, _sentence, _odd in (
    ("FORGE-FORM-1", "falls_over_thousands_of_dots", "Answers 500 to a token of thousands of parts.",
     lambda token: len(token.parts) > 1000),
    ("FORGE-FORM-3", "falls_over_encrypted_tokens", "Answers 500 to a token that is encrypted.",
     lambda token: len(token.parts) == 5 and "enc" in token.header),
    ("FORGE-FORM-3", "falls_over_an_empty_wrapped_key", "Answers 500 to an encrypted token that wraps no key.",
     lambda token: len(token.parts) == 5 and not token.parts[1]),
    ("FORGE-FORM-4", "falls_over_a_compressed_payload", "Answers 500 to a payload that is compressed.",
     lambda token: "zip" in token.header),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, falling_over(_requirement, _where(_odd)))
