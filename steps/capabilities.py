"""What a target declares beyond the common ground: retired keys, foreign providers, suspended users."""

from __future__ import annotations

from dataclasses import replace

from pytest_bdd import parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_refusal
from conformance.judging.outcomes import NotApplicable
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED, USER_SUSPENDED
from conformance.targets import RetiredKey
from steps.sign_in import SigningIn


def _request_with_key(signing_in: SigningIn, key: RetiredKey | None) -> Exchange:
    if key is None:
        raise NotApplicable("the target file declares no such key")
    draft = replace(signing_in.draft().with_header(kid=key.key_id), key=key.private_key)
    return signing_in.caller.request_session(draft.signed())


@when("a session is requested with an identity token signed by the disabled key", target_fixture="exchange")
def request_with_disabled_key(signing_in: SigningIn) -> Exchange:
    return _request_with_key(signing_in, signing_in.caller.target.capabilities.disabled_key)


@when("a session is requested with an identity token signed by the deleted key", target_fixture="exchange")
def request_with_deleted_key(signing_in: SigningIn) -> Exchange:
    return _request_with_key(signing_in, signing_in.caller.target.capabilities.deleted_key)


@when(
    "a session is requested with an identity token of the provider that is not bound",
    target_fixture="exchange",
)
def request_of_unbound_provider(signing_in: SigningIn) -> Exchange:
    other = signing_in.caller.target.capabilities.unbound_provider
    if other is None:
        raise NotApplicable("the target file declares no such provider")
    draft = signing_in.draft().with_header(kid=other.key_id).with_claims(iss=other.provider_id)
    return signing_in.caller.request_session(replace(draft, key=other.private_key).signed())


@when(parsers.parse("a session is requested with an identity token that {which} has signed"), target_fixture="exchange")
def request_signed_by_another_known_key(signing_in: SigningIn, which: str) -> Exchange:
    declared = signing_in.caller.target.capabilities
    known = {"another provider's key": declared.unbound_provider, "the disabled key": declared.disabled_key}[which]
    if known is None:
        raise NotApplicable("the target file declares no other key that the target would know")
    return signing_in.caller.request_session(replace(signing_in.draft(), key=known.private_key).signed())


@when(
    "a session is requested with an identity token of the right provider by another provider's key",
    target_fixture="exchange",
)
def request_with_anothers_key(signing_in: SigningIn) -> Exchange:
    other = signing_in.caller.target.capabilities.unbound_provider
    if other is None:
        raise NotApplicable("the target file declares no other provider")
    draft = signing_in.draft().with_header(kid=other.key_id)
    return signing_in.caller.request_session(replace(draft, key=other.private_key).signed())


@when("a session is requested with an identity token for the suspended user", target_fixture="exchange")
def request_for_suspended_user(signing_in: SigningIn) -> Exchange:
    user = signing_in.caller.target.capabilities.suspended_user
    return signing_in.caller.request_session(signing_in.draft().with_claims(prn=user).right())


@then("the suspended user is refused")
def suspended_user_is_refused(exchange: Exchange) -> None:
    expect_refusal(exchange, USER_SUSPENDED, IDENTITY_TOKEN_REFUSED)
