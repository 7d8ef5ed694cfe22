"""What must be seen of a client: on the wire first, and in what its driver says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_bdd import parsers, then

from conformance.caller.client import App
from conformance.evidence.scene import Scene
from conformance.judging import client_asking as asking
from conformance.judging import client_challenges as challenges
from conformance.judging import client_nonces as nonces
from conformance.judging import client_sample as sample
from conformance.judging import client_sessions as sessions
from conformance.judging import client_tokens as tokens
from conformance.judging import client_words as words
from conformance.judging.outcomes import NotApplicable

#: What is expected of the requests, by the words of the features.
ON_THE_WIRE: Mapping[str, Callable[[Scene], None]] = {
    "the first nonce is asked for with POST /nonces": asking.expect_nonce_asked_with_post,
    "every request to Layer accepts the declared version": asking.expect_version_accepted,
    "every body for Layer is labelled as JSON": asking.expect_bodies_labelled,
    "nothing of Layer's is used before there is a session": asking.expect_nothing_before_a_session,
    "nonces reach the identity server as Layer gave them": nonces.expect_unaltered_nonces,
    "nothing takes the place of a nonce": nonces.expect_no_invented_nonce,
    "every sign-in has a nonce of its own": nonces.expect_nonces_used_once,
    "no nonce is kept from an earlier sign-in": nonces.expect_no_nonce_kept,
    "identity tokens reach Layer as the identity server gave them": tokens.expect_unaltered_tokens,
    "nothing takes the place of an identity token": tokens.expect_no_invented_token,
    "each identity token is presented once": tokens.expect_tokens_presented_once,
    "sessions are asked for with the app id as configured": tokens.expect_app_id_as_configured,
    "the password goes to the identity server only": tokens.expect_password_at_identity_server_only,
    "the session token is shown in Authorization": sessions.expect_authorization,
    "the session token stands nowhere else": sessions.expect_session_in_header_only,
    "no other origin gets a token": sessions.expect_nothing_for_strangers,
    "nobody is signed in anew": sessions.expect_no_new_sign_in,
    "the refused session is used no more": sessions.expect_old_session_unused,
    "nothing of the old session is used": sessions.expect_nothing_of_the_old_session,
    "the session is deleted once": sessions.expect_session_deleted,
    "the whole token is named": sessions.expect_whole_token_deleted,
    "the user is signed in again": challenges.expect_signed_in_again,
    "no dead session is left": challenges.expect_no_dead_session,
    "there is one sign-in for a challenge at most": challenges.expect_one_sign_in_each,
    "there is an end to the attempts": challenges.expect_end_of_attempts,
    "there are pauses between the sign-ins": challenges.expect_pauses,
    "the refused identity token is not presented again": challenges.expect_token_not_repeated,
    "the second sign-in begins afresh, and works": challenges.expect_fresh_beginning,
    "the attempt is made again": challenges.expect_tried_again,
    "nothing is asked again before its time": challenges.expect_retry_after_honoured,
    "the session is that of the user who signs in": tokens.expect_session_of_the_last_user,
    "conversations are asked for where Link leads": sessions.expect_conversations_where_linked,
    "what follows a challenge is reported": challenges.observe_challenge_nonce,
    "the sample service is asked as documented": sample.expect_sample_asked,
    "the sample service is asked with its labels": sample.expect_sample_labels,
    "the sample service is left alone": sample.expect_sample_left_alone,
}

#: What the app must take itself for.
APP_WORDS: Mapping[str, Callable[[Scene], None]] = {
    "signed in": words.expect_signed_in,
    "signed out": words.expect_signed_out,
    "signed in with a session only": words.expect_session_behind_words,
    "not signed in": words.expect_failed_sign_ins,
}


@then(parsers.parse("on the wire, {expectation}"))
def seen_on_the_wire(app: App, expectation: str) -> None:
    ON_THE_WIRE[expectation](app.scene)


@then(parsers.parse("the client takes its user for {state}"))
def takes_its_user_for(app: App, state: str) -> None:
    APP_WORDS[state](app.scene)


@then("a client that follows Link has read it")
def link_is_read(app: App, follows_link: bool) -> None:
    if not follows_link:
        raise NotApplicable("the client does not follow Link")
    sessions.expect_conversations_where_linked(app.scene)
