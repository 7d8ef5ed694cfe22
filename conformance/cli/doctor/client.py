"""One sign-in, one use and one sign-out of a client: what has to work before any verdict means anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.caller.client import App, ClientDriver, UnsupportedError
from conformance.caller.driver import DriverError
from conformance.caller.http.connection import TargetLostError
from conformance.cli.doctor.check import Check, CheckFailedError
from conformance.clock import RealTime
from conformance.evidence.redaction import Redactor
from conformance.evidence.scene import Told
from conformance.evidence.transcript import Transcript
from conformance.judging.client_words import issued_sessions
from conformance.reporting.text.counts import count_of
from conformance.stage import open_stage
from conformance.targets import ClientTarget

_PROTOCOL = "docs/clients.md says what a driver answers"


class ClientSteps:
    """The driver, started once; one user signs in, in `sign_in_time` seconds, uses the session, and signs out."""

    def __init__(self, target: ClientTarget) -> None:
        self._target = target
        self.transcript = Transcript(Redactor(target.secrets()))
        self.sign_in_time = 0.0

    def checks(self) -> Iterator[Check]:
        """Yield the steps in order; each needs the one before. The driver is ended after the last."""
        target, driver = self._target, ClientDriver(self._target)
        try:
            with open_stage(target, target.versions[0], self.transcript) as stage:
                app = App(driver, stage.scene, stage.give_up)
                yield Check("driver", lambda: self._begin(app))
                yield Check("sign-in", lambda: self._sign_in(app))
                yield Check("use", lambda: self._optional(app.use, "a session is used"))
                yield Check("sign-out", lambda: self._optional(app.sign_out, "the user is signed out"))
        finally:
            driver.end()

    def _begin(self, app: App) -> str:
        if not self._target.has_driver:
            raise CheckFailedError(
                "the target file names no driver",
                "client.command should name one; without one, `layer-conformance watch` lets a person be the driver",
            )
        self._attempt(app.begin)
        return f"{self._target.url}: started, and answers begin"

    def _sign_in(self, app: App) -> str:
        user = self._target.users[0]
        began = RealTime.monotonic()
        told = self._told(lambda: app.sign_in(user))
        self.sign_in_time = RealTime.monotonic() - began
        scene = app.scene
        if not scene.to_layer():
            raise CheckFailedError("the client sent Layer nothing", "it should use layer_url as the driver was told it")
        if not scene.asked:
            raise CheckFailedError(
                "the client did not ask the identity server", "it should use identity_url as the driver was told it"
            )
        if scene.asked[-1].token is None:
            raise CheckFailedError(
                f"the identity server gave {user.id} no token", "[request] should say how the client asks for one"
            )
        if not told.signed_in or not issued_sessions(scene):
            why = told.error or "it does not say why"
            raise CheckFailedError(f"{user.id} could not be signed in: {why}", "the client's log should say more")
        return f"{user.id}, with {len(scene.transcript.exchanges)} requests"

    def _optional(self, tell: Callable[[], Told], works: str) -> str:
        try:
            told = self._told(tell)
        except UnsupportedError as unsupported:
            return f"{unsupported}: what needs it stays untested"
        requests = count_of(told.stop - told.start, "request")
        return f"{works}: {requests}, signed_in {str(told.signed_in).lower()}"

    def _told(self, tell: Callable[[], Told]) -> Told:
        told = self._attempt(tell)
        if told.fault:
            raise CheckFailedError(self._redact(told.fault), _PROTOCOL)
        return told

    def _attempt(self, tell: Callable[[], Told]) -> Told:
        try:
            return tell()
        except (DriverError, TargetLostError) as error:
            raise CheckFailedError(self._redact(str(error)), _PROTOCOL) from error

    def _redact(self, text: str) -> str:
        return self.transcript.redactor.redact(text)
