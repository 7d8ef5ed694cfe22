"""The examination of a client: what is learnt of it as a whole, and when it is given up."""

from __future__ import annotations

import pytest

from conformance.caller.client import ClientDriver
from conformance.caller.driver import DriverError, DriverSilenceError
from conformance.caller.http.connection import TargetLostError
from conformance.embedded.client_target import DriverInProcess
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
