"""One request for a token at a provider, step by step: what has to work before any verdict means anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from conformance.caller import Connection, TargetClock
from conformance.caller.provider import ProviderCaller, TokenRequest
from conformance.cli.doctor.answers import attempt, describe_skew, measure_clock, require_answer, status_of
from conformance.cli.doctor.check import Check, CheckFailedError
from conformance.evidence.redaction import Redactor
from conformance.evidence.transcript import Transcript
from conformance.judging.provider_answers import expect_refused
from conformance.judging.provider_tokens import IssuedToken
from conformance.sign_in import ProviderSignIn
from conformance.targets import LoginTemplate, ProviderTarget, User
from conformance.validation import Outcome

_LOGIN = "[[users]] should have a login that the provider accepts, and [request] should carry it as the provider wants"
_FORM = "request.encoding and request.fields should be what the provider wants"
_PLACE = "response.token should say where the token stands"
_HINTS = {
    200: _PLACE,
    201: _PLACE,
    400: _FORM,
    401: _LOGIN,
    403: _LOGIN,
    404: "target.url should be where tokens are asked for, with its path",
    405: "request.method should be the one that the provider wants",
    407: "http.proxy should have the user and the password that the proxy wants",
    415: _FORM,
    422: _FORM,
}
_LOGIN_HINTS = {
    400: "login.encoding and login.fields should be what the provider wants",
    401: "[[users]] should have a login that the provider accepts, and [login] should carry it as the provider wants",
    403: "[[users]] should have a login that the provider accepts, and [login] should carry it as the provider wants",
    404: "login.url should be where users log in, with its path",
    405: "login.method should be the one that the provider wants",
    415: "login.encoding and login.fields should be what the provider wants",
    422: "login.encoding and login.fields should be what the provider wants",
}
_WRONG_LOGIN_HINTS = {
    200: "[wrong_login] should be a login that the provider refuses, unless this is what is wrong with it"
}


class ProviderSteps:
    """A right request by the first user of the target file, all checks of its token, and a wrong login."""

    _sign_in: ProviderSignIn
    _issued: IssuedToken

    def __init__(self, target: ProviderTarget) -> None:
        self._target = target
        self.transcript = Transcript(Redactor(target.secrets()))
        self._caller = ProviderCaller(target, Connection(target.http), self.transcript)
        self._request = self._caller.right_request()

    def checks(self) -> Iterable[Check]:
        """Yield the steps in order; each but the first needs the one before."""
        if self._target.login is not None:
            yield Check("login", self._log_in)
        yield Check("clock", self._measure_clock)
        yield Check("identity token", self._request_token)
        yield Check("what it says", self._check_token)
        wrong_login = self._target.wrong_login
        if wrong_login is not None:
            yield Check("wrong login", lambda: self._try_wrong_login(wrong_login))
        if "second_user" in self._target.declared:
            yield Check("second user", self._request_for_another)

    def _measure_clock(self) -> str:
        skew = measure_clock(lambda: self._caller.request_token(self._request))
        self._sign_in = ProviderSignIn(self._caller, TargetClock(skew))
        return describe_skew(skew, "Layer would refuse its tokens; the provider's clock should be set")

    def _log_in(self) -> str:
        login = self._target.login
        assert login is not None  # noqa: S101 - for the type checker: the check is made only where there is one
        exchange = attempt(lambda: self._caller.log_in(self._request), {})
        if exchange.received is None:
            require_answer(exchange)
        if self._caller.login_value_in(exchange) is None:
            status = status_of(exchange)
            hint = f"[login] should say where the answer has it: {login.place} has nothing"
            raise CheckFailedError(f"answered {status}", _LOGIN_HINTS.get(status, hint))
        return f"{self._target.users[0].id} is let in: {login.place} is what {{login}} becomes"

    def _request_token(self) -> str:
        user = self._target.users[0]
        self._issued = self._token_for(user, self._request)
        return f"given to {user.id}"

    def _request_for_another(self) -> str:
        first = self._target.users[0]
        other = next(user for user in self._target.users if user.prn != first.prn)
        self._token_for(other, self._caller.right_request(login=other))
        return f"shown: {other.id} is given a token too"

    def _token_for(self, user: User, request: TokenRequest) -> IssuedToken:
        return attempt(lambda: self._sign_in.check(request, self._caller.request_token(request), user.claims), _HINTS)

    def _check_token(self) -> str:
        validation = self._issued.validation
        failed = validation.with_outcome(Outcome.FAILED)
        if failed:
            raise CheckFailedError("; ".join(check.reason for check in failed), "", ends=False)
        return f"{len(validation.with_outcome(Outcome.OK))} checks are well"

    def _try_wrong_login(self, login: LoginTemplate) -> str:
        def request() -> None:
            exchange = self._caller.request_token(replace(self._request, login=login))
            expect_refused(exchange, self._caller.token_in(exchange))

        attempt(request, _WRONG_LOGIN_HINTS)
        return "refused"
