"""What a request for a token must have, and how it is read (Android, Authenticate)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping

from conformance.protocol.layer_id import AppId
from conformance.reference.messages import Json
from conformance.reference.provider.accounts import Account
from conformance.reference.provider.refusal import TokenRefusalError
from conformance.reference.provider.rules import rule
from conformance.reference.provider.visit import TokenVisit


@rule("fields")
def fields_of_the_contract(visit: TokenVisit) -> Mapping[str, Json]:
    """Read the fields: members of a JSON object at the documents' sample service."""
    return visit.provider.interface.fields_of(visit.request)


@rule("nonce")
def nonce_as_sent(visit: TokenVisit) -> Json:
    """Read the nonce."""
    return visit.value_of("nonce")


@rule("login")
def login_as_sent(visit: TokenVisit) -> tuple[Json, Json]:
    """Read the login: a user, and a password, which the documents leave to every provider."""
    basic = visit.value_of("basic")
    return _of_basic(basic) if isinstance(basic, str) else (visit.value_of("user"), visit.value_of("password"))


def _of_basic(text: str) -> tuple[Json, Json]:
    try:
        user, _, password = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return None, None
    return user, password


@rule("account")
def account_of_the_user(visit: TokenVisit) -> Account | None:
    """Find the account by the user's id."""
    return next((each for each in visit.provider.accounts if each.id == visit.login[0]), None)


@rule("REFUSE-GET-1")
def method_is_post(visit: TokenVisit) -> None:
    """REFUSE-GET-1: a GET gets no token: its address, with the login in it, would be logged and kept."""
    if visit.request.method != "POST":
        raise TokenRefusalError(405, "Ask for a token with POST.", (("Allow", "POST"),))


@rule("body")
def body_can_be_read(visit: TokenVisit) -> None:
    """Refuse a request that says nothing."""
    if not visit.fields:
        raise TokenRefusalError(400, f"The fields must be {', '.join(visit.provider.interface.fields)}.")


@rule("REFUSE-NONCE-1")
def nonce_is_there(visit: TokenVisit) -> None:
    """REFUSE-NONCE-1: without a nonce there is no token."""
    if not isinstance(visit.nonce, str):
        raise TokenRefusalError(422, "nonce must be a string.")


@rule("REFUSE-NONCE-2")
def nonce_is_not_empty(visit: TokenVisit) -> None:
    """REFUSE-NONCE-2: an empty nonce is not a nonce."""
    if visit.nonce == "":
        raise TokenRefusalError(422, "nonce must not be empty.")


@rule("app-id")
def app_id_is_ours(visit: TokenVisit) -> None:
    """Sign for the provider's own application only: no other would accept the token."""
    asked = AppId.parse(visit.value_of("app_id"))
    own = AppId.parse(visit.provider.credentials.app_id)
    if asked is None or own is None or asked.uuid != own.uuid:
        raise TokenRefusalError(403, "This provider does not serve the application of app_id.")


@rule("REFUSE-APP-1")
def app_is_in_staging(visit: TokenVisit) -> None:
    """REFUSE-APP-1: a sample service serves no application in production (Android, Authenticate)."""
    app = AppId.parse(visit.value_of("app_id"))
    if app is not None and app.environment == "production":
        raise TokenRefusalError(403, "The sample service cannot be used with production app ids.")


@rule("REFUSE-LOGIN-3", "REFUSE-USER-2")
def user_is_named(visit: TokenVisit) -> None:
    """REFUSE-LOGIN-3: a request that names no user gets no token; REFUSE-USER-2: also where nobody signs in."""
    if not isinstance(visit.login[0], str) or not visit.login[0]:
        raise TokenRefusalError(422, "user_id must be a string that is not empty.")


@rule("REFUSE-LOGIN-2")
def password_is_there(visit: TokenVisit) -> None:
    """REFUSE-LOGIN-2: a request without a password gets no token."""
    if not isinstance(visit.login[1], str) or not visit.login[1]:
        raise TokenRefusalError(401, "password must be a string that is not empty.")


@rule("REFUSE-USER-1")
def user_is_known(visit: TokenVisit) -> None:
    """REFUSE-USER-1: an unknown user gets no token, in the words of a wrong password."""
    if visit.login[0] and visit.account is None:
        raise _unknown_login()


@rule("REFUSE-LOGIN-1")
def password_is_right(visit: TokenVisit) -> None:
    """REFUSE-LOGIN-1: a wrong password gets no token."""
    password = visit.login[1]
    if visit.account is None or not isinstance(password, str):
        return
    if not hmac.compare_digest(password.encode("utf-8", "replace"), visit.account.password.encode()):
        raise _unknown_login()


def _unknown_login() -> TokenRefusalError:
    return TokenRefusalError(401, "There is no such user with this password.")
