"""The claims of an identity token: iss, prn, iat, exp, nce (Client API 2.0, "Identity token")."""

from __future__ import annotations

from conformance.protocol.errors import USER_SUSPENDED
from conformance.protocol.layer_id import bare
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.rules.identity_token import token_refusal
from conformance.reference.server.visit import Visit


def _must_be_there(token: PresentedToken, name: str) -> None:
    if token.claims.get(name) is None:
        raise token_refusal("eit_claim_not_found", f"{name} is missing")


def _must_be_a_string(token: PresentedToken, name: str) -> None:
    value = token.claims.get(name)
    if value is not None and not isinstance(value, str):
        raise token_refusal("eit_claim_wrong_type", f"{name} must be a string")


def _must_be_a_number(token: PresentedToken, name: str) -> None:
    value = token.claims.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise token_refusal("eit_claim_wrong_type", f"{name} must be an integer")


def _must_be_whole(token: PresentedToken, name: str) -> None:
    if isinstance(token.claims.get(name), float):
        raise token_refusal("eit_claim_wrong_type", f"{name} must be an integer, without a fraction")


@rule("CLAIM-ISS-1")
def iss_is_there(token: PresentedToken, _: Visit) -> None:
    """CLAIM-ISS-1: a token without iss is refused; null is not a value."""
    _must_be_there(token, "iss")


@rule("CLAIM-ISS-2")
def iss_is_a_string(token: PresentedToken, _: Visit) -> None:
    """CLAIM-ISS-2: a token whose iss is not a string is refused."""
    _must_be_a_string(token, "iss")


@rule("CLAIM-PRN-1")
def prn_is_there(token: PresentedToken, _: Visit) -> None:
    """CLAIM-PRN-1: a token without prn is refused; null is not a value."""
    _must_be_there(token, "prn")


@rule("CLAIM-PRN-2")
def prn_is_a_string(token: PresentedToken, _: Visit) -> None:
    """CLAIM-PRN-2: a token whose prn is not a string is refused."""
    _must_be_a_string(token, "prn")


@rule("CLAIM-IAT-1")
def iat_is_there(token: PresentedToken, _: Visit) -> None:
    """CLAIM-IAT-1: a token without iat is refused; null is not a value."""
    _must_be_there(token, "iat")


@rule("CLAIM-IAT-2")
def iat_is_a_number(token: PresentedToken, _: Visit) -> None:
    """CLAIM-IAT-2: a token whose iat is not an integer is refused; true is not a number."""
    _must_be_a_number(token, "iat")


@rule("CLAIM-IAT-3")
def iat_is_whole(token: PresentedToken, _: Visit) -> None:
    """CLAIM-IAT-3: a token whose iat has a fraction is refused, 1.0 included."""
    _must_be_whole(token, "iat")


@rule("CLAIM-EXP-1")
def exp_is_there(token: PresentedToken, _: Visit) -> None:
    """CLAIM-EXP-1: a token without exp is refused; null is not a value."""
    _must_be_there(token, "exp")


@rule("CLAIM-EXP-2")
def exp_is_a_number(token: PresentedToken, _: Visit) -> None:
    """CLAIM-EXP-2: a token whose exp is not an integer is refused; true is not a number."""
    _must_be_a_number(token, "exp")


@rule("CLAIM-EXP-3")
def exp_is_whole(token: PresentedToken, _: Visit) -> None:
    """CLAIM-EXP-3: a token whose exp has a fraction is refused, 1.0 included."""
    _must_be_whole(token, "exp")


@rule("CLAIM-NCE-1", "FORGE-NAME-1")
def nce_is_there(token: PresentedToken, _: Visit) -> None:
    """CLAIM-NCE-1: a token without nce is refused; null is not a value.

    FORGE-NAME-1: a claim in capitals is another claim.
    """
    _must_be_there(token, "nce")


@rule("CLAIM-NCE-2")
def nce_is_a_string(token: PresentedToken, _: Visit) -> None:
    """CLAIM-NCE-2: a token whose nce is not a string is refused."""
    _must_be_a_string(token, "nce")


@rule("CLAIM-ISS-3", "CLAIM-ISS-4", "SAME-PROVIDER-1", "SAME-PROVIDER-2")
def iss_names_a_known_provider(token: PresentedToken, visit: Visit) -> None:
    """CLAIM-ISS-3: a token of an unknown provider is refused. CLAIM-ISS-4 (observed): a bare UUID will do.

    SAME-PROVIDER-1, SAME-PROVIDER-2: a part of an id, or a word for nothing, names no provider.
    """
    iss = token.claims.get("iss")
    if isinstance(iss, str) and provider_uuid(iss) not in visit.server.directory.providers:
        raise token_refusal("eit_provider_not_found", "iss names no provider")


@rule("key-of-provider", "KEY-PROVIDER-1")
def key_belongs_to_the_provider(token: PresentedToken, visit: Visit) -> None:
    """KEY-PROVIDER-1: a provider vouches with its own keys: another's must not speak for it (docs/protocol.md#keys)."""
    provider = _provider(token, visit)
    if provider is not None and visit.key is not None and visit.key.provider != provider:
        raise token_refusal("eit_key_not_found", "the key of kid is not the provider's")


@rule("PROVIDER-BOUND-1")
def provider_is_bound_to_the_app(token: PresentedToken, visit: Visit) -> None:
    """PROVIDER-BOUND-1: a provider that is not bound to the app signs nobody in."""
    provider = _provider(token, visit)
    if provider is None or visit.app is None:
        return
    if visit.app.uuid not in visit.server.directory.providers[provider]:
        raise token_refusal("eit_provider_not_bound_to_app", "the provider of iss is not bound to the app")


@rule("USER-SUSPENDED-1")
def user_is_not_suspended(token: PresentedToken, visit: Visit) -> None:
    """USER-SUSPENDED-1: a suspended user is refused."""
    prn = token.claims.get("prn")
    if isinstance(prn, str) and prn in visit.server.directory.suspended_users:
        raise RefusalError.by(USER_SUSPENDED, "eit_user_suspended: the user has been suspended")


def provider_uuid(iss: str) -> str | None:
    """Return the UUID of `layer:///providers/UUID` or of a bare UUID, or None for anything else."""
    return None if iss.startswith("layer:///keys/") else bare(iss)


def _provider(token: PresentedToken, visit: Visit) -> str | None:
    iss = token.claims.get("iss")
    uuid = provider_uuid(iss) if isinstance(iss, str) else None
    return uuid if uuid in visit.server.directory.providers else None
