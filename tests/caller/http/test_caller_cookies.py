"""Cookies are kept where the target file says so, and for their own host only."""

from __future__ import annotations

import pytest
from raw_server import answering


@pytest.mark.parametrize(("cookies", "sent"), [(True, ["node=a; other=b"]), (False, [])])
def test_a_cookie_is_given_back_where_the_file_says_so(serve, connect, cookies, sent):
    """Layer has no cookies: a run that keeps them unasked would hide that a target needs them."""
    server, connection = serve(answering("Set-Cookie: node=a; Path=/", "Set-Cookie: other=b")), connect(cookies=cookies)
    for _ in range(2):
        connection.send("GET", server.url, {})
    assert [seen.all("Cookie") for seen in server.requests] == [[], sent]
    assert connection.leaves_cookies is not cookies


def test_a_cookie_stays_with_its_host(serve, connect):
    """Another host is told nothing of it."""
    server, other, connection = serve(answering("Set-Cookie: node=a")), serve(answering()), connect(cookies=True)
    connection.send("GET", server.url, {})
    connection.send("GET", other.url, {})
    assert other.requests[0].all("Cookie") == []


def test_a_connection_beside_it_has_the_same_cookies(serve, connect):
    """The sign-in at the end of a run goes over a new one."""
    server, connection = serve(answering("Set-Cookie: node=a")), connect(cookies=True)
    connection.send("GET", server.url, {})
    connection.duplicate().send("GET", server.url, {})
    assert server.requests[1].all("Cookie") == ["node=a"]


def test_what_is_no_cookie_is_left_out(serve, connect):
    """And breaks nothing."""
    server, connection = serve(answering("Set-Cookie: =;;", "Set-Cookie: \x7f")), connect(cookies=True)
    for _ in range(2):
        assert connection.send("GET", server.url, {}).received.status == 200


def test_an_answer_without_one_leaves_none(serve, connect):
    """As at nearly every target."""
    connection = connect()
    connection.send("GET", serve(answering()).url, {})
    assert connection.leaves_cookies is False
