"""What a target sends is read in time that grows with its length, and no faster.

Lines of Python are counted. What one line does inside of the regular expressions is not, so that the processor's time
of an eightfold input is compared as well: a square would be 64 times as much.
"""

from __future__ import annotations

import contextlib
import sys
import time

import pytest

from conformance.evidence.curl import curl_line
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import serialize
from conformance.evidence.transcript import Transcript
from conformance.judging.leaks import LEAKS, expect_no_leak
from conformance.judging.links import relations_of
from conformance.judging.outcomes import Violation

FACTOR = 8
#: How many times as much an eightfold input may take.
MOST = 3 * FACTOR
SMALL = 800
#: Lines are counted exactly, so that fewer characters tell as much.
FEW = 400

PIECES = {
    "tokens without a dot": "eyJ",
    "tokens with a dot": "eyJ.",
    "tokens with a short part": "eyJabcdefgh.abc",
    "dots": ".",
    "frames of keys": "-----BEGIN PRIVATE KEY-----",
    "beginnings of frames": "-----BEGIN A",
    "members": '"nonce":"abcd1234",',
    "members without an end": '"nonce":"',
    "lists without an end": '"nonce":[',
    "lists": '"nonces":["abcd1234","abcd1235"],',
    "names": '"nonce" ',
    "fields": "&nonce=abcd1234",
    "paths": "/sessions/",
    "percent": "%41",
    "percent of percent": "%25",
    "numbers of HTML": "&#65;",
    "half an escape": "&#",
    "backslashes": "\\",
    "escapes": "\\u0041",
    "base64": "QUJDREVG",
    "hex": "4142",
    "blanks": " ",
    "quotes": "\"'",
    "links": "<a>;rel=x,",
    "brackets": "<",
    "parameters": '; a="',
    "stack frames": "at x(",
    "folders": "/a",
    "tags": "</a ",
    "the secret": "S3cret-of-the-run",
    "beginnings of the secret": "S3cret-of-the-ru",
}


def of_length(piece: str, size: int) -> str:
    return (piece * size)[:size]


def learn(text: str) -> None:
    transcript = Transcript()
    transcript.add(exchange_with(text))


def redact(text: str) -> None:
    redactor = Redactor([("header", "S3cret-of-the-run"), ("nonce", "ab"), ("nonce", "abcd")])
    redactor.redact(text)
    redactor.truncate(text, len(text) // 2)


def show(text: str) -> None:
    exchange = exchange_with(text)
    transcript = Transcript()
    transcript.add(exchange)
    serialize(exchange, transcript.redactor)
    curl_line(exchange, transcript.redactor)


def find_links(text: str) -> None:
    relations_of(exchange_with(text).received)


def find_leaks(text: str) -> None:
    for leak in LEAKS:
        with contextlib.suppress(Violation):
            expect_no_leak(exchange_with(text), leak)


def exchange_with(text: str) -> Exchange:
    """Return an exchange whose answer has the text in its headers, its body and behind it."""
    raw = text.encode()
    headers = [("Link", text), ("Location", f"http://a.example/?x={text}"), (f"X-{text}", text)]
    return Exchange(Sent("GET", "http://a.example/", ()), 0.0, 0.0, Received(500, text, headers, raw, raw))


def lines_run(work, text: str) -> int:
    """Count the lines of Python that run."""
    count = 0

    def trace(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work(text)
    finally:
        sys.settrace(before)
    return count


def processor_time(work, text: str) -> float:
    """Return the processor's time, in seconds."""
    before = time.thread_time()
    work(text)
    return time.thread_time() - before


@pytest.mark.parametrize("work", [learn, redact, show, find_links, find_leaks])
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_eight_times_the_text_takes_about_eight_times_the_steps(work, piece):
    """In lines of Python, and in the processor's time where that is long enough to be measured."""
    small, large = (of_length(piece, size) for size in (FEW, FEW * FACTOR))
    assert lines_run(work, large) <= MOST * (lines_run(work, small) + 100)
    small, large = (of_length(piece, size) for size in (SMALL, SMALL * FACTOR))
    # A machine that does much else disturbs a measurement: one of three has to be right.
    assert any(processor_time(work, large) <= MOST * (processor_time(work, small) + 0.001) for _ in range(3))


@pytest.mark.parametrize("count", [100, 800])
def test_many_secrets_of_a_run_make_no_exchange_slower(count):
    """What a run has learnt is searched for at one price."""
    redactor = Redactor()
    for number in range(count):
        redactor.learn("nonce", f"n0nce-{number:08d}-of-the-run")
    text = "an answer of an usual length, with a word or two " * 50
    few = Redactor([("nonce", "n0nce-00000000-of-the-run")])
    few.learn("nonce", "n0nce-00000001-of-the-run")
    assert lines_run(redactor.redact, text) <= lines_run(few.redact, text) * 2
