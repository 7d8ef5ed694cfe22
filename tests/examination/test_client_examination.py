"""The examination of a client: what is learnt of it as a whole, and when it is given up."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conformance.caller import Budget
from conformance.caller.client import ClientDriver
from conformance.caller.driver import DriverError, DriverSilenceError
from conformance.caller.http.connection import TargetLostError
from conformance.caller.time.waiting import fixed_time
from conformance.clock import RealTime
from conformance.embedded.client_target import DriverInProcess
from conformance.examination import client as client_examination
from conformance.examination.client import ClientExamination
from conformance.judging.outcomes import Inconclusive
from conformance.reference.client import ReferenceClient, changed
from conformance.stage import open_stage
from conformance.targets import ClientTarget

TARGET = ClientTarget(name="a", actor="client", url="a", command=("a",))


class Silent:
    """A driver that never answers; it counts how often it was waited for."""

    log = ""
    waits = 0

    def ask(self, *_: object) -> dict:
        """Wait in vain."""
        type(self).waits += 1
        raise DriverSilenceError("silence")

    def end(self) -> None:
        """Nothing runs."""


def examination_of(client=ReferenceClient):
    """Return the examination of a client of ours, in this process."""
    return ClientExamination(TARGET, open_stage, lambda: ClientDriver(TARGET, lambda _target: DriverInProcess(client)))


def test_a_client_that_signs_in_can_be_told_from_nothing():
    """And its requests are counted."""
    examination = examination_of()
    examination.require_discrimination("2.0")
    assert examination.can_sign_in()
    assert examination.connection.requests == 6


def test_nothing_conforms_at_a_client_that_says_signed_in_and_sends_nothing():
    """The wire is the first witness."""
    idle = changed(ReferenceClient, sign_in=lambda *_: None, is_signed_in=property(lambda _self: True))
    with pytest.raises(Inconclusive, match="Layer gave no session"):
        examination_of(idle).require_discrimination("2.0")


def test_a_forked_process_starts_a_driver_of_its_own(monkeypatch):
    """Once; and it ends only what it has started."""
    examination, ended = examination_of(), []
    parent = examination.driver
    examination.after_fork(fixed_time)
    assert examination.driver is parent
    monkeypatch.setattr(parent, "end", lambda: ended.append("of the parent"))
    monkeypatch.setattr(client_examination, "os", SimpleNamespace(getpid=lambda: -1))
    examination.end()
    assert ended == []
    examination.after_fork(fixed_time)
    own = examination.driver
    assert own is not parent
    examination.after_fork(fixed_time)
    assert examination.driver is own
    monkeypatch.setattr(own, "end", lambda: ended.append("its own"))
    examination.end()
    assert ended == ["its own"]


@pytest.mark.parametrize("follows", [True, False])
def test_whether_a_client_follows_link_is_learnt_once(follows):
    """What reads a Link is asked only of a client that goes where the plainest one leads."""
    client = (
        ReferenceClient
        if follows
        else changed(ReferenceClient, conversations_in=lambda self, _answer: f"{self.layer_url}/conversations")
    )
    examination = examination_of(client)
    assert examination.follows_link("2.0") is follows
    examination.driver.give_up("asked once more")
    assert examination.follows_link("2.0") is follows


class TestTime:
    @pytest.fixture
    def examination(self):
        """An examination whose time is used up."""
        budget = Budget(1)
        budget.end_after(-1.0)
        driver = ClientDriver(TARGET, lambda _target: DriverInProcess(ReferenceClient))
        return ClientExamination(TARGET, open_stage, lambda: driver, budget)

    def test_nothing_is_told_to_the_driver_once_it_is_used_up(self, examination):
        """And the sentence names the key."""
        with (
            open_stage(TARGET, "2.0", examination.new_transcript()) as stage,
            pytest.raises(TargetLostError, match=r"the run's time is used up: client\.max_time would give more"),
        ):
            examination.app(stage).sign_in(TARGET.users[0])
        assert examination.driver.starts == 0

    def test_an_answer_is_not_waited_for_beyond_it(self, monkeypatch):
        """Whoever waits for the driver is told why there is no use in it."""
        examination = examination_of()
        with open_stage(TARGET, "2.0", examination.new_transcript()) as stage:
            app = examination.app(stage)
            later = RealTime.monotonic() + 3601.0
            monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: later))
            assert "client.max_time" in app.is_flooding()

    def test_its_end_is_no_sign_that_the_client_died(self, examination):
        """What was found before stands."""
        assert examination.still_signs_in()


def test_a_client_that_answers_nothing_is_given_up_after_four_timeouts():
    """However many scenarios there are."""
    examination = ClientExamination(TARGET, open_stage, lambda: ClientDriver(TARGET, lambda _target: Silent()))
    for _ in range(20):
        with (
            open_stage(TARGET, "2.0", examination.new_transcript()) as stage,
            pytest.raises((DriverError, TargetLostError)),
        ):
            examination.app(stage).sign_in(TARGET.users[0])
    assert Silent.waits == 4


def test_a_client_with_which_nobody_can_sign_in_is_given_up_neither_for_a_gateway_nor_for_cookies():
    """A run looks for both where a target lets nobody in; in front of a client there are none."""
    idle = changed(ReferenceClient, sign_in=lambda *_: None)
    examination = examination_of(idle)
    assert not examination.can_sign_in()
    examination.give_up_at_a_gateway()
    examination.give_up_without_cookies()
    assert not examination.is_answering("2.0")


def test_the_time_of_an_answer_is_without_the_start_of_the_driver(monkeypatch):
    """A run's length is forecast by it, and one start serves many scenarios."""
    now = [0.0]
    monkeypatch.setattr("conformance.examination.client.RealTime.monotonic", lambda: now[0])

    def start(_target: ClientTarget) -> DriverInProcess:
        now[0] += 60
        return DriverInProcess(ReferenceClient)

    examination = ClientExamination(TARGET, open_stage, lambda: ClientDriver(TARGET, start))
    assert examination.can_sign_in()
    assert (now[0], examination.answer_time) == (60, 0)
