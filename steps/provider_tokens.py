"""The tokens that a provider issues, looked at one check at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pytest_bdd import parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.provider_tokens import IssuedToken, expect_check, expect_prefixed_kid, expect_session_opened
from steps.provider_requests import Asked, Asking


class LayerServer(Protocol):
    """The suite's own Layer server, which knows the provider's public key."""

    def nonce(self) -> str:
        """Return a nonce that it has just given."""

    def present(self, identity_token: str) -> Exchange:
        """Ask for a session with this token."""


#: What features call a check by, where that is not its own id.
_CHECKS: Mapping[str, str] = {"number of parts": "parts", "spelling": "base64url"}

_CLOCK_CHECKS: Mapping[str, str] = {
    "iat is the time of day": "time: iat",
    "exp is still to come": "time: exp",
    "exp is 30 seconds ahead or more": "time: at least 30 s",
    "exp is 10 minutes ahead or less": "time: at most 10 min",
}


@then(parsers.parse("the token's {part} is right"))
def part_is_right(asking: Asking, asked: Asked, part: str) -> None:
    expect_check(asking.issued(asked), _CHECKS.get(part, part))


@then(parsers.parse("by the target's clock its {time}"))
def time_is_right(asking: Asking, asked: Asked, time: str) -> None:
    expect_check(asking.issued(asked), _CLOCK_CHECKS[time])


@then("the prn of each token is right")
def every_prn_is_right(asking: Asking, all_asked: list[Asked]) -> None:
    for asked in all_asked:
        expect_check(asking.issued(asked), "prn")


@then("the token's kid has its prefix")
def kid_has_its_prefix(asking: Asking, asked: Asked) -> None:
    expect_prefixed_kid(asking.issued(asked))


@then("the token's optional claims are strings")
def optional_claims_are_strings(asking: Asking, asked: Asked) -> None:
    expect_check(asking.issued(asked), "optional claims")


@then("the optional claims of each token are those of the target file")
def optional_claims_are_known(asking: Asking, all_asked: list[Asked]) -> None:
    for asked, user in zip(all_asked, [user for user in asking.users if user.claims], strict=True):
        expect_check(asking.issued(asked, user.claims), "optional claims")


@dataclass(frozen=True)
class Presented:
    """A token that was presented to the suite's own server, and what that has answered."""

    issued: IssuedToken
    answer: Exchange


@when(
    "an identity token for a nonce of the suite's own server is presented to that server",
    target_fixture="presented",
)
def present_token(asking: Asking, layer_server: LayerServer) -> Presented:
    issued = asking.issued(asking.ask(asking.right(layer_server.nonce())))
    return Presented(issued, layer_server.present(issued.text))


@then("the server opens a session")
def server_opens_a_session(presented: Presented) -> None:
    expect_session_opened(presented.issued, presented.answer)
