"""A plugin that lets a step go wrong, as the environment says: loaded by `-p misbehaving` in runs of the tests."""

from __future__ import annotations

import os
import signal

import pytest

_MANNER = os.environ.get("MISBEHAVING", "")
#: The scenario in which it happens.
_WHERE = os.environ.get("MISBEHAVING_IN", "NONCE-1 ")


def _interrupt() -> None:
    """Press Ctrl-C: every process of the terminal's group is told."""
    os.killpg(os.getpgrp(), signal.SIGINT)
    signal.pause()


def _interrupt_alone() -> None:
    """Interrupt this process and no other."""
    raise KeyboardInterrupt


def _die() -> None:
    """End as a crash of the interpreter does."""
    os._exit(139)


def _raise() -> None:
    raise RuntimeError("the step has a bug, and eyJhbGciOiJSUzI1NiJ9.eyJwcm4iOiJjYW5hcnkifQ.c2lnbmF0dXJl leaks")


def _assert() -> None:
    raise AssertionError("the step has a bug")


def _exit() -> None:
    raise SystemExit(0)


def _skip() -> None:
    pytest.skip("no time for this")


def _end() -> None:
    pytest.exit("enough", returncode=0)


_MANNERS = {
    "is interrupted": _interrupt,
    "interrupts itself": _interrupt_alone,
    "dies": _die,
    "raises": _raise,
    "asserts": _assert,
    "exits": _exit,
    "skips": _skip,
    "ends pytest": _end,
}


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Put the misbehaviour into the place of what the step calls, in the scenarios that are meant."""
    import steps.nonces

    if _MANNER not in _MANNERS:
        return
    right = steps.nonces.expect_nonce

    def wrong(exchange: object) -> str:
        if _WHERE in os.environ.get("PYTEST_CURRENT_TEST", ""):
            _MANNERS[_MANNER]()
        return right(exchange)

    steps.nonces.expect_nonce = wrong
