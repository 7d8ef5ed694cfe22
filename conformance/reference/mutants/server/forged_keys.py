"""Servers that look a key up wherever the token says: in a file, by a query, at an address, in the token."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import posixpath
import re
import sqlite3
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from conformance.protocol import base64url
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change, Condition, falling_over
from conformance.reference.mutants.server.lenient_verifiers import Takes, header_of, is_signed, own_key, taking
from conformance.reference.server import Visit
from conformance.reference.server.reading import PresentedToken


def _kid(token: PresentedToken) -> str:
    return header_of(token, "kid")


def _is_keyed_with(token: PresentedToken, secret: bytes) -> bool:
    expected = hmac.new(secret, token.signed, hashlib.sha256).digest()
    return header_of(token, "alg") == "HS256" and token.signature == expected


def _is_by(token: PresentedToken, key: object) -> bool:
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(token.signature, token.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


#: Files that are the same on every machine.
_FILES = {"/dev/null": b"", "/dev/zero": b"\0", "/proc/sys/kernel/randomize_va_space": b"2\n"}


def _of_file(kid: str) -> bytes | None:
    return _FILES.get(posixpath.normpath(f"/var/keys/{kid.removeprefix('file://')}" if kid[:1] != "/" else kid))


def _opens_files(_: Visit, token: PresentedToken) -> bool:
    secret = _of_file(_kid(token))
    return secret is not None and _is_keyed_with(token, secret)


def _normalises_paths(visit: Visit, token: PresentedToken) -> bool:
    own = visit.server.credentials.key.key_id
    return _kid(token).startswith("../keys/") and _kid(token).endswith(own) and is_signed(visit, token)


def _asks_a_database(visit: Visit, token: PresentedToken) -> bool:
    """Ask with a query that is put together as text."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE TABLE keys (id TEXT, pem TEXT)")
        known = (visit.server.credentials.key.key_id, own_key(visit).public_pem.decode("ascii"))
        database.execute("INSERT INTO keys VALUES (?, ?)", known)
        query = f"SELECT pem FROM keys WHERE id = '{_kid(token)}'"  # noqa: S608 - this is the mutant's fault
        found = database.execute(query).fetchone()
    except sqlite3.Error:
        return False
    finally:
        database.close()
    return found is not None and _fits(token, str(found[0]))


def _fits(token: PresentedToken, found: str) -> bool:
    if "BEGIN" not in found:
        return _is_keyed_with(token, found.encode("utf-8"))
    return _is_by(token, serialization.load_pem_public_key(found.encode("ascii")))


def _matches_wildcards(visit: Visit, token: PresentedToken) -> bool:
    return _kid(token) in ("%", "*") and is_signed(visit, token)


def _runs_commands(visit: Visit, token: PresentedToken) -> bool:
    return _kid(token).partition("|")[0] == visit.server.credentials.key.key_id and is_signed(visit, token)


def _stops_at_a_path(visit: Visit, token: PresentedToken) -> bool:
    return _kid(token).partition("/..")[0] == visit.server.credentials.key.key_id and is_signed(visit, token)


def _asks_with_operators(visit: Visit, token: PresentedToken) -> bool:
    kid = token.header.get("kid")
    return isinstance(kid, dict) and "$ne" in kid and is_signed(visit, token)


def _reads_the_prototype(_: Visit, token: PresentedToken) -> bool:
    return _kid(token) == "__proto__" and _is_keyed_with(token, b"")


def _cuts_kids(visit: Visit, token: PresentedToken) -> bool:
    own = visit.server.credentials.key.key_id
    return _kid(token)[: len(own)] == own and is_signed(visit, token)


for _requirement, _name, _sentence, _takes in (
    ("FORGE-KID-1", "opens_the_file_of_a_kid", "Takes a kid for the path of a file with a secret.", _opens_files),
    ("FORGE-KID-1", "normalises_the_path_of_a_kid", "Finds a key though its kid climbs out of the folder and back.",
     _normalises_paths),
    ("FORGE-KID-1", "stops_at_a_path_after_a_kid", "Finds a key by a kid with a path after it.", _stops_at_a_path),
    ("FORGE-KID-2", "asks_mongodb_with_the_kid", "Asks MongoDB with an object in the place of a kid.",
     _asks_with_operators),
    ("FORGE-KID-2", "reads_the_prototype_of_its_keys", "Looks keys up in an object, and finds its prototype.",
     _reads_the_prototype),
    ("FORGE-KID-2", "asks_a_database_with_the_kid", "Puts the kid into a query as it is.", _asks_a_database),
    ("FORGE-KID-2", "takes_wildcards_in_a_kid", "Finds a key by a kid that is a wildcard.", _matches_wildcards),
    ("FORGE-KID-2", "runs_a_kid_in_a_shell", "Runs a command with the kid in it.", _runs_commands),
    ("FORGE-KID-3", "cuts_kids_to_their_length", "Ignores what follows the id of a key in kid.", _cuts_kids),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, taking(_takes))


def _kid_with(pattern: str) -> Condition:
    return lambda visit: visit.token is not None and re.search(pattern, _kid(visit.token)) is not None


for _requirement, _name, _sentence, _pattern in (
    ("FORGE-KID-1", "falls_over_a_path_in_a_kid", "Answers 500 to a kid that leads out of its folder.", r"/\.\./"),
    ("FORGE-KID-2", "finds_the_constructor_of_its_keys", "Answers 500 to a kid that every object has.", "^constructor$"),
    ("FORGE-KID-3", "falls_over_a_quote_in_a_kid", "Answers 500 to a kid with a quote in it.", "'"),
    ("FORGE-KID-3", "falls_over_a_zero_byte_in_a_kid", "Answers 500 to a kid with a zero byte in it.", "\0"),
    ("FORGE-KID-3", "falls_over_a_long_kid", "Answers 500 to a kid of more than 255 characters.", ".{256}"),
    ("FORGE-KID-3", "falls_over_a_kid_beyond_ascii", "Answers 500 to a kid with a letter beyond ASCII.",
     "[^\0-\x7f]"),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, falling_over("FORGE-KID-3", _kid_with(_pattern)))


def _public(jwk: object) -> object:
    try:
        return RSAAlgorithm.from_jwk(json.dumps(jwk))
    except Exception:  # whatever is no key of RSA
        return None


def _trusting(brought: Callable[[PresentedToken], object]) -> Takes:
    return lambda _, token: _is_by(token, brought(token))


def _in_the_address(token: PresentedToken) -> object:
    address = header_of(token, "jku")
    if not address.startswith("data:"):
        return None
    return _public(json.loads(base64.b64decode(address.partition(",")[2]))["keys"][0])


def _pem(token: PresentedToken) -> object:
    text = header_of(token, "pem") or _kid(token)
    return serialization.load_pem_public_key(text.encode("ascii")) if text.startswith("-----BEGIN PUBLIC") else None


def _is_by_its_own_secret(_: Visit, token: PresentedToken) -> bool:
    jwk = token.header.get("jwk")
    return isinstance(jwk, dict) and "k" in jwk and _is_keyed_with(token, base64url.decode(jwk["k"]))


def _jwk_alone(token: PresentedToken) -> object:
    return _public(token.header.get("jwk")) if "kid" not in token.header else None


for _name, _sentence, _trusts in (
    ("trusts_the_jwk_of_a_token_without_kid", "Takes the jwk of a token that has no kid.", _trusting(_jwk_alone)),
    ("trusts_a_secret_in_a_jwk", "Verifies a token with the secret in its own jwk.", _is_by_its_own_secret),
    ("trusts_a_jwk_among_the_claims", "Verifies a token with a key that stands among its claims.",
     _trusting(lambda token: _public(token.claims.get("jwk")))),
    ("trusts_a_key_in_an_address", "Verifies a token with the key that its jku holds itself.",
     _trusting(_in_the_address)),
    ("trusts_a_key_in_pem", "Verifies a token with the PEM that its header brings along.", _trusting(_pem)),
    ("trusts_the_x5u_of_a_token", "Takes whatever a certificate at the token's x5u would have signed.",
     lambda _, token: bool(header_of(token, "x5u"))),
):  # fmt: skip
    mutant_of_table("FORGE-KEY-1", _name, _sentence, taking(_trusts))


def _named_otherwise(names: Callable[[Visit, PresentedToken], bool]) -> Change:
    return taking(lambda visit, token: "kid" not in token.header and names(visit, token) and is_signed(visit, token))


def _thumbprint(visit: Visit) -> str:
    jwk: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(own_key(visit).public))
    text = json.dumps({name: jwk[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    return base64url.encode(hashlib.sha256(text.encode("ascii")).digest())


for _name, _sentence, _names in (
    ("finds_keys_by_their_thumbprint", "Finds a key by its thumbprint where there is no kid.",
     lambda visit, token: header_of(token, "x5t#S256") == _thumbprint(visit)),
    ("finds_keys_by_their_jwk", "Finds a key by its own jwk where there is no kid.",
     lambda _, token: _is_by(token, _public(token.header.get("jwk")))),
    ("finds_keys_by_key_id", "Finds a key by key_id where there is no kid.",
     lambda visit, token: header_of(token, "key_id") == visit.server.credentials.key.key_id),
    ("finds_kid_among_the_claims", "Finds a kid among the claims where there is none in the header.",
     lambda visit, token: token.claims.get("kid") == visit.server.credentials.key.key_id),
):  # fmt: skip
    mutant_of_table("FORGE-KEY-2", _name, _sentence, _named_otherwise(_names))
