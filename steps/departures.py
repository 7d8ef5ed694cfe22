"""What a session request can depart in from a valid one: its token, its app id, its fields, its body, its label."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from conformance.evidence.exchange import Exchange
from conformance.minting import CHANGES, SPELLINGS, Draft
from conformance.protocol.layer_id import AppId
from steps.sign_in import SignIn

#: Sends the request with a valid token of this draft, or with what departs from one; None where nothing departs.
Departure = Callable[[SignIn, Draft], Exchange | None]
_FIELDS = ("identity_token", "app_id")

#: The UUID of no app.
_UNKNOWN_APP = "00000000-0000-4000-8000-00000000dead"

#: App ids, as JSON values.
_APP_IDS: Mapping[str, Callable[[AppId], object]] = {
    "layer:///apps/ENVIRONMENT/UUID": lambda own: own.with_slashes(3),
    "layer://apps/ENVIRONMENT/UUID": lambda own: own.with_slashes(2),
    "the bare UUID": lambda own: own.uuid,
    "layer:///app/ENVIRONMENT/UUID": lambda own: own.with_slashes(3).replace("/apps/", "/app/"),
    "an app id that belongs to no app": lambda _own: f"layer:///apps/staging/{_UNKNOWN_APP}",
    "a bare UUID that belongs to no app": lambda _own: _UNKNOWN_APP,
    "words": lambda _own: "my first app",
    "an empty string": lambda _own: "",
    "layer:///apps/staging/ without a UUID": lambda _own: "layer:///apps/staging/",
    "an app id that lacks a digit": lambda own: own.with_slashes(3)[:-1],
    "an app id with another scheme": lambda own: own.with_slashes(3).replace("layer:", "https:"),
    "a number": lambda _own: 42,
    "a boolean": lambda _own: True,
    "an array": lambda own: [own.with_slashes(3)],
    "an object": lambda own: {"id": own.with_slashes(3)},
}


def _respelled(spelling: Callable[[Mapping[str, str]], str]) -> Callable[[bytes], bytes]:
    return lambda valid: spelling(json.loads(valid)).encode("utf-8")


#: Bodies that are no object, or no JSON at all, made of a valid one; and the same JSON in other spellings.
_BODIES: Mapping[str, Callable[[bytes], bytes]] = {
    "broken JSON": lambda valid: valid[:-1],
    "an array": lambda valid: b"[" + valid + b"]",
    "a JSON string": lambda _valid: b'"identity_token"',
    "a number": lambda _valid: b"42",
    "null": lambda _valid: b"null",
    "no body": lambda _valid: b"",
    **{f"valid JSON {name}": _respelled(spelling) for name, spelling in SPELLINGS.items()},
}

#: What can stand in place of a valid identity token.
_IN_PLACE_OF_A_TOKEN: Mapping[str, Callable[[str], object]] = {
    "a number": lambda _token: 42,
    "a boolean": lambda _token: True,
    "an array": lambda token: [token],
    "an object": lambda token: {"token": token},
    "an empty string": lambda _token: "",
}


def _fields(sign_in: SignIn, draft: Draft) -> Mapping[str, str]:
    return dict(zip(_FIELDS, (draft.right(), sign_in.caller.target.credentials.app_id), strict=True))


def _for_app(app_id: Callable[[AppId], object], sign_in: SignIn, draft: Draft) -> Exchange:
    own = AppId.parse(sign_in.caller.target.credentials.app_id)
    if own is None:
        raise ValueError("the target's app_id is in none of the documented forms")
    return sign_in.caller.request_session(draft.right(), app_id=app_id(own))


def _for_app_written(change: Callable[[str], str], sign_in: SignIn, draft: Draft) -> Exchange | None:
    own = sign_in.caller.target.credentials.app_id
    app_id = change(own)
    return None if app_id == own else sign_in.caller.request_session(draft.right(), app_id=app_id)


def _with_body(body: Callable[[bytes], bytes], sign_in: SignIn, draft: Draft) -> Exchange:
    return sign_in.caller.request_session_with(body(json.dumps(_fields(sign_in, draft)).encode("utf-8")))


def _in_place_of_a_token(value: Callable[[str], object], sign_in: SignIn, draft: Draft) -> Exchange:
    return sign_in.caller.request_session(value(draft.right()))


def _without(field: str, sign_in: SignIn, draft: Draft) -> Exchange:
    fields = {name: value for name, value in _fields(sign_in, draft).items() if name != field}
    return sign_in.caller.request_session_with(fields)


def _with_null(field: str, sign_in: SignIn, draft: Draft) -> Exchange:
    return sign_in.caller.request_session_with({**_fields(sign_in, draft), field: None})


def _labelled(label: str | None, sign_in: SignIn, draft: Draft) -> Exchange:
    return sign_in.caller.request_session(draft.right(), headers={"Content-Type": label})


def _with_both_wrong(sign_in: SignIn, draft: Draft) -> Exchange:
    return sign_in.caller.request_session(draft.with_claims(iss="nobody").signed(), app_id=_UNKNOWN_APP)


def _signed_by(whose: str, sign_in: SignIn, draft: Draft, *, kid: bool = False, iss: bool = False) -> Exchange:
    """Request a session with a token by a key that the target file declares, named by `kid` and `iss` where told."""
    known = sign_in.capability(whose)
    signed = draft.with_key(known.private_key, known.key_id if kid else None)
    return sign_in.caller.request_session((signed.with_claims(iss=known.provider_id) if iss else signed).signed())


def _with_a_verified_signature(sign_in: SignIn, draft: Draft) -> Exchange:
    """The signature is right, and was verified a moment ago: for another token."""
    verified = sign_in.recent_session().identity_token.rpartition(".")[2]
    return sign_in.caller.request_session(".".join((*draft.parts(), verified)))


def _for_suspended_user(sign_in: SignIn, draft: Draft) -> Exchange:
    return sign_in.caller.request_session(draft.with_claims(prn=sign_in.capability("suspended_user")).right())


#: The session requests that features name.
DEPARTURES: Mapping[str, Departure] = {
    "without Content-Type": partial(_labelled, None),
    "labelled as text": partial(_labelled, "text/plain"),
    "labelled as a form": partial(_labelled, "application/x-www-form-urlencoded"),
    "labelled as XML": partial(_labelled, "application/xml"),
    "for an unknown app with a token of an unknown provider": _with_both_wrong,
    "with an identity token signed by the disabled key": partial(_signed_by, "disabled_key", kid=True),
    "with an identity token signed by the deleted key": partial(_signed_by, "deleted_key", kid=True),
    "with an identity token signed by the disabled key under the id of the right one": partial(
        _signed_by, "disabled_key"
    ),
    "with an identity token signed by another provider's key under the id of the right one": partial(
        _signed_by, "unbound_provider"
    ),
    "with an identity token signed by another provider's key": partial(_signed_by, "unbound_provider", kid=True),
    "with an identity token of a provider that is not bound to the app": partial(
        _signed_by, "unbound_provider", kid=True, iss=True
    ),
    "with an identity token that has the signature of one that opened a session": _with_a_verified_signature,
    "with an identity token for the suspended user": _for_suspended_user,
    **{f"for {name} as app id": partial(_for_app, app_id) for name, app_id in _APP_IDS.items()},
    **{f"for the app id written {name}": partial(_for_app_written, change) for name, change in CHANGES.items()},
    **{f"with {name} as the body": partial(_with_body, body) for name, body in _BODIES.items()},
    **{f"with {name} as identity token": partial(_in_place_of_a_token, v) for name, v in _IN_PLACE_OF_A_TOKEN.items()},
    **{f"without {field}": partial(_without, field) for field in _FIELDS},
    **{f"with null in place of {field}": partial(_with_null, field) for field in _FIELDS},
}
