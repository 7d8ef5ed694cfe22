"""The driver of the reference client: the suite's instructions in, what the app believes out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import IO, Any

from conformance.reference.client.app import ReferenceClient, SignInError
from conformance.reference.client.http import NoAnswerError

_NAME = {"name": "the reference client of layer-conformance"}


class Answering:
    """Answers instructions, one after the other; `pause` is how the app waits between two attempts."""

    def __init__(
        self, client: type[ReferenceClient] = ReferenceClient, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._pause = pause
        self._app: ReferenceClient | None = None

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Do what is told and say what the app believes then."""
        reply = self._done(str(request.get("do")), request)
        return {"id": request.get("id"), **reply}

    def _done(self, do: str, request: Mapping[str, Any]) -> dict[str, Any]:
        if do == "begin":
            if self._app:
                self._app.sender.close()
            members = (request[name] for name in ("layer_url", "identity_url", "app_id", "version"))
            self._app = self._with_pause(self._client(*members))
            return {"ok": True, "client": _NAME}
        if self._app is None:
            return {"ok": False, "error": f"{do} before begin"}
        error = self._act(self._app, do, request)
        if error is None:
            return {"ok": False, "unsupported": True}
        reply: dict[str, Any] = {"ok": True, "signed_in": self._app.is_signed_in}
        return {**reply, **({"error": error} if error else {})}

    def _with_pause(self, app: ReferenceClient) -> ReferenceClient:
        app.sender.pause = self._pause
        return app

    def _act(self, app: ReferenceClient, do: str, request: Mapping[str, Any]) -> str | None:
        """Let the app act; return why that has failed, nothing where it has not, None for what it cannot do."""
        try:
            if do == "sign_in":
                app.sign_in(request["user"], request["password"])
            elif do == "use":
                app.use()
            elif do == "sign_out":
                app.sign_out()
            elif do == "restart":
                self._app = self._with_pause(app.reopened())
            else:
                return None
        except (SignInError, NoAnswerError) as error:
            return str(error)
        return ""


def serve(source: IO[str], sink: IO[str], client: type[ReferenceClient] = ReferenceClient) -> None:
    """Answer each line of `source` with a line on `sink`, until its end."""
    answering = Answering(client)
    for line in source:
        sink.write(json.dumps(answering.answer(json.loads(line))) + "\n")
        sink.flush()
