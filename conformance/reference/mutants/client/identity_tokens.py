"""Clients that do something with identity tokens, or with what a user signs in with."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

from conformance.reference.client import SignInError
from conformance.reference.client.http import json_of
from conformance.reference.mutants.client.departures import register


def _twice(client, right, token):
    right(token)
    right(token)


def _again_when_refused(client, right, token):
    try:
        right(token)
    except SignInError:
        right(token)


def _page_for_a_token(client, right, answer):
    return right(answer) or answer.text or "undefined"


def _user_for_a_token(client, right, nonce):
    try:
        return right(nonce)
    except SignInError:
        return client.store.user


def _javascript_token(client, right, answer):
    return right(answer) or str(json_of(answer).get("identity_token", "undefined"))


def _any_status(client, right, nonce):
    answer = client.send_to_identity_server(client.identity_fields(nonce))
    return client.identity_token_in(answer) or answer.text


def _with_password(client, right, token):
    return right(token) | {"password": client.password}


def _password_header(client, right, content):
    login = base64.b64encode(f"{client.store.user}:{client.password}".encode()).decode()
    return right(content) | {"Authorization": f"Basic {login}"}


def _password_in_query(client, right, method, where, *rest, **named):
    return right(method, f"{where}?password={quote(client.password)}" if where == "/nonces" else where, *rest, **named)


def _follows(client, right, fields):
    """Follow redirects as HTTP libraries do, with the body where the status asks for it."""
    answer = right(fields)
    if answer.status_code in (302, 307):
        content = fields if answer.status_code == 307 else None
        labels = {"Content-Type": "application/json"}
        answer = client.sender.send("POST", answer.headers["Location"], labels, content)
    return answer


def _signed_in_anyway(client, right, user, password):
    try:
        right(user, password)
    except SignInError as error:
        if "identity server" not in str(error):
            raise
        client.store.session_token = "pending"


def _signed_in_unless_forbidden(client, right, user, password):
    try:
        right(user, password)
    except SignInError as error:
        if "(404)" in str(error):
            client.store.session_token = "pending"
        raise


def _tries_anything(client, right, nonce):
    try:
        return right(nonce)
    except SignInError:
        return "eyJhbGciOiJub25lIn0.e30."


register((
    ("CLIENT-TOKEN-1", "adds_a_line_end_to_tokens", "Adds a line end to identity tokens.",
     dict(open_session=lambda client, right, token: right(token + "\n"))),
    ("CLIENT-TOKEN-1", "takes_the_signature_off", "Takes the signature off identity tokens.",
     dict(open_session=lambda client, right, token: right(token.rpartition(".")[0] + "."))),
    ("CLIENT-TOKEN-1", "client_pads_tokens", "Pads the signature of identity tokens.",
     dict(open_session=lambda client, right, token: right(token + "=="))),
    ("CLIENT-TOKEN-1", "cuts_tokens", "Cuts identity tokens after 2048 characters.",
     dict(open_session=lambda client, right, token: right(token[:2048]))),
    ("CLIENT-TOKEN-1", "calls_tokens_bearer", "Writes Bearer before identity tokens.",
     dict(open_session=lambda client, right, token: right(f"Bearer {token}"))),
    ("CLIENT-TOKEN-1", "writes_tokens_anew", "Decodes identity tokens and writes their claims anew.",
     dict(open_session=lambda client, right, token: right(".".join((token.split(".")[0], base64.urlsafe_b64encode(json.dumps(json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "==")), indent=1).encode()).rstrip(b"=").decode(), token.split(".")[2]))))),
    ("CLIENT-TOKEN-2", "presents_tokens_twice", "Presents each identity token twice.",
     dict(open_session=_twice)),
    ("CLIENT-TOKEN-2", "presents_refused_tokens_again", "Presents an identity token once more where it was refused.",
     dict(open_session=_again_when_refused)),
    ("CLIENT-TOKEN-3", "takes_pages_for_tokens", "Presents whatever the identity server answers with success.",
     dict(identity_token_in=_page_for_a_token)),
    ("CLIENT-TOKEN-3", "presents_undefined", "Presents undefined, None or a number where there is no token.",
     dict(identity_token_in=_javascript_token)),
    ("CLIENT-TOKEN-3", "presents_the_user", "Presents the user's id where there is no token.",
     dict(new_identity_token=_user_for_a_token)),
    ("CLIENT-TOKEN-3", "takes_errors_for_tokens", "Presents the error of the identity server.",
     dict(new_identity_token=_any_status)),
    ("CLIENT-TOKEN-3", "has_a_token_of_its_own", "Presents an unsigned token of its own where it got none.",
     dict(new_identity_token=_tries_anything)),
    ("CLIENT-TOKEN-4", "shortens_the_app_id", "Presents the bare UUID of its app id.",
     dict(session_fields=lambda client, right, token: right(token) | {"app_id": client.app_id.rpartition("/")[2]})),
    ("CLIENT-TOKEN-4", "lengthens_the_app_id", "Writes a bare app id in its long form.",
     dict(session_fields=lambda client, right, token: right(token) | {"app_id": client.app_id if "/" in client.app_id else f"layer:///apps/staging/{client.app_id}"})),
    ("CLIENT-TOKEN-4", "has_another_app_id", "Presents an app id that it was not given.",
     dict(session_fields=lambda client, right, token: right(token) | {"app_id": "layer:///apps/staging/00000000-0000-4000-8000-000000000000"})),
    ("CLIENT-TOKEN-4", "presents_no_app_id", "Presents no app id.",
     dict(session_fields=lambda client, right, token: {"identity_token": token})),
    ("CLIENT-PASSWORD-1", "sends_the_password_to_layer", "Sends Layer the password along with the identity token.",
     dict(session_fields=_with_password)),
    ("CLIENT-PASSWORD-1", "sends_its_login_in_a_header", "Sends Layer the login as Basic authentication.",
     dict(layer_headers=_password_header)),
    ("CLIENT-PASSWORD-1", "asks_for_nonces_with_the_password", "Asks Layer for a nonce with the password in the query.",
     dict(send_to_layer=_password_in_query)),
    ("CLIENT-PASSWORD-1", "follows_redirects_with_the_password", "Follows a redirect of the identity server with the login.",
     dict(send_to_identity_server=_follows)),
    ("CLIENT-REFUSAL-1", "is_signed_in_without_a_token", "Takes its user for signed in where the identity server gave no token.",
     dict(sign_in=_signed_in_anyway)),
    ("CLIENT-REFUSAL-1", "signs_in_who_is_unknown", "Takes its user for signed in where the identity server knows nobody of that name.",
     dict(sign_in=_signed_in_unless_forbidden)),
))  # fmt: skip
