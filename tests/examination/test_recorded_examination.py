"""An examination of a server that nobody asks: each scenario finds its record, at its address and at its time."""

from __future__ import annotations

import pytest

from conformance.clock import VirtualClock
from conformance.embedded.targets import embedded_targets
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import serialize
from conformance.evidence.transcript import Transcript
from conformance.examination.replay import RecordedRefusals, recorded_examination
from conformance.protocol.accept import accept_for

#: 2026-05-04T03:02:01Z.
STARTED = 1777863721.0
#: As a caller of version 2.0 sends them.
HEADERS = (("Accept", accept_for("2.0")), ("Content-Type", "application/json"))


def recorded(method="POST", url="https://layer.example/nonces", status=201, started=STARTED):
    """Return an exchange as a verdict has it."""
    return serialize(Exchange(Sent(method, url, HEADERS), started, 0.1, Received(status, "", (), b"")), Redactor())


def described(url="https://layer.example", clock="+0.0 s, give or take 0.5 s (from its Date header)", **settings):
    """Return the member `target` of a verdict."""
    return {
        "name": "Acme",
        "url": url,
        "versions": ["2.0"],
        "clock": clock,
        "configuration": settings or {"capabilities": "disabled_key, session_lifetime"},
    }


def examination_of(**more):
    return recorded_examination(described(**more), embedded_targets().server)


class TestTheTarget:
    def test_it_is_the_one_that_the_verdict_describes(self):
        """What a verdict does not tell, such as keys, is the reference's."""
        examination = examination_of()
        target = examination.target
        assert (target.name, target.url, target.versions) == ("Acme", "https://layer.example", ("2.0",))
        assert target.credentials == embedded_targets().server.credentials
        assert examination.mint().draft("n").key_set() == "http://recorded.invalid/jwks.json"

    def test_a_verdict_may_name_no_version(self):
        """As one of a run that examined none."""
        assert recorded_examination(described() | {"versions": []}, embedded_targets().server).target.versions == ()

    @pytest.mark.parametrize("name", ["capabilities", "capabilities of the server"])
    def test_it_declares_what_it_declared(self, name):
        """Also where the run had several actors."""
        examination = examination_of(**{name: "disabled_key, session_lifetime"})
        assert examination.target.declared == {"disabled_key", "session_lifetime"}

    @pytest.mark.parametrize("settings", [{"capabilities": "none"}, {"timeout": "10 s"}])
    def test_it_declares_nothing_else(self, settings):
        """`none` is no capability."""
        assert examination_of(**settings).target.declared == frozenset()

    def test_a_protected_url_is_declared_without_its_address(self):
        """A verdict has only its name."""
        assert examination_of(capabilities="protected_url").target.capabilities.protected_url == "/"

    @pytest.mark.parametrize(
        ("clock", "doubt"),
        [("+0.0 s, give or take 0.5 s (from its Date header)", 0.5), ("the suite's own, moved by the steps", 0.0)],
    )
    def test_its_clock_is_as_doubtful_as_it_was(self, clock, doubt):
        """In seconds."""
        skew = examination_of(clock=clock).clock.skew
        assert (skew.offset, skew.uncertainty) == (0.0, doubt)


class TestOneScenario:
    def test_it_happens_at_its_time(self):
        """The clock stands where the first exchange began, and only the steps move it."""
        examination = examination_of()
        examination.turn_to([recorded(), recorded(started=STARTED + 60)])
        assert examination.clock.now() == STARTED
        assert not examination.clock.runs

    def test_without_an_exchange_it_has_some_time(self):
        """And some address, or that of the target."""
        examination = examination_of()
        examination.turn_to([])
        assert examination.clock.now() == VirtualClock.START
        assert examination.target.url == "https://layer.example"

    def test_its_requests_are_answered_from_the_record(self):
        """In order; what is left over is counted."""
        examination = examination_of()
        examination.turn_to([recorded(), recorded(status=503)])
        transcript = Transcript()
        assert examination.caller("2.0", transcript).request_nonce().received.status == 201
        assert examination.record.end() == 1

    def test_an_embedded_reference_had_an_address_for_each_process(self):
        """The scenario's own is taken from its requests; without any there is none."""
        examination = examination_of(url="the embedded reference")
        for exchanges, url in (
            ([recorded(url="http://127.0.0.1:4711/nonces")], "http://127.0.0.1:4711"),
            ([recorded(url="http://127.0.0.1:815/nonces")], "http://127.0.0.1:815"),
            ([], "http://recorded.invalid"),
        ):
            examination.turn_to(exchanges)
            assert examination.target.url == url

    def test_what_was_read_may_be_told_a_session_token(self):
        """It was told one."""
        examination = examination_of(capabilities="protected_url")
        examination.turn_to([recorded(), recorded("GET", "https://app.example:8443/messages", 200)])
        assert examination.target.http.allowed_hosts == ("app.example:8443",)
        assert examination.target.capabilities.protected_url == "https://app.example:8443/messages"

    def test_what_was_not_read_may_not(self):
        """A POST reads nothing, and the address of what is protected stays unknown."""
        examination = examination_of(capabilities="protected_url")
        examination.turn_to([recorded()])
        assert examination.target.http.allowed_hosts == ()
        assert examination.target.capabilities.protected_url == "/"

    def test_reading_declares_nothing(self):
        """A target that declares no protected URL has none."""
        examination = examination_of()
        examination.turn_to([recorded("GET", "https://layer.example/x", 200)])
        assert examination.target.capabilities.protected_url is None

    def test_refusals_that_others_provoked_are_there_in_every_version(self):
        """Or in none, where no scenario did."""
        target = {**described(), "versions": ["1.0", "2.0"]}
        examination = recorded_examination(target, embedded_targets().server)
        refusals = {"x": None}
        examination.turn_to([recorded()], refusals)
        assert examination.refusals == {"1.0": refusals, "2.0": refusals}
        examination.turn_to([recorded()])
        assert examination.refusals == {}


class TestNobodyIsAsked:
    def test_what_only_a_target_could_say_is_left_to_the_run(self):
        """Nobody signs in, everybody answers, and discrimination was seen to when it was recorded."""
        examination = examination_of()
        assert examination.can_sign_in() is False
        assert examination.is_answering(None) is True
        examination.require_discrimination("2.0")
        assert examination.connection.requests == 0

    def test_refusals_are_taken_from_the_record_as_they_are_asked_for(self):
        """Each once, whatever its name; there is always one more."""
        examination = examination_of()
        examination.turn_to([recorded(status=401), recorded(status=404)])
        refusals = RecordedRefusals(examination.record)
        assert "anything" in refusals
        first = refusals["anything"]
        assert (first.received.status, refusals["anything"], refusals["more"].received.status) == (401, first, 404)
