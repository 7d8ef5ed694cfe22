"""Clients that show, keep or read sessions in another way."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import quote

from conformance.reference.client import SignInError
from conformance.reference.client.http import json_of
from conformance.reference.mutants.client.departures import memory, register


def _authorized(form):
    """Show the session token in a header of another form."""
    return lambda client, _right: {"Authorization": form(client.store.session_token)}


def _in_query(client, _right):
    client.sender.send(
        "GET",
        f"{client.layer_url}/content?session_token={quote(client.store.session_token)}",
        client.layer_headers(None) | client.session_headers(),
    )
    return client.send_to_layer("GET", client.store.conversations, session=True)


def _in_body(client, _right):
    return client.send_to_layer(
        "GET", client.store.conversations, {"session_token": client.store.session_token}, session=True
    )


def _signed_in_at_once(client, right, user, password):
    try:
        right(user, password)
    except SignInError:
        client.store.session_token = "none"


def _signed_in_with_anything(client, right, answer):
    return right(answer) or "undefined"


def _signed_in_whatever_layer_says(client, right, token):
    try:
        right(token)
    except SignInError:
        client.store.session_token = "pending"


def _first_member_only(client, right, answer):
    return right(answer) if list(json_of(answer))[:1] == ["session_token"] else None


def _by_pattern(client, right, answer):
    return right(answer) if right(answer) and right(answer) in answer.text else None


def _strict_type(client, right, answer):
    return right(answer) if answer.headers.get("Content-Type") == "application/json" else None


def _wants_a_length(client, right, answer):
    return right(answer) if "Content-Length" in answer.headers else None


def _wants_an_exact_case(client, right, answer):
    return right(answer) if "Content-Type" in list(answer.headers) else None


def _wants_a_reason(client, right, answer):
    return right(answer) if answer.reason == "Created" or answer.status_code != 201 else None


def _no_cookies(client, right, answer):
    return None if "Set-Cookie" in answer.headers else right(answer)


def _wants_http_1_1(client, right, answer):
    return right(answer) if answer.raw.version == 11 else None


def _wants_201(client, right, answer):
    return right(answer) if answer.status_code == 201 else None


def _wants_201_for_nonces(client, right):
    answer = client.send_to_layer("POST", "/nonces")
    nonce = client.nonce_in(json_of(answer)) if answer.status_code == 201 else None
    if nonce is None:
        raise SignInError(f"Layer created no nonce ({answer.status_code})")
    return nonce


def _asks_again_for_a_201(client, right, method, where, *rest, **how):
    """Take a 200 for a session that is not there yet, and give up after three tries."""
    for _ in range(3):
        answer = right(method, where, *rest, **how)
        if where != "/sessions" or answer.status_code != 200:
            return answer
    raise SignInError("Layer created no session")


def _keeps_the_life_of_the_token(client, right, token):
    right(token)
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    vars(client)["until"] = claims["exp"]


def _signs_in_when_the_token_expires(client, right):
    if time.time() > memory(client, "until", float("inf")) and client.password:
        vars(client)["until"] = float("inf")
        client.sign_in(client.store.user, client.password)
    return right()


def _signs_out_when_the_token_expires(client, right):
    if time.time() > memory(client, "until", float("inf")):
        client.forget()
        return 0
    return right()


register((
    ("CLIENT-SESSION-1", "shows_a_bearer_token", "Shows its session token as a Bearer.",
     dict(session_headers=_authorized(lambda token: f"Bearer {token}"))),
    ("CLIENT-SESSION-1", "shows_a_bare_token", "Shows its session token without quotes.",
     dict(session_headers=_authorized(lambda token: f"Layer session-token={token}"))),
    ("CLIENT-SESSION-1", "shows_the_token_alone", "Shows its session token without a scheme.",
     dict(session_headers=_authorized(lambda token: token))),
    ("CLIENT-SESSION-1", "shows_nothing", "Shows no session token.",
     dict(session_headers=lambda client, right: {})),
    ("CLIENT-SESSION-1", "cuts_session_tokens", "Cuts session tokens after 128 characters.",
     dict(session_token_in=lambda client, right, answer: (right(answer) or "")[:128] or None)),
    ("CLIENT-SESSION-1", "lowers_session_tokens", "Writes session tokens in small letters.",
     dict(session_token_in=lambda client, right, answer: (right(answer) or "").lower() or None)),
    ("CLIENT-SESSION-1", "escapes_session_tokens", "Escapes the session token in Authorization.",
     dict(session_headers=_authorized(lambda token: f'Layer session-token="{quote(token)}"'))),
    ("CLIENT-SESSION-1", "splits_session_tokens", "Takes a session token up to its first dot.",
     dict(session_token_in=lambda client, right, answer: (right(answer) or "").partition(".")[0] or None)),
    ("CLIENT-SESSION-2", "shows_its_token_in_queries", "Shows its session token in the query of a request as well.",
     dict(load_conversations=_in_query)),
    ("CLIENT-SESSION-2", "shows_its_token_in_bodies", "Shows its session token in the body of a request as well.",
     dict(load_conversations=_in_body)),
    ("CLIENT-SESSION-3", "signs_in_at_once", "Takes its user for signed in, whatever becomes of the sign-in.",
     dict(sign_in=_signed_in_at_once)),
    ("CLIENT-SESSION-3", "signs_in_with_anything", "Takes an answer without a session token for a session.",
     dict(session_token_in=_signed_in_with_anything)),
    ("CLIENT-SESSION-3", "signs_in_whatever_layer_says", "Takes its user for signed in once it has presented the identity token.",
     dict(open_session=_signed_in_whatever_layer_says)),
    ("CLIENT-SESSION-4", "reads_the_first_member_only", "Reads the session token only where it is the first member.",
     dict(session_token_in=_first_member_only)),
    ("CLIENT-SESSION-4", "reads_sessions_by_a_pattern", "Reads the session token only where it is written without escapes.",
     dict(session_token_in=_by_pattern)),
    ("CLIENT-SESSION-4", "wants_one_label", "Reads a session only where the label has no charset.",
     dict(session_token_in=_strict_type)),
    ("CLIENT-SESSION-4", "wants_a_length", "Reads a session only where Content-Length is there.",
     dict(session_token_in=_wants_a_length)),
    ("CLIENT-SESSION-4", "wants_headers_in_one_case", "Reads a session only where header names are written as usual.",
     dict(session_token_in=_wants_an_exact_case)),
    ("CLIENT-SESSION-4", "wants_a_reason_phrase", "Reads a session only where the status says Created.",
     dict(session_token_in=_wants_a_reason)),
    ("CLIENT-SESSION-4", "wants_no_cookies", "Takes no session from an answer with a cookie.",
     dict(session_token_in=_no_cookies)),
    ("CLIENT-SESSION-4", "wants_http_1_1", "Takes no session over HTTP/1.0.",
     dict(session_token_in=_wants_http_1_1)),
    ("CLIENT-SESSION-5", "wants_201", "Takes no session from a 200.",
     dict(session_token_in=_wants_201)),
    ("CLIENT-SESSION-5", "wants_201_for_nonces", "Takes no nonce from a 200.",
     dict(new_nonce=_wants_201_for_nonces)),
    ("CLIENT-SESSION-5", "asks_again_for_a_201", "Takes a 200 for a session that is not there yet, and asks again.",
     dict(send_to_layer=_asks_again_for_a_201)),
    ("CLIENT-LIFE-1", "signs_in_anew_when_the_token_expires", "Signs in anew once the identity token has expired.",
     dict(open_session=_keeps_the_life_of_the_token, use=_signs_in_when_the_token_expires)),
    ("CLIENT-LIFE-1", "signs_out_when_the_token_expires", "Signs its user out once the identity token has expired.",
     dict(open_session=_keeps_the_life_of_the_token, use=_signs_out_when_the_token_expires)),
))  # fmt: skip
