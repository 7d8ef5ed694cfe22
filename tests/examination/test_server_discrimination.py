"""Whether a server tells right from wrong, in the beginning and at the end of a run."""

from __future__ import annotations

import itertools
import json
import sys
import threading
from dataclasses import replace

import pytest
from noting import noting

from conformance.caller import Budget
from conformance.clock import WallClock
from conformance.evidence.exchange import Sent
from conformance.examination.server import ServerExamination
from conformance.judging.outcomes import Inconclusive
from conformance.reference.fickle_targets import FICKLE_TARGETS, Turncoat
from conformance.reference.server import ReferenceServer

pytestmark = pytest.mark.usefixtures("hurry")


class TestDiscrimination:
    @pytest.mark.parametrize("version", ["1.0", "2.0"])
    def test_the_reference_discriminates(self, serve, version):
        """It refuses each of the wrong requests, and no right one."""
        seen = []
        examination = ServerExamination(serve(noting(ReferenceServer(WallClock()), seen)))
        seen.clear()
        examination.require_discrimination(version)
        assert sorted(seen[:4]) == ["POST /nonces 201", "POST /nonces 406", "POST /sessions 422", "POST /sessions 422"]
        assert {"POST /sessions 422", "POST /sessions 201"} <= set(seen[4:])

    def test_a_target_that_bears_many_at_once_is_asked_at_once(self, serve):
        """The wrong requests and the right one wait for one another, as long as they go out side by side."""
        together, asked = threading.Barrier(4), itertools.count()

        def meet(visit, answer):
            if next(asked) in range(first, first + 4):
                together.wait(30)
            return answer

        first, target = sys.maxsize, serve(ReferenceServer(WallClock()).adding(meet, to="every answer"))
        parallel = replace(target.http, parallel=4 * len(target.versions))
        examination = ServerExamination(replace(target, http=parallel))
        first = next(asked) + 1
        examination.require_discrimination("2.0")
        assert not together.broken

    def test_what_is_wrong_differs_in_kind(self, scripted):
        """No Accept header; no token at all; a token whose signature is none, for a nonce that nobody has given."""
        examination = scripted(lambda _sent: 201)
        with pytest.raises(Inconclusive, match="the target refuses nothing, whatever is wrong with a request"):
            examination.require_discrimination("2.0")
        plain, word, unsigned, right = examination.connection.sent
        assert (plain.path, plain.header("Accept")) == ("/nonces", None)
        assert json.loads(word.body)["identity_token"] == "not an identity token"
        *parts, signature = json.loads(unsigned.body)["identity_token"].split(".")
        assert (len(parts), signature) == (2, "bm90IGEgc2lnbmF0dXJl")
        assert "version=2.0" in right.header("Accept")

    @pytest.mark.parametrize("status", [200, 201, 299])
    def test_a_server_that_says_yes_to_everything(self, scripted, status):
        """Whatever it accepts says nothing."""
        assert scripted(lambda _sent: status).undiscriminating_reason(None)

    @pytest.mark.parametrize("status", [None, 300, 399, 500])
    def test_falling_over_is_no_refusal(self, scripted, status):
        """A server that does so on each wrong request has examined none of them."""
        right = []

        def answer(sent: Sent) -> int | None:
            right.append(sent)
            return 201 if len(right) == 4 else status

        assert scripted(answer).undiscriminating_reason(None)

    @pytest.mark.parametrize("wrong", [1, 2, 3])
    @pytest.mark.parametrize("status", [400, 499])
    def test_one_refusal_is_enough(self, scripted, wrong, status):
        """Which of the wrong requests it is, is a rule's business."""
        seen = []

        def answer(sent: Sent) -> int:
            seen.append(sent)
            return status if len(seen) == wrong else 201

        assert scripted(answer).undiscriminating_reason(None) is None

    @pytest.mark.parametrize("status", [None, 199, 300, 401, 500])
    def test_a_server_that_accepts_nothing_is_left_to_its_rules(self, scripted, status):
        """Their controls fail, each for itself."""
        answers = iter([200, 200, 200, status])
        assert scripted(lambda _sent: next(answers)).undiscriminating_reason(None) is None


class TestTakingBack:
    def test_a_server_that_goes_on_as_it_began_keeps_what_conformed(self, serve):
        """It refuses again what it refused for good."""
        examination = ServerExamination(serve(ReferenceServer(WallClock())))
        examination.require_discrimination("2.0")
        assert examination.reason_to_take_back() is None

    def test_a_server_that_says_yes_to_everything_in_the_end_keeps_nothing(self, serve):
        """Whatever it seemed to keep, it kept by accident."""
        examination = ServerExamination(serve(Turncoat(WallClock(), lawful_for=40)))
        examination.require_discrimination("2.0")
        for _ in range(15):
            assert examination.can_sign_in() or examination.connection.requests > 40
        assert examination.reason_to_take_back().startswith("at the end of the run the target refuses nothing")

    def test_a_server_that_forgets_spent_nonces_keeps_nothing(self, serve):
        """A nonce of the beginning opens a session again after fifty others."""
        examination = ServerExamination(serve(FICKLE_TARGETS["a forgetful server"]()))
        examination.require_discrimination("2.0")
        for _ in range(51):
            assert examination.can_sign_in()
        assert "forgets under load" in examination.reason_to_take_back()

    def test_what_was_used_up_is_of_use_while_its_nonce_lives_and_after_many_requests(self, monkeypatch, serve):
        """Before that there was no load, and after that a refusal would say nothing."""
        examination = ServerExamination(serve(ReferenceServer(WallClock())))
        examination.require_discrimination("2.0")
        assert examination.used_up_long_ago("2.0") is None
        monkeypatch.setattr(Budget, "sent", 1000)
        assert examination.used_up_long_ago("2.0") is not None
        used = examination.used_up["2.0"]
        examination.used_up["2.0"] = replace(used, used_at=used.used_at - 600)
        assert examination.used_up_long_ago("2.0") is None
