"""What the client is told to do, one thing after the other, and the situation that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pytest_bdd import given, parsers, when

from conformance.caller.client import App, Stage, UnsupportedError
from conformance.caller.driver import DriverError
from conformance.durations import parse_duration
from conformance.judging.client_words import require_sign_in
from conformance.judging.outcomes import Inconclusive, Undeclared
from conformance.targets import User

_Doing = Callable[[App, Stage], object]


def _user(app: App, name: str) -> User:
    """Return a user of the features: alice is the first of the target file, bob another."""
    first = app.users[0]
    if name == "alice":
        return first
    for user in app.users:
        if user.prn != first.prn:
            return user
    raise Undeclared.of("a second user")


def _sign_in(name: str) -> _Doing:
    def sign_in(app: App, stage: Stage) -> object:
        user = _user(app, name)
        stage.sign_in_as(user)
        return app.sign_in(user)

    return sign_in


def _use(app: App, stage: Stage) -> object:
    stage.expect_use()
    return app.use()


def _sign_out(app: App, stage: Stage) -> object:
    told = app.sign_out()
    stage.await_deletion()
    return told


#: What the client can be told, by the words of the features.
DOINGS: Mapping[str, _Doing] = {
    "signs alice in": _sign_in("alice"),
    "signs bob in": _sign_in("bob"),
    "uses the session": _use,
    "signs out": _sign_out,
    "is restarted": lambda app, _stage: app.restart(),
    "lets 31 days pass at Layer": lambda _app, stage: stage.advance(parse_duration("31 days")),
}


def _tell(app: App, stage: Stage, doings: str) -> Iterator[str]:
    """Tell the client one thing after the other, as long as its driver answers; yield what was told."""
    for doing in doings.split(", then "):
        try:
            DOINGS[doing](app, stage)
        except UnsupportedError as error:
            raise Undeclared.unsupported(error.action) from error
        except DriverError as error:
            raise Inconclusive(str(error)) from error
        yield doing
        if app.scene.told and app.scene.told[-1].fault:
            return


@given(parsers.parse("at {place}, {situation}"))
def arrange(stage: Stage, place: str, situation: str) -> None:
    stage.depart(place, situation)


@given(parsers.parse("the client {doings}"))
def tell_first(app: App, stage: Stage, doings: str) -> None:
    for doing in _tell(app, stage, doings):
        told = app.scene.told[-1]
        if doing.startswith("signs") and doing.endswith("in"):
            require_sign_in(app.scene, told)
        elif told.fault:
            raise Inconclusive(told.fault)


@when(parsers.parse("the client {doings}"))
def tell(app: App, stage: Stage, doings: str) -> None:
    for _ in _tell(app, stage, doings):
        pass
