"""End the sessions that a scenario has opened at a target that is not the suite's own."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from conformance.caller import TargetLostError
from conformance.caller.server import open_sessions
from conformance.embedded.targets import is_embedded
from conformance.evidence.exchange import Exchange
from conformance.examination.server import ServerExamination
from conformance.plugin.collection.features import version_of_item
from conformance.plugin.scenario.recording import recording_of
from conformance.plugin.state import RunState

#: What a report carries home of sessions that could not be ended.
LEFT_OPEN = "layer_left_open"
#: How many sessions are ended side by side: a race opens fifty.
_AT_ONCE = 8
#: The answers to a session that does not exist, or not any more.
_GONE = (401, 404, 410)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """End the sessions that a scenario has opened once it is judged; the report carries what stays open."""
    exchanges = list(recording_of(item).transcript.sent) if call.when == "call" else []
    report = yield
    target = RunState.of(item.config).targets.get("server")
    examination = RunState.of(item.config).examinations.get("server")
    if exchanges and target is not None and not is_embedded(target) and isinstance(examination, ServerExamination):
        version = version_of_item(item) or examination.target.versions[0]
        left = list(_delete_leftovers(examination, version, open_sessions(exchanges)))
        if left:
            setattr(report, LEFT_OPEN, left)
    return report


def _delete_leftovers(examination: ServerExamination, version: str, tokens: Iterable[str]) -> Iterator[str]:
    """End each session, and yield a line for each that could not be ended."""
    caller = examination.caller(version, examination.new_transcript())

    def end(token: str) -> str:
        try:
            return _failure(caller.delete_session(token))
        except TargetLostError as lost:
            return str(lost)
        except UnicodeEncodeError:
            return "its token cannot be written in a URL"

    listed = list(tokens)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for token, why in zip(listed, pool.map(end, listed), strict=True):
            if why:
                yield examination.border.describe_leftover(token, why)


def _failure(exchange: Exchange) -> str:
    received = exchange.received
    if received is None:
        return f"the target {exchange.fault}"
    ended = 200 <= received.status < 300 or received.status in _GONE
    return "" if ended else f"DELETE was answered with {received.status}"
