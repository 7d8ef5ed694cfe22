"""Command lines that repeat a request."""

import shlex

import pytest

from conformance.evidence.curl import curl_line
from conformance.evidence.redaction import Redactor

ACCEPT = ("Accept", "application/vnd.layer+json; version=2.0")


def test_the_line_repeats_the_request(exchange):
    """Method, address, headers and body, quoted for a shell, secrets replaced."""
    made = exchange(
        "POST",
        "http://layer.example/sessions",
        [ACCEPT, ("Content-Type", "application/json")],
        b'{"identity_token": "it\'s.a1.token", "app_id": "1"}',
    )
    assert shlex.split(curl_line(made, Redactor())) == [
        *("curl", "-i", "-X", "POST", "http://layer.example/sessions"),
        *("-H", "Accept: application/vnd.layer+json; version=2.0"),
        *("-H", "Content-Type: application/json"),
        *("-d", '{"identity_token": "[identity token 85171434]", "app_id": "1"}'),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"method": "GET", "headers": [ACCEPT]}, ["curl", "-i"]),
        ({"method": "HEAD", "headers": [ACCEPT]}, ["--head"]),
        ({"headers": []}, ["-H", "Accept:"]),
        ({"headers": [ACCEPT], "body": b""}, ["-H", "Content-Type:", "-d", ""]),
        ({"headers": [("Accept", "")]}, ["-H", "Accept;"]),
        ({"headers": [ACCEPT], "body": b"@file"}, ["--data-raw", "@file"]),
    ],
)
def test_what_curl_would_do_otherwise_is_said(exchange, given, words):
    """A header that was left out is taken away, an empty one kept, and a body is never a file's name."""
    line = shlex.split(curl_line(exchange(**given), Redactor()))
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
