"""One scenario with a client: what it is told to do, and what its driver says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from conformance.caller.driver import Driver, DriverError, DriverSilenceError
from conformance.caller.http.connection import TargetLostError
from conformance.evidence.excerpts import ending
from conformance.evidence.redaction import Redactor
from conformance.evidence.scene import Scene, Told
from conformance.targets import ClientTarget, User

#: After so many failures in a row, without an answer to anything but `begin`, a plain sign-in decides.
_DOUBTFUL = 3
#: So many failures of a kind in one run: then the driver is given up, whatever it has answered in between.
_MOST_SILENCES = 20
_MOST_FAILURES = 100
#: So much of a driver's standard error stands in a reason.
_LOG_TAIL = 600


class UnsupportedError(Exception):
    """The driver does not support what it was told to do, `action`: the app has no such thing."""

    def __init__(self, action: str) -> None:
        super().__init__(f"the driver does not support {action}")
        self.action = action


class Speaker(Protocol):
    """What reaches a client."""

    @property
    def log(self) -> str:
        """The end of what it has said beside its answers."""

    def ask(self, do: str, members: Mapping[str, object], give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Tell it to do something and return its answer; raises DriverError where there is none."""

    def end(self) -> None:
        """End it, and all that it has started."""


class Stage(Protocol):
    """Layer and the identity server of one scenario, played by the suite."""

    @property
    def scene(self) -> Scene:
        """What is seen there."""

    def depart(self, place: str, name: str) -> None:
        """Put one of the two servers into a situation; raises KeyError for one that there is not."""

    def sign_in_as(self, user: User) -> None:
        """Expect this user, for clients whose requests do not name one."""

    def expect_use(self) -> None:
        """Take what comes now for a use of the session: the situations of one begin."""

    def await_deletion(self) -> None:
        """Wait a moment for the deletion of a session, where none has come yet."""

    def advance(self, seconds: float) -> None:
        """Let time pass at both servers."""

    def give_up(self) -> str:
        """Say why there is no use in waiting for the client any longer, or nothing."""


class ClientDriver:
    """The driver of one run: started when it is needed, started again after a failure, given up after many."""

    def __init__(self, target: ClientTarget, start: Callable[[ClientTarget], Speaker] = Driver) -> None:
        self.target = target
        self.starts = 0
        self._redactor = Redactor(target.secrets())
        self.client = ""
        self._start = start
        self._running: Speaker | None = None
        self._in_a_row = 0
        self._failures = 0
        self._silences = 0
        self._lost = ""
        self._supported: set[str] = set()

    def ask(self, do: str, members: Mapping[str, object], give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Tell the client to do something and return the driver's answer.

        Raises DriverError, with the end of its standard error, where there is none; TargetLostError once the driver
        is given up.
        """
        if self._lost:
            raise TargetLostError(self._lost)
        try:
            answer = self._ask(do, members, give_up)
        except DriverError as error:
            raise self._failed(error) from None
        if do != "begin":
            self._in_a_row = 0
        if answer.get("ok") is True:
            self._supported.add(do)
        return answer

    def _ask(self, do: str, members: Mapping[str, object], give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Ask the driver that runs, or one that is started; a scenario begins with another where the last has ended."""
        running = self._running
        if running is not None:
            try:
                return running.ask(do, members, give_up)
            except DriverSilenceError:
                raise
            except DriverError:
                if do != "begin":
                    raise
                running.end()
                self._running = None
        self._running = self._start(self.target)
        self.starts += 1
        return self._running.ask(do, members, give_up)

    def has_supported(self, action: str) -> bool:
        """Whether the driver has done this before: then it is no action that it does not support."""
        return action in self._supported

    @property
    def is_doubtful(self) -> bool:
        """Whether it has failed so often in a row that a plain sign-in should decide whether to go on."""
        return self._in_a_row >= _DOUBTFUL and not self._lost

    def give_up(self, why: str) -> None:
        """Ask the driver nothing more."""
        self._lost = f"the driver is given up: {why}"

    def end(self) -> None:
        """End the driver, where it runs."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def _failed(self, error: DriverError) -> DriverError:
        """End the driver, and return the error with its last words."""
        running, self._running = self._running, None
        if running is not None:
            running.end()
        log = running.log.strip() if running else ""
        words = f"{error}; its standard error: {ending(self._redactor.redact(log), _LOG_TAIL)}" if log else str(error)
        self._in_a_row += 1
        self._failures += 1
        self._silences += isinstance(error, DriverSilenceError)
        if self._silences >= _MOST_SILENCES or self._failures >= _MOST_FAILURES:
            self.give_up(words)
        return type(error)(words)


class App:
    """The client of one scenario. Exchanges land in the scene by themselves; this adds what the driver says."""

    def __init__(self, driver: ClientDriver, scene: Scene, is_flooding: Callable[[], str]) -> None:
        self.scene = scene
        self.users: tuple[User, ...] = driver.target.users
        self._driver = driver
        self.is_flooding = is_flooding
        self._has_begun = False

    def begin(self) -> Told:
        """Let the client forget everything and know this scene; raises DriverError where that fails."""
        self._has_begun = True
        scene = self.scene
        told = self._tell(
            "begin",
            layer_url=scene.layer_url,
            identity_url=scene.identity_url,
            app_id=scene.app_id,
            version=scene.version,
        )
        if told.fault:
            raise DriverError(told.fault)
        return told

    def sign_in(self, user: User) -> Told:
        """Let a user sign in."""
        return self._after_begin("sign_in", user=user.id, password=user.password)

    def use(self) -> Told:
        """Let the app do something that needs the session; raises UnsupportedError where it cannot."""
        return self._after_begin("use")

    def sign_out(self) -> Told:
        """Let the user sign out; raises UnsupportedError where the app has no such thing."""
        return self._after_begin("sign_out")

    def restart(self) -> Told:
        """Let the app be closed and opened again; raises UnsupportedError where that cannot be done."""
        return self._after_begin("restart")

    def _after_begin(self, do: str, **members: str) -> Told:
        if not self._has_begun:
            self.begin()
        return self._tell(do, **members)

    def _tell(self, do: str, **members: str) -> Told:
        start = len(self.scene.transcript.exchanges)
        answer: Mapping[str, Any] = {}
        fault = ""
        try:
            answer = self._driver.ask(do, members, self.is_flooding)
        except DriverError as error:
            fault = str(error)
        error_text, redactor = answer.get("error"), self.scene.transcript.redactor
        complaint = redactor.truncate(error_text, 500)[0] if isinstance(error_text, str) else ""
        if answer.get("ok") is False:
            fault = f"the driver itself has failed at {do}: {complaint or 'it does not say how'}"
            if answer.get("unsupported") is True and do not in ("begin", "sign_in"):
                if not self._driver.has_supported(do):
                    raise UnsupportedError(do)
                fault = f"the driver has done {do} before, and says now that it does not support it"
        says = answer.get("signed_in")
        if not fault and do != "begin" and not isinstance(says, bool):
            fault = f"the driver's answer to {do} has no signed_in that is true or false"
        told = Told(
            do,
            start,
            len(self.scene.transcript.exchanges),
            members.get("user", ""),
            says if isinstance(says, bool) else None,
            complaint,
            fault,
        )
        self.scene.told.append(told)
        return told
