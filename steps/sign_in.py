"""Signing in, as a control: each step of it must work before anything that departs from it can be judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from conformance.caller import ServerCaller, TargetClock
from conformance.caller.http.side_by_side import request_each
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_accepted_use
from conformance.judging.outcomes import Inconclusive, Undeclared, Violation, control
from conformance.minting import Draft, Mint, alteration_named, margin_of
from conformance.sign_in import Control, ServerSignIn, Session, SharedEvidence

_Value = TypeVar("_Value")

#: How many seconds an identity token is good for where that does not matter.
_GOOD_FOR = 300
#: The control that most scenarios have: a valid identity token opens a session.
OPENING = "a valid identity token opens a session"
_UNSPENT = "a nonce that has opened no session"


@dataclass(frozen=True)
class SignIn:
    """Nonce, identity token, session: valid ones. What fails here is Inconclusive, never a violation."""

    caller: ServerCaller
    mint: Mint
    clock: TargetClock
    shared: SharedEvidence = field(default_factory=SharedEvidence)
    #: Session requests that are tried together, those of this scenario among them; none where it makes none of those.
    batch: tuple[str, ...] = ()

    @property
    def unguarded(self) -> ServerSignIn:
        """The same sign-in, where it is what the scenario is about: what fails there is a violation."""
        return ServerSignIn(self.caller, self.mint)

    def aside(self) -> SignIn:
        """Return the same sign-in, whose exchanges the scenario shows only where it says so."""
        return replace(self, caller=self.caller.aside())

    def side_by_side(self, requests: Sequence[Callable[[SignIn], _Value]]) -> list[_Value]:
        """Return what each of these comes to, made at once as far as the target file allows; shown in their order."""
        each = [self.aside() for _ in requests]
        try:
            own = [partial(request, sign_in) for request, sign_in in zip(requests, each, strict=True)]
            return request_each(lambda request: request(), own, self.caller.target.http.burst)
        finally:
            for sign_in in each:
                self.caller.transcript.show(sign_in.caller.transcript.exchanges)

    def nonce(self) -> str:
        """Return a fresh nonce."""
        with control("a nonce is created", "NONCE-1"):
            return self.unguarded.request_nonce()

    def unspent_nonce(self) -> str:
        """Return a nonce that no session is to be opened with: a fresh one, or that of a moment ago."""
        return self.recently(_UNSPENT, self.nonce)

    def forget_unspent_nonce(self) -> None:
        """Let nobody else take it, because it has opened a session after all."""
        self.shared.controls.pop(_UNSPENT, None)

    def token(self, *, good_for: int = _GOOD_FOR, user: str | None = None) -> Draft:
        """Return a valid token for a fresh nonce, to be signed; `good_for` is in seconds."""
        return self.mint.draft(self.nonce(), good_for=good_for, user=user)

    def session(self, *, good_for: int = _GOOD_FOR, user: str | None = None) -> Session:
        """Return a fresh session, opened with a token that is good for so many seconds."""
        sent = len(self.caller.transcript.exchanges)
        session = self.session_with(self.token(good_for=good_for, user=user))
        if (good_for, user) == (_GOOD_FOR, None):
            self.note_open(session, self.caller.transcript.exchanges[sent:])
        return session

    def recent_session(self) -> Session:
        """Return a session that a valid token opens, or that one has opened a moment ago in another scenario.

        It is a control, and may have been ended since.
        """
        return self.recently(OPENING, self.session)

    def recent_opening(self) -> Exchange:
        """Return the answer to a valid token: the one that opened a session a moment ago, or one of this scenario."""
        recent = self._recent_control(OPENING)
        if recent is not None:
            opened: Exchange = recent.value.opened
            return opened
        sent = len(self.caller.transcript.exchanges)
        draft = self.token()
        token = draft.right()
        answer = self.caller.request_session(token)
        with suppress(Violation, Inconclusive):
            session = Session.opened_by(draft, token, answer)
            exchanges = self.caller.transcript.exchanges[sent:]
            self.keep_control(OPENING, session, exchanges)
            self.note_open(session, exchanges)
        return answer

    def recently(self, name: str, request: Callable[[], _Value]) -> _Value:
        """Return what has come of a right request a moment ago, in whichever scenario, or of `request`: a control."""
        recent = self._recent_control(name)
        if recent is not None:
            known: _Value = recent.value
            return known
        sent = len(self.caller.transcript.exchanges)
        value = request()
        self.keep_control(name, value, self.caller.transcript.exchanges[sent:])
        return value

    def keep_control(self, name: str, value: object, exchanges: Sequence[Exchange]) -> None:
        """Keep for the scenarios that follow what shows that a right request succeeds."""
        self.shared.controls[name] = self._control(value, exchanges)

    def note_open(self, session: Session, exchanges: Sequence[Exchange]) -> None:
        """Let another scenario go on with a session of a valid token, where this one leaves it open."""
        self.shared.opened.append(self._control(session, exchanges))

    def _control(self, value: object, exchanges: Sequence[Exchange]) -> Control:
        return Control(value, tuple(exchanges), self.caller.requests, self.mint.now())

    def _recent_control(self, name: str) -> Control | None:
        """Return a control that still counts, and show it here as well; what is shown counts to the scenario's end."""
        control = self.shared.controls.get(name)
        if control is None or any(each is control.exchanges[-1] for each in self.caller.transcript.exchanges):
            return control
        if not control.is_recent(self.caller.requests, self.mint.now()):
            return None
        self.caller.transcript.show(control.exchanges)
        return control

    def session_with(self, draft: Draft) -> Session:
        """Return the session that this valid token opens."""
        with control("a valid identity token opens a session", "SESSION-1"):
            return self.unguarded.open_session(draft)

    def live_session(self, *, user: str | None = None) -> Session:
        """Return a session whose token was seen to be accepted: one that a scenario has left open, or a fresh one."""
        left = self._left_open() if user is None else None
        if left is not None:
            session, seen = left
            self.caller.transcript.show([seen])
            return session
        session = self.session(user=user)
        with control("a session token is accepted", "USE-1"):
            expect_accepted_use(self.use(session))
        return session

    def open_session(self) -> Session:
        """Return a session that is open: one that a scenario has left so, or a fresh one."""
        left = self._left_open()
        return left[0] if left is not None else self.session()

    def _left_open(self) -> tuple[Session, Exchange] | None:
        """Return a session that a scenario has left open, and how its token was accepted now; what opened it is shown.

        Where one is not accepted any more, none is asked for again.
        """
        left = self.shared.take_open_session(self.mint.now())
        if left is None:
            return None
        with suppress(Violation, Inconclusive):
            seen = self.aside().use(left.value)
            expect_accepted_use(seen)
            self.caller.transcript.show(left.exchanges)
            return left.value, seen
        self.shared.lose_open_sessions()
        return None

    def use(self, session: Session, *, quote_mark: str = '"') -> Exchange:
        """Read the protected URL with the token of this session."""
        return self.caller.use_session(session.token, self.protected_url(session), quote_mark=quote_mark)

    def finish(self, session: Session) -> Exchange:
        """Delete a session."""
        with control("a session is deleted", "DELETE-1"):
            return self.unguarded.delete_session(session)

    def protected_url(self, session: Session) -> str:
        """Return what only a session may read: the target file's protected_url, or the link to the conversations.

        Raises Inconclusive where there is none on a host that may receive a session token.
        """
        url = self.caller.target.capabilities.protected_url or session.protected_url
        if not url:
            raise Inconclusive("no protected URL: no Link rel=conversations, and no capabilities.protected_url")
        if urlsplit(url).netloc and not self.caller.is_allowed(url):
            raise Inconclusive(
                f"the link to the conversations leads to {url.partition('?')[0]}, which is not at the target's own "
                "address: http.allowed_hosts or capabilities.protected_url in the target file would let this rule run"
            )
        return url

    def altered(self, alteration: str, draft: Draft | None = None) -> str:
        """Return a token that departs from a valid one as a feature names it: from `draft`, or from a fresh one.

        Raises Inconclusive where it depends on a time that is closer than the target's clock is known.
        """
        margin = margin_of(alteration)
        if margin is not None and margin <= self.clock.skew.uncertainty:
            raise Inconclusive(
                f"{margin} s from the edge, and the target's clock is known to {self.clock.skew.uncertainty:.1f} s only"
            )
        return alteration_named(alteration)(draft or self.token(), self.mint.now())

    def in_another_version(self) -> SignIn:
        """Return the sign-in by another version of the target; raises Undeclared where it declares one only."""
        others = [version for version in self.caller.target.versions if version != self.caller.version]
        if not others:
            raise Undeclared.of("a second version")
        return replace(self, caller=self.caller.with_version(others[0]), shared=SharedEvidence(), batch=())

    def capability(self, name: str) -> Any:
        """Return what the target file declares under the name of a capability; raises Undeclared where it does not."""
        declared = getattr(self.caller.target.capabilities, name)
        if declared is None:
            raise Undeclared.of(name)
        return declared

    def pass_time(self, seconds: int, duration: str) -> None:
        """Let time pass at the target; raises TimeCannotAdvanceError where the suite cannot do that."""
        if seconds:
            self.clock.advance(seconds, duration)


@pytest.fixture
def sign_in(
    caller: ServerCaller,
    mint: Mint,
    clock: TargetClock,
    shared: SharedEvidence,
    batch: tuple[str, ...],
) -> SignIn:
    """The sign-in of one scenario."""
    return SignIn(caller, mint, clock, shared, batch)
