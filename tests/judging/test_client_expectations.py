"""What is expected of a client, at scenes that keep it and at scenes that break it in one way each."""

from __future__ import annotations

import pytest
from client_scenes import (
    ACCEPT,
    IDENTITY,
    JSON,
    LAYER,
    OTHER,
    SESSION,
    STRANGER,
    TOKEN,
    Builder,
    challenged,
    doing,
    refused,
    sampled,
    sending,
    signed_in,
    signed_in_twice,
    signed_out,
    used,
)

from conformance.judging import client_asking as asking
from conformance.judging import client_challenges as challenges
from conformance.judging import client_nonces as nonces
from conformance.judging import client_sample as sample
from conformance.judging import client_sessions as sessions
from conformance.judging import client_tokens as tokens
from conformance.judging import client_words as words
from conformance.judging.outcomes import Inconclusive, Observation, Violation

#: What each expectation is kept by.
KEPT = {
    nonces.expect_no_invented_nonce: signed_in,
    nonces.expect_no_nonce_kept: signed_in_twice,
    tokens.expect_no_invented_token: signed_in,
    tokens.expect_session_of_the_last_user: signed_in,
    sessions.expect_authorization: used,
    sessions.expect_session_in_header_only: used,
    sessions.expect_nothing_for_strangers: used,
    sessions.expect_no_new_sign_in: used,
    sessions.expect_conversations_where_linked: lambda: used(path="/conversations?p=1"),
    sessions.expect_old_session_unused: challenged,
    sessions.expect_nothing_of_the_old_session: signed_out,
    sessions.expect_session_deleted: signed_out,
    sessions.expect_whole_token_deleted: signed_out,
    challenges.expect_signed_in_again: challenged,
    challenges.expect_no_dead_session: challenged,
    challenges.expect_one_sign_in_each: challenged,
    challenges.expect_end_of_attempts: lambda: doing(*[Builder.use] * challenges.MOST_ATTEMPTS),
    challenges.expect_pauses: signed_in,
    challenges.expect_token_not_repeated: lambda: doing(*[lambda it: it.present(OTHER, 503)] * 2),
    challenges.expect_fresh_beginning: lambda: signed_in_twice(first_status=422),
    challenges.expect_tried_again: lambda: used(before=[lambda builder: builder.use(status=503)]),
    challenges.expect_retry_after_honoured: signed_in,
    sample.expect_sample_asked: sampled,
    sample.expect_sample_labels: sampled,
    sample.expect_sample_left_alone: refused,
    words.expect_signed_out: signed_out,
    words.expect_failed_sign_ins: refused,
}
#: What can be judged whether or not the situation of a scenario came about.
WHATEVER_IS_MET = {
    sessions.expect_session_in_header_only,
    sessions.expect_nothing_of_the_old_session,
    sessions.expect_session_deleted,
    sessions.expect_whole_token_deleted,
    challenges.expect_signed_in_again,
    challenges.expect_no_dead_session,
    words.expect_signed_out,
}


@pytest.mark.parametrize(("expect", "scene"), KEPT.items(), ids=lambda each: each.__name__)
class TestEach:
    def test_what_keeps_it_conforms(self, expect, scene):
        """Nothing is raised."""
        expect(scene().scene)

    def test_a_driver_that_failed_decides_nothing(self, expect, scene):
        """What it kept until then, it may have kept because it did nothing more."""
        builder = scene()
        builder.told("use", False, start=len(builder.scene.transcript.exchanges), fault="the driver ended")
        with pytest.raises(Inconclusive, match="the driver ended"):
            expect(builder.scene)

    def test_a_situation_that_did_not_come_about_decides_nothing(self, expect, scene):
        """The client was not tried."""
        builder = scene()
        builder.scene.met = {"a nonce that comes late": 1, "a token that is refused": 0}
        if expect in WHATEVER_IS_MET:
            expect(builder.scene)
        else:
            with pytest.raises(Inconclusive, match="did not come about: a token that is refused"):
                expect(builder.scene)


def with_token(header):
    return sending("GET", f"{LAYER}/conversations", headers=(ACCEPT, *([("Authorization", header)] if header else [])))


def of_another_user():
    """Return a sign-in of bob that brings alice's session."""
    builder = signed_in()
    builder.scene.prns = {"alice": "alice", "bob": "bob"}
    start = builder.nonce("n-2")
    builder.present()
    builder.told(start=start, user="bob")
    return builder


def back_again():
    """Return a sign-out after which the app takes its user for signed in."""
    builder = signed_out()
    builder.told("use", start=len(builder.scene.transcript.exchanges))
    return builder


#: What breaks each expectation, and what is then observed.
BROKEN = [
    (asking.expect_nonce_asked_with_post, lambda: doing(sending("GET", f"{LAYER}/nonces")), "GET /nonces"),
    (
        asking.expect_bodies_labelled,
        lambda: doing(sending("POST", f"{LAYER}/x", body={})),
        "no Content-Type",
    ),
    (asking.expect_version_accepted, lambda: doing(sending("GET", f"{LAYER}/x", headers=())), "with no Accept"),
    (asking.expect_nothing_before_a_session, lambda: refused(url=f"{LAYER}/x", method="GET"), "GET /x"),
    (nonces.expect_nonces_used_once, lambda: signed_in_twice(nonce="n-1"), "a nonce of an earlier one"),
    (nonces.expect_no_nonce_kept, lambda: signed_in_twice(nonce="n-1"), "one kept since sign_in"),
    (nonces.expect_no_invented_nonce, lambda: signed_in_twice(has_nonce=False), "a request without one"),
    (nonces.expect_no_invented_nonce, lambda: signed_in_twice(nonce="undefined"), "that Layer did not give"),
    (tokens.expect_unaltered_tokens, lambda: signed_in(token=TOKEN + "="), "an identity_token of 55 characters that"),
    (tokens.expect_unaltered_tokens, lambda: signed_in(token=None), "no identity_token"),
    (tokens.expect_no_invented_token, lambda: signed_in(token="undefined"), "an identity_token of 9 characters that"),
    (tokens.expect_app_id_as_configured, lambda: signed_in(app_id="App"), "app_id App"),
    (tokens.expect_session_of_the_last_user, of_another_user, "a session of alice"),
    (tokens.expect_session_of_the_last_user, used, "none was opened: use"),
    (sessions.expect_authorization, lambda: doing(with_token("")), "GET /conversations without Authorization"),
    (sessions.expect_authorization, lambda: doing(with_token(f"Bearer {SESSION}")), "of another form"),
    (sessions.expect_authorization, lambda: doing(lambda it: it.use("s-2")), "with a token that it did not give"),
    (sessions.expect_session_in_header_only, lambda: used(path=f"/x?a={SESSION}"), "with it in its query"),
    (sessions.expect_session_in_header_only, lambda: used(path=f"/x/{SESSION}"), "with it in its path"),
    (sessions.expect_session_in_header_only, lambda: used(body={"a": SESSION}), "with it in its body"),
    (
        sessions.expect_nothing_for_strangers,
        lambda: doing(sending("GET", f"{STRANGER}/?{TOKEN}")),
        "GET / there",
    ),
    (sessions.expect_nothing_for_strangers, lambda: doing(sending("POST", STRANGER, body=SESSION)), "there with one"),
    (
        sessions.expect_no_new_sign_in,
        lambda: doing(Builder.use, lambda it: it.ask()),
        "another identity token asked for",
    ),
    (sessions.expect_no_new_sign_in, lambda: doing(Builder.use, Builder.present), "another session asked for"),
    (sessions.expect_no_new_sign_in, lambda: used(signed_in_then=False), "use answered with signed_in false"),
    (sessions.expect_conversations_where_linked, used, "GET /conversations"),
    (sessions.expect_old_session_unused, lambda: challenged(session=SESSION), "GET /conversations with it"),
    (sessions.expect_nothing_of_the_old_session, back_again, "use answered with signed_in true"),
    (sessions.expect_session_deleted, lambda: signed_out(deletions=0), "no DELETE"),
    (sessions.expect_session_deleted, lambda: signed_out(deletions=2), "2 of them"),
    (challenges.expect_signed_in_again, lambda: challenged(token=TOKEN), "the old one"),
    (challenges.expect_signed_in_again, lambda: challenged(count=0), "no new session"),
    (challenges.expect_signed_in_again, lambda: challenged(signed_in_then=False), "use answered with signed_in false"),
    (challenges.expect_no_dead_session, lambda: challenged(count=0), "signed_in true and a dead session"),
    (challenges.expect_one_sign_in_each, lambda: challenged(count=2), "2 for 1"),
    (
        challenges.expect_token_not_repeated,
        lambda: doing(*[lambda it: it.present(OTHER, 422)] * 2),
        "the same one",
    ),
    (challenges.expect_fresh_beginning, lambda: signed_in_twice(first_status=422, nonce="n-1"), "one of the first"),
    (challenges.expect_fresh_beginning, lambda: signed_in_twice(first_status=422, last_status=422), "no session"),
    (challenges.expect_tried_again, lambda: used(status=503), "none"),
    (challenges.expect_tried_again, lambda: used(signed_in_then=False), "use answered with signed_in false"),
    (sample.expect_sample_asked, lambda: sampled(method="PUT"), "PUT /identity_tokens"),
    (sample.expect_sample_asked, lambda: sampled(url=f"{IDENTITY}/x"), "POST /identity_tokens/x"),
    (sample.expect_sample_asked, lambda: sampled(body=["app"]), "a body that is no JSON object"),
    (sample.expect_sample_asked, lambda: sampled(app_id="App"), "app_id missing, or of another value"),
    (sample.expect_sample_asked, lambda: sampled(user_id="bob"), "user_id missing, or of another value"),
    (sample.expect_sample_asked, lambda: sampled(nonce=""), "nonce missing, or of another value"),
    (sample.expect_sample_labels, lambda: sampled(headers=JSON[:1]), "no Accept"),
    (sample.expect_sample_labels, lambda: sampled(headers=(JSON[0], ("Accept", "text/html"))), "Accept: text/html"),
    (
        sample.expect_sample_labels,
        lambda: sampled(headers=(("Content-Type", "application/json-seq"), JSON[1])),
        "Content-Type: application/json-seq",
    ),
    (sample.expect_sample_left_alone, lambda: refused(nonce="n-1"), "one"),
    (sample.expect_sample_left_alone, lambda: refused(is_signed_in=True), "sign_in answered with signed_in true"),
    (words.expect_signed_in, refused, "sign_in answered with signed_in false"),
    (words.expect_signed_in, lambda: refused(is_signed_in=True), "sign_in answered with signed_in true without one"),
    (words.expect_signed_out, signed_in, "sign_in answered with signed_in true"),
    (words.expect_failed_sign_ins, signed_in, "sign_in answered with signed_in true"),
]


@pytest.mark.parametrize(("expect", "scene", "observed"), BROKEN)
def test_what_breaks_it_is_a_violation(expect, scene, observed):
    """The sentence says what was seen."""
    with pytest.raises(Violation) as violation:
        expect(scene().scene)
    assert observed in violation.value.observed


@pytest.mark.parametrize(
    ("request_of_a_kind", "observed"),
    [
        (Builder.nonce, "11 nonces asked for"),
        (Builder.present, "11 sessions asked for"),
        (Builder.use, "11 uses"),
        (Builder.ask, "11 identity tokens asked for"),
    ],
)
def test_more_attempts_than_ten_are_no_end(request_of_a_kind, observed):
    """At whatever is attempted, while the last thing was done that the app was told."""
    scene = doing(*[request_of_a_kind] * 11).scene
    with pytest.raises(Violation) as violation:
        challenges.expect_end_of_attempts(scene)
    assert violation.value.observed == observed


def test_whoever_says_that_nobody_is_signed_in_has_no_dead_session():
    """A client need not sign in again after a challenge to be honest about it."""
    challenges.expect_no_dead_session(challenged(count=0, signed_in_then=False).scene)


def test_a_nonce_asked_for_when_the_app_begins_is_no_kept_one():
    """It was asked for before any sign-in."""
    nonces.expect_no_nonce_kept(signed_in_twice(begin=True).scene)


@pytest.mark.parametrize("path", ["", "/", "/ping"])
def test_whoever_looks_whether_layer_is_there_names_no_version(path):
    """A browser asks for a root in its own way."""
    asking.expect_version_accepted(doing(sending("GET", f"{LAYER}{path}", headers=(("Accept", "*/*"),))).scene)


@pytest.mark.parametrize(
    ("scene", "how"),
    [
        (challenged, "a sign-in with the challenge's own nonce"),
        (lambda: challenged(nonce="n-3"), "a sign-in with a nonce asked for anew"),
        (lambda: challenged(count=0), "no new sign-in"),
    ],
)
def test_what_follows_a_challenge_is_reported(scene, how):
    """It is no violation, whatever it is."""
    with pytest.raises(Observation, match=how):
        challenges.observe_challenge_nonce(scene().scene)


@pytest.mark.parametrize(
    ("expect", "scene"),
    [
        (sessions.expect_authorization, signed_in),
        (sessions.expect_session_in_header_only, signed_in),
        (sessions.expect_no_new_sign_in, refused),
        (sessions.expect_old_session_unused, used),
        (sessions.expect_conversations_where_linked, signed_in),
        (sessions.expect_nothing_of_the_old_session, used),
        (challenges.expect_no_dead_session, used),
        (challenges.expect_fresh_beginning, signed_in_twice),
        (tokens.expect_no_invented_token, refused),
        (sample.expect_sample_asked, refused),
        (sample.expect_sample_labels, refused),
        (nonces.expect_no_nonce_kept, refused),
    ],
)
def test_what_did_not_arise_is_not_decided(expect, scene):
    """Nothing conforms where the client did not do what is judged."""
    with pytest.raises(Inconclusive):
        expect(scene().scene)
