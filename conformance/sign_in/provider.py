"""The way to a provider's tokens: a right request, the token in its answer, and all checks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.caller import TargetClock
from conformance.caller.provider import ProviderCaller, TokenRequest
from conformance.evidence.exchange import Exchange
from conformance.judging.provider_answers import expect_token
from conformance.judging.provider_tokens import IssuedToken
from conformance.targets import User
from conformance.validation import Expected, Keys, ReferenceTime, check_token

#: How far apart two clocks of one house may be, in seconds: the one that dates answers, and the one that signs.
TOLERANCE = 10.0


@dataclass(frozen=True)
class ProviderSignIn:
    """Reads and checks the tokens that one provider issues, by its clock."""

    caller: ProviderCaller
    clock: TargetClock

    def token_of(self, exchange: Exchange) -> str:
        """Return the token of an answer; raises Violation where it has none."""
        return expect_token(exchange, self.caller.token_in(exchange), str(self.caller.target.token))

    def check(self, request: TokenRequest, exchange: Exchange, claims: Mapping[str, str] | None = None) -> IssuedToken:
        """Return the token of an answer with the results of all checks; raises Violation where it has none.

        `claims` are the optional claims that the token should have.
        """
        text = self.token_of(exchange)
        credentials, login = self.caller.target.credentials, request.login
        prn = login.prn if isinstance(login, User) else login.id
        expected = Expected(credentials.provider_id, credentials.key_id, request.nonce, prn, claims or {})
        validation = check_token(text, Keys(credentials.public_key), expected, self._moment(exchange))
        return IssuedToken(text, prn, request.nonce, exchange, validation)

    def _moment(self, exchange: Exchange) -> ReferenceTime:
        """Return when the answer came, by the target's clock."""
        skew = self.clock.skew
        ended = exchange.started + exchange.duration + skew.offset
        now = self.clock.now() if self.clock.can_move else ended
        return ReferenceTime(now, TOLERANCE + skew.uncertainty, exchange.duration, skew.uncertainty)
