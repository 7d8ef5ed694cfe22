"""What is seen of a provider as a whole: its clock, whether it can be spoken to, whether it tells right from wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from conformance.caller import TargetLostError
from conformance.clock import VirtualClock, WallClock
from conformance.embedded.provider_target import provider_target
from conformance.evidence.transcript import Transcript
from conformance.examination.provider import ProviderExamination
from conformance.judging.outcomes import Inconclusive
from conformance.reference.null_targets import running_null_target
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running
from conformance.targets import HttpSettings, ProviderTarget

pytestmark = pytest.mark.usefixtures("hurry")

Examine = Callable[..., ProviderExamination]


@pytest.fixture
def examine() -> Iterator[Examine]:
    """Return what runs a provider, by the wall clock unless it has one, and begins its examination."""
    with ExitStack() as stack:

        def begin(provider: ReferenceProvider | None = None) -> ProviderExamination:
            provider = provider or ReferenceProvider(WallClock())
            url = stack.enter_context(running(beside(provider)))
            return ProviderExamination(provider_target("t", provider, f"{url}{provider.settings.path}"))

        yield begin


def _null(url: str) -> ProviderTarget:
    target = provider_target("t", ReferenceProvider(WallClock()), f"{url}/identity_tokens")
    return replace(target, http=HttpSettings(timeout=1.0))


class TestClock:
    def test_it_is_measured_from_the_date(self, examine):
        """Four answers narrow it to less than a second."""
        skew = examine().clock.skew
        assert skew.measured
        assert abs(skew.offset) < 2
        assert skew.uncertainty < 1

    def test_a_clock_that_is_years_off_is_known(self, examine):
        """Tokens are judged by the provider's own time."""
        assert examine(ReferenceProvider(VirtualClock())).clock.skew.offset > 86400

    def test_without_a_date_it_is_not_known(self, examine):
        """And taken as right, give or take some seconds."""
        provider = ReferenceProvider(WallClock())
        assert not examine(provider.without("date")).clock.skew.measured


class TestLoss:
    def test_a_closed_port_ends_it_in_one_sentence(self):
        """Every later request says the same."""
        with running_null_target("a closed port") as url:
            examination = ProviderExamination(_null(url))
            caller = examination.caller(Transcript())
            with pytest.raises(TargetLostError, match="refused the connection"):
                caller.request_token(caller.right_request("n"))
            assert not examination.is_answering(None)

    def test_a_redirect_is_not_followed_and_named(self):
        """The sentence says which key of the file to mend."""
        with running_null_target("a redirect loop") as url:
            examination = ProviderExamination(_null(url))
            with pytest.raises(Inconclusive, match=r"target\.url should name the address that answers"):
                examination.require_discrimination(None)

    def test_a_provider_that_answers_is_answering(self, examine):
        """Whatever it answers."""
        assert examine().is_answering(None)


class TestDiscrimination:
    def test_a_provider_that_refuses_discriminates(self, examine):
        """The correct one is."""
        examine().require_discrimination(None)

    def test_refusing_with_a_200_discriminates_too(self, examine):
        """That a refusal should be a 4xx is a rule of its own, and no reason to judge nothing."""
        provider = ReferenceProvider(WallClock())
        examine(provider.replacing("REFUSE-STATUS-1", lambda visit, refused: 200)).require_discrimination(None)

    def test_a_provider_that_refuses_everything_is_left_to_its_rules(self, examine):
        """Their controls fail, each for itself."""
        provider = ReferenceProvider(WallClock())
        examine(provider.adding(lambda visit: 1 / 0, to="request")).require_discrimination(None)

    def test_one_token_for_every_nonce_says_nothing(self, examine):
        """A recorded answer would keep most rules about tokens by accident."""
        provider = ReferenceProvider(WallClock())
        make, kept = provider.rules["LIFETIME-CACHE-1"], {}
        same = provider.replacing("LIFETIME-CACHE-1", lambda visit: kept.setdefault("t", make(visit)))
        examination = examine(same)
        for _ in range(2):
            with pytest.raises(Inconclusive, match="every nonce alike"):
                examination.require_discrimination(None)

    def test_a_token_whatever_is_wrong_is_a_token_to_judge(self, examine):
        """A provider that looks at nothing breaks the rules about refusals, and its tokens follow the requests."""
        provider = ReferenceProvider(WallClock())
        lenient = provider.without(*provider.rules.tables["request"]).replacing("login", lambda visit: ("alice", "x"))
        examine(lenient).require_discrimination(None)


class TestSecrets:
    @pytest.mark.parametrize("password", ["s3same", 'pä ss+%&"w<0>', "a/b=='c"])
    def test_a_password_is_known_in_every_form_of_a_request(self, password):
        """JSON, forms, queries, and Basic."""
        provider = ReferenceProvider(WallClock())
        provider = provider.with_accounts(replace(provider.accounts[0], password=password))
        provider = provider.with_interface(headers={"Authorization": "Basic {basic}"}, encoding="form")
        with running_null_target("a closed port") as url:
            target = provider_target("t", provider, f"{url}/x")
            examination = ProviderExamination(target)
        for text in (json.dumps({"p": password}), urlencode({"p": password}), target.users[0].basic):
            redacted = examination.border.redactor.redact(text)
            assert "[password " in redacted
            assert password not in redacted
