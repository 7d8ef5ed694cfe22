"""Servers that take another key than the one that is registered under the kid, or one that is retired."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

from conformance.protocol import base64url
from conformance.protocol.errors import ErrorId
from conformance.protocol.layer_id import bare
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    answering,
    error,
    falling_over,
    overlooking,
)
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.directory import Key
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.state import ServerState


def _own_key(server: ServerState) -> Key:
    return server.directory.keys[str(bare(server.credentials.key.key_id))]


def registered_as_fallback(when: Condition) -> Change:
    """The app's own key verifies the token where `when` holds, whatever the kid says."""

    def change(server: ReferenceServer) -> ReferenceServer:
        registered = server.rules["TOKEN-KEY-1"]

        def fallback(visit: Visit, token: PresentedToken) -> Key | None:
            key: Key | None = registered(visit, token)
            return _own_key(visit.server) if key is None and when(visit) else key

        return server.replacing("TOKEN-KEY-1", fallback)

    return change


def _falling_back(check: str, when: Condition) -> Change:
    return lambda server: registered_as_fallback(when)(overlooking(check, when)(server))


def _kid(visit: Visit) -> str:
    return str(visit.token.header.get("kid")) if visit.token else ""


for _requirement, _name, _sentence, _when in (
    ("TOKEN-KID-3", "takes_the_first_key_for_an_unknown_kid", "Takes its first key where it does not know the kid.",
     lambda visit: bare(_kid(visit)) is not None),
    ("TOKEN-KID-4", "takes_the_first_key_for_a_malformed_kid", "Takes its first key where it cannot read the kid.",
     lambda _: True),
    ("TOKEN-KID-4", "takes_the_first_key_for_an_empty_kid", "Takes its first key where the kid is empty.",
     lambda visit: _kid(visit) == ""),
    ("TOKEN-KID-4", "looks_keys_up_by_provider", "Finds a key by the id of its provider as well.",
     lambda visit: _kid(visit).startswith("layer:///providers/")),
    ("TOKEN-KID-4", "reads_keys_from_paths", "Takes a kid for the path of a file, which holds its own key.",
     lambda visit: _kid(visit).startswith("../")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _falling_back(_requirement, _when))

for _requirement, _name, _sentence, _change in (
    ("TOKEN-KID-3", "answers_an_unknown_kid_with_404", "Answers 404 to a kid that names no key.",
     answering("TOKEN-KID-3", error(ErrorId.NOT_FOUND))),
    ("TOKEN-KID-3", "falls_over_an_unknown_kid", "Answers 500 to a kid that names no key.",
     falling_over("TOKEN-KID-3")),
    ("TOKEN-KID-4", "falls_over_a_malformed_kid", "Answers 500 to a kid that it cannot read.",
     falling_over("TOKEN-KID-4")),
    ("KEY-DISABLED-1", "takes_disabled_keys", "Opens a session for a token signed by a disabled key.",
     overlooking("KEY-DISABLED-1", lambda _: True)),
    ("KEY-DISABLED-1", "answers_a_disabled_key_with_403", "Blames the app id for a disabled key.",
     answering("KEY-DISABLED-1", error(ErrorId.INVALID_APP_ID))),
    ("KEY-DISABLED-1", "falls_over_a_disabled_key", "Answers 500 to a token signed by a disabled key.",
     falling_over("KEY-DISABLED-1")),
    ("KEY-DELETED-1", "takes_deleted_keys", "Opens a session for a token signed by a deleted key.",
     overlooking("KEY-DELETED-1", lambda _: True)),
    ("KEY-DELETED-1", "answers_a_deleted_key_with_404", "Answers 404 to a token signed by a deleted key.",
     answering("KEY-DELETED-1", error(ErrorId.NOT_FOUND))),
    ("KEY-DELETED-1", "falls_over_a_deleted_key", "Answers 500 to a token signed by a deleted key.",
     falling_over("KEY-DELETED-1")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)


def _trusting(brought: Callable[[PresentedToken], RSAPublicKey | None]) -> Change:
    """A key that the token brings along verifies it."""

    def change(server: ReferenceServer) -> ReferenceServer:
        registered = server.rules["TOKEN-KEY-1"]

        def trusted(visit: Visit, token: PresentedToken) -> Key | None:
            public = brought(token)
            found: Key | None = registered(visit, token)
            return Key(_own_key(visit.server).provider, public) if public is not None else found

        return server.replacing("TOKEN-KEY-1", trusted)

    return change


def _number(text: object) -> int:
    return int.from_bytes(base64url.decode(str(text)), "big")


def _public(jwk: Mapping[str, object]) -> RSAPublicKey:
    return RSAPublicNumbers(_number(jwk.get("e")), _number(jwk.get("n"))).public_key()


def _jwk(token: PresentedToken) -> RSAPublicKey | None:
    jwk = token.header.get("jwk")
    return _public(jwk) if isinstance(jwk, dict) else None


def _certified(token: PresentedToken) -> RSAPublicKey | None:
    chain = token.header.get("x5c")
    if not isinstance(chain, list) or not chain:
        return None
    try:
        public = x509.load_der_x509_certificate(base64.b64decode(str(chain[0]))).public_key()
    except (ValueError, binascii.Error):
        return None
    return public if isinstance(public, RSAPublicKey) else None


def _fetched(token: PresentedToken) -> RSAPublicKey | None:
    """Return the key that the jku leads to, or None where nobody answers within a second."""
    address = urlsplit(str(token.header.get("jku", "")))
    if not address.hostname or address.scheme != "http":
        return None
    connection = HTTPConnection(address.hostname, address.port, timeout=1)
    try:
        connection.request("GET", address.path)
        return _public(json.loads(connection.getresponse().read())["keys"][0])
    except OSError:
        return None
    finally:
        connection.close()


for _name, _sentence, _brought in (
    ("trusts_the_jwk_of_a_token", "Verifies a token with the key in its own jwk.", _jwk),
    ("trusts_the_x5c_of_a_token", "Verifies a token with its own certificate.", _certified),
    ("trusts_the_jku_of_a_token", "Verifies a token with the key that it finds at the token's jku.", _fetched),
):
    mutant_of_table("TOKEN-KEY-1", _name, _sentence, _trusting(_brought))


@mutant("TOKEN-KEY-1")
def falls_over_a_jku(server: ReferenceServer) -> ReferenceServer:
    """Answers 500 to a token that brings the address of its key."""
    return falling_over("TOKEN-SIG-6", lambda visit: visit.token is not None and "jku" in visit.token.header)(server)
