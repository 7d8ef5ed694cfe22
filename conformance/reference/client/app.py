"""The app: it signs a user in, uses the session, and signs the user out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

import requests

from conformance.protocol.accept import accept_for
from conformance.reference.client.http import NoAnswerError, Sender, json_of, text_in
from conformance.reference.client.links import is_of_origin, link_to

_Client = TypeVar("_Client", bound="ReferenceClient")
#: After so many challenges in a row the user is signed out: whoever refuses every session will refuse the next.
MOST_CHALLENGES = 2


class SignInError(Exception):
    """The user could not be signed in; the message says why."""


@dataclass
class Store:
    """What outlives the app's being closed: the session and what came with it. No nonce, no token, no password."""

    user: str = ""
    session_token: str = ""
    conversations: str = ""


@dataclass
class ReferenceClient:
    """An app of one user at a time. `password` is known while the app runs, for a sign-in in the background.

    `is_sample` says that the identity server is the documents' sample service.
    """

    layer_url: str
    identity_url: str
    app_id: str
    version: str = "2.0"
    store: Store = field(default_factory=Store)
    password: str = field(default="", repr=False)
    sender: Sender = field(default_factory=Sender, repr=False)
    is_sample: bool = True
    status: int = 0

    @property
    def is_signed_in(self) -> bool:
        """CLIENT-SESSION-3: a user is signed in while there is a session, and not before."""
        return bool(self.store.session_token)

    def sign_in(self, user: str, password: str) -> None:
        """CLIENT-AGAIN-1: sign a user in, from the beginning, whatever went wrong before.

        Raises SignInError where that has failed: nobody is signed in then.
        """
        self.forget()
        self.store.user, self.password = user, password
        self.sign_in_with(self.new_nonce)

    def sign_in_with(self, nonce: Callable[[], str]) -> None:
        """Take the three steps: a nonce, an identity token for it, a session for that."""
        self.open_session(self.new_identity_token(nonce()))

    def new_nonce(self) -> str:
        """CLIENT-ASK-1: ask Layer for a nonce.

        CLIENT-NONCE-2: every sign-in has its own. CLIENT-NONCE-3: none is kept.
        """
        answer = self.send_to_layer("POST", "/nonces")
        nonce = self.nonce_in(json_of(answer)) if is_success(answer) else None
        if nonce is None:
            raise SignInError(f"Layer gave no nonce ({answer.status_code})")
        return nonce

    def nonce_in(self, content: Mapping[str, Any]) -> str | None:
        """CLIENT-NONCE-1: take the nonce as it is. CLIENT-NONCE-4, CLIENT-NONCE-5: without one there is none."""
        return text_in(content, "nonce")

    def new_identity_token(self, nonce: str) -> str:
        """CLIENT-REFUSAL-1: an identity server that gives no token has refused, whatever else it says.

        CLIENT-SAMPLE-3: the sample service is asked nothing for an application in production.
        """
        if self.is_sample and "/apps/production/" in self.app_id:
            raise SignInError("the sample service serves no application in production")
        answer = self.send_to_identity_server(self.identity_fields(nonce))
        token = self.identity_token_in(answer) if is_success(answer) else None
        if token is None:
            raise SignInError(f"the identity server gave no token ({answer.status_code})")
        return token

    def identity_fields(self, nonce: str) -> dict[str, object]:
        """CLIENT-SAMPLE-1: what the sample service is asked, and the password, which is sent nowhere else.

        CLIENT-PASSWORD-1: the password goes to the identity server alone. CLIENT-USER-1: it is asked for the user who
        signs in now.
        """
        return {"app_id": self.app_id, "user_id": self.store.user, "nonce": nonce, "password": self.password}

    def identity_token_in(self, answer: requests.Response) -> str | None:
        """CLIENT-TOKEN-3: only what the identity server gives as a token is one."""
        return text_in(json_of(answer), "identity_token")

    def open_session(self, identity_token: str) -> None:
        """CLIENT-TOKEN-1: present the token as it came. CLIENT-TOKEN-4: with the app id as it was given.

        CLIENT-TOKEN-2, CLIENT-REFUSED-1: what is refused is spent. CLIENT-REFUSED-2: and the sign-in has failed.
        """
        answer = self.send_to_layer("POST", "/sessions", self.session_fields(identity_token))
        token = self.session_token_in(answer) if is_success(answer) else None
        if token is None:
            raise SignInError(f"Layer opened no session ({answer.status_code})")
        self.store.session_token = token
        self.store.conversations = self.conversations_in(answer)

    def session_fields(self, identity_token: str) -> dict[str, object]:
        """Return what a session is asked for with."""
        return {"identity_token": identity_token, "app_id": self.app_id}

    def session_token_in(self, answer: requests.Response) -> str | None:
        """CLIENT-SESSION-4, CLIENT-SESSION-5: take the session token out of any answer that says it worked."""
        return text_in(json_of(answer), "session_token")

    def conversations_in(self, answer: requests.Response) -> str:
        """CLIENT-LINK-1: go where Link leads. CLIENT-LINK-3: but to no other origin with a session."""
        link = self.link_in(answer)
        return link if link and is_of_origin(link, self.layer_url) else f"{self.layer_url}/conversations"

    def link_in(self, answer: requests.Response) -> str | None:
        """CLIENT-LINK-2: read Link in any form that RFC 8288 allows."""
        return link_to("conversations", answer)

    def use(self) -> int:
        """CLIENT-ASK-4: load the first page of conversations, where somebody is signed in; return the status.

        CLIENT-CHALLENGE-5, CLIENT-CHALLENGE-6: a challenge is met by a new sign-in, twice at most, later each time.
        """
        for challenges in range(MOST_CHALLENGES + 1):
            if not self.is_signed_in:
                break
            answer = self.load_conversations()
            self.status = answer.status_code
            if answer.status_code != 401:
                break
            self.meet_challenge(answer, challenges)
        return self.status

    def load_conversations(self) -> requests.Response:
        """CLIENT-LIFE-1: use the session for as long as Layer lets it: no clock of ours ends it."""
        return self.send_to_layer("GET", self.store.conversations, session=True)

    def meet_challenge(self, answer: requests.Response, before: int) -> None:
        """CLIENT-CHALLENGE-1, CLIENT-CHALLENGE-4: sign in once for a challenge, or be signed out.

        CLIENT-CHALLENGE-2: the old session is gone at once. CLIENT-CHALLENGE-3: no session is left that is dead.
        """
        self.end_session()
        if before >= MOST_CHALLENGES or not self.password:
            return
        if before:
            self.rest(before)
        nonce = text_in(self.challenge_in(answer), "nonce")
        try:
            self.sign_in_with(lambda: nonce or self.new_nonce())
        except (SignInError, NoAnswerError):
            self.end_session()

    def challenge_in(self, answer: requests.Response) -> Mapping[str, Any]:
        """Return what a challenge brings; nothing where it brings nothing."""
        data = json_of(answer).get("data")
        return data if isinstance(data, dict) else {}

    def rest(self, challenges: int) -> None:
        """Pause before one more sign-in, in seconds, longer each time."""
        self.sender.rest(0.1 * challenges)

    def sign_out(self) -> None:
        """CLIENT-OUT-1: delete the session. CLIENT-OUT-3, CLIENT-OUT-4: whatever comes of that, the user is signed out.

        CLIENT-OUT-5: nothing of the session is left.
        """
        token = self.store.session_token
        self.forget()
        if token:
            with suppress(NoAnswerError):  # it will expire, and nobody has it any more
                self.delete_session(token)

    def delete_session(self, token: str) -> None:
        """CLIENT-OUT-2: name the whole token, as a segment of a path."""
        self.send_to_layer("DELETE", f"/sessions/{quote(token, safe='')}", pauses=())

    def end_session(self) -> None:
        """Forget the session, and stay with the user."""
        self.store.session_token = self.store.conversations = ""

    def forget(self) -> None:
        """Forget the session, the user and the password. CLIENT-OUT-6: the next user finds nothing of the last."""
        self.store, self.password = Store(), ""

    def reopened(self: _Client) -> _Client:
        """Return the app as it is when it is opened again: what is stored stays."""
        self.sender.close()
        return type(self)(self.layer_url, self.identity_url, self.app_id, self.version, self.store)

    def send_to_layer(
        self, method: str, where: str, content: object = None, *, session: bool = False, **how: Any
    ) -> requests.Response:
        """CLIENT-REDIRECT-1: ask Layer, and follow it nowhere.

        CLIENT-RETRY-1, CLIENT-RETRY-2, CLIENT-WAIT-1: the sender tries again, a few times, with pauses.
        """
        url = where if where.startswith("http") else f"{self.layer_url}{where}"
        headers = self.layer_headers(content) | (self.session_headers() if session else {})
        return self.sender.send(method, url, headers, content, **how)

    def layer_headers(self, content: object) -> dict[str, str]:
        """CLIENT-ASK-2: accept the one version that is spoken. CLIENT-ASK-3: label a body."""
        labels = {"Content-Type": "application/json"} if content is not None else {}
        return {"Accept": accept_for(self.version), **labels}

    def session_headers(self) -> dict[str, str]:
        """CLIENT-SESSION-1: show the session token in `Authorization`; CLIENT-SESSION-2: and nowhere else."""
        return {"Authorization": f'Layer session-token="{self.store.session_token}"'}

    def send_to_identity_server(self, fields: Mapping[str, object]) -> requests.Response:
        """CLIENT-SAMPLE-2: ask the identity server, labelled as the sample service is."""
        labels = {"Accept": "application/json", "Content-Type": "application/json"}
        return self.sender.send("POST", self.identity_url, labels, fields)


def is_success(answer: requests.Response) -> bool:
    """Whether an answer says that what was asked for has been done."""
    return 200 <= answer.status_code < 300


def changed(client: type[ReferenceClient], **methods: Any) -> type[ReferenceClient]:
    """Return a client that does some things in another way; `client` itself is what it does them instead of."""
    return type(f"Changed{client.__name__}", (client,), methods)
