"""One request for a token at a provider, step by step: what has to work before any verdict means anything."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from conformance.caller import Connection, TargetClock, measure_skew
from conformance.caller.provider import ProviderCaller
from conformance.cli.doctor.check import CheckFailedError
from conformance.cli.doctor.sign_in import SAMPLES, TOLERABLE, describe_answer, expected_answer
from conformance.evidence.exchange import Exchange, Transcript
from conformance.evidence.redaction import Redactor
from conformance.judging.provider_answers import expect_refused, expect_token
from conformance.targets import ProviderTarget
from conformance.validation import Expected, Keys, Outcome, ReferenceTime, check_token

_LOGIN = "[[users]] should have a login that the provider accepts, and [request] should carry it as the provider wants"
_FORM = "request.encoding and request.fields should be what the provider wants"
_HINTS = {
    200: "response.token should say where the token stands",
    201: "response.token should say where the token stands",
    400: _FORM,
    401: _LOGIN,
    403: _LOGIN,
    404: "target.url should be where tokens are asked for, with its path",
    405: "request.method should be the one that the provider wants",
    407: "http.proxy should have the user and the password that the proxy wants",
    415: _FORM,
    422: _FORM,
}
#: How far two clocks of one house may be apart, in seconds: the one that dates answers, and the one that signs.
_TOLERANCE = 10.0


class TokenRequestSteps:
    """A right request by the first user of the target file, what came of it, and a wrong one."""

    def __init__(self, target: ProviderTarget) -> None:
        self._target = target
        self._caller = ProviderCaller(target, Connection(target.http), Transcript(), Redactor())
        self._clock = TargetClock(measure_skew([]))
        self._nonce = secrets.token_hex(20)
        self._token = ""

    def steps(self) -> Iterable[tuple[str, Callable[[], str]]]:
        """Return the steps with their names, in order; each but the first needs the one before."""
        steps = (("clock", self.clock), ("identity token", self.identity_token), ("what it says", self.checks))
        return (*steps, ("wrong login", self.wrong_login)) if self._target.wrong_login else steps

    def clock(self) -> str:
        """Measure how far the provider's clock is off."""
        skew = measure_skew([self._asked() for _ in range(SAMPLES)])
        self._clock = TargetClock(skew)
        if abs(skew.offset) > TOLERABLE:
            raise CheckFailedError(
                str(skew), "Layer would refuse its tokens; the provider's clock should be set", ends=False
            )
        return str(skew)

    def identity_token(self) -> str:
        """Ask for a token."""
        place = str(self._target.token)
        exchange = self._asked()
        self._token = expected_answer(exchange, lambda it: expect_token(it, self._caller.token_in(it), place), _HINTS)
        return f"given to {self._target.users[0].id}"

    def checks(self) -> str:
        """Make every check of the token."""
        known, user = self._target.credentials, self._target.users[0]
        wanted = Expected(known.provider_id, known.key_id, self._nonce, user.prn, user.claims)
        moment = ReferenceTime(self._clock.now(), _TOLERANCE + self._clock.skew.uncertainty)
        result = check_token(self._token, Keys(known.public_key), wanted, moment)
        failed = result.with_outcome(Outcome.FAILED)
        if failed:
            raise CheckFailedError("; ".join(check.reason for check in failed), "", ends=False)
        return f"{len(result.with_outcome(Outcome.OK))} checks are well"

    def wrong_login(self) -> str:
        """Ask for a token with the wrong login of the target file."""
        assert self._target.wrong_login is not None  # noqa: S101 - `steps` has looked
        wanted = replace(self._caller.wanted(self._nonce), login=self._target.wrong_login)
        exchange = describe_answer(lambda: self._caller.request_token(wanted))
        hint = {200: "[wrong_login] should be a login that the provider refuses, unless this is what is wrong with it"}
        expected_answer(exchange, lambda it: expect_refused(it, self._caller.token_in(it)), hint)
        return "refused"

    def _asked(self) -> Exchange:
        return describe_answer(lambda: self._caller.request_token(self._caller.wanted(self._nonce)))
