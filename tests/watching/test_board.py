"""The board between the run and the person."""

from __future__ import annotations

import threading

import pytest

from conformance.watching import Board
from conformance.watching.board import Choice, Instruction

SIGN_OUT = Instruction("Sign out.", (("User", "alice"),), (Choice("done", "Done"), Choice("skip", "Skip this")))


def never() -> str:
    return ""


def test_an_instruction_is_shown_until_it_is_answered():
    """With all that has to be known, and a number of its own."""
    seen = []
    board = Board(lambda _instruction: (seen.append(board.state()), board.answer(1, "done")))
    assert board.ask(SIGN_OUT, never) == "done"
    assert seen[0]["words"] == "Sign out."
    assert seen[0]["choices"] == [["done", "Done"], ["skip", "Skip this"]]
    assert board.state()["choices"] == []


@pytest.mark.parametrize(("number", "name"), [(0, "done"), (2, "done"), (1, "cannot"), (True, "nothing")])
def test_an_answer_to_something_else_is_none(number, name):
    """A second window, or a button pressed twice, answers nothing that comes later."""
    board = Board(lambda _instruction: taken.extend([board.answer(number, name), board.answer(1, "skip")]))
    taken: list[bool] = []
    assert board.ask(SIGN_OUT, never) == "skip"
    assert taken == [False, True]
    assert not board.answer(1, "done")


def test_an_answer_comes_from_another_thread():
    """The page is served by one of its own."""
    asked = threading.Event()
    board = Board(lambda _instruction: asked.set())
    page = threading.Thread(target=lambda: (asked.wait(10), board.answer(1, "done")))
    page.start()
    assert board.ask(SIGN_OUT, never) == "done"
    page.join()


@pytest.mark.parametrize(("keys", "name"), [([2], "skip"), ([None, 3, 0, 1], "done")])
def test_an_answer_is_typed_by_its_number(keys, name):
    """Other numbers are none."""
    waiting = iter(keys)
    assert Board(typed=lambda _seconds: next(waiting)).ask(SIGN_OUT, never) == name


def test_nobody_is_waited_for_for_ever():
    """Then the watch has ended."""
    assert Board(longest_wait=0).ask(SIGN_OUT, never) == "finish"


def test_a_watch_that_is_finished_asks_for_nothing():
    """Neither for what is asked just then, nor for anything that comes."""
    board = Board(typed=lambda _seconds: board.finish())
    assert board.ask(SIGN_OUT, never) == "finish"
    number = board.state()["number"]
    assert board.ask(SIGN_OUT, never) == "finish"
    assert board.state()["number"] == number


def test_waiting_ends_where_it_makes_no_sense():
    """An app that floods the suite is waited for no longer."""
    assert Board().ask(SIGN_OUT, lambda: "a flood") == ""


def test_the_newest_result_stands_first():
    """And there is an end to how many are kept."""
    board = Board()
    for number in range(300):
        board.tell(str(number))
    assert board.state()["results"][0] == "299"
    assert len(board.state()["results"]) == 200
