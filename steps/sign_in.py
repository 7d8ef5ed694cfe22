"""The way in, as a control: each part must work before anything that departs from it can be judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest

from conformance.caller import ServerCaller, TargetClock
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_accepted_use
from conformance.judging.outcomes import Inconclusive, NotApplicable, control
from conformance.minting import Draft, Mint, alteration_named, margin_of
from conformance.sign_in import ServerSignIn, Session


@dataclass(frozen=True)
class SigningIn:
    """Nonce, identity token, session: right ones. What fails here is Inconclusive, never a violation."""

    caller: ServerCaller
    mint: Mint
    clock: TargetClock

    def nonce(self) -> str:
        """Return a fresh nonce."""
        with control("a nonce is created"):
            return ServerSignIn(self.caller, self.mint).request_nonce()

    def draft(self, *, good_for: int = 300, user: str | None = None) -> Draft:
        """Return the draft of a right token with a fresh nonce; `good_for` is in seconds."""
        return self.mint.draft(self.nonce(), good_for=good_for, user=user)

    def session(self, *, good_for: int = 300, user: str | None = None) -> Session:
        """Return a fresh session, opened with a token that is good for so many seconds."""
        return self.session_with(self.draft(good_for=good_for, user=user))

    def session_with(self, draft: Draft) -> Session:
        """Return the session that this right token opens."""
        with control("a right identity token opens a session"):
            return ServerSignIn(self.caller, self.mint).open_session(draft)

    def live_session(self, *, user: str | None = None) -> Session:
        """Return a fresh session whose token was seen to be accepted."""
        session = self.session(user=user)
        with control("a session token is accepted"):
            expect_accepted_use(self.caller.use_session(session.token, self.protected_url(session)))
        return session

    def end(self, session: Session) -> Exchange:
        """Delete a session."""
        with control("a session is deleted"):
            return ServerSignIn(self.caller, self.mint).delete_session(session)

    def protected_url(self, session: Session) -> str:
        """Return what only a session may read: the target file's protected_url, or the link to the conversations.

        Raises Inconclusive where there is none on a host that may receive a session token.
        """
        url = self.caller.target.capabilities.protected_url or session.protected_url
        if not url:
            raise Inconclusive("no protected URL: no Link rel=conversations, and no capabilities.protected_url")
        return self._on_an_allowed_host(url)

    def _on_an_allowed_host(self, url: str) -> str:
        if urlsplit(url).netloc and not self.caller.is_allowed(url):
            raise Inconclusive(
                f"the link to the conversations leads to {url.partition('?')[0]}, which is not at the target's own "
                "address: http.allowed_hosts or capabilities.protected_url in the target file would let this rule run"
            )
        return url

    def altered(self, alteration: str) -> str:
        """Return a token with a fresh nonce that departs from a right one as a feature names it.

        Raises Inconclusive where it depends on a time that is closer than the target's clock is known.
        """
        margin = margin_of(alteration)
        if margin is not None and margin <= self.clock.skew.uncertainty:
            raise Inconclusive(
                f"{margin} s from the edge, and the target's clock is known to {self.clock.skew.uncertainty:.1f} s only"
            )
        return alteration_named(alteration)(self.draft(), self.mint.now())

    def in_another_version(self) -> SigningIn:
        """Return the way in by another version that the target declares; raises NotApplicable where it has one only."""
        others = [version for version in self.caller.target.versions if version != self.caller.version]
        if not others:
            raise NotApplicable("the target declares one version only")
        return replace(self, caller=self.caller.speaking(others[0]))

    def pass_time(self, seconds: int, duration: str) -> None:
        """Let time pass at the target; raises TimeCannotMove where the suite cannot do that."""
        if seconds:
            self.clock.advance(seconds, duration)


@pytest.fixture
def signing_in(caller: ServerCaller, mint: Mint, clock: TargetClock) -> SigningIn:
    """The way in, for one scenario."""
    return SigningIn(caller, mint, clock)
