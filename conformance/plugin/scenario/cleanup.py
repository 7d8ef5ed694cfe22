"""End the sessions that a scenario has opened at a target that is not the suite's own."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import pytest

from conformance.caller import TargetLostError
from conformance.caller.http.side_by_side import request_each
from conformance.caller.server import open_sessions
from conformance.embedded.targets import is_embedded
from conformance.evidence.exchange import Exchange
from conformance.examination.server import ServerExamination
from conformance.judging.outcomes import NotApplicable, Observation
from conformance.plugin.collection.features import version_of_item
from conformance.plugin.scenario.recording import recording_of
from conformance.plugin.state import RunState
from conformance.sign_in import SharedEvidence

#: What a report carries home of sessions that could not be ended, and how many requests the process had sent then.
LEFT_OPEN, SENT_TO_SERVER = "layer_left_open", "layer_requests_to_server"
#: The answers to a session that does not exist, or not any more.
_GONE = (401, 404, 410)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """End the sessions that a scenario has opened once it is judged; the report carries what stays open.

    A few are left to the scenarios that follow in this process; its last ends those as well.
    """
    exchanges = list(recording_of(item).transcript.sent) if call.when == "call" else []
    report = yield
    target = RunState.of(item.config).targets.get("server")
    examination = RunState.of(item.config).examinations.get("server")
    if target is None or not isinstance(examination, ServerExamination):
        return report
    version = version_of_item(item) or examination.target.versions[0]
    if call.when == "call":
        ending = {version: _unneeded(examination, version, exchanges, has_ended_well=_has_ended_well(call))}
    else:
        is_last = call.when == "teardown" and item.stash.get(_IS_LAST, False)
        left_to_it = examination.shared.items() if is_last else ()
        ending = {each: shared.take_all_open_sessions() for each, shared in left_to_it}
    if not is_embedded(target):
        left = list(_delete_leftovers(examination, [(each, token) for each in ending for token in ending[each]]))
        setattr(report, LEFT_OPEN, left)
        setattr(report, SENT_TO_SERVER, examination.connection.requests)
    return report


#: Whether no scenario follows in this process.
_IS_LAST = pytest.StashKey[bool]()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Remember whether this scenario is the last one of its process: none follows, or one within which it has begun."""
    has_next = nextitem is not None and nextitem not in item.listchain()
    item.stash[_IS_LAST] = bool(not has_next or item.session.shouldfail or item.session.shouldstop)


def _has_ended_well(call: pytest.CallInfo[None]) -> bool:
    return call.excinfo is None or isinstance(call.excinfo.value, (NotApplicable, Observation))


def _unneeded(
    examination: ServerExamination, version: str, exchanges: Sequence[Exchange], *, has_ended_well: bool
) -> list[str]:
    """Return the tokens of the sessions that a scenario leaves behind and no other goes on with.

    Nobody goes on with those of one that has failed.
    """
    shared = examination.shared.get(version, SharedEvidence())
    tokens = open_sessions([*(each.value.opened for each in shared.opened), *exchanges])
    if not has_ended_well:
        shared.opened.clear()
    return shared.leave_open(tokens, examination.clock.now())


def _delete_leftovers(examination: ServerExamination, sessions: Sequence[tuple[str, str]]) -> Iterator[str]:
    """End each session, by its version and its token, and yield a line for each that could not be ended."""
    callers = {each: examination.caller(each, examination.new_transcript()) for each in {each for each, _ in sessions}}

    def end(session: tuple[str, str]) -> str:
        version, token = session
        try:
            return _failure(callers[version].delete_session(token))
        except TargetLostError as lost:
            return str(lost)
        except UnicodeEncodeError:
            return "its token cannot be written in a URL"

    for (_, token), why in zip(sessions, request_each(end, sessions, examination.target.http.burst), strict=True):
        if why:
            yield examination.border.describe_leftover(token, why)


def _failure(exchange: Exchange) -> str:
    received = exchange.received
    if received is None:
        return f"the target {exchange.fault}"
    ended = 200 <= received.status < 300 or received.status in _GONE
    return "" if ended else f"DELETE was answered with {received.status}"
