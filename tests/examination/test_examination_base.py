"""How an examination begins, goes on in a forked process, and tells a target that cannot be examined."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from scripted_connection import answered, unanswered

from conformance.caller import Skew, TargetLostError
from conformance.caller.time.waiting import FixedTime, RealWait, TimeCannotAdvanceError, fixed_time
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Received
from conformance.examination import base
from conformance.examination.base import Examination
from conformance.judging.outcomes import Inconclusive
from conformance.targets import HttpSettings, Target

#: A 401 of Layer's own, beside what a gateway would say.
OF_LAYER = Received(401, "", (("WWW-Authenticate", "Basic"),), b'{"id": "authentication_required", "code": 105}')


class Scripted(Examination):
    """Gets one answer after the other, the last of them again and again; an error among them is raised."""

    asks_for = "the plain request"

    def __init__(self, *answers, passing=fixed_time, lets_in=True, reason=None, max_requests=100) -> None:
        target = Target(name="T", actor="server", url="", http=HttpSettings(max_requests=max_requests))
        super().__init__(target, passing)
        self.naps = []
        self.connection.budget.nap = self.naps.append
        self.answers, self.lets_in, self.reason = list(answers or [answered(201)]), lets_in, reason
        self.probes = 0
        self.signs_in_over, self.versions_asked = [], []

    def probe(self, version=None):
        self.probes += 1
        answer = self.answers[min(self.probes, len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def skew_in(self, samples):
        return Skew(float(len(samples)), 0.5)

    def can_sign_in(self):
        self.signs_in_over.append(self.connection)
        return self.lets_in

    def undiscriminating_reason(self, version):
        self.versions_asked.append(version)
        if isinstance(self.reason, Exception):
            raise self.reason
        return self.reason


def why_lost(examination):
    """Return the sentence that every later request ends with."""
    with pytest.raises(TargetLostError) as lost:
        examination.connection.send("GET", "http://127.0.0.1:9", {})
    return str(lost.value)


class TestBegin:
    def test_the_clock_is_measured_by_four_requests(self):
        """Its skew follows from all of them, and the target's time goes on by itself."""
        examination = Scripted()
        examination.begin(None)
        assert examination.probes == 4
        assert (examination.clock.skew.offset, examination.clock.runs) == (4.0, True)
        assert not examination.is_unreachable

    def test_a_clock_of_our_own_needs_one_request(self):
        """There is nothing to measure, and no time passes but what the steps let pass."""
        examination = Scripted(passing=lambda _ask: pytest.fail("the clock is ours"))
        virtual = VirtualClock()
        examination.begin(virtual)
        virtual.advance(60)
        assert examination.probes == 1
        assert examination.clock.now() == virtual.now()
        assert examination.clock.skew == Skew(0.0, 0.0)

    def test_what_sets_the_clock_may_ask_the_target(self):
        """By the same plain request."""
        asks = []
        examination = Scripted(passing=lambda ask: asks.append(ask) or FixedTime())
        examination.begin(None)
        asks[0]()
        assert examination.probes == 5

    def test_no_answer_gives_the_target_up(self):
        """After it was asked again three times; every later request says why."""
        examination = Scripted(unanswered())
        examination.begin(None)
        assert (examination.probes, examination.is_unreachable) == (4, True)
        assert examination.naps == [1.0, 2.0, 4.0]
        assert why_lost(examination) == "the target refused the connection"

    def test_a_later_request_without_an_answer_does_too(self):
        """Whichever of the four it is."""
        examination = Scripted(answered(201), unanswered())
        examination.begin(None)
        assert (examination.probes, examination.is_unreachable) == (5, True)

    def test_a_slow_first_answer_is_not_the_end(self):
        """A server that starts with its first request answers the second."""
        examination = Scripted(unanswered(), unanswered(), answered(201))
        examination.begin(None)
        assert (examination.probes, examination.is_unreachable) == (6, False)

    @pytest.mark.parametrize(("status", "location"), [(300, "/there"), (302, None), (399, "/there")])
    def test_a_redirect_gives_the_target_up(self, status, location):
        """The sentence says where it leads, and which key of the file to mend."""
        headers = {"Location": location} if location else {}
        examination = Scripted(answered(status, **headers))
        examination.begin(None)
        assert examination.is_unreachable
        assert why_lost(examination) == (
            f"the target redirects the plain request to {location or 'nowhere'} ({status}); redirects are not "
            "followed: target.url should name the address that answers"
        )

    def test_a_target_that_is_lost_while_its_clock_is_read_has_a_clock_that_stands(self):
        """Its rules about time say why, and nothing breaks off."""
        examination = Scripted(*[answered(201)] * 4, TargetLostError("it is gone"), passing=lambda ask: ask())
        examination.begin(None)
        with pytest.raises(TimeCannotAdvanceError, match="it is gone"):
            examination.clock.advance(7, "seven seconds")

    @pytest.mark.parametrize("status", [200, 299, 400, 500])
    def test_any_other_answer_is_examined(self, status):
        """That it is wrong is the finding of a rule."""
        examination = Scripted(answered(status))
        examination.begin(None)
        assert not examination.is_unreachable


class TestAfterFork:
    def test_a_forked_process_connects_anew(self, monkeypatch):
        """And keeps what was learnt of the clock; time passes there as it is told."""
        examination = Scripted()
        examination.begin(None)
        parent = examination.connection
        monkeypatch.setattr(base, "os", SimpleNamespace(getpid=lambda: -1))
        waits = []
        examination.after_fork(lambda _ask: RealWait(60, lambda seconds, _words: waits.append(seconds)))
        examination.clock.advance(7, "seven seconds")
        assert examination.connection is not parent
        assert examination.connection.budget is parent.budget
        assert examination.clock.skew.offset == 4.0
        assert waits == [7]
        again = examination.connection
        examination.after_fork(fixed_time)
        assert examination.connection is again

    def test_a_target_that_was_given_up_stays_given_up(self, monkeypatch):
        """Whoever waits, or runs beside others, judges no rule by what a gateway answers."""
        examination = Scripted()
        examination.begin(None)
        examination.connection.mark_lost("a gateway stands in front")
        monkeypatch.setattr(base, "os", SimpleNamespace(getpid=lambda: -1))
        examination.after_fork(fixed_time)
        assert why_lost(examination) == "a gateway stands in front"

    def test_the_same_process_goes_on_as_it_was(self):
        """Over the same connection, by the same clock."""
        examination = Scripted()
        examination.begin(None)
        before = examination.connection, examination.clock
        examination.after_fork(lambda _ask: pytest.fail("nothing has changed"))
        assert (examination.connection, examination.clock) == before


class TestStillSignsIn:
    @pytest.mark.parametrize("lets_in", [True, False])
    def test_a_new_connection_is_asked(self, lets_in):
        """What the old one still gets through proves nothing; what it has sent stays counted."""
        examination = Scripted(lets_in=lets_in)
        old = examination.connection
        old.requests = 17
        assert examination.still_signs_in() is lets_in
        (asked,) = examination.signs_in_over
        assert asked is not old
        assert examination.connection.requests == 17

    def test_nothing_is_asked_where_no_request_is_left(self):
        """A used-up budget is no sign that the target has died."""
        examination = Scripted(lets_in=False, max_requests=1)
        examination.connection.budget.spend()
        assert examination.still_signs_in() is True
        assert examination.signs_in_over == []


class TestCookies:
    @pytest.mark.parametrize(
        ("offered", "lets_in", "lost"), [(True, True, True), (True, False, False), (False, True, False)]
    )
    def test_a_target_that_needs_them_is_given_up(self, offered, lets_in, lost):
        """The sentence names the setting; one that lets nobody in with them either has another fault."""
        examination = Scripted(lets_in=lets_in)
        before = examination.connection
        before.cookies.is_offered_any = offered
        examination.give_up_without_cookies()
        assert examination.connection is before
        if lost:
            assert "http.cookies = true in the target file" in why_lost(examination)
        else:
            assert before._lost is None

    def test_what_is_asked_with_them_is_counted(self):
        """A report says how many requests the target got."""
        examination = Scripted()
        before = examination.connection
        before.cookies.is_offered_any, before.requests = True, 3
        examination.can_sign_in = lambda: setattr(examination.connection, "requests", 2)
        examination.give_up_without_cookies()
        assert before.requests == 5


class TestGateways:
    def test_one_that_asks_for_authentication_is_named(self):
        """Its 401 is no answer of the target's: no rule is judged by it."""
        examination = Scripted(answered(401, **{"WWW-Authenticate": 'Basic realm="staging"'}))
        examination.give_up_at_a_gateway()
        assert "asks for Basic authentication" in why_lost(examination)
        assert "target.url should be an address behind it" in why_lost(examination)

    @pytest.mark.parametrize(
        "answer",
        [
            answered(401),
            answered(403, **{"WWW-Authenticate": "Basic"}),
            answered(401, **{"WWW-Authenticate": "Layer"}),
            replace(
                answered(401), received=Received(401, "", (("WWW-Authenticate", "Basic"),), b'{"id": "a", "code": 105}')
            ),
            TargetLostError("it is gone"),
        ],
    )
    def test_an_answer_of_the_targets_own_is_judged(self, answer):
        """A 401 of Layer's, and one that asks for nothing that a gateway asks for."""
        examination = Scripted(answer)
        examination.give_up_at_a_gateway()
        assert examination.connection._lost is None


class TestIsAnswering:
    def test_an_answer_is_one_whatever_it_says(self):
        """A 500 is an answer."""
        assert Scripted(answered(500)).is_answering("2.0") is True

    @pytest.mark.parametrize("answer", [unanswered(), TargetLostError("gone")])
    def test_silence_and_a_lost_target_are_none(self, answer):
        """Neither raises."""
        assert Scripted(answer).is_answering("2.0") is False


class TestRequireDiscrimination:
    def test_a_target_that_discriminates_is_asked_once_in_a_version(self):
        """The answer counts for the rest of the run."""
        examination = Scripted()
        for version in ("1.0", "2.0", "1.0", "2.0"):
            examination.require_discrimination(version)
        assert examination.versions_asked == ["1.0", "2.0"]

    def test_one_that_does_not_is_inconclusive_every_time(self):
        """With the reason, which is looked for once."""
        examination = Scripted(reason="it refuses nothing")
        for _ in range(2):
            with pytest.raises(Inconclusive, match="it refuses nothing"):
                examination.require_discrimination("1.0")
        assert examination.versions_asked == ["1.0"]

    def test_a_lost_target_is_inconclusive_too(self):
        """The sentence is that of the loss."""
        with pytest.raises(Inconclusive, match="the target refused the connection"):
            Scripted(reason=TargetLostError("the target refused the connection")).require_discrimination(None)
