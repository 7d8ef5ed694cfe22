"""Command lines that repeat a request."""

import shlex

import pytest

from conformance.evidence.curl import curl_line
from conformance.evidence.redaction import Redactor

ACCEPT = ("Accept", "application/vnd.layer+json; version=2.0")


def test_the_line_repeats_the_request(learnt, exchange):
    """Method, address, headers and body, quoted for a shell, secrets replaced."""
    recorded = exchange(
        "POST",
        "http://layer.example/sessions",
        [ACCEPT, ("Content-Type", "application/json"), ("User-Agent", "a/1")],
        b'{"identity_token": "it\'s.a1.token", "app_id": "1"}',
    )
    assert shlex.split(curl_line(recorded, learnt(recorded))) == [
        *("curl", "-i", "-X", "POST", "http://layer.example/sessions"),
        *("-H", "Accept: application/vnd.layer+json; version=2.0"),
        *("-H", "Content-Type: application/json"),
        *("-H", "User-Agent: a/1"),
        *("-d", '{"identity_token": "[identity token 85171434]", "app_id": "1"}'),
    ]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"method": "GET", "headers": [ACCEPT]}, ["curl", "-i"]),
        ({"method": "HEAD", "headers": [ACCEPT]}, ["--head"]),
        ({"headers": []}, ["-H", "Accept:"]),
        ({"headers": [ACCEPT], "body": b""}, ["-H", "Content-Type:", "-d", ""]),
        ({"headers": [("Accept", "")]}, ["-H", "Accept;"]),
        ({"headers": [("User-Agent", "a"), ACCEPT]}, ["-H", "User-Agent: a", "-H", f"Accept: {ACCEPT[1]}"]),
        ({"headers": [ACCEPT]}, ["-H", "User-Agent:"]),
        ({"method": "GET", "headers": [ACCEPT, ("X-Request-Id", "1"), ("traceparent", "00-1")]}, ["curl", "-i"]),
        ({"headers": [("Accept-Encoding", "identity")]}, ["-H", "Accept-Encoding: identity"]),
        ({"headers": [("Host", "other.example")]}, ["-H", "Host: other.example"]),
        ({"headers": [("Host", "layer.example:80")]}, ["-H", "Host: layer.example:80"]),
        ({"headers": [("Content-Length", "0")]}, ["-H", "Content-Length: 0"]),
        ({"headers": [("Content-Length", "9")], "body": b"{}"}, ["-H", "Content-Length: 9"]),
        ({"headers": [ACCEPT], "body": b"@file"}, ["--data-raw", "@file"]),
    ],
)
def test_what_curl_would_do_otherwise_is_said(exchange, header, words):
    """A header that was left out is taken away, an empty one kept, and a body is never a file's name."""
    line = shlex.split(curl_line(exchange(**header), Redactor()))
    assert any(line[place : place + len(words)] == words for place in range(len(line)))


def test_a_body_that_is_no_text_goes_through_base64(exchange):
    """A shell's argument cannot hold every byte."""
    line = curl_line(exchange(body=b"\xff\x00"), Redactor())
    assert line.startswith("echo /wA= | base64 -d | curl ")
    assert line.endswith(" --data-binary @-")


def test_a_large_body_is_cut_with_a_note(exchange):
    """The note is a shell's comment."""
    line = curl_line(exchange(body=b"x" * 1_000_000), Redactor())
    assert len(line) < 3000
    assert line.endswith("# the body: its first 2048 of 1000000 bytes")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://layer.example/nonces", "layer.example"),
        ("http://layer.example:80/nonces", "layer.example"),
        ("https://bob:pw@layer.example:443/nonces", "layer.example"),
        ("http://layer.example:8080/nonces", "layer.example:8080"),
        ("http://[::1]:80/nonces", "[::1]"),
    ],
)
def test_what_curl_sends_by_itself_is_not_repeated(exchange, url, host):
    """The host of the URL, and the length of the body, which differs where a mark was replaced."""
    line = curl_line(exchange(url=url, headers=[("Host", host), ("Content-Length", "2")], body=b"{}"), Redactor())
    assert "Host" not in line
    assert "Content-Length" not in line


def test_a_long_header_is_cut(exchange):
    """What is longer than four kilobytes is no line to paste."""
    line = curl_line(exchange(headers=[("X-A", "a" * 9000), ("Accept", "b")]), Redactor())
    assert "'X-A: " + "a" * (4096 - len("X-A: ")) + "' " in line
