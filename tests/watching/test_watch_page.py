"""The page of a watch, asked without a browser."""

from __future__ import annotations

import json

import pytest

from conformance.reference.server import Request
from conformance.watching import Board, Page
from conformance.watching.board import Choice, Instruction

SIGN_OUT = Instruction("Sign out.", (), (Choice("done", "Done"),))


@pytest.mark.parametrize("path", ["/", "/state", "/wrong/", "/wrong/state", "", "/{key}", "/{key}/../state"])
def test_whoever_does_not_know_the_key_finds_nothing(path):
    """It shows passwords, and takes answers."""
    page = Page(Board())
    path = path.replace("{key}", page.key)
    assert page.handle(Request("GET", path)).status == (200 if path == f"/{page.key}" else 404)


def test_two_pages_have_two_keys():
    """Nobody guesses one."""
    assert Page(Board()).key != Page(Board()).key


def test_its_parts_are_served_and_nothing_is_loaded_from_elsewhere():
    """Its own policy holds the browser to that."""
    page = Page(Board())
    for name in ("", "watch.css", "watch.js"):
        answer = page.handle(Request("GET", f"/{page.key}/{name}"))
        assert answer.status == 200
        assert b"http" not in answer.body
        assert (answer.header("Content-Security-Policy") or "").startswith("default-src 'none'")
        assert answer.header("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (json.dumps({"number": 2, "choice": "done"}), 409),
        (json.dumps({"number": 1, "choice": "else"}), 409),
        (json.dumps({"number": 1, "choice": ["done"]}), 409),
        (json.dumps({"number": 1}), 400),
        ("[]", 400),
        ("no JSON", 400),
        ("[" * 100_000, 400),
    ],
)
def test_an_answer_to_nothing_that_is_asked_is_refused(body, status):
    """And what is asked is still asked."""
    statuses = []

    def show(_instruction: Instruction) -> None:
        path = f"/{page.key}/answer"
        statuses.append(page.handle(Request("POST", path, (), body.encode())).status)
        right = json.dumps({"number": 1, "choice": "done"}).encode()
        statuses.append(page.handle(Request("POST", path, (), right)).status)

    board = Board(show)
    page = Page(board)
    assert board.ask(SIGN_OUT, lambda: "") == "done"
    assert statuses == [status, 200]
