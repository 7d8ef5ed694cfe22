"""A person in the place of a driver: the board shows what to do, and the answer is what the driver would say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from conformance.caller.driver import DriverError
from conformance.judging.outcomes import Undeclared
from conformance.judging.verdicts import undone_reason
from conformance.watching.board import FINISH, SKIP, Board, Choice, Instruction

_SIGNED_IN, _SIGNED_OUT, _DONE, _CANNOT = "signed-in", "signed-out", "done", "cannot"
#: What the person is to do, by what a driver would be told.
WORDS: Mapping[str, str] = {
    "begin": "Let the app forget everything: it should be as just installed, with nobody signed in.",
    "sign_in": "Sign in as {user}, and wait until that has worked or has failed.",
    "use": "Now open a conversation, and wait until it is there or the app gives up.",
    "sign_out": "Sign out.",
    "restart": "Close the app, and open it again.",
}
#: What the app should be configured with, by the member of `begin`.
_CONFIGURED = {
    "layer_url": "Layer",
    "identity_url": "Identity server",
    "app_id": "App id",
    "version": "Version of Layer's API",
}
_LOGIN = {"user": "User", "password": "Password"}


class Person:
    """What `caller.driver.Driver` is for a program. `resting` keeps what comes in until the app begins out of sight."""

    log = ""

    def __init__(self, board: Board, resting: Callable[[], AbstractContextManager[None]]) -> None:
        self._board = board
        self._resting = resting
        self._has_done: set[str] = set()
        self.cannot: set[str] = set()

    def ask(self, do: str, members: Mapping[str, object], give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Let the person do something and return how that went.

        Raises Undeclared where nobody does it, and DriverError where the app floods the suite meanwhile.
        """
        if do == "begin":
            with self._resting():
                name = self._board.ask(self._instruction(do, members), lambda: "")
        else:
            name = self._board.ask(self._instruction(do, members), give_up)
        if name == FINISH:
            self._board.finish()
        if name in (FINISH, SKIP):
            raise Undeclared(undone_reason(do))
        if name == _CANNOT:
            self.cannot.add(do)
            return {"ok": False, "unsupported": True}
        if not name:
            raise DriverError(give_up())
        self._has_done.add(do)
        return {"ok": True, "signed_in": name == _SIGNED_IN}

    def end(self) -> None:
        """Nothing was started."""

    def _instruction(self, do: str, members: Mapping[str, object]) -> Instruction:
        known = _CONFIGURED if do == "begin" else _LOGIN
        details = tuple((known[name], str(value)) for name, value in members.items() if name in known and value)
        return Instruction(WORDS[do].format(**members), details, tuple(self._choices(do)))

    def _choices(self, do: str) -> list[Choice]:
        ended = [Choice(SKIP, "Skip this"), Choice(FINISH, "End the watch")]
        if do == "begin":
            return [Choice(_DONE, "Done"), *ended]
        done = [
            Choice(_SIGNED_IN, "Done: the app shows its user as signed in"),
            Choice(_SIGNED_OUT, "Done: the app shows nobody as signed in"),
        ]
        # Everybody can be signed in: without that there is nothing to watch.
        can_lack = do != "sign_in" and do not in self._has_done
        return [*done, *([Choice(_CANNOT, "The app has no such thing")] if can_lack else []), *ended]
