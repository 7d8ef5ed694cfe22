"""The board between the run and the person: one instruction at a time, and what has been judged so far."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.clock import RealTime

#: Nobody is waited for any longer than this, in seconds: then everybody has left.
LONGEST_WAIT = 1800.0
#: How often what is typed is looked for, and whether waiting makes sense, in seconds.
_GLANCE = 0.1
#: So many of the last results are shown.
_LONGEST_LOG = 200

SKIP, FINISH = "skip", "finish"


@dataclass(frozen=True)
class Choice:
    """One answer of the person: its name, and what stands on its button."""

    name: str
    words: str


@dataclass(frozen=True)
class Instruction:
    """What a person is to do next, what has to be known for it, and how it may have gone."""

    words: str
    details: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]


class Board:
    """Shows instructions, numbered from 1, and takes one answer to each; safe for several threads.

    `show` is told of each instruction, for the terminal; `typed` waits up to so many seconds and returns the number
    of a choice that was typed there, or None.
    """

    def __init__(
        self,
        show: Callable[[Instruction], None] = lambda _instruction: None,
        typed: Callable[[float], int | None] | None = None,
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        self._show = show
        self._typed = typed
        self._longest_wait = longest_wait
        self._changed = threading.Condition()
        self._number = 0
        self._instruction: Instruction | None = None
        self._answer: str | None = None
        self._lines: deque[str] = deque(maxlen=_LONGEST_LOG)
        self.is_finished = False

    def ask(self, instruction: Instruction, give_up: Callable[[], str]) -> str:
        """Show an instruction and return the name of the choice: FINISH where the person ends the watch, or is gone.

        Returns an empty text where `give_up` says that waiting makes no sense any more.
        """
        if self.is_finished:
            return FINISH
        with self._changed:
            self._number += 1
            self._instruction, self._answer = instruction, None
        try:
            self._show(instruction)
            return self._wait(instruction, give_up)
        finally:
            with self._changed:
                self._instruction = None

    def answer(self, number: int, name: str) -> bool:
        """Take the answer to an instruction; returns False where it is not, or no more, asked for."""
        with self._changed:
            instruction = self._instruction
            if instruction is None or number != self._number or self._answer is not None:
                return False
            if name not in (choice.name for choice in instruction.choices):
                return False
            self._answer = name
            self._changed.notify_all()
            return True

    def tell(self, line: str) -> None:
        """Show the result of a scenario, the newest first."""
        with self._changed:
            self._lines.appendleft(line)

    def finish(self) -> None:
        """Ask nobody for anything any more; whoever waits for an answer is told within a moment."""
        self.is_finished = True

    def state(self) -> dict[str, Any]:
        """Return what there is to see, as JSON has it."""
        with self._changed:
            instruction = None if self._answer is not None else self._instruction
            return {
                "number": self._number,
                "is_finished": self.is_finished,
                "words": instruction.words if instruction else "",
                "details": [list(detail) for detail in instruction.details] if instruction else [],
                "choices": [[each.name, each.words] for each in instruction.choices] if instruction else [],
                "results": list(self._lines),
            }

    def _wait(self, instruction: Instruction, give_up: Callable[[], str]) -> str:
        deadline = RealTime.monotonic() + self._longest_wait
        while RealTime.monotonic() < deadline and not self.is_finished:
            if give_up():
                return ""
            self._look_at_the_keys(instruction)
            with self._changed:
                if self._answer is None and self._typed is None:
                    self._changed.wait(_GLANCE)
                if self._answer is not None:
                    return self._answer
        return FINISH

    def _look_at_the_keys(self, instruction: Instruction) -> None:
        typed = self._typed(_GLANCE) if self._typed else None
        if typed is not None and 1 <= typed <= len(instruction.choices):
            self.answer(self._number, instruction.choices[typed - 1].name)
