"""Sessions: an app id and an identity token in, a session token and links out."""

from __future__ import annotations

import re
import secrets

from conformance.protocol.errors import APP_ID_REFUSED, ErrorId
from conformance.protocol.layer_id import AppId
from conformance.reference.messages import Answer, Headers
from conformance.reference.server.reading import json_object
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.sessions import Session
from conformance.reference.server.visit import Visit

_LONG_FORM = re.compile(r"layer:///apps/")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?", re.ASCII)

#: Client API 2.0, "Discussion": relation -> path.
SESSION_LINKS = {"conversations": "/conversations", "content": "/content", "websocket": "/websocket"}


@rule("SESSION-BODY-1", "SESSION-BODY-2")
def body_is_a_json_object(visit: Visit) -> None:
    """SESSION-BODY-1: a body that is not a JSON object opens no session; SESSION-BODY-2: it is named as such."""
    if json_object(visit.request.body, errors="strict") is None:
        raise RefusalError(ErrorId.INVALID_REQUEST, "The body must be a JSON object in UTF-8.")


@rule("SESSION-FIELD-1", "SESSION-FIELD-2")
def fields_are_there(visit: Visit) -> None:
    """SESSION-FIELD-1: a request that lacks a field opens no session; SESSION-FIELD-2: the field is named."""
    for name in ("app_id", "identity_token"):
        if name not in visit.fields:
            raise RefusalError(ErrorId.MISSING_PROPERTY, f"{name} is missing.", data={"property": name})


@rule("SESSION-APP-3")
def app_id_is_a_string(visit: Visit) -> None:
    """SESSION-APP-3: an app id of a wrong type is refused."""
    if "app_id" in visit.fields and not isinstance(visit.fields["app_id"], str):
        raise RefusalError.by(APP_ID_REFUSED, "The Layer App ID must be a string")


@rule("SESSION-APP-2", "SAME-APP-1")
def app_id_is_well_formed(visit: Visit) -> None:
    """SESSION-APP-2: a malformed app id is refused.

    SAME-APP-1: and so is one with more or less than an id in it.
    """
    if isinstance(visit.fields.get("app_id"), str) and visit.app is None:
        raise RefusalError.by(APP_ID_REFUSED, "The client provided a malformed Layer App ID")


@rule("SESSION-APP-1")
def app_exists(visit: Visit) -> None:
    """SESSION-APP-1: an app id that belongs to no app is refused."""
    if visit.app is not None and visit.app.uuid not in visit.server.directory.apps:
        raise RefusalError.by(APP_ID_REFUSED, "The client provided an invalid Layer App ID")


@rule("SESSION-APP-4")
def long_form(text: str) -> AppId | None:
    """SESSION-APP-4: the app id is accepted in its long form, `layer:///apps/ENVIRONMENT/UUID`."""
    return AppId.parse(text) if _LONG_FORM.match(text) else None


@rule("SESSION-APP-5")
def older_forms(text: str) -> AppId | None:
    """SESSION-APP-5: the app id is accepted as `layer://apps/ENVIRONMENT/UUID` and as the bare UUID.

    SESSION-APP-6 (observed): the singular `layer:///app/` is not.
    """
    return None if _LONG_FORM.match(text) else AppId.parse(text)


@rule("SESSION-1")
def opens_a_session(visit: Visit) -> Answer:
    """SESSION-1: an identity token opens a session: 201 and `{"session_token": "..."}`."""
    return Answer.of(201, {"session_token": visit.apply_rule("SESSION-MANY-1")})


@rule("SESSION-UNIQUE-1", "GUESS-2")
def makes_a_session_token(_: Visit) -> str:
    """SESSION-UNIQUE-1: no two sessions share a token. 160 bits in hex, as in the documents' examples.

    GUESS-2: all of them random.
    """
    return secrets.token_hex(20)


@rule("SESSION-MANY-1")
def keeps_a_new_session(visit: Visit) -> str:
    """SESSION-MANY-1: a user can have several sessions at once; a new one leaves the others alone."""
    claims = visit.token.claims if visit.token else {}
    token: str = visit.apply_rule("SESSION-UNIQUE-1")
    session = Session(token, str(claims.get("prn")), expires_at=visit.apply_rule("SESSION-LIFE-1"))
    visit.server.sessions.open(session, claims, visit.now)
    return token


@rule("SESSION-LIFE-1")
def session_expiry(visit: Visit) -> float:
    """SESSION-LIFE-1: a session outlives its identity token: it has a lifetime of its own."""
    return visit.now + visit.server.settings.session_lifetime


@rule("SESSION-LINK-1")
def session_is_linked(visit: Visit, answer: Answer) -> Answer:
    """SESSION-LINK-1: a new session comes with links to conversations, content and websocket."""
    return linked(visit, answer, SESSION_LINKS)


def linked(visit: Visit, answer: Answer, paths: dict[str, str]) -> Answer:
    """Return the answer with links to `paths`, by relation."""
    targets = {relation: visit.apply_rule("SESSION-LINK-2", path) for relation, path in paths.items()}
    return answer.with_more(*visit.apply_rule("link-header", targets))


@rule("SESSION-LINK-2")
def link_target(visit: Visit, path: str) -> str:
    """SESSION-LINK-2: links are absolute. The host is the one that the client called."""
    host = visit.request.header("Host") or ""
    return f"http://{host if _HOST.fullmatch(host) else 'localhost'}{path}"


@rule("link-header")
def link_header(_: Visit, targets: dict[str, str]) -> Headers:
    """One field, relations unquoted: the official web SDK keeps quotes as part of the name (docs/protocol.md#link)."""
    return (("Link", ", ".join(f"<{target}>; rel={relation}" for relation, target in targets.items())),)
