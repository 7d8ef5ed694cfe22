"""Connections to the reference server, and how long it and they live."""

from __future__ import annotations

import socket
import threading
from contextlib import closing
from http.server import ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer, running
from conformance.reference.server.transport import MOST_CONNECTIONS, Listener

ACCEPT = b"Accept: application/vnd.layer+json; version=2.0\r\n"


def port(url):
    return urlsplit(url).port


class TestConnection:
    def test_it_carries_many_requests(self, connect, read_answer):
        """HTTP/1.1 keeps it alive, pipelined requests and bodies included."""
        connection = connect()
        request = b"POST /nonces HTTP/1.1\r\n" + ACCEPT + b"Content-Length: 2\r\n\r\n{}"
        with connection.makefile("rb") as stream:
            for _ in range(3):
                connection.sendall(request * 2)
                answers = [read_answer(stream) for _ in range(2)]
                assert [line for line, *_ in answers] == ["HTTP/1.1 201 Created"] * 2
                assert "connection" not in answers[0][1]

    @pytest.mark.parametrize(
        ("version", "header", "ends"),
        [
            ("1.1", "close", True),
            ("1.1", "keep-alive, x", False),
            ("1.0", "", True),
            ("1.0", "Keep-Alive", False),
        ],
    )
    def test_it_ends_when_the_client_wants_it_to(self, connect, read_answer, version, header, ends):
        """RFC 9112, 9.3."""
        connection = connect()
        connection.sendall(f"HEAD /ping HTTP/{version}\r\nConnection: {header}\r\n\r\n".encode())
        with connection.makefile("rb") as stream:
            _, headers, _ = read_answer(stream)
            assert (headers.get("connection") == "close") is ends
            connection.sendall(b"HEAD /ping HTTP/1.1\r\n\r\n")
            assert (stream.readline() == b"") is ends

    def test_nothing_follows_a_204(self, app, connect, read_answer):
        """DELETE-2: the next answer begins right after the headers."""
        connection = connect()
        delete = f"DELETE /sessions/{app.session_token()} HTTP/1.1\r\n".encode() + ACCEPT + b"\r\n"
        connection.sendall(delete + b"HEAD /ping HTTP/1.1\r\nConnection: close\r\n\r\n")
        with connection.makefile("rb") as stream:
            status_line, headers, _ = read_answer(stream)
            assert status_line == "HTTP/1.1 204 No Content"
            assert "content-length" not in headers
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"

    def test_a_server_can_be_made_to_send_a_body_with_its_204(self, app):
        """What a mutant adds does go over the wire."""
        broken = app.of(app.server.replacing("DELETE-2", lambda visit, answer: answer.with_content({})))
        line = f"DELETE /sessions/{broken.session_token()} HTTP/1.1\r\n".encode()
        with running(broken.server) as url, socket.create_connection(("127.0.0.1", port(url))) as connection:
            connection.sendall(line + ACCEPT + b"Connection: close\r\n\r\n")
            with connection.makefile("rb") as stream:
                assert stream.read().endswith(b"\r\n\r\n{}")

    def test_head_has_no_body(self, connect):
        """The length is that of GET; the next answer follows at once."""
        connection = connect()
        connection.sendall(b"HEAD / HTTP/1.1\r\n\r\nHEAD /ping HTTP/1.1\r\n\r\n")
        with connection.makefile("rb") as stream:
            head = [stream.readline()]
            while head[-1] != b"\r\n":
                head.append(stream.readline())
            assert b"Content-Length: 2\r\n" in head
            assert stream.readline() == b"HTTP/1.1 200 OK\r\n"

    def test_a_client_that_waits_is_invited_to_send_its_body(self, connect):
        """Expect: 100-continue, as curl sends it with large bodies."""
        connection = connect()
        connection.sendall(b"POST /nonces HTTP/1.1\r\n" + ACCEPT + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        with connection.makefile("rb") as stream:
            assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"
            assert stream.readline() == b"\r\n"
            connection.sendall(b"{}")
            assert stream.readline() == b"HTTP/1.1 201 Created\r\n"

    def test_a_client_that_waits_is_told_at_once_that_its_body_is_too_long(self, connect):
        """No invitation to send what will be refused."""
        connection = connect()
        connection.sendall(b"POST /sessions HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5000000\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")

    def test_the_core_knows_which_connection_a_request_came_over(self, server, clock):
        """So that a mutant can break SESSION-ELSEWHERE-1."""
        seen = []
        watched = server.adding(
            lambda visit, answer: seen.append(visit.request.connection) or answer, to="every answer"
        )
        with running(watched) as url:
            for _ in range(2):
                with socket.create_connection(("127.0.0.1", port(url))) as connection:
                    connection.sendall(b"HEAD /ping HTTP/1.1\r\n\r\n" * 2)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(4096):
                        pass
        assert seen[0] == seen[1] != seen[2] == seen[3]
        assert "" not in seen


class TestRunning:
    def test_a_connection_does_not_outlive_its_server(self, server):
        """A client that keeps its connection is not answered by a server that has ended."""
        with running(server) as url:
            connection = socket.create_connection(("127.0.0.1", port(url)), timeout=5)
            connection.sendall(b"HEAD /ping HTTP/1.1\r\n\r\n")
            assert connection.recv(4096)
        with closing(connection):
            assert connection.recv(4096) == b""

    def test_two_servers_run_side_by_side(self, server, clock):
        """Each on a port of its own, with nonces of its own."""
        with running(server) as one, running(ReferenceServer(clock)) as other:
            assert one != other

    def test_a_busy_port_is_refused(self, server, url):
        """OSError, for the caller to put into words."""
        with pytest.raises(OSError, match="in use"), running(server, port=port(url)):
            pass

    def test_no_thread_is_left_behind(self, server):
        """What was started has ended."""
        before = threading.active_count()
        with running(server):
            assert threading.active_count() == before + 1
        assert threading.active_count() == before

    def test_ipv6_is_served_where_the_machine_has_it(self, server):
        """The URL has brackets then."""
        if not socket.has_ipv6:
            pytest.skip("this machine has no IPv6")
        try:
            with running(server, host="::1") as url:
                assert url.startswith("http://[::1]:")
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")

    def test_a_fault_of_the_transport_is_kept_with_the_other_failures(self, app, capfd):
        """The client sees the connection end, the terminal sees nothing, and whoever debugs finds it."""

        def falls_over(status):
            raise RuntimeError("no phrase")

        broken = app.server.with_writer(reason=falls_over)
        with running(broken) as url, socket.create_connection(("127.0.0.1", port(url))) as connection:
            connection.sendall(b"HEAD /ping HTTP/1.1\r\n\r\n")
            assert connection.recv(4096) == b""
        assert [str(failure) for failure in broken.failures] == ["no phrase"]
        assert capfd.readouterr() == ("", "")

    def test_nothing_is_written_to_the_terminal(self, connect, capfd):
        """Neither requests nor faults: the terminal belongs to the suite."""
        for raw in (b"garbage\r\n\r\n", b"HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"):
            connection = connect()
            connection.sendall(raw)
            assert connection.recv(4096)
        assert capfd.readouterr() == ("", "")


class TestListener:
    """What keeps a server alive that strangers reach."""

    @pytest.fixture
    def listener(self):
        listener = Listener(ReferenceServer(WallClock()), "127.0.0.1", 0)
        yield listener
        listener.server_close()

    def test_closes_a_connection_whose_request_is_overdue(self, listener):
        """And no other: one that rests between requests has longer."""
        (slow, _), (resting, _) = pairs = socket.socketpair(), socket.socketpair()
        with listener.noted(slow), listener.noted(resting):
            listener.expect_request(slow, -1.0)
            listener.service_actions()
            assert pairs[0][1].recv(1) == b""
            pairs[1][1].setblocking(False)
            with pytest.raises(BlockingIOError):
                pairs[1][1].recv(1)
        for each in (*pairs[0], *pairs[1]):
            each.close()

    def test_takes_no_connection_too_many(self, listener, monkeypatch):
        """It is closed at once, and one that ends makes room for another."""
        served = []
        monkeypatch.setattr(ThreadingHTTPServer, "process_request", lambda _, request, _address: served.append(request))
        monkeypatch.setattr(Listener, "shutdown_request", lambda _, request: served.append(f"no {request}"))
        for number in range(MOST_CONNECTIONS + 1):
            listener.process_request(number, None)
        assert served[-2:] == [MOST_CONNECTIONS - 1, f"no {MOST_CONNECTIONS}"]
        monkeypatch.setattr(ThreadingHTTPServer, "process_request_thread", lambda *_: None)
        listener.process_request_thread(0, None)
        listener.process_request("another", None)
        assert served[-1] == "another"

    def test_rests_where_descriptors_have_run_out(self, listener, monkeypatch):
        """The connection that waits would be found again at once, and again."""
        rests = []
        monkeypatch.setattr(Listener, "rest", staticmethod(rests.append))
        monkeypatch.setattr(ThreadingHTTPServer, "get_request", lambda _: (_ for _ in ()).throw(OSError("EMFILE")))
        with pytest.raises(OSError, match="EMFILE"):
            listener.get_request()
        assert rests == [0.1]
