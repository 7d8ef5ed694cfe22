"""The signature of an identity token: RS256 over header and payload as they came."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules import rule
from conformance.reference.server.rules.identity_token import token_refusal
from conformance.reference.server.visit import Visit


@rule("TOKEN-SIG-3")
def signature_is_there(token: PresentedToken, _: Visit) -> None:
    """TOKEN-SIG-3: a token without a signature is refused."""
    if not token.signature:
        raise token_refusal("eit_signature_verification_failed", "there is no signature")


@rule(
    "TOKEN-SIG-1",
    "TOKEN-SIG-2",
    "TOKEN-SIG-4",
    "TOKEN-SIG-5",
    "TOKEN-SIG-6",
    "FORGE-DIGEST-1",
    "FORGE-PADDING-1",
    "FORGE-SCHEME-1",
    "FORGE-VALUE-1",
    "FORGE-LENGTH-1",
    "FORGE-TWICE-1",
)
def signature_fits(token: PresentedToken, visit: Visit) -> None:
    """TOKEN-SIG-1, TOKEN-SIG-2: a payload or a header that was changed after signing is refused.

    TOKEN-SIG-4, TOKEN-SIG-5, TOKEN-SIG-6: so is a damaged signature, another token's, one by another key.

    FORGE-DIGEST-1, FORGE-PADDING-1, FORGE-SCHEME-1, FORGE-VALUE-1, FORGE-LENGTH-1: so is all that is almost RS256.

    FORGE-TWICE-1: the signature is RS256 whatever alg says, and however often.
    """
    if token.signature and not visit.apply_rule("signature-verified", token):
        raise token_refusal("eit_signature_verification_failed", "the signature does not fit header, payload and key")


@rule("signature-verified")
def verified(visit: Visit, token: PresentedToken) -> bool:
    """Say whether the signature is RS256 by the registered key, whatever the token says of itself."""
    if visit.key is None:
        return False
    try:
        visit.key.public.verify(token.signature, token.signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
