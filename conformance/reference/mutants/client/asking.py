"""Clients that ask Layer in another way than the documents say."""

from __future__ import annotations

from conformance.reference.mutants.client.departures import register


def _first_with_get(client, right, method, where, *rest, **named):
    return right("GET" if where == "/nonces" else method, where, *rest, **named)


def _loads_first(client, right, user, password):
    client.send_to_layer("GET", "/conversations")
    right(user, password)


def _asks_for_its_identity_first(client, right, user, password):
    client.send_to_layer("GET", f"/identities/{user}")
    right(user, password)


def _nonce_at_last(client, right, nonce):
    client.open_session(client.new_identity_token("b7a5fba5ad402d072013c1949481c1080860ff32"))


def _uses_without(client, right):
    if not client.is_signed_in:
        client.send_to_layer("GET", "/conversations")
    return right()


register((
    ("CLIENT-ASK-1", "asks_for_nonces_with_get", "Asks for a nonce with GET.",
     dict(send_to_layer=_first_with_get)),
    ("CLIENT-ASK-1", "asks_for_no_nonce", "Signs in with a nonce of its own, and asks for none.",
     dict(sign_in_with=_nonce_at_last)),
    ("CLIENT-ASK-2", "accepts_anything", "Accepts any media type.",
     dict(layer_headers=lambda client, right, content: right(content) | {"Accept": "*/*"})),
    ("CLIENT-ASK-2", "accepts_json", "Accepts JSON, and no version of it.",
     dict(layer_headers=lambda client, right, content: right(content) | {"Accept": "application/json"})),
    ("CLIENT-ASK-2", "accepts_another_version", "Accepts another version than it declares.",
     dict(layer_headers=lambda client, right, content: right(content) | {"Accept": "application/vnd.layer+json; version=" + ("1.0" if client.version == "2.0" else "2.0")})),
    ("CLIENT-ASK-2", "accepts_nothing_when_it_signs_out", "Sends no Accept when it deletes a session.",
     dict(delete_session=lambda client, right, token: client.sender.send("DELETE", f"{client.layer_url}/sessions/{token}", {"Accept": None}, None, ()))),
    ("CLIENT-ASK-3", "labels_bodies_as_forms", "Labels its JSON as a form.",
     dict(layer_headers=lambda client, right, content: right(content) | ({"Content-Type": "application/x-www-form-urlencoded"} if content else {}))),
    ("CLIENT-ASK-3", "labels_no_bodies", "Labels its bodies with nothing.",
     dict(layer_headers=lambda client, right, content: {"Accept": right(content)["Accept"]})),
    ("CLIENT-ASK-4", "loads_conversations_first", "Loads conversations before it signs in.",
     dict(sign_in=_loads_first)),
    ("CLIENT-ASK-4", "asks_for_the_user_first", "Asks for the user's identity before there is a session.",
     dict(sign_in=_asks_for_its_identity_first)),
    ("CLIENT-ASK-4", "loads_conversations_for_nobody", "Loads conversations where the sign-in has failed.",
     dict(use=_uses_without)),
))  # fmt: skip
