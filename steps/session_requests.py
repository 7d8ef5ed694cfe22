"""Requests for a session that depart from a right one in another part than the token: app id, fields, body."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from pytest_bdd import parsers, when

from conformance.evidence.exchange import Exchange
from conformance.protocol.layer_id import AppId
from steps.nonces import authorization_header
from steps.sign_in import SigningIn

_STRANGER = "00000000-0000-4000-8000-00000000dead"


def _own_app(signing_in: SigningIn) -> AppId:
    own = AppId.parse(signing_in.caller.target.credentials.app_id)
    if own is None:
        raise ValueError("the target's app_id is in none of the documented forms")
    return own


#: The app ids that features name, as JSON values.
_APP_IDS: Mapping[str, Callable[[AppId], object]] = {
    "layer:///apps/ENVIRONMENT/UUID": lambda own: own.with_slashes(3),
    "layer://apps/ENVIRONMENT/UUID": lambda own: own.with_slashes(2),
    "the bare UUID": lambda own: own.uuid,
    "layer:///app/ENVIRONMENT/UUID": lambda own: own.with_slashes(3).replace("/apps/", "/app/"),
    "an app id that belongs to no app": lambda _own: f"layer:///apps/staging/{_STRANGER}",
    "a bare UUID that belongs to no app": lambda _own: _STRANGER,
    "words": lambda _own: "my first app",
    "an empty string": lambda _own: "",
    "layer:///apps/staging/ without a UUID": lambda _own: "layer:///apps/staging/",
    "an app id with a digit too few": lambda own: own.with_slashes(3)[:-1],
    "an app id with another scheme": lambda own: own.with_slashes(3).replace("layer:", "https:"),
    "a number": lambda _own: 42,
    "a boolean": lambda _own: True,
    "an array": lambda own: [own.with_slashes(3)],
    "an object": lambda own: {"id": own.with_slashes(3)},
}

#: Bodies that are no object, or no JSON at all.
_BODIES: Mapping[str, Callable[[bytes], bytes]] = {
    "broken JSON": lambda right: right[:-1],
    "an array": lambda right: b"[" + right + b"]",
    "a JSON string": lambda _right: b'"identity_token"',
    "a number": lambda _right: b"42",
    "null": lambda _right: b"null",
    "no body": lambda _right: b"",
}

_NOT_STRINGS: Mapping[str, Callable[[str], object]] = {
    "a number": lambda _token: 42,
    "a boolean": lambda _token: True,
    "an array": lambda token: [token],
    "an object": lambda token: {"token": token},
}


@when(parsers.parse("a session request carries {named} as Authorization"), target_fixture="exchange")
def request_session_with_authorization(signing_in: SigningIn, named: str) -> Exchange:
    header = authorization_header(signing_in, named)
    token = signing_in.draft().right()
    return signing_in.caller.request_session(token, headers={"Authorization": header})


@when(parsers.parse("a session is requested for {app_id} as app id"), target_fixture="exchange")
def request_session_for_app(signing_in: SigningIn, app_id: str) -> Exchange:
    value = _APP_IDS[app_id](_own_app(signing_in))
    return signing_in.caller.request_session(signing_in.draft().right(), app_id=value)


@when(
    "a session is requested for another's app id with a token signed by another key",
    target_fixture="exchange",
)
def request_session_with_both_wrong(signing_in: SigningIn) -> Exchange:
    token = signing_in.draft().with_claims(iss="nobody").signed()
    return signing_in.caller.request_session(token, app_id=_STRANGER)


@when("a session is requested with no Content-Type", target_fixture="exchange")
def request_session_without_content_type(signing_in: SigningIn) -> Exchange:
    return signing_in.caller.request_session(signing_in.draft().right(), headers={"Content-Type": None})


@when(parsers.parse("a session is requested without {field}"), target_fixture="exchange")
def request_session_without_field(signing_in: SigningIn, field: str) -> Exchange:
    fields = _right_fields(signing_in)
    return signing_in.caller.request_session_with({k: v for k, v in fields.items() if k != field})


@when(parsers.parse("a session is requested with null in place of {field}"), target_fixture="exchange")
def request_session_with_null(signing_in: SigningIn, field: str) -> Exchange:
    return signing_in.caller.request_session_with({**_right_fields(signing_in), field: None})


@when(parsers.parse("a session is requested with {body} as the body"), target_fixture="exchange")
def request_session_with_body(signing_in: SigningIn, body: str) -> Exchange:
    right = json.dumps(_right_fields(signing_in)).encode("utf-8")
    return signing_in.caller.request_session_with(_BODIES[body](right))


@when(parsers.parse("a session is requested with {kind} as identity token"), target_fixture="exchange")
def request_session_with_other_type(signing_in: SigningIn, kind: str) -> Exchange:
    token = signing_in.draft().right()
    return signing_in.caller.request_session("" if kind == "an empty string" else _NOT_STRINGS[kind](token))


def _right_fields(signing_in: SigningIn) -> Mapping[str, str]:
    app_id = signing_in.caller.target.credentials.app_id
    return {"identity_token": signing_in.draft().right(), "app_id": app_id}
