"""A person in the place of a driver."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from conformance.caller.driver import DriverError
from conformance.judging.outcomes import Undeclared
from conformance.watching.board import Board
from conformance.watching.person import Person

BEGIN = {"layer_url": "http://layer", "identity_url": "http://identity", "app_id": "app", "version": "2.0"}
ALICE = {"user": "alice", "password": "rabbit"}


def person_of(*names: str) -> tuple[Person, list]:
    """Return a person who answers with these, and where the instructions end up."""
    instructions: list = []
    waiting = list(names)

    def show(instruction):
        instructions.append(instruction)
        board.answer(len(instructions), waiting.pop(0))

    board = Board(show)
    return Person(board, nullcontext), instructions


def test_a_person_is_told_what_a_driver_is_told():
    """Where the servers are, whom to sign in, and with which password."""
    person, instructions = person_of("done", "signed-in", "signed-out")
    assert person.ask("begin", BEGIN, lambda: "")["ok"] is True
    assert person.ask("sign_in", ALICE, lambda: "") == {"ok": True, "signed_in": True}
    assert person.ask("sign_out", {}, lambda: "") == {"ok": True, "signed_in": False}
    assert ("Layer", "http://layer") in instructions[0].details
    assert instructions[1].words == "Sign in as alice, and wait until that has worked or has failed."
    assert instructions[1].details == (("User", "alice"), ("Password", "rabbit"))


@pytest.mark.parametrize("name", ["skip", "finish"])
def test_what_nobody_does_is_not_claimed(name):
    """Whether one thing is skipped or all that comes."""
    person, _ = person_of(name)
    with pytest.raises(Undeclared, match=r"nobody has done this: the watch went on, or ended, at sign_in"):
        person.ask("sign_in", ALICE, lambda: "")


def test_nothing_is_shown_after_the_end():
    """The rest of the run is over in a moment."""
    person, instructions = person_of("finish")
    for _ in range(2):
        with pytest.raises(Undeclared):
            person.ask("use", {}, lambda: "")
    assert len(instructions) == 1


def test_what_the_app_cannot_do_is_unsupported():
    """As a driver says it; it is remembered, so that nobody is asked again."""
    person, _ = person_of("cannot")
    assert person.ask("restart", {}, lambda: "") == {"ok": False, "unsupported": True}
    assert person.cannot == {"restart"}


def test_an_app_cannot_lack_what_it_has_done_nor_a_sign_in():
    """Those answers are not offered."""
    person, instructions = person_of("signed-in", "signed-in", "signed-in")
    person.ask("sign_in", ALICE, lambda: "")
    person.ask("use", {}, lambda: "")
    person.ask("use", {}, lambda: "")
    offers = ["cannot" in {choice.name for choice in instruction.choices} for instruction in instructions]
    assert offers == [False, True, False]


def test_an_app_that_floods_the_suite_is_a_driver_that_fails():
    """Nothing is decided by it."""
    person = Person(Board(), nullcontext)
    with pytest.raises(DriverError, match="a flood"):
        person.ask("use", {}, lambda: "a flood")
