"""What was never answered is asked again, and a target is not given up for a moment."""

from __future__ import annotations

import pytest
from raw_server import answering

from conformance.caller import TargetLostError
from conformance.caller.http.last_byte import send_simultaneously
from conformance.caller.http.repeating import within
from conformance.evidence.exchange import TransportErrorKind

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
LAYERS = b'{"id": "service_unavailable", "code": 1}'


def gateway(status, body=b""):
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


def saying_in_turn(*answers):
    """Return the script of a server that says one thing after the other, and 200 from then on; None hangs up."""
    left = iter(answers)

    def script(dialogue):
        while dialogue.request():
            answer = next(left, OK)
            if answer is None:
                return
            dialogue.send(answer)

    return script


def whole(naps):
    """Return the pauses that were not cut by the time that had gone by."""
    return [each for each in naps if each % 0.5 == 0]


def statuses(exchange):
    return [each.received and each.received.status for each in (*exchange.earlier, exchange)]


class TestRequest:
    @pytest.mark.parametrize("answer", [gateway(502), gateway(503, b"<h1>"), gateway(504, b"{}"), None])
    def test_that_was_not_answered_is_sent_again(self, serve, connect, naps, answer):
        """After half a second; all attempts are recorded."""
        exchange = connect().send("GET", serve(saying_in_turn(answer)).url, {})
        assert exchange.received.status == 200
        assert [each.is_retried for each in exchange.earlier] == [True]
        assert naps == pytest.approx([0.5], abs=0.3)

    @pytest.mark.parametrize("answer", [gateway(503, LAYERS), gateway(500), gateway(501)])
    def test_that_the_target_has_answered_is_not(self, serve, connect, answer):
        """Layer's own error object is an answer, and so is a 500."""
        assert len(statuses(connect().send("GET", serve(saying_in_turn(answer)).url, {}))) == 1

    def test_that_is_never_answered_is_sent_four_times(self, serve, connect):
        """The last answer stands: it is the target's, for all that is seen."""
        exchange = connect().send("GET", serve(answering(status="503 X")).url, {})
        assert statuses(exchange) == [503] * 4
        assert exchange.is_unanswered

    def test_that_asks_for_an_hour_is_not_sent_again(self, serve, connect):
        """No run waits so long."""
        assert statuses(connect().send("GET", serve(answering("Retry-After: 3600", status="503 X")).url, {})) == [503]

    def test_is_tried_once_more_only_where_trying_was_in_vain(self, serve, connect):
        """A target that hangs up on every wrong request would cost a run hours."""
        connection = connect()
        connection.ask = lambda: connection.send("GET", healthy.url, {})
        healthy, server = serve(answering()), serve(answering(status="503 X"))
        for _ in range(6):
            last = connection.send("GET", server.url, {})
        assert statuses(last) == [503] * 4
        assert statuses(connection.send("GET", server.url, {})) == [503] * 2

    @pytest.mark.parametrize(
        ("line", "answer", "doubt"),
        [
            ("POST /sessions", None, True),
            ("POST /sessions", gateway(504), True),
            ("DELETE /sessions/abc", None, True),
            ("POST /nonces", None, False),
            ("GET /", None, False),
            ("POST /sessions", b"HTTP/1.1 429 X\r\nContent-Length: 0\r\n\r\n", False),
        ],
    )
    def test_on_which_the_target_may_have_acted_before_is_doubtful(self, serve, connect, line, answer, doubt):
        """A second request for a session is refused rightly, where the first has opened one."""
        method, path = line.split()
        exchange = connect().send(method, serve(saying_in_turn(answer)).url + path, {})
        assert exchange.received.status == 200
        assert exchange.may_be_second is doubt

    def test_on_a_connection_that_was_closed_is_not(self, serve, connect):
        """Many servers close idle ones: nothing would be certain at any of them."""
        connection, server = connect(), serve(saying_in_turn(OK, None))
        connection.send("POST", f"{server.url}/sessions", {})
        assert connection.send("POST", f"{server.url}/sessions", {}).may_be_second is False


class TestGivingUp:
    @pytest.fixture
    def ailing(self, serve, connect):
        """A connection to a target that answers no request, and what asks another one plainly."""
        connection, server = connect(), serve(answering(status="503 X"))

        def give(plain):
            connection.ask = lambda: connection.send("GET", serve(plain).url, {})
            for _ in range(3):
                connection.send("GET", server.url, {})
            return connection

        return give

    def test_a_target_that_answers_plainly_is_not_given_up(self, ailing, serve):
        """Three wrong requests that it does not answer are three findings."""
        assert ailing(answering()).send("GET", serve(answering()).url, {}).received.status == 200

    def test_it_is_asked_after_one_two_and_four_seconds(self, ailing, serve, naps):
        """And then it is given up, with a sentence that says what came."""
        with pytest.raises(TargetLostError, match=r"^the target is unavailable: it answered 503, 3 times in a row$"):
            ailing(answering(status="503 X")).send("GET", "http://127.0.0.1:9", {})
        assert whole(naps)[-3:] == [1.0, 2.0, 4.0]

    def test_a_limit_names_the_setting(self, serve, connect):
        """Its owner can do nothing else."""
        connection, server = connect(), serve(answering("Retry-After: 0", status="429 X"))
        for _ in range(3):
            connection.send("GET", server.url, {})
        with pytest.raises(TargetLostError, match=r"busy: it answered 429, .*; http\.max_rate in the target file"):
            connection.send("GET", server.url, {})

    def test_a_first_answer_may_be_slow(self, serve, connect, naps):
        """It is asked for again, without more attempts each time."""
        server, connection = serve(saying_in_turn(None, gateway(503))), connect()
        exchange = connection.ask_patiently(lambda: connection.send("GET", server.url, {}))
        assert exchange.received.status == 200
        assert (len(server.requests), naps) == (3, [1.0, 2.0])


class TestBurst:
    def test_faults_in_it_are_made_good_and_do_not_count(self, serve, connect):
        """Requests that a short backlog refuses go out again, one after the other."""
        server, connection = serve(saying_in_turn(*[None] * 6)), connect(timeout=5.0)
        connection.ask = lambda: connection.send("GET", server.url, {})
        race = send_simultaneously([lambda: connection.send("GET", server.url, {})] * 8)
        assert [each.received.status for each in race.results] == [200] * 8
        assert connection.send("GET", server.url, {}).received.status == 200

    def test_a_target_that_does_not_come_back_is_given_up(self, serve, connect, naps):
        """After half a minute, with the name of the setting."""
        server, connection = serve(saying_in_turn(*[None] * 99)), connect(timeout=5.0)
        connection.ask = lambda: connection.send("GET", server.url, {})
        with pytest.raises(TargetLostError, match=r"has not answered for 30 s; http\.burst in the target file"):
            send_simultaneously([lambda: connection.send("GET", server.url, {})] * 2)
        assert 30.0 <= sum(whole(naps)) < 33.0

    def test_a_limit_of_requests_in_it_is_waited_for(self, serve, connect):
        """A 429 within a burst gives nothing up: there are fewer of them than attempts at one request."""
        busy = b"HTTP/1.1 429 X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
        server, connection = serve(saying_in_turn(*[busy] * 3)), connect(timeout=5.0)
        race = send_simultaneously([lambda: connection.send("GET", server.url, {})] * 16)
        assert {each.received.status for each in race.results} == {200}


def test_pauses_of_a_recovery_begin_at_once_and_end():
    """Their sum is what was promised, but for the last of them."""
    pauses = list(within(30.0))
    assert pauses[:4] == [0.0, 0.5, 1.0, 1.5]
    assert 30.0 <= sum(pauses) < 32.0


def test_a_timeout_is_tried_once_more(serve, connect):
    """Waiting for it is what makes a run long."""
    exchange = connect(timeout=0.2).send("GET", serve(lambda dialogue: dialogue.hold()).url, {})
    assert [each.fault.kind for each in (*exchange.earlier, exchange)] == [TransportErrorKind.TIMED_OUT] * 2
