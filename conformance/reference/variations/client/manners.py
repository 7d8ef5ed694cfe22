"""Clients that keep every rule in a way of their own, as real ones do (docs/protocol.md, "Clients")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from conformance.protocol.authorization import authorization_for
from conformance.reference.client import ReferenceClient, SignInError, changed
from conformance.reference.client.app import Store
from conformance.reference.client.http import Sender
from conformance.reference.variations.registry import variation_of_table

_Client = type[ReferenceClient]


def _with(**methods: Callable[..., Any]) -> Callable[[_Client], _Client]:
    return lambda client: changed(client, **methods)


def _adding(**methods: Callable[..., Any]) -> Callable[[_Client], _Client]:
    """Return what does something more: each function is given the usual client's own one first."""

    def change(client: _Client) -> _Client:
        def bound(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
            usual = getattr(client, name)
            return lambda self, *rest, **named: function(usual, self, *rest, **named)

        return changed(client, **{name: bound(name, function) for name, function in methods.items()})

    return change


def _online_first(usual, self, user, password):
    self.sender.send("HEAD", f"{self.layer_url}/ping?client=1", self.layer_headers(None))
    usual(self, user, password)


def _spare_nonce_first(usual, self, user, password):
    self.sender.send("POST", f"{self.layer_url}/nonces?connection-test", self.layer_headers(None))
    usual(self, user, password)


def _websocket_afterwards(usual, self, token):
    usual(self, token)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}  # fmt: skip
    self.sender.send("GET", f"{self.layer_url}/websocket?session_token={self.store.session_token}", upgrade)


def _identity_afterwards(usual, self, token):
    usual(self, token)
    self.send_to_layer("GET", f"/identities/{self.store.user}", session=True)


def _checks_the_session_first(usual, self):
    if self.is_signed_in:
        answer = self.send_to_layer("GET", "/", session=True)
        if answer.status_code == 401:
            self.end_session()
            self.sign_in_with(self.new_nonce)
            return answer.status_code
    return usual(self)


def _asks_for_its_own_nonce(_usual, _self, _answer):
    return {}


def _signs_out_when_challenged_again(usual, self, answer, before):
    if before:
        return self.end_session()
    return usual(self, answer, before)


def _signs_in_when_reopened(usual, self):
    opened = usual(self)
    opened.store, opened.password = Store(), self.password
    if self.store.user and self.password:
        try:
            opened.sign_in(self.store.user, self.password)
        except SignInError:
            opened.forget()
    return opened


def _forgets_when_closed(usual, self):
    opened = usual(self)
    opened.forget()
    return opened


class _NewConnections(Sender):
    """Closes every connection after its answer."""

    def _once(self, method, url, headers, body):
        return super()._once(method, url, {**headers, "Connection": "close"}, body)


class _Http10(Sender):
    """Speaks as an old library does: no kept connections, no chunks, and a few headers more."""

    def _once(self, method, url, headers, body):
        extra = {"Connection": "close", "User-Agent": "acme/0.1", "Accept-Encoding": "identity", "Pragma": "no-cache"}
        return super()._once(method, url, {**extra, **headers}, body)


def _sending_with(sender: type[Sender]) -> Callable[[_Client], _Client]:
    def begin(usual, self, *rest, **named):
        usual(self, *rest, **named)
        self.sender = sender()

    return _adding(__init__=begin)


def _patient_once(usual, self, *rest, **named):
    return usual(self, *rest, **{"pauses": (0.05,), **named})


for _name, _sentence, _change in (
    ("shows_single_quotes", "Writes the session token in single quotes.",
     _with(session_headers=lambda self: {"Authorization": authorization_for(self.store.session_token, "'")})),
    ("asks_for_a_nonce_after_a_challenge", "Asks for a nonce of its own after a challenge.",
     _adding(challenge_in=_asks_for_its_own_nonce)),
    ("sends_an_empty_object_for_a_nonce", "Sends {} where it asks for a nonce.",
     _adding(send_to_layer=lambda usual, self, method, where, content=None, **named: usual(
         self, method, where, {} if where == "/nonces" else content, **named))),
    ("labels_what_has_no_body", "Labels every request as JSON, with a body or without.",
     _adding(layer_headers=lambda usual, self, content: usual(self, content) | {"Content-Type": "application/json"})),
    ("labels_a_charset", "Labels its bodies with a charset.",
     _adding(layer_headers=lambda usual, self, content: usual(self, content) | (
         {"Content-Type": "application/json; charset=utf-8"} if content is not None else {}))),
    ("accepts_without_a_blank", "Writes its Accept without the blank.",
     _adding(layer_headers=lambda usual, self, content: usual(self, content) | {
         "Accept": usual(self, content)["Accept"].replace("; ", ";")})),
    ("tries_again_once", "Tries once more what fails, and no more.", _adding(send_to_layer=_patient_once)),
    ("opens_a_websocket", "Opens a WebSocket once somebody is signed in, with the session token in its query.",
     _adding(open_session=_websocket_afterwards)),
    ("asks_for_the_identity", "Asks for the user's identity once somebody is signed in.",
     _adding(open_session=_identity_afterwards)),
    ("looks_whether_it_is_online", "Looks whether Layer is there before it signs in.", _adding(sign_in=_online_first)),
    ("tests_the_connection_with_a_nonce", "Asks for a nonce that it never uses, to test the connection.",
     _adding(sign_in=_spare_nonce_first)),
    ("checks_its_session_at_the_root", "Checks its session at the root before it uses it.",
     _adding(use=_checks_the_session_first)),
    ("gives_up_at_the_second_challenge", "Signs its user out at the second challenge in a row.",
     _adding(meet_challenge=_signs_out_when_challenged_again)),
    ("signs_in_when_it_is_opened", "Signs its user in anew whenever it is opened.",
     _adding(reopened=_signs_in_when_reopened)),
    ("forgets_when_it_is_closed", "Forgets everything when it is closed.", _adding(reopened=_forgets_when_closed)),
    ("opens_a_connection_for_every_request", "Opens a new connection for every request.",
     _sending_with(_NewConnections)),
    ("sends_as_an_old_library", "Sends the headers of an old library.", _sending_with(_Http10)),
    ("sends_headers_of_its_own", "Sends headers that nobody asked for.",
     _adding(layer_headers=lambda usual, self, content: usual(self, content) | {
         "client-id": "5f0e9f0c-7f5e-4c56-9a57-6e1a4f1d2f0b", "layer-xdk-version": "3.4.18"})),
    ("shows_its_session_when_it_signs_out", "Shows its session token when it deletes it.",
     _with(delete_session=lambda self, token: self.sender.send(
         "DELETE", f"{self.layer_url}/sessions/{quote(token, safe='')}",
         self.layer_headers(None) | {"Authorization": authorization_for(token)}, None, ()))),
    ("asks_for_tokens_with_more", "Tells the identity server more than it asks for.",
     _adding(identity_fields=lambda usual, self, nonce: usual(self, nonce) | {"device": "tv", "locale": "de-AT"})),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change, actor="client")
