"""What the examinations of all actors have in common: how they begin, go on in a forked process, and end."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from conformance.caller import Budget, Connection, Skew, TargetClock, TargetLostError
from conformance.caller.http.side_by_side import request_each
from conformance.caller.time.waiting import FixedTime, TargetTime, TargetTimeFor
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import Redactor
from conformance.evidence.shared_records import SharedRecords
from conformance.evidence.transcript import Transcript
from conformance.examination.border import Border
from conformance.judging.outcomes import Inconclusive
from conformance.targets import Target

#: So many plain requests are sent in order to learn the target's clock.
_SAMPLES = 4
_EXACT = Skew(0.0, 0.0)


class Examination(ABC):
    """One examination of one target: the connection, the clock, and what all scenarios of a run share.

    `asks_for` is what a plain request asks for, in words; `budget`, what the run may send; `answer_time`, how many
    seconds the quickest of the first answers took. `border` knows the secrets of the target's file and of every
    exchange of the run.
    """

    asks_for: ClassVar[str]
    clock: TargetClock

    def __init__(self, target: Target, passing: TargetTimeFor, budget: Budget | None = None) -> None:
        self.connection = Connection(target.http, budget)
        self.border = Border(Redactor(target.secrets(), SharedRecords()))
        self.passing = passing
        self._at_once = min(target.http.burst, target.processes)
        self.is_unreachable = False
        self.answer_time = 0.0
        self._undiscriminating: dict[str | None, str | None] = {}
        self._process = os.getpid()
        self.connection.ask = self.probe

    def begin(self, virtual: VirtualClock | None) -> None:
        """Send the first requests and learn the clock; a target that cannot be spoken to is given up.

        An answer that does not come at first is asked for again.
        """
        samples: list[Exchange] = []
        for _ in range(1 if virtual else _SAMPLES):
            samples.append(self.connection.ask_patiently(self.probe))
            reason = _unreachable_reason(samples[-1], self.asks_for)
            if reason is not None:
                self.is_unreachable = True
                self.connection.mark_lost(reason)
                break
        self.answer_time = min(sample.duration for sample in samples)
        self.clock = TargetClock(_EXACT, virtual)
        if not virtual:
            self.clock = TargetClock(self.skew_in(samples), passing=self._passing_time())

    def after_fork(self, passing: TargetTimeFor) -> None:
        """Keep what was learnt where this process was forked since, and connect anew.

        Such a process has neither its parent's connections nor the threads that watch over them.
        """
        if self._process != os.getpid():
            self._process = os.getpid()
            self.reconnect(passing)

    def reconnect(self, passing: TargetTimeFor) -> None:
        """Go on over a connection of its own, and by a clock whose time passes like this."""
        self.passing = passing
        self.connection = self.connection.duplicate_in_fork()
        self.clock = TargetClock(self.clock.skew, passing=self._passing_time())

    def _passing_time(self) -> TargetTime:
        """Return how time passes at the target: not at all at one that is lost before its clock could be read."""
        try:
            return self.passing(self.probe)
        except TargetLostError as lost:
            return FixedTime(str(lost))

    def new_transcript(self) -> Transcript:
        """Return an empty transcript, whose exchanges teach this examination their secrets.

        Its requests carry a trace id of their own.
        """
        self.connection.begin_trace()
        return Transcript(self.border.redactor)

    def still_signs_in(self) -> bool:
        """Whether it lets in at the end of a run as well, over a new connection; True where no request is left."""
        asked, self.connection = self.connection.requests, self.connection.duplicate()
        self.connection.requests = asked
        return self.connection.budget.is_spent or self.can_sign_in()

    def give_up_without_cookies(self) -> None:
        """Give a target up that has set a cookie, and lets in who should get in only with it."""
        without = self.connection
        if not without.leaves_cookies:
            return
        self.connection = without.with_cookies()
        if self.can_sign_in():
            without.mark_lost(
                "the target sets a cookie, and answers otherwise without it: http.cookies = true in the target file "
                "keeps cookies for the run"
            )
        without.requests += self.connection.requests
        self.connection = without

    def give_up_at_a_gateway(self) -> None:
        """Give a target up where what answers is no server of Layer's: it asks for HTTP authentication of its own."""
        try:
            received = self.probe(None).received
        except TargetLostError:
            return
        if received is not None and received.demanded_scheme:
            self.connection.mark_lost(describe_gateway(received.demanded_scheme))

    def is_answering(self, version: str | None) -> bool:
        """Whether the target itself answers a plain request."""
        try:
            return not self.probe(version).is_unanswered
        except TargetLostError:
            return False

    def require_discrimination(self, version: str | None) -> None:
        """Raise Inconclusive where the target answers right and wrong requests alike.

        Whatever a target that says yes, or no, to everything seems to keep, it keeps by accident. It is looked for
        once in a version.
        """
        if version not in self._undiscriminating:
            try:
                self._undiscriminating[version] = self.undiscriminating_reason(version)
            except TargetLostError as lost:
                self._undiscriminating[version] = str(lost)
        why = self._undiscriminating[version]
        if why is not None:
            raise Inconclusive(why)

    def require_discrimination_in(self, versions: Sequence[str | None]) -> None:
        """Look in all of these at once what `require_discrimination` will raise; the answers are remembered."""

        def look(version: str | None) -> None:
            with suppress(Inconclusive):
                self.require_discrimination(version)

        request_each(look, versions, self._at_once)

    def reason_to_take_back(self) -> str | None:
        """Return why nothing that was seen to conform counts any more at the end of a run; None where it counts.

        A target may be lawful for its first dozen requests and answer everything alike afterwards: whether it tells
        right from wrong is asked again in every version in which it did.
        """
        if self.connection.budget.is_spent:
            return None
        asked = [version for version, reason in self._undiscriminating.items() if reason is None]
        try:
            reasons = request_each(self.undiscriminating_reason, asked, self._at_once)
        except TargetLostError:
            return None  # that is another finding
        found = next(filter(None, reasons), None)
        return f"at the end of the run {found}" if found else None

    @abstractmethod
    def probe(self, version: str | None = None) -> Exchange:
        """Send the plainest request that should succeed, beside every scenario."""

    @abstractmethod
    def skew_in(self, samples: list[Exchange]) -> Skew:
        """Return how far the target's clock is off, by the answers to plain requests."""

    @abstractmethod
    def can_sign_in(self) -> bool:
        """Whether whoever should get in does."""

    @abstractmethod
    def undiscriminating_reason(self, version: str | None) -> str | None:
        """Return why what the target accepts, or refuses, says nothing; None where it does."""


def _unreachable_reason(exchange: Exchange, asked_for: str) -> str | None:
    """Return why there is no use in going on after a first request, in one sentence."""
    if exchange.fault is not None:
        return f"the target {exchange.fault}"
    received = exchange.received
    if received is not None and 300 <= received.status < 400:
        where = received.header("Location") or "nowhere"
        return (
            f"the target redirects {asked_for} to {where} ({received.status}); redirects are not followed: "
            "target.url should name the address that answers"
        )
    return None


def describe_gateway(scheme: str) -> str:
    """Return the sentence about a gateway in front of a server that asks for authentication by this scheme."""
    return (
        f"a gateway in front of the target asks for {scheme} authentication, whose header Authorization carries "
        "Layer's sessions: target.url should be an address behind it, or http.headers or http.client_cert what else it "
        "lets in by"
    )
