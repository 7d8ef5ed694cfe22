"""A server whose answers are right, or odd in any way: every scenario comes to a verdict."""

from __future__ import annotations

import json
import random

import pytest

from conformance.clock import WallClock
from conformance.reference.server import ReferenceServer, running

#: What may stand in the place of any value.
ODD = [
    None,
    True,
    0,
    -1,
    1e300,
    "",
    " ",
    "\ud800",
    "\x00",
    "a\nb",
    "é",
    "令牌",
    "x" * 5000,
    "..",
    "a/b?c#d",
    '"',
    [],
    {},
    [[]],
    {"": 0},
]
LINKS = [
    "<http://[::1>; rel=conversations",
    "<>; rel=conversations",
    "<ws://h/>; rel=conversations",
    "<//h/x>; rel=content",
    "<",
]
BODIES = [b"", b"{", b"\xff", b"null", b"[]", b'"a"', b"[" * 3000, b"1" * 5000, b"<html>"]
STATUSES = [100, 200, 201, 204, 205, 304, 400, 401, 403, 404, 422, 429, 500, 503, 999]


class Wild:
    """Changes two answers of five, each in one way."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def __call__(self, _visit, answer):
        way = self._random.choice(
            [*[lambda same: same] * 6, *[self.member] * 5, self.status, self.body, self.link, self.header]
        )
        return way(answer)

    def member(self, answer):
        try:
            content = json.loads(answer.body)
            where = content.get("data") if self._random.random() < 0.3 else content
            where[self._random.choice([*where, "more"])] = self._random.choice(ODD)
        except (ValueError, AttributeError, TypeError):
            return answer
        return answer.with_content(content)

    def status(self, answer):
        return type(answer)(self._random.choice(STATUSES), answer.headers, answer.body)

    def body(self, answer):
        return type(answer)(answer.status, answer.headers, self._random.choice(BODIES))

    def link(self, answer):
        return answer.with_header("Link", self._random.choice(LINKS))

    def header(self, answer):
        name = self._random.choice(["Date", "Content-Type", "Retry-After", "Allow", "X"])
        return answer.with_header(name, self._random.choice(["", "\xff", "a, b", "Tue, 99 Foo", "0"]))


#: Those that use most of what an answer says.
CHAPTERS = [f"features/server/{name}.feature" for name in ("nonces", "sessions", "session_tokens", "signing_out")]


@pytest.mark.parametrize("seed", [1])
def test_odd_answers_lead_to_verdicts(run, serve, seed):
    """None of them is an error of the suite, whatever stands in the answers, and all of it can be read."""
    with running(ReferenceServer(WallClock()).adding(Wild(seed), to="every answer")) as url:
        seen = run("--target", serve(url, "[http]\ntimeout = 1\n"), *CHAPTERS, "-k", "2.0")
    assert (seen.code, seen.word) == (1, "NOT_CONFORMANT"), seen.output
    errors = [each for each in seen.verdict["findings"] if each["verdict"] == "ERROR"]
    assert not errors, errors[0]["reason"]
    assert "Traceback" not in seen.output
