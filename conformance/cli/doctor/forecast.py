"""What a run of this target file will decide, what each wider profile lacks, and how long it will take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from conformance.catalogue import Profile
from conformance.cli.doctor.check import Check
from conformance.durations import exact_duration
from conformance.reporting.text.counts import describe_counts
from conformance.scenarios import ScenarioRow, all_rows, seconds_needed
from conformance.scenarios.claims import MEANS
from conformance.targets import ClientTarget, ProviderTarget, ServerTarget, Target
from conformance.targets.profiles import wall_clocks, widest_profile

#: How many requests a scenario sends, as those of a whole run did.
_REQUESTS = {"server": 4.6, "provider": 2.3}
#: Seconds that the suite itself works for each request: it signs, judges, redacts and writes.
_OWN_WORK = 0.004


class Forecast:
    """The scenarios of a target's actor, by the least profile that decides them as its file stands."""

    def __init__(self, target: Target) -> None:
        self._target = target
        wait = max((clock.patience for clock in wall_clocks([target])), default=0)
        self.profile = Profile(target.profile) if target.profile else widest_profile([target], wait)
        self._rows: dict[Profile, list[ScenarioRow]] = defaultdict(list)
        self._missing: dict[str, set[str]] = defaultdict(set)
        for row in all_rows(target.actor):
            missing = target.undeclared(row.requirement.needs)
            for need in missing:
                self._missing[need].add(row.requirement.id)
            if not missing:
                self._rows[Profile.least_for(seconds_needed(row.steps, target.session_lifetime))].append(row)

    def checks(self, pace: Callable[[], float]) -> Iterator[Check]:
        """Yield a line for the widest profile as configured, each wider one, what is not declared, and the time.

        `pace` is how many seconds one answer takes, or one sign-in of a client.
        """
        yield Check("forecast", self._describe_claim)
        for profile in Profile:
            if not self.profile.satisfies(profile):
                yield Check(f"beyond: {profile.value}", lambda profile=profile: self._describe_wider(profile))  # type: ignore[misc] # a lambda with a default
        if self._missing:
            yield Check("not claimed", self._describe_undeclared)
        yield Check("duration", lambda: self._describe_duration(pace()))

    @property
    def _claimed(self) -> list[ScenarioRow]:
        return [row for profile, rows in self._rows.items() if self.profile.satisfies(profile) for row in rows]

    def _describe_claim(self) -> str:
        return f"{self.profile.value}, as configured: {self._count(self._claimed)}"

    def _describe_wider(self, profile: Profile) -> str:
        rows = self._rows[profile]
        if not rows:
            return "nothing more to decide"
        lifetime = ""
        if profile is Profile.FULL and isinstance(self._target, ServerTarget) and not self._target.session_lifetime:
            lifetime = ", or for sessions that end within ten minutes, capabilities.session_lifetime"
        return f"lacks {self._count(rows)}, {MEANS[profile]}{lifetime}"

    def _describe_undeclared(self) -> str:
        each = (f"{need} would claim {', '.join(sorted(ids))}" for need, ids in sorted(self._missing.items()))
        return "; ".join(each)

    def _describe_duration(self, pace: float) -> str:
        """Return how long a run takes at the pace of the doctor's own requests, without what it waits on purpose."""
        target = self._target
        many = len(self._claimed) * self._versions
        what, section = "scenarios", "client"
        if not isinstance(target, ClientTarget):
            many, what, section = round(many * _REQUESTS[target.actor]), "requests", "http"
        if target.http.max_rate:
            pace = max(pace, target.processes / target.http.max_rate)
        seconds, limit = many * (pace / target.processes + _OWN_WORK), target.http.max_time
        at_once = f"{target.processes} at once" if target.processes > 1 else "one at a time"
        text = f"about {exact_duration(max(1, seconds))}: {many:,} {what} at {pace * 1000:.0f} ms, {at_once}"
        if limit is None:
            return text
        end = f"; {section}.max_time ends it after {exact_duration(limit)}"
        return text + (f"{end}: it should be more" if seconds > limit else end)

    @property
    def _versions(self) -> int:
        """In how many versions each scenario is run."""
        return 1 if isinstance(self._target, ProviderTarget) else len(self._target.versions)

    def _count(self, rows: Sequence[ScenarioRow]) -> str:
        """Return how many requirements and scenarios these are, in the words in which a run counts them."""
        return describe_counts(len({row.requirement.id for row in rows}), len(rows) * self._versions)
