"""Using session tokens and signing out at the reference server."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from conformance.protocol.errors import ErrorId

MONTH = 30 * 86400
PROTECTED = ["/conversations", "/content", "/messages/1", "/identities/alice"]


def challenged(answer, expect_refusal):
    return expect_refusal(answer, ErrorId.AUTHENTICATION_REQUIRED)["data"]["nonce"]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_session_token_is_accepted_in_either_quotes(app, mark):
    """USE-1, USE-2."""
    assert app.use(app.session_token(), mark).status == 200


@pytest.mark.parametrize(("mark", "reader"), [('"', "USE-1"), ("'", "USE-2")])
def test_each_kind_of_quotes_is_read_by_one_reader_alone(app, mark, reader):
    """A server that lacks the reader answers with the challenge."""
    lax = app.of(app.server.without(reader))
    assert lax.use(lax.session_token(), mark).status == 401


@pytest.mark.parametrize(
    ("authorization", "check"),
    [
        ("", "USE-4"),
        ("Layer session-token={token}", "USE-5"),
        ("Layer session-token=\"{token}'", "USE-5"),
        ('Layer session-token=""', "USE-5"),
        ("Bearer {token}", "USE-5"),
        ("Layer {token}", "USE-5"),
        ("nonsense", "USE-5"),
        ("Layer", "USE-5"),
        ('Layer session-token="{token}", Layer session-token="{token}"', "USE-5"),
        ('Layer session-token="{token}x"', "USE-3"),
        ('Layer session-token="nonsense"', "USE-3"),
        ('Layer session-token=" {token}"', "USE-3"),
        ('Layer session-token="\u00ff"', "USE-3"),
    ],
)
def test_whatever_is_no_session_token_is_challenged_by_one_check_alone(app, expect_refusal, authorization, check):
    """USE-3, USE-4, USE-5: 401, authentication_required, 4, data.nonce."""
    header = authorization.replace("{token}", app.session_token())
    challenged(app.ask("GET", "/conversations", authorization=header), expect_refusal)
    assert app.of(app.server.without(check)).ask("GET", "/conversations", authorization=header).status == 200


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_everything_but_authentication_needs_a_session(app, method, path):
    """Every endpoint beyond the three challenges who has no session."""
    assert app.ask(method, path).status == 401


class TestChallenge:
    def test_each_challenge_brings_a_nonce_of_its_own_that_opens_one_session(self, app, expect_refusal):
        """CHALLENGE-1, CHALLENGE-2, CHALLENGE-3."""
        nonces = [challenged(app.use("gone"), expect_refusal) for _ in range(5)]
        assert len(set(nonces)) == 5
        for nonce in nonces:
            assert app.open(app.token(app.claims(nonce))).status == 201
            assert app.open(app.token(app.claims(nonce))).status == 422

    def test_its_nonce_lives_ten_minutes_too(self, app, clock, expect_refusal):
        """NONCE-LIFE-2 holds for it as for any other."""
        early, late = (challenged(app.use("gone"), expect_refusal) for _ in range(2))
        clock.advance(600)
        assert app.open(app.token(app.claims(early))).status == 201
        clock.advance(1)
        assert app.open(app.token(app.claims(late))).status == 422

    def test_it_can_be_told_from_a_nonce_that_was_asked_for(self, app, expect_refusal):
        """A mutant may treat the two differently."""
        nonce = challenged(app.use("gone"), expect_refusal)
        assert app.server.nonces.find(nonce).origin == "challenge"
        assert app.server.nonces.find(app.nonce()).origin == "request"


class TestLifetime:
    def test_a_session_outlives_its_identity_token(self, app, clock):
        """SESSION-LIFE-1."""
        token = app.session_token()
        clock.advance(7 * 86400)
        assert app.use(token).status == 200

    @pytest.mark.parametrize(("age", "status"), [(MONTH, 200), (MONTH + 0.001, 401), (MONTH + 1, 401)])
    def test_a_session_lives_thirty_days(self, app, clock, age, status):
        """SESSION-LIFE-2, to the second."""
        token = app.session_token()
        clock.advance(age)
        assert app.use(token).status == status

    def test_the_lifetime_is_a_setting(self, app, clock):
        """Sessions of an hour are one word."""
        short = app.of(app.server.with_settings(session_lifetime=3600))
        token = short.session_token()
        clock.advance(3601)
        assert short.use(token).status == 401

    def test_an_expired_session_is_challenged_by_one_check_alone(self, app, clock):
        """SESSION-LIFE-2: a server that lacks it never ends a session."""
        lax = app.of(app.server.without("SESSION-LIFE-2"))
        token = lax.session_token()
        clock.advance(10 * MONTH)
        assert lax.use(token).status == 200

    def test_sessions_of_long_ago_are_forgotten(self, app, clock):
        """A server that runs for months does not grow for ever."""
        token = app.session_token()
        clock.advance(2 * MONTH)
        app.session_token()
        assert app.server.sessions.find(token) is None


class TestSigningOut:
    def test_a_session_is_deleted_without_a_body(self, app):
        """DELETE-1, DELETE-2."""
        answer = app.delete(app.session_token())
        assert (answer.status, answer.body, answer.header("Content-Type")) == (204, b"", None)

    @pytest.mark.parametrize("authorization", ["nonsense", "Layer session-token='gone'"])
    def test_authorization_changes_nothing(self, app, authorization):
        """DELETE-3, DELETE-9."""
        path = f"/sessions/{app.session_token()}"
        assert app.ask("DELETE", path, authorization=authorization).status == 204

    def test_a_deleted_token_is_challenged_by_one_check_alone(self, app, expect_refusal):
        """DELETE-4."""
        token = app.session_token()
        app.delete(token)
        challenged(app.use(token), expect_refusal)
        lax = app.of(app.server.without("DELETE-4"))
        token = lax.session_token()
        lax.delete(token)
        assert lax.use(token).status == 200

    def test_a_deleted_token_stays_deleted(self, app, clock):
        """DELETE-10: for the whole life of the session and after it."""
        token = app.session_token()
        app.delete(token)
        for _ in range(4):
            clock.advance(MONTH / 3)
            assert app.use(token).status == 401

    def test_the_other_sessions_of_the_user_live_on(self, app):
        """DELETE-5."""
        first, second, third = (app.session_token() for _ in range(3))
        app.delete(second)
        assert [app.use(token).status for token in (first, second, third)] == [200, 401, 200]

    def test_all_sessions_of_a_user_can_be_ended(self, app):
        """The store knows them, so that a mutant can."""

        def ends_them_all(visit):
            sessions = visit.server.sessions
            for each in sessions.of(sessions.find(visit.argument).user):
                each.deleted_at = visit.now

        broken = app.of(app.server.replacing("DELETE-5", ends_them_all))
        first, second, other = (broken.session_token(user) for user in ("alice", "alice", "bob"))
        broken.delete(first)
        assert [broken.use(token).status for token in (first, second, other)] == [401, 401, 200]

    @pytest.mark.parametrize("token", ["unknown", "%00", "%FF", "%2F", "..", "x" * 10_000, "a%20b"])
    def test_an_unknown_token_is_not_found(self, app, expect_refusal, token):
        """DELETE-6, DELETE-8 (observed): 404, not_found, 102."""
        expect_refusal(app.delete(token), ErrorId.NOT_FOUND)

    def test_a_second_deletion_is_not_found(self, app, expect_refusal):
        """DELETE-6, DELETE-7 (observed): 404, not_found, 102; without the check, 204 again."""
        token = app.session_token()
        app.delete(token)
        expect_refusal(app.delete(token), ErrorId.NOT_FOUND)
        tolerant = app.of(app.server.without("DELETE-7", "DELETE-8"))
        token = tolerant.session_token()
        assert [tolerant.delete(token).status for _ in range(2)] == [204, 204]
        assert tolerant.delete("unknown").status == 204

    def test_an_expired_session_can_be_deleted(self, app, clock):
        """Nothing says that it could not."""
        token = app.session_token()
        clock.advance(MONTH + 1)
        assert app.delete(token).status == 204

    def test_the_token_in_the_path_is_percent_decoded(self, app):
        """The web SDK escapes `=`; any octet may be escaped."""
        odd = app.of(app.server.replacing("SESSION-UNIQUE-1", lambda visit: "a+b/c=="))
        assert odd.session_token() == "a+b/c=="
        assert odd.delete(quote("a+b/c==", safe="")).status == 204
        assert odd.use("a+b/c==").status == 401
