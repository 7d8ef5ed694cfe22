"""The doctor's forecast: the widest profile as configured, what each wider one lacks, and the time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from conformance.catalogue import Profile
from conformance.cli.doctor import forecast
from conformance.cli.doctor.forecast import Forecast
from conformance.embedded.targets import embedded_targets
from conformance.targets import Capabilities, ClientTarget, HttpSettings, Target, WallTime

SERVER = replace(embedded_targets()["server"], url="http://127.0.0.1:9", clock=WallTime())
CLIENT = ClientTarget(name="a", actor="client", url="a", http=HttpSettings(max_time=3600))


def lines(target: Target) -> dict[str, str]:
    """Return the lines of the forecast by name, where every answer took a tenth of a second."""
    return {check.name: check.run() for check in Forecast(target).checks(lambda: 0.1)}


@pytest.mark.parametrize(
    ("changes", "profile"),
    [
        ({}, Profile.CORE),
        ({"clock": WallTime(659)}, Profile.CORE),
        ({"clock": WallTime(660)}, Profile.TIMED),
        ({"profile": "full"}, Profile.FULL),
        ({"profile": "core", "clock": WallTime(660)}, Profile.CORE),
        ({"url": ""}, Profile.FULL),
    ],
)
def test_the_profile_is_the_one_that_a_run_would_claim(changes: dict[str, object], profile: Profile) -> None:
    """By the file's own claim, or by its patience; whoever moves the clock decides everything."""
    result = lines(replace(SERVER, **changes))
    assert result["forecast"].startswith(f"{profile.value}, as configured: ")
    assert sum(name.startswith("beyond") for name in result) == 2 - list(Profile).index(profile)


def test_each_wider_profile_says_what_it_lacks() -> None:
    """With the number of requirements, and what decides them."""
    result = lines(SERVER)
    assert re.fullmatch(
        r"lacks [1-9]\d* requirements in \d+ scenarios, for which `--patience 11m` waits", result["beyond: timed"]
    )
    assert "[clock] in the target file" in result["beyond: full"]


def test_what_is_not_declared_is_not_claimed() -> None:
    """Each capability with the requirements that it would claim; declared ones count among the scenarios."""
    bare = lines(replace(SERVER, capabilities=Capabilities()))
    assert "suspended_user would claim USER-SUSPENDED-1" in bare["not claimed"]
    assert "not claimed" not in lines(SERVER)
    assert _requirements(bare["forecast"]) < _requirements(lines(SERVER)["forecast"])


def test_a_short_lifetime_of_sessions_is_decided_in_the_profile_timed() -> None:
    """The same scenarios move from full to timed."""
    short = lines(replace(SERVER, capabilities=replace(SERVER.capabilities, session_lifetime=120)))
    assert _requirements(short["beyond: timed"]) > _requirements(lines(SERVER)["beyond: timed"])


def test_the_duration_is_by_the_measured_answers_and_by_the_rate() -> None:
    """`http.max_rate` slows a run down; a limit that is too short is named."""
    assert "requests at 100 ms" in lines(SERVER)["duration"]
    assert "requests at 2000 ms, 4 at once" in lines(replace(SERVER, http=HttpSettings(max_rate=2)))["duration"]
    assert (
        "requests at 500 ms, one at a time"
        in lines(replace(SERVER, http=HttpSettings(max_rate=2, parallel=1)))["duration"]
    )
    assert lines(replace(SERVER, http=HttpSettings(max_time=60)))["duration"].endswith("after 1 min: it should be more")
    assert "http.max_time" not in lines(replace(SERVER, http=HttpSettings(max_time=None)))["duration"]


def test_the_suite_takes_its_own_time_where_answers_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of thousands of requests takes longer than their answers do."""
    with_own_work = lines(SERVER)["duration"]
    monkeypatch.setattr(forecast, "_OWN_WORK", 10.0)
    assert lines(SERVER)["duration"] != with_own_work


def test_a_client_takes_as_long_as_its_sign_ins() -> None:
    """And ends by the key of its own section."""
    line = lines(CLIENT)["duration"]
    assert re.search(r"[1-9]\d* scenarios at 100 ms, one at a time; client\.max_time ends it after 1 h", line)


def _requirements(line: str) -> int:
    found = re.search(r"(\d+) requirement", line)
    assert found
    return int(found[1])
