"""What is seen of a server as a whole: whether it lets in, what time it is there, whether it tells right from wrong."""

from __future__ import annotations

from dataclasses import replace
from email.utils import formatdate

import pytest
from noting import noting
from scripted_connection import answered, unanswered

from conformance.caller import TargetLostError
from conformance.clock import VirtualClock, WallClock
from conformance.evidence.transcript import Transcript
from conformance.examination.server import ServerExamination
from conformance.examination.stranger_jwks import key_set_url
from conformance.judging.outcomes import Inconclusive
from conformance.reference.null_targets import CLOSED_PORT, running_null_target
from conformance.reference.server import ReferenceServer
from conformance.targets import HttpSettings, ServerTarget

pytestmark = pytest.mark.usefixtures("hurry")

A_YEAR = 365 * 86400


def dated(seconds_off: float) -> ReferenceServer:
    """Return a server that is right but for the Date that it tells."""
    return ReferenceServer(WallClock()).replacing(
        "date", lambda visit, answer: answer.with_header("Date", formatdate(visit.now + seconds_off, usegmt=True))
    )


class TestSignIn:
    def test_the_right_credentials_open_a_session_and_end_it(self, serve):
        """Nothing stays open of what was only tried."""
        seen = []
        examination = ServerExamination(serve(noting(ReferenceServer(WallClock()), seen)))
        seen.clear()
        assert examination.can_sign_in() is True
        assert seen == ["POST /nonces 201", "POST /sessions 201", "DELETE /sessions 204"]

    def test_a_server_that_refuses_every_token_lets_nobody_in(self, serve):
        """Whatever the reason is, it is no error."""
        server = ReferenceServer(WallClock()).adding(lambda visit: 1 / 0, to="POST /sessions")
        assert ServerExamination(serve(server)).can_sign_in() is False

    def test_a_target_that_is_gone_lets_nobody_in(self, serve):
        """Nor does it raise."""
        with running_null_target(CLOSED_PORT) as url:
            target = replace(serve(), url=url)
            assert ServerExamination(target).can_sign_in() is False


class TestProbe:
    @pytest.mark.parametrize(("version", "asked_in"), [(None, "1.0"), ("1.0", "1.0"), ("2.0", "2.0")])
    def test_a_nonce_is_asked_for(self, scripted, version, asked_in):
        """In the target's first version where none is named."""
        examination = scripted(lambda _sent: 201)
        exchange = examination.probe(version)
        (sent,) = examination.connection.sent
        assert (sent.method, sent.path) == ("POST", "/nonces")
        assert f"version={asked_in}" in sent.header("Accept")
        assert exchange.received.status == 201

    def test_a_scenario_has_a_caller_of_its_own(self, scripted):
        """It speaks the version of the scenario, and keeps its exchanges."""
        transcript = Transcript()
        caller = scripted(lambda _sent: 201).caller("2.0", transcript)
        assert transcript.exchanges == [caller.request_nonce()]
        assert caller.version == "2.0"


class TestSkew:
    def test_a_date_that_is_right_is_believed(self, serve):
        """No session is opened for it."""
        seen = []
        skew = ServerExamination(serve(noting(ReferenceServer(WallClock()), seen))).clock.skew
        assert skew.measured
        assert abs(skew.offset) < 2
        assert seen == ["POST /nonces 201"] * 4

    def test_a_server_that_lives_in_another_year_is_believed(self, serve):
        """A sign-in by its own time succeeds."""
        skew = ServerExamination(serve(ReferenceServer(VirtualClock()))).clock.skew
        assert skew.measured
        assert skew.offset > A_YEAR

    @pytest.mark.parametrize("off", [-A_YEAR, A_YEAR])
    def test_a_date_that_lies_is_not_believed(self, serve, off):
        """No session opens by that time, and one does by ours."""
        skew = ServerExamination(serve(dated(off))).clock.skew
        assert (skew.measured, skew.offset) == (False, 0.0)
        assert "s off, and no session opens by that time" in skew.why
        assert f"{off:+.0f}"[:4] in skew.why

    def test_a_date_is_believed_where_no_session_opens_at_all(self, serve):
        """There is nothing that speaks against it."""
        server = dated(A_YEAR).adding(lambda visit: 1 / 0, to="POST /sessions")
        skew = ServerExamination(serve(server)).clock.skew
        assert skew.measured
        assert skew.offset > A_YEAR / 2

    def test_without_an_answer_it_is_unknown(self, scripted):
        """And says why; one answer among several is enough to measure."""
        examination = scripted(lambda _sent: None)
        skew = examination.skew_in([unanswered(), unanswered()])
        assert (skew.measured, skew.why) == (False, "the target has not answered")
        assert examination.skew_in([unanswered(), answered(201)]).why == "the target sends no Date header"


class TestMint:
    def test_tokens_are_those_of_the_targets_provider(self, serve):
        """For the suite's own user, by the target's clock; a stranger's key can be fetched."""
        target: ServerTarget = serve()
        examination = ServerExamination(target, VirtualClock())
        draft = examination.mint().draft("n")
        assert draft.header["kid"] == target.credentials.key_id
        assert draft.key is target.credentials.private_key
        assert (draft.claims["iss"], draft.claims["prn"]) == (target.credentials.provider_id, examination.user)
        assert draft.claims["exp"] == VirtualClock.START + 300
        assert draft.key_set() == key_set_url()

    def test_another_process_signs_in_as_another_user(self, serve):
        """So that the sessions of one are not those of the other."""
        examination = ServerExamination(serve(), VirtualClock())
        examination.user = "somebody"
        assert examination.mint().draft("n").claims["prn"] == "somebody"


class TestLoss:
    def test_a_closed_port_ends_it_in_one_sentence(self, serve):
        """Every later request says the same."""
        with running_null_target(CLOSED_PORT) as url:
            examination = ServerExamination(replace(serve(), url=url))
        assert examination.is_unreachable
        with pytest.raises(TargetLostError, match="the target refused the connection"):
            examination.caller("2.0", Transcript()).request_nonce()
        assert examination.is_answering(None) is False

    def test_a_redirect_names_what_was_asked(self, serve):
        """Redirects are not followed."""
        with running_null_target("a redirect loop") as url:
            examination = ServerExamination(replace(serve(), url=url))
        with pytest.raises(Inconclusive, match=r"the target redirects POST /nonces to /nonces \(302\)"):
            examination.require_discrimination(None)


def test_the_secrets_of_the_file_are_known(serve):
    """Those of headers, and the private key in its PEM."""
    target = replace(serve(), http=HttpSettings(secrets=frozenset({"canary-header"})))
    redactor = ServerExamination(target, VirtualClock()).border.redactor
    pem = target.credentials.private_key.private_pem.decode("ascii")
    line = pem.replace("\n", "")
    assert redactor.redact("a canary-header b").startswith("a [header ")
    assert "[private key " in redactor.redact(line)


def test_a_user_is_the_files_or_a_new_one(serve):
    """Nobody can tell the suite by its user."""
    target = serve(ReferenceServer(WallClock()))
    assert ServerExamination(replace(target, user="zoe")).user == "zoe"
    users = {ServerExamination(target).user for _ in range(4)}
    assert len(users) > 1
    assert not any("conformance" in user for user in users)
