"""What a client is told in a scenario, when its driver is started again, and when it is given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

import pytest

from conformance.caller.client import App, ClientDriver, UnsupportedError
from conformance.caller.driver import DriverError, DriverSilenceError
from conformance.caller.http.connection import TargetLostError
from conformance.evidence.scene import Scene
from conformance.targets import ClientTarget

TARGET = ClientTarget(name="a", actor="client", url="a", command=("a",))
SIGNED_IN = {"ok": True, "signed_in": True}


class Script:
    """A driver that answers from a list; an exception in it is raised."""

    log = "its last words"

    def __init__(self, answers: list[Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Mapping[str, object]]] = []
        self.is_ended = False

    def ask(self, do: str, members: Mapping[str, object], _give_up: Callable[[], str]) -> Mapping[str, Any]:
        """Answer the next."""
        self.asked.append((do, dict(members)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """Note the end."""
        self.is_ended = True


def app_of(*answers: Any) -> tuple[App, ClientDriver, list[Script]]:
    """Return the app of a scenario whose driver answers so, however often it is started."""
    started: list[Script] = []
    waiting = list(answers)

    def start(_target: ClientTarget) -> Script:
        started.append(Script(waiting))
        return started[-1]

    driver = ClientDriver(TARGET, start)
    scene = Scene("http://layer", "http://identity/t", "http://stranger", "app", "2.0")
    return App(driver, scene, lambda: ""), driver, started


def test_it_begins_once_with_the_scene():
    """An app just installed knows where it is, and is told so before anything else."""
    app, _, started = app_of({"ok": True}, SIGNED_IN, SIGNED_IN)
    app.sign_in(TARGET.users[0])
    app.use()
    (script,) = started
    assert [do for do, _ in script.asked] == ["begin", "sign_in", "use"]
    assert script.asked[0][1] == {
        "layer_url": "http://layer", "identity_url": "http://identity/t", "app_id": "app", "version": "2.0",
    }  # fmt: skip


def test_what_is_unsupported_is_named():
    """It is no failure of the driver."""
    app, *_ = app_of({"ok": True}, {"ok": False, "unsupported": True})
    with pytest.raises(UnsupportedError, match="does not support restart"):
        app.restart()


def test_what_was_done_before_is_not_unsupported():
    """A driver that leaves out what would go wrong claims it all the same."""
    app, *_ = app_of({"ok": True}, SIGNED_IN, {"ok": False, "unsupported": True})
    app.use()
    assert "has done use before" in app.use().fault


def test_a_sign_in_cannot_be_unsupported():
    """Without one there is nothing to examine."""
    app, *_ = app_of({"ok": True}, {"ok": False, "unsupported": True})
    assert "has failed at sign_in" in app.sign_in(TARGET.users[0]).fault


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"ok": False, "error": "no display"}, "the driver itself has failed at use: no display"),
        ({"ok": True}, "no signed_in that is true or false"),
        (DriverError("the driver ended"), "the driver ended; its standard error: its last words"),
    ],
)
def test_what_decides_nothing_is_a_fault(answer, fault):
    """Whoever judges the scenario finds why it cannot."""
    app, *_ = app_of({"ok": True}, answer)
    assert fault in app.use().fault


def test_no_half_of_a_secret_stands_in_what_the_driver_says():
    """A password has blanks and signs in it: its marks are there before anything is cut."""
    password = TARGET.users[0].password
    app, _, started = app_of({"ok": True}, {"ok": False, "error": "x" * 490 + password}, DriverError("it ended"))
    app.scene.transcript.redactor.learn("password", password)
    assert password[:5] not in app.use().fault
    started[0].log = password + " " + "y" * (600 - len(password) // 2)
    assert password[-5:] not in app.use().fault


def test_it_is_started_again_after_a_failure():
    """The next scenario has a driver that is whole."""
    app, driver, started = app_of({"ok": True}, DriverError("it ended"), {"ok": True})
    app.use()
    driver.ask("begin", {}, lambda: "")
    assert [script.is_ended for script in started] == [True, False]
    assert driver.starts == 2


def test_a_scenario_begins_with_another_driver_where_the_last_has_ended():
    """It has answered all that it was told, and then it ended: that costs nobody a verdict."""
    app, driver, started = app_of({"ok": True}, SIGNED_IN, DriverError("it ended"), {"ok": True})
    app.sign_out()
    driver.ask("begin", {}, lambda: "")
    assert [script.is_ended for script in started] == [True, False]


@pytest.mark.parametrize(
    "answers", [(DriverError("it ended"),), (SIGNED_IN, DriverSilenceError("silence"))], ids=["just started", "silent"]
)
def test_a_driver_that_cannot_begin_has_failed(answers):
    """Nobody tries another for it."""
    app, driver, started = app_of(*answers)
    for _ in answers[:-1]:
        driver.ask("use", {}, lambda: "")
    with pytest.raises(DriverError):
        app.begin()
    assert len(started) == 1


def test_failures_in_a_row_are_doubtful_and_an_answer_ends_the_doubt():
    """Only `begin` is no answer: a driver that does nothing else is none."""
    _, driver, _ = app_of(*[DriverError("it ended"), {"ok": True}] * 3, SIGNED_IN)
    for do in ("use", "begin", "use", "begin", "use"):
        with pytest.raises(DriverError) if do == "use" else nullcontext():
            driver.ask(do, {}, lambda: "")
    assert driver.is_doubtful
    driver.ask("begin", {}, lambda: "")
    driver.ask("use", {}, lambda: "")
    assert not driver.is_doubtful


def test_a_driver_that_is_given_up_is_asked_nothing_more():
    """Each answer that does not come costs its whole time."""
    _, driver, started = app_of(*[DriverSilenceError("silence")] * 30)
    for _ in range(20):
        with pytest.raises(DriverSilenceError):
            driver.ask("use", {}, lambda: "")
    with pytest.raises(TargetLostError, match="given up: silence"):
        driver.ask("use", {}, lambda: "")
    assert len(started) == 20
