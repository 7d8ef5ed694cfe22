"""When a target is given up, and what is sent at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from freezegun import freeze_time
from raw_server import answering, saying

from conformance.caller import TargetLostError
from conformance.clock import RealTime
from conformance.evidence.exchange import TransportErrorKind

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def by_path(**scripts):
    """Return the script of a server that answers by the last word of the path: `/hang`, `/close`, anything else."""

    def script(dialogue):
        while seen := dialogue.request():
            word = seen.line.split()[1].rpartition("/")[2]
            if word == "hang":
                return dialogue.hold()
            if word == "close":
                return None
            dialogue.send(OK)
        return None

    return script


@pytest.fixture
def visit(serve, connect):
    """Return what asks for one path after the other over one connection, and gives the faults."""
    server, connection = serve(by_path()), connect(timeout=0.2)

    def ask(*words):
        return [connection.send("GET", f"{server.url}/{word}", {}).fault for word in words]

    ask.connection = connection
    return ask


class TestLost:
    def test_after_three_faults_in_a_row(self, visit):
        """And the sentence says which."""
        visit("close", "close", "close")
        with pytest.raises(TargetLostError, match=r"^the target closed the connection .*, 3 times in a row$"):
            visit("ok")

    def test_not_after_two(self, visit):
        """Two may be an accident."""
        visit("close", "close", "ok")

    def test_an_answer_in_between_begins_anew(self, visit):
        """In a row is in a row."""
        visit(*("close", "close", "ok") * 3, "ok")

    def test_after_six_timeouts(self, visit):
        """Waiting is what makes a run endless, also where answers come in between."""
        visit(*("hang", "ok") * 5)
        visit("hang")
        with pytest.raises(TargetLostError, match=r"did not answer in time .*, 6 times in this run$"):
            visit("ok")

    def test_once_lost_it_is_lost(self, visit):
        """No request is sent any more, and the sentence stays the first one."""
        visit.connection.mark_lost("because")
        visit.connection.mark_lost("for another reason")
        for _ in range(2):
            with pytest.raises(TargetLostError, match=r"^because$"):
                visit("ok")
        assert visit.connection.requests == 0

    def test_every_request_counts(self, visit):
        """Also those without an answer, and those that went out again because the connection was closed."""
        visit("ok", "close", "ok")
        assert visit.connection.requests == 7


def test_no_more_requests_are_sent_than_the_target_file_allows(serve, connect):
    """The sentence names the key."""
    server, connection = serve(answering()), connect(max_requests=2)
    for _ in range(2):
        connection.send("GET", server.url, {})
    with pytest.raises(TargetLostError, match=r"the 2 requests that http\.max_requests allows are used up"):
        connection.send("GET", server.url, {})
    assert len(server.requests) == 2


class TestKeepAlive:
    def test_one_connection_carries_many_requests(self, serve, connect):
        """A handshake for each would cost more than the run."""
        server, connection = serve(answering()), connect()
        for _ in range(5):
            connection.send("GET", server.url, {})
        assert server.connections == 1

    def test_hanging_up_begins_a_new_one(self, serve, connect):
        """For rules that want another connection."""
        server, connection = serve(answering()), connect()
        for _ in range(2):
            connection.send("GET", server.url, {})
            connection.close()
        assert server.connections == 2

    @pytest.mark.parametrize("reads", [False, True], ids=["at once", "when the next request has come"])
    def test_a_connection_that_the_target_has_closed_is_no_fault(self, serve, connect, reads):
        """A target may close an idle one whenever it likes: the request goes out once more, over a new one."""

        def script(dialogue):
            dialogue.request()
            dialogue.send(OK)
            if reads:
                dialogue.connection.recv(1)

        server, connection = serve(script), connect()
        for _ in range(3):
            assert connection.send("POST", server.url, {}).fault is None
        assert server.connections == 3

    def test_a_new_connection_that_is_closed_is_a_fault(self, serve, connect):
        """A request that makes the target hang up is sent four times, and that is all."""
        server, connection = serve(by_path()), connect()
        connection.send("GET", f"{server.url}/ok", {})
        assert connection.send("GET", f"{server.url}/close", {}).fault.kind is TransportErrorKind.CLOSED
        assert connection.send("GET", f"{server.url}/close", {}).fault.kind is TransportErrorKind.CLOSED
        assert [seen.line.split()[1] for seen in server.requests] == ["/ok"] + ["/close"] * 9

    def test_an_answer_that_was_cut_does_not_become_the_next_one(self, serve, connect):
        """A connection with half an answer in it is of no use any more."""

        def script(dialogue):
            dialogue.request()
            dialogue.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            dialogue.server.ended.wait(0.4)
            dialogue.send(b"0123456789" + OK)

        server, connection = serve(script), connect(timeout=0.2)
        for _ in range(2):
            assert connection.send("GET", server.url, {}).received is None
        assert server.connections == 4


def test_eight_threads_ask_at_once(serve, connect):
    """All requests are under way together: the server answers when the eighth is there."""
    together = threading.Barrier(8, timeout=5)

    def script(dialogue):
        seen = dialogue.request()
        together.wait()
        body = seen.line.encode()
        dialogue.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body)

    server, connection = serve(script), connect(timeout=5)
    with ThreadPoolExecutor(8) as pool:
        exchanges = list(pool.map(lambda i: connection.send("GET", f"{server.url}/{i}", {}), range(8)))
    assert [exchange.received.body for exchange in exchanges] == [f"GET /{i} HTTP/1.1".encode() for i in range(8)]
    assert connection.requests == 8


def test_each_of_several_threads_has_a_deadline_of_its_own(serve, connect):
    """One that hangs takes no other with it."""
    server, connection = serve(by_path()), connect()
    with ThreadPoolExecutor(2) as pool:
        hanging, right = pool.map(lambda word: connection.send("GET", f"{server.url}/{word}", {}), ("hang", "ok"))
    assert hanging.fault is not None
    assert right.fault is None


def test_deadlines_are_real_while_the_clock_is_frozen(serve, connect):
    """As in every run on the embedded reference."""
    server, connection = serve(saying(hold=True)), connect()
    with freeze_time("2030-01-01"):
        began, day = RealTime.monotonic(), RealTime.time()
        exchange = connection.send("GET", server.url, {})
        took = RealTime.monotonic() - began
    assert 0.4 < took < 5
    assert abs(exchange.duration - took) < 1
    assert exchange.fault is not None
    assert abs(exchange.started - day) < 5
