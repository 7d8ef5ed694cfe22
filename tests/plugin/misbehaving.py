"""A plugin that lets steps go wrong, as the environment says: loaded by `-p misbehaving` in runs of the tests."""

from __future__ import annotations

import json
import os
import signal

import pytest

#: From a part of a scenario's name to what happens in it, where a nonce is looked at.
_PLAN: dict[str, str] = json.loads(os.environ.get("MISBEHAVING", "{}"))


def _ctrl_c() -> None:
    """Press Ctrl-C: every process of the terminal's group is told."""
    os.killpg(os.getpgrp(), signal.SIGINT)
    signal.pause()


def _die() -> None:
    """End as a crash of the interpreter does."""
    os._exit(139)


def _raise() -> None:
    raise RuntimeError("the step has a bug, and eyJhbGciOiJSUzI1NiJ9.eyJwcm4iOiJjYW5hcnkifQ.c2lnbmF0dXJl is in it")


def _assert() -> None:
    raise AssertionError("the step has a bug")


def _exit() -> None:
    raise SystemExit(0)


def _skip() -> None:
    pytest.skip("no time for this")


def _end() -> None:
    pytest.exit("enough", returncode=0)


_MANNERS = {
    "ctrl-c": _ctrl_c,
    "dies": _die,
    "raises": _raise,
    "asserts": _assert,
    "exits": _exit,
    "skips": _skip,
    "ends pytest": _end,
}


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Put the misbehaviour into the place of what the steps call."""
    from steps.outcomes import OUTCOMES

    right = OUTCOMES["a nonce is created"]

    def wrong(exchange: object) -> object:
        for where, manner in _PLAN.items():
            if where in os.environ.get("PYTEST_CURRENT_TEST", ""):
                _MANNERS[manner]()
        return right(exchange)

    OUTCOMES["a nonce is created"] = wrong
