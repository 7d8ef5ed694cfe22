"""What is seen where the documents are silent: reported, never judged."""

from __future__ import annotations

from pytest_bdd import then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import describe, expect_answer
from conformance.judging.outcomes import Observation
from steps.sign_in import SigningIn


@then("the answer is reported")
def answer_is_reported(exchange: Exchange) -> None:
    raise Observation(describe(expect_answer(exchange, "an answer")))


@when("a nonce that a refused token named is used again", target_fixture="exchange")
def use_nonce_again(signing_in: SigningIn) -> Exchange:
    draft = signing_in.draft()
    signing_in.caller.request_session(draft.without_claim("prn").signed())
    return signing_in.caller.request_session(draft.right())
