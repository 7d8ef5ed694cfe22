"""Clients that sign their users out badly."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

from conformance.reference.client import SignInError
from conformance.reference.client.http import NoAnswerError
from conformance.reference.mutants.client.departures import memory, register


def _deletes_first(is_done):
    """Sign out only where the deletion went well."""

    def sign_out(client, right):
        store = replace(client.store)
        password = client.password
        answer = (
            client.sender.send(
                "DELETE",
                f"{client.layer_url}/sessions/{quote(store.session_token, safe='')}",
                client.layer_headers(None),
                None,
                (),
            )
            if store.session_token
            else None
        )
        client.forget()
        if answer is not None and not is_done(answer):
            client.store, client.password = store, password

    return sign_out


def _deletes_first_over_a_good_line(client, right):
    store, password = replace(client.store), client.password
    try:
        client.delete_session(store.session_token)
    except NoAnswerError:
        client.store, client.password = store, password
        return
    client.forget()


def _deleting(segment):
    """Name the session in another way."""
    return lambda client, right, token: client.send_to_layer("DELETE", segment(token), pauses=())


def _twice(client, right, token):
    right(token)
    right(token)


def _reads_the_answer(client, right):
    store = replace(client.store)
    answer = client.send_to_layer("DELETE", f"/sessions/{quote(store.session_token, safe='')}", pauses=())
    with suppress(ValueError):
        json.loads(answer.content)
        return client.forget()
    client.store = store
    return None


def _wants_no_length(client, right):
    store = replace(client.store)
    answer = client.send_to_layer("DELETE", f"/sessions/{quote(store.session_token, safe='')}", pauses=())
    client.forget()
    if "Content-Length" in answer.headers:
        client.store = store


def _keeps_a_copy(client, right, token):
    vars(client)["kept"] = token
    right(token)


def _uses_the_copy(client, right):
    if not client.is_signed_in and memory(client, "kept", ""):
        client.store.session_token = client.kept
        client.store.conversations = f"{client.layer_url}/conversations"
        client.load_conversations()
        client.store.session_token = client.store.conversations = ""
    return right()


def _signs_out_on_the_screen_only(client, right):
    vars(client)["gone"] = client.store
    client.delete_session(client.store.session_token)
    client.forget()


def _opened_from_the_copy(client, right):
    opened = right()
    opened.store = memory(client, "gone", opened.store)
    return opened


def _remembers_who_signed_in_first(client, right, nonce):
    return right(nonce) | {"user_id": memory(client, "first", client.store.user)}


def _remembers_the_first_login(client, right, nonce):
    first = memory(client, "first_login", (client.store.user, client.password))
    return right(nonce) | {"user_id": first[0], "password": first[1]}


def _keeps_the_first_session(client, right, user, password):
    right(user, password)
    client.store.session_token = memory(client, "first_session", client.store.session_token)


def _once(client, right, user, password):
    if memory(client, "over", []):
        raise SignInError("the user has signed out")
    right(user, password)


def _over(client, right):
    memory(client, "over", []).append(1)
    right()


def _somebody_else_only(client, right, user, password):
    if user in memory(client, "gone_users", []):
        raise SignInError("this user has signed out")
    right(user, password)


def _remembers_who_went(client, right):
    memory(client, "gone_users", []).append(client.store.user)
    right()


def _keeps_the_token(client, right, nonce):
    """Keep the identity token of each user, and give it again to the one who has signed out."""
    kept = memory(client, "kept_tokens", {})
    if client.store.user not in memory(client, "gone_users", []):
        kept[client.store.user] = right(nonce)
    return kept[client.store.user]


register((
    ("CLIENT-OUT-1", "deletes_nothing", "Deletes no session.",
     dict(delete_session=lambda client, right, token: None)),
    ("CLIENT-OUT-1", "deletes_twice", "Deletes each session twice.",
     dict(delete_session=_twice)),
    ("CLIENT-OUT-2", "deletes_an_unescaped_token", "Puts the session token into the path as it is.",
     dict(delete_session=_deleting(lambda token: f"/sessions/{token}"))),
    ("CLIENT-OUT-2", "deletes_half_a_token", "Deletes the session token up to its first dot, or its first half.",
     dict(delete_session=_deleting(lambda token: f"/sessions/{token[: len(token) // 2]}"))),
    ("CLIENT-OUT-2", "escapes_as_javascript_does", "Leaves slashes in the session token as they are.",
     dict(delete_session=_deleting(lambda token: f"/sessions/{quote(token, safe='/+@*')}"))),
    ("CLIENT-OUT-2", "escapes_twice", "Escapes the session token twice.",
     dict(delete_session=_deleting(lambda token: f"/sessions/{quote(quote(token, safe=''), safe='')}"))),
    ("CLIENT-OUT-2", "deletes_in_the_query", "Names the session token in the query.",
     dict(delete_session=_deleting(lambda token: f"/sessions?token={quote(token, safe='')}"))),
    ("CLIENT-OUT-3", "reads_the_answer_to_a_deletion", "Stays signed in where the answer to a deletion is no JSON.",
     dict(sign_out=_reads_the_answer)),
    ("CLIENT-OUT-3", "wants_no_length_of_nothing", "Stays signed in where the answer to a deletion has a length of nothing.",
     dict(sign_out=_wants_no_length)),
    ("CLIENT-OUT-4", "stays_signed_in_at_a_404", "Stays signed in where the deletion is refused.",
     dict(sign_out=_deletes_first(lambda answer: answer.status_code < 400 or answer.status_code >= 500))),
    ("CLIENT-OUT-4", "stays_signed_in_at_a_500", "Stays signed in where the deletion meets a 5xx.",
     dict(sign_out=_deletes_first(lambda answer: answer.status_code < 500))),
    ("CLIENT-OUT-4", "stays_signed_in_without_an_answer", "Stays signed in where the deletion is not answered.",
     dict(sign_out=_deletes_first_over_a_good_line)),
    ("CLIENT-OUT-5", "uses_a_session_that_is_over", "Tries the old session when it is used after signing out.",
     dict(delete_session=_keeps_a_copy, use=_uses_the_copy)),
    ("CLIENT-OUT-5", "comes_back_after_a_restart", "Is signed in again after a restart.",
     dict(sign_out=_signs_out_on_the_screen_only, reopened=_opened_from_the_copy)),
    ("CLIENT-OUT-6", "signs_in_once_only", "Signs nobody in once a user has signed out.",
     dict(sign_in=_once, sign_out=_over)),
    ("CLIENT-OUT-6", "signs_in_somebody_else_only", "Signs a user who has signed out in no more, and others as before.",
     dict(sign_in=_somebody_else_only, sign_out=_remembers_who_went)),
    ("CLIENT-OUT-6", "signs_in_again_with_the_old_token", "Presents the identity token of old for a user who has signed out.",
     dict(new_identity_token=_keeps_the_token, sign_out=_remembers_who_went)),
    ("CLIENT-USER-1", "asks_for_the_first_user", "Asks the identity server for the first user of all, with the new one's password.",
     dict(identity_fields=_remembers_who_signed_in_first)),
    ("CLIENT-USER-1", "signs_the_first_user_in", "Signs in the first user of all, whoever asks.",
     dict(identity_fields=_remembers_the_first_login)),
    ("CLIENT-USER-1", "asks_for_another_user", "Asks the identity server for bob always.",
     dict(identity_fields=lambda client, right, nonce: right(nonce) | {"user_id": "bob", "password": "can-we-fix-it-1998"})),
    ("CLIENT-SAMPLE-1", "asks_for_a_user_by_another_name", "Calls the user's id by another name.",
     dict(identity_fields=lambda client, right, nonce: {("userId" if name == "user_id" else name): value for name, value in right(nonce).items()})),
    ("CLIENT-SAMPLE-1", "asks_without_an_app_id", "Asks the sample service without an app id.",
     dict(identity_fields=lambda client, right, nonce: {name: value for name, value in right(nonce).items() if name != "app_id"})),
    ("CLIENT-SAMPLE-1", "asks_at_another_path", "Asks the sample service at another path.",
     dict(send_to_identity_server=lambda client, right, fields: client.sender.send("POST", client.identity_url.replace("/identity_tokens", "/authenticate"), {"Accept": "application/json", "Content-Type": "application/json"}, fields))),
    ("CLIENT-SAMPLE-1", "asks_with_put", "Asks the sample service with PUT.",
     dict(send_to_identity_server=lambda client, right, fields: client.sender.send("PUT", client.identity_url, {"Accept": "application/json", "Content-Type": "application/json"}, fields))),
    ("CLIENT-SAMPLE-2", "labels_nothing_for_the_sample", "Labels its request to the sample service with nothing.",
     dict(send_to_identity_server=lambda client, right, fields: client.sender.send("POST", client.identity_url, {}, fields))),
    ("CLIENT-SAMPLE-2", "labels_a_form_for_the_sample", "Labels its request to the sample service as a form.",
     dict(send_to_identity_server=lambda client, right, fields: client.sender.send("POST", client.identity_url, {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}, fields))),
    ("CLIENT-SAMPLE-3", "uses_the_sample_in_production", "Asks the sample service for an app in production.",
     dict(__init__=lambda client, right, *rest, **named: right(*rest, **(named | {"is_sample": False})))),
))  # fmt: skip
