"""A person who does at once what the board says."""

from __future__ import annotations

from conformance.reference.client import Answering, ReferenceClient
from conformance.targets import ClientTarget
from conformance.watching import Board
from conformance.watching.board import Instruction

TARGET = ClientTarget(name="a", actor="client", url="a")
_DOINGS = {"Let": "begin", "Sign in": "sign_in", "Now": "use", "Sign out": "sign_out", "Close": "restart"}


class Diligent:
    """Does with an app of our own whatever the board says, at once; `instead` are answers to some doings."""

    def __init__(self, client: type[ReferenceClient] = ReferenceClient, **instead: str) -> None:
        self.board = Board(self.act)
        self.instead = instead
        self.done: list[str] = []
        self._app = Answering(client)

    def act(self, instruction: Instruction) -> None:
        """Do it, and answer."""
        do = next(do for words, do in _DOINGS.items() if instruction.words.startswith(words))
        self.done.append(do)
        name = self.instead.get(do) or self._work(do, dict(instruction.details))
        assert self.board.answer(self.board.state()["number"], name)

    def _work(self, do: str, details: dict[str, str]) -> str:
        members = {
            "layer_url": details.get("Layer"),
            "identity_url": details.get("Identity server"),
            "app_id": details.get("App id"),
            "version": details.get("Version of Layer's API"),
            "user": details.get("User"),
            "password": details.get("Password"),
        }
        answer = self._app.answer({"id": 1, "do": do, **members})
        return "done" if do == "begin" else "signed-in" if answer["signed_in"] else "signed-out"
