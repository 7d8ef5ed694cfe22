"""What becomes of the checks of a token in the hands of the provider's rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jwt
import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.judging.provider_tokens import (
    EXPECTED,
    IssuedToken,
    expect_another_token,
    expect_check,
    expect_fresh_token,
    expect_iat_not_ahead,
    expect_iat_not_behind,
    expect_prefixed_kid,
    expect_session_opened,
    expect_tokens_of_their_own,
)
from conformance.keys import published_key
from conformance.validation import CHECKS, Expected, Keys, Outcome, ReferenceTime, check_token

NOW = 1893456000
KEY = "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"
PROVIDER = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"

HEADER = {"cty": "layer-eit;v=1", "kid": KEY}
CLAIMS = {"iss": PROVIDER, "prn": "alice", "iat": NOW, "exp": NOW + 300, "nce": "n"}


def exchange(status: int = 200, body: bytes = b"") -> Exchange:
    """Return an exchange; which one does not matter."""
    return Exchange(Sent("POST", "http://id/x", ()), 0.0, 0.0, Received(status, "", (), body))


def issued(
    claims: Mapping[str, object] | None = None,
    header: Mapping[str, object] | None = None,
    spoil: Callable[[str], str] = str,
    *,
    user: str = "alice",
    nonce: str = "n",
) -> IssuedToken:
    """Return a right token with changes; a claim that is None is left out."""
    payload = {name: value for name, value in {**CLAIMS, **(claims or {})}.items() if value is not None}
    key = published_key("application")
    text = spoil(jwt.encode(payload, key.private, "RS256", {**HEADER, **(header or {})}))
    validation = check_token(
        text, Keys(key.public), Expected(PROVIDER, KEY, nonce, user), ReferenceTime(NOW, max_age=2)
    )
    return IssuedToken(text, user, nonce, exchange(), validation)


def _outcome(expect: Callable[[], object]) -> type[Exception] | None:
    """Return the kind of what an expectation raises, or None."""
    try:
        expect()
    except (Violation, Inconclusive) as outcome:
        return type(outcome)
    return None


class TestChecks:
    @pytest.mark.parametrize("check", CHECKS)
    def test_every_check_of_a_right_token_is_well(self, check):
        """And every check has its words, but the one that no rule is about."""
        expect_check(issued(), check)
        assert check in EXPECTED or check == "other parameters"

    def test_a_failed_check_is_a_violation_with_the_reason_and_its_cause(self):
        """The finding has the documents' own name."""
        with pytest.raises(Violation, match=r'expected typ "JWT", observed typ is "JWS".*\(eit_header_param'):
            expect_check(issued(header={"typ": "JWS"}), "typ")

    def test_a_warning_is_one_too(self):
        """It is a SHOULD's rule that asks for it."""
        with pytest.raises(Violation, match="1 h"):
            expect_check(issued({"exp": NOW + 3600}), "time: at most 10 min")

    @pytest.mark.parametrize(
        ("iat", "breaks"),
        [
            (NOW, None),
            (NOW - 60, expect_iat_not_behind),
            (NOW - 8 * 3600, expect_iat_not_behind),
            (NOW + 60, expect_iat_not_ahead),
        ],
    )
    def test_an_iat_behind_and_one_ahead_are_two_findings(self, iat, breaks):
        """Only a token of the future cannot be used; one that was set back falls short of a SHOULD."""
        token = issued({"iat": iat, "exp": NOW + 300})
        assert token.validation.check("time: iat").outcome is not Outcome.NOT_CHECKED
        for expect in (expect_iat_not_ahead, expect_iat_not_behind):
            outcome = _outcome(lambda expect=expect: expect(token))
            assert (outcome is Violation) == (expect is breaks)

    @pytest.mark.parametrize(
        ("claims", "causes"),
        [({"iat": NOW * 1000}, ("ISSUE-IAT-1",)), ({"iat": "now", "nce": "x"}, ("ISSUE-IAT-1", "ISSUE-NCE-1"))],
    )
    def test_what_cannot_be_checked_names_the_broken_rules(self, claims, causes):
        """A target file that lists all of them as known excuses it."""
        with pytest.raises(Inconclusive) as outcome:
            expect_iat_not_ahead(issued(claims))
        assert outcome.value.causes == causes

    def test_a_check_that_cannot_be_made_is_inconclusive(self):
        """A token of two parts has no typ that could be wrong."""
        with pytest.raises(Inconclusive, match="does not get as far"):
            expect_check(issued(spoil=lambda text: text.rpartition(".")[0]), "typ")


class TestPrefix:
    def test_a_bare_kid_falls_short(self):
        """The documents ask for layer:///keys/."""
        with pytest.raises(Violation, match="kid cd8c286e"):
            expect_prefixed_kid(issued(header={"kid": KEY.rpartition("/")[2]}))

    def test_a_wrong_kid_is_another_rules(self):
        """Whether a key's id has its prefix can be said of a key's id only."""
        with pytest.raises(Inconclusive):
            expect_prefixed_kid(issued(header={"kid": "acme"}))


class TestTwo:
    def test_two_nonces_get_two_tokens(self):
        """Nothing else is asked of them here."""
        expect_another_token(issued(), issued({"nce": "m"}, nonce="m"))

    def test_the_same_token_is_a_violation(self):
        """Byte for byte."""
        with pytest.raises(Violation, match="byte for byte"):
            expect_another_token(issued(), issued())

    def test_another_token_for_the_same_nonce_is_one_too(self):
        """A fresh jti does not help."""
        with pytest.raises(Violation, match="the same nce"):
            expect_another_token(issued(), issued({"jti": "x"}))

    def test_a_fresh_token_has_a_later_iat(self):
        """By a second at least."""
        expect_fresh_token(issued(), issued({"iat": NOW + 1}))

    @pytest.mark.parametrize(
        ("claims", "words"), [({}, "byte for byte"), ({"jti": "x"}, "the iat of the first"), ({"iat": NOW - 9}, "iat")]
    )
    def test_a_token_from_a_cache_is_a_violation(self, claims, words):
        """The whole of it, or its time alone."""
        with pytest.raises(Violation, match=words):
            expect_fresh_token(issued(), issued(claims))


class TestAtOnce:
    def _of(self, *tokens: tuple[str, str, str, str]) -> list[IssuedToken]:
        """Return tokens as pairs of what was asked for and what they say: user, nonce, prn, nce."""
        return [issued({"prn": prn, "nce": nce}, user=user, nonce=nonce) for user, nonce, prn, nce in tokens]

    def test_tokens_of_their_own_are_well(self):
        """Each for its user and its nonce."""
        expect_tokens_of_their_own(self._of(("alice", "1", "alice", "1"), ("bob", "2", "bob", "2")))

    def test_the_token_of_another_user_is_a_violation(self):
        """How many there are is said."""
        with pytest.raises(Violation, match="1 of them with the prn of another request"):
            expect_tokens_of_their_own(self._of(("alice", "1", "alice", "1"), ("bob", "2", "alice", "2")))

    def test_the_nonce_of_another_is_one_too(self):
        """Of the same user, even."""
        with pytest.raises(Violation, match="2 of them with the nce of another request"):
            expect_tokens_of_their_own(self._of(("alice", "1", "alice", "2"), ("alice", "2", "alice", "1")))

    def test_what_nobody_asked_for_is_another_rules(self):
        """A token that names its user wrongly does so for a single request too."""
        with pytest.raises(Inconclusive, match="prn"):
            expect_tokens_of_their_own(self._of(("alice", "1", "ALICE", "1"), ("bob", "2", "BOB", "2")))


class TestSession:
    def test_an_opened_session_is_well(self):
        """201 with a session token."""
        expect_session_opened(issued(), exchange(201, b'{"session_token": "s"}'))

    def test_a_refusal_tells_the_servers_reason_and_points_to_the_provider(self):
        """The exchange of the finding is one that its reader can repeat."""
        token = issued()
        refusal = b'{"id": "invalid_property", "code": 105, "message": "eit_expired: exp has passed"}'
        with pytest.raises(Violation, match=r"own server answered 422 .*eit_expired") as violation:
            expect_session_opened(token, exchange(422, refusal))
        assert violation.value.exchange is token.exchange
