"""Altered tokens, refused side by side for one nonce, which in the end opens a session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from conformance.evidence.exchange import Exchange
from conformance.judging.attempts import Attempt
from conformance.judging.expectations import is_success
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.minting import Draft
from conformance.sign_in import TriedToken
from steps.sign_in import OPENING, SignIn


def request_with_tokens(sign_in: SignIn, names: Sequence[str]) -> list[Attempt]:
    """Request a session with each of these alterations of a valid token, or take what others have seen of it.

    Where the target spends a nonce on what it refuses, each token has a nonce of its own, and a sign-in follows.
    """
    tried = sign_in.shared.tried
    before = {name: tried[name] for name in names if name in tried}
    if not all(name in before for name in names) and not _try_together(sign_in, names):
        attempts = [attempt for name in names for attempt in _for_its_own_nonce(sign_in, name)]
        sign_in.session()
        return attempts
    own = {name: token for name in names if (token := {**before, **tried}[name]) is not None}
    sign_in.caller.transcript.show(_evidence_of(own.values()))
    return [Attempt(name, token.exchange) for name, token in own.items()]


def _for_its_own_nonce(sign_in: SignIn, name: str) -> Iterator[Attempt]:
    draft = sign_in.token()
    token = sign_in.altered(name, draft)
    if token != draft.signed():
        yield Attempt(name, sign_in.caller.request_session(token))


def _evidence_of(tokens: Iterable[TriedToken]) -> Iterator[Exchange]:
    """Yield each token's answer, what issued its nonce before it, and the control of those that were refused."""
    nonce: Exchange | None = None
    control: tuple[Exchange, ...] = ()
    for token in tokens:
        if token.nonce is not nonce:
            nonce = token.nonce
            yield nonce
        yield token.exchange
        if not is_success(token.exchange):
            control = token.control
    yield from control


def _try_together(sign_in: SignIn, names: Sequence[str]) -> bool:
    """Try these alterations, and those of the batch that nobody has tried; False where the nonce may be at fault.

    The other tokens' exchanges are shown by the scenarios that they belong to.
    """
    shared, batch = sign_in.shared, _Batch(sign_in.aside())
    others = () if shared.spends_refused_nonces else sign_in.batch
    untried = [name for name in dict.fromkeys((*names, *others)) if name not in shared.tried]
    is_whole = False
    try:
        batch.try_each(untried, names)
        control = batch.close()
        is_whole = True
    except Violation:
        shared.spends_refused_nonces = True
    finally:
        if not is_whole:
            sign_in.caller.transcript.show(batch.sign_in.caller.transcript.exchanges)
    if is_whole:
        shared.keep_tried({name: seen and TriedToken(*seen, control) for name, seen in batch.seen.items()})
    return is_whole


@dataclass
class _Batch:
    """Tokens that are tried for one nonce; whichever is accepted spends it, and another nonce follows.

    `seen` are what has issued a token's nonce, and the token's answer; None for a change that leaves a token as it was:
    a nonce of digits has no other case of letters. `unspent` is the valid token for a nonce that is not spent.
    """

    sign_in: SignIn
    seen: dict[str, tuple[Exchange, Exchange] | None] = field(default_factory=dict)
    unspent: _Valid | None = None

    def try_each(self, names: Sequence[str], own: Collection[str]) -> None:
        """Try each token; why one that is not `own` cannot be tried, its own scenario tells."""
        for name in names:
            try:
                self._try(name)
            except Inconclusive:
                if name in own:
                    raise

    def close(self) -> tuple[Exchange, ...]:
        """Return the control: the valid token for the nonce of those that were refused opens a session.

        There is none where none was refused. Raises Violation where it opens no session.
        """
        if all(seen is None or is_success(seen[1]) for seen in self.seen.values()):
            return ()
        is_spent = self.unspent is None
        draft, nonce, _ = self._valid()
        session = self.sign_in.unguarded.open_session(draft)
        self.sign_in.keep_control(OPENING, session, (nonce, session.opened))
        return (nonce, session.opened) if is_spent else (session.opened,)

    def _try(self, name: str) -> None:
        draft, nonce, valid = self._valid()
        token = self.sign_in.altered(name, draft)
        if token == valid:
            self.seen[name] = None
            return
        exchange = self.sign_in.caller.request_session(token)
        self.seen[name] = nonce, exchange
        if is_success(exchange):
            self.unspent = None

    def _valid(self) -> _Valid:
        """Return a valid token for a nonce that is not spent."""
        if self.unspent is None:
            draft = self.sign_in.token()
            self.unspent = _Valid(draft, self.sign_in.caller.transcript.exchanges[-1], draft.signed())
        return self.unspent


class _Valid(NamedTuple):
    """A valid token, and the exchange that issued its nonce."""

    draft: Draft
    nonce: Exchange
    text: str
