"""Servers that look at a signature, and not at what it is a signature of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.protocol import base64url
from conformance.protocol.errors import ErrorId
from conformance.protocol.identity_token import CLAIM_TYPES, HEADER_PARAMETERS, compact_json
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    answering,
    empty,
    error,
    falling_over,
    members,
)
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.reading import PresentedToken

_Verifies = Callable[[Visit, PresentedToken], bool]


def _accepting(also: _Verifies) -> Change:
    """A signature that does not fit is accepted where `also` holds."""

    def change(server: ReferenceServer) -> ReferenceServer:
        right = server.rules["signature-verified"]
        return server.replacing(
            "signature-verified", lambda visit, token: bool(right(visit, token)) or also(visit, token)
        )

    return change


def _own(visit: Visit, token: PresentedToken) -> bytes:
    """Return the signature that the registered key makes of the token: RS256 makes one only."""
    return visit.server.credentials.key.signing_key.sign(token.signed)


def _fits_what_it_recovers(visit: Visit, token: PresentedToken) -> bool:
    """Say whether the registered key made the signature, whatever it is over."""
    if visit.key is None:
        return False
    try:
        visit.key.public.recover_data_from_signature(token.signature, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _rewritten(part: Mapping[str, object], names: Sequence[str]) -> str:
    return base64url.encode(compact_json({name: part[name] for name in names if name in part}))


def _fits(visit: Visit, token: PresentedToken, header: str, payload: str) -> bool:
    mended = PresentedToken(token.parts, token.header, token.claims, token.signature, f"{header}.{payload}".encode())
    return mended.signature == _own(visit, mended)


def _fits_the_documented_header(visit: Visit, token: PresentedToken) -> bool:
    return _fits(visit, token, _rewritten(token.header, HEADER_PARAMETERS), token.parts[1])


def _fits_the_documented_claims(visit: Visit, token: PresentedToken) -> bool:
    return _fits(visit, token, token.parts[0], _rewritten(token.claims, tuple(CLAIM_TYPES)))


def _has_a_canonical_header(visit: Visit, token: PresentedToken) -> bool:
    return tuple(token.header) == HEADER_PARAMETERS and _fits_what_it_recovers(visit, token)


def _is_by(public: RSAPublicKey, token: PresentedToken) -> bool:
    try:
        public.verify(token.signature, token.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _remembering(verified: Callable[[PresentedToken], object]) -> Change:
    """What was verified once is not verified again: the server knows it by this."""

    def change(server: ReferenceServer) -> ReferenceServer:
        right = server.rules["signature-verified"]
        known: set[object] = set()

        def remembered(visit: Visit, token: PresentedToken) -> bool:
            if right(visit, token):
                known.add(verified(token))
            return verified(token) in known

        return server.replacing("signature-verified", remembered)

    return change


mutant_of_table(
    "TOKEN-SIG-5",
    "remembers_signatures",
    "Verifies each signature once, and knows it again in any token.",
    _remembering(lambda token: token.signature),
)

for _requirement, _name, _sentence, _also in (
    ("TOKEN-SIG-1", "verifies_the_header_only", "Takes any payload under a header that the key has signed before.",
     _has_a_canonical_header),
    ("TOKEN-SIG-1", "verifies_the_documented_claims_only", "Verifies the claims that it knows and skips the others.",
     _fits_the_documented_claims),
    ("TOKEN-SIG-2", "verifies_the_documented_header_only", "Verifies the header as it would have written it.",
     _fits_the_documented_header),
    ("TOKEN-SIG-4", "verifies_the_first_half_of_signatures", "Compares the first half of a signature.",
     lambda visit, token: token.signature[:128] == _own(visit, token)[:128]),
    ("TOKEN-SIG-4", "verifies_the_beginning_of_signatures", "Compares a signature as far as the token has it.",
     lambda visit, token: len(token.signature) > 200 and _own(visit, token).startswith(token.signature)),
    ("TOKEN-SIG-4", "verifies_the_ends_of_signatures", "Compares the first and last hundred bytes of a signature.",
     lambda visit, token: (token.signature[:100], token.signature[-100:])
     == (_own(visit, token)[:100], _own(visit, token)[-100:])),
    ("TOKEN-SIG-4", "cuts_signatures_to_their_length", "Ignores what follows the signature in its part.",
     lambda visit, token: token.signature.startswith(_own(visit, token))),
    ("TOKEN-SIG-4", "takes_a_signature_of_zeros", "Takes a signature that is all zeros.",
     lambda _, token: not any(token.signature)),
    ("TOKEN-SIG-5", "takes_any_signature_by_the_key", "Asks who made a signature, and not of what.",
     _fits_what_it_recovers),
    ("TOKEN-SIG-6", "never_verifies_signatures", "Takes any signature, as long as there is one.",
     lambda _visit, _token: True),
    ("TOKEN-SIG-6", "measures_signatures", "Takes any signature of the right length.",
     lambda _, token: len(token.signature) == 256),
    ("TOKEN-SIG-6", "tries_every_key_that_it_knows", "Takes a signature by any registered key, whoever's it is.",
     lambda visit, token: any(_is_by(key.public, token) for key in visit.server.directory.keys.values())),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _accepting(_also))


@mutant("TOKEN-SIG-3")
def takes_an_empty_signature(server: ReferenceServer) -> ReferenceServer:
    """Verifies a signature only where there is one."""
    return server.without("TOKEN-SIG-3")


for _requirement, _name, _sentence, _change in (
    ("TOKEN-SIG-3", "falls_over_an_empty_signature", "Answers 500 to a token without a signature.",
     falling_over("TOKEN-SIG-3")),
    ("TOKEN-SIG-3", "answers_a_missing_signature_with_401", "Answers a token without a signature with 401.",
     answering("TOKEN-SIG-3", error(ErrorId.AUTHENTICATION_REQUIRED))),
    ("TOKEN-SIG-2", "names_the_header_as_the_property", "Names the header, and not identity_token, as wrong.",
     answering("TOKEN-SIG-2", members(data={"property": "header"}))),
    ("TOKEN-SIG-4", "falls_over_a_signature_of_another_length", "Answers 500 to a signature of a wrong length.",
     falling_over("TOKEN-SIG-4", lambda visit: visit.token is not None and len(visit.token.signature) != 256)),
    ("TOKEN-SIG-1", "answers_a_wrong_signature_with_403", "Blames the app id for a signature that does not fit.",
     answering("TOKEN-SIG-1", error(ErrorId.INVALID_APP_ID))),
    ("TOKEN-SIG-2", "answers_a_wrong_signature_with_400", "Calls a signature that does not fit a bad request.",
     answering("TOKEN-SIG-2", error(ErrorId.INVALID_REQUEST))),
    ("TOKEN-SIG-5", "names_the_signature_as_the_property", "Names the signature, and not identity_token, as wrong.",
     answering("TOKEN-SIG-5", members(data={"property": "signature"}))),
    ("TOKEN-SIG-6", "says_nothing_of_a_wrong_signature", "Answers 422 and no body to a signature that does not fit.",
     answering("TOKEN-SIG-6", empty)),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)
