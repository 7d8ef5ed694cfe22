"""Session requests that depart from a valid one, tried side by side for one nonce, which in the end opens a session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from conformance.evidence.exchange import Exchange
from conformance.judging.attempts import Attempt
from conformance.judging.expectations import is_success
from conformance.judging.outcomes import Inconclusive, NotApplicable, Undeclared, Violation
from conformance.minting import Draft
from conformance.sign_in import TriedRequest
from conformance.sign_in.tries import ALTERED
from steps.departures import DEPARTURES
from steps.sign_in import OPENING, SignIn


def request_with_each(sign_in: SignIn, labels: Mapping[str, str]) -> list[Attempt]:
    """Make each of these requests, or take what others have seen of it; what makes no difference is left out.

    `labels` has for each name of a request how a finding calls it. Where the target spends a nonce on what it refuses,
    each has a nonce of its own, and a sign-in follows.
    """
    seen = _try_for_one_nonce(sign_in, list(labels))
    if seen is None:
        seen = {name: _try_for_its_own_nonce(sign_in, name) for name in labels}
        sign_in.session()
    return [Attempt(labels[name], exchange) for name, exchange in seen.items() if exchange is not None]


def request_with(sign_in: SignIn, name: str) -> Exchange:
    """Make this request for a nonce of its own; or, where it is one of a batch, as `request_with_each` does.

    Raises NotApplicable where it makes no difference at this target.
    """
    if not sign_in.batch:
        exchange = _try_for_its_own_nonce(sign_in, name)
    else:
        # Where the nonce of a batch may be at fault, it is tried alone.
        seen = _try_for_one_nonce(sign_in, [name]) or _try_for_one_nonce(sign_in, [name])
        exchange = seen[name] if seen else None
    if exchange is None:
        raise NotApplicable(f"at this target a session request {name} is a valid one")
    return exchange


def _try_for_one_nonce(sign_in: SignIn, names: Sequence[str]) -> dict[str, Exchange | None] | None:
    """Return what came of each of these requests, all or most of them for one nonce; None where that may be at fault.

    The scenario shows what it rests on, whoever has sent it.
    """
    tried = sign_in.shared.tried
    before = {name: tried[name] for name in names if name in tried}
    fresh = {} if all(name in before for name in names) else _try_together(sign_in, names)
    if fresh is None:
        return None
    own = {name: {**before, **fresh}[name] for name in names}
    sign_in.caller.transcript.show(_evidence_of(each for each in own.values() if each is not None))
    return {name: None if each is None else each.exchange for name, each in own.items()}


def _try_for_its_own_nonce(sign_in: SignIn, name: str) -> Exchange | None:
    return _send(sign_in, name, sign_in.token())


def _send(sign_in: SignIn, name: str, draft: Draft) -> Exchange | None:
    """Send the request of this name with what departs from the valid token of the draft; None where nothing does."""
    if not name.startswith(ALTERED):
        return DEPARTURES[name](sign_in, draft)
    token = sign_in.altered(name.removeprefix(ALTERED), draft)
    return None if draft.is_signed_as(token) else sign_in.caller.request_session(token)


def _evidence_of(tried: Iterable[TriedRequest]) -> Iterator[Exchange]:
    """Yield each request's answer, what issued its nonce before it, and the control of those that were refused."""
    nonce: Exchange | None = None
    control: tuple[Exchange, ...] = ()
    for each in tried:
        if each.nonce is not nonce:
            nonce = each.nonce
            yield nonce
        yield each.exchange
        if not is_success(each.exchange):
            control = each.control
    yield from control


def _try_together(sign_in: SignIn, names: Sequence[str]) -> dict[str, TriedRequest | None] | None:
    """Try these, and those of the batch that nobody has tried; None where the nonce may be at fault.

    The others' exchanges are shown by the scenarios that they belong to.
    """
    shared, batch = sign_in.shared, _Batch(sign_in.aside())
    others = () if shared.spends_refused_nonces else sign_in.batch
    untried = [name for name in dict.fromkeys((*names, *others)) if name not in shared.tried]
    with ExitStack() as failing:
        failing.callback(lambda: sign_in.caller.transcript.show(batch.sign_in.caller.transcript.exchanges))
        with suppress(Violation):
            batch.try_each(untried, names)
            control = batch.close()
            failing.pop_all()
            tried = {name: seen and TriedRequest(*seen, control) for name, seen in batch.seen.items()}
            shared.keep_tried(tried)
            return tried
    return None


@dataclass
class _Batch:
    """Requests that are tried for one nonce; whichever is accepted spends it, and another nonce follows.

    `seen` are what has issued a request's nonce, and its answer; None for a change that leaves a request as it was: a
    nonce of digits has no other case of letters. `unspent` is the draft of a valid token for a nonce that is not spent.
    """

    sign_in: SignIn
    seen: dict[str, tuple[Exchange, Exchange] | None] = field(default_factory=dict)
    unspent: _Valid | None = None

    def try_each(self, names: Sequence[str], own: Collection[str]) -> None:
        """Try each; why one that is not `own` cannot be tried, its own scenario tells."""
        for name in names:
            try:
                self._try(name)
            except (Inconclusive, Undeclared):
                if name in own:
                    raise

    def close(self) -> tuple[Exchange, ...]:
        """Return the control: the valid token for the nonce of those that were refused opens a session.

        There is none where none was refused. Where it opens none, the target spends nonces on what it refuses: one that
        was tried alone was not refused for its nonce, and a sign-in of its own is its control. Raises Violation for
        several, and Inconclusive where nobody can sign in.
        """
        if all(seen is None or is_success(seen[1]) for seen in self.seen.values()):
            return ()
        exchanges = self.sign_in.caller.transcript.exchanges
        before = len(exchanges)
        draft, nonce = self._valid()
        try:
            session = self.sign_in.unguarded.open_session(draft)
            self.sign_in.note_open(session, (nonce, session.opened))
        except Violation:
            self.sign_in.shared.spends_refused_nonces = True
            if len(self.seen) > 1:
                raise
            session, nonce = self.sign_in.session(), exchanges[-2]
        self.sign_in.keep_control(OPENING, session, (nonce, session.opened))
        return tuple(exchanges[before:])

    def _try(self, name: str) -> None:
        draft, nonce = self._valid()
        exchange = _send(self.sign_in, name, draft)
        self.seen[name] = None if exchange is None else (nonce, exchange)
        if exchange is not None and is_success(exchange):
            self.unspent = None

    def _valid(self) -> _Valid:
        """Return the draft of a valid token for a nonce that is not spent."""
        if self.unspent is None:
            draft = self.sign_in.token()
            self.unspent = _Valid(draft, self.sign_in.caller.transcript.exchanges[-1])
        return self.unspent


class _Valid(NamedTuple):
    """The draft of a valid token, and the exchange that issued its nonce."""

    draft: Draft
    nonce: Exchange
