"""What a scenario asks of a client: the situation that it finds, and what it is told, in the words of the features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOLD = "the client "
#: What a Then says of a client is nothing that it is told.
_JUDGED = "the client takes "
#: What needs nobody: time passes at the suite's own servers.
_LETS = "lets "


@dataclass(frozen=True)
class Script:
    """The situations and the doings of one scenario, in order, in one API version."""

    version: str
    situations: tuple[str, ...]
    doings: tuple[str, ...]

    @classmethod
    def of(cls, version: str, steps: Iterable[str]) -> Script:
        """Return what the steps of a scenario ask, without those that judge it."""
        kept = list(steps)
        situations = tuple(step for step in kept if step.startswith("at "))
        told = [step for step in kept if step.startswith(_TOLD) and not step.startswith(_JUDGED)]
        doings = tuple(doing for step in told for doing in step.removeprefix(_TOLD).split(", then "))
        return cls(version, situations, doings)

    def begins(self, other: Script) -> bool:
        """Whether the other asks the same of a client, and then perhaps more."""
        same = (self.version, self.situations) == (other.version, other.situations)
        return same and other.doings[: len(self.doings)] == self.doings

    def done(self, told: int) -> Script:
        """Return the part that is over once so many of its doings have been told to the client."""
        count = 0
        for place, doing in enumerate(self.doings):
            if not doing.startswith(_LETS):
                if count == told:
                    return Script(self.version, self.situations, self.doings[:place])
                count += 1
        return self


def order_for_a_person(scripts: Sequence[Script], rules: Sequence[str]) -> list[int]:
    """Return the places of scenarios in the order in which a person gets furthest; `rules` are their requirements.

    What one session of the app can show comes together, the longest first, for it shows the others as well; and each
    rule has its first scenario before any has its second.
    """
    rank = [rules[:place].count(rule) for place, rule in enumerate(rules)]
    longest = _longest(scripts)
    first: dict[Script, tuple[int, int]] = {}
    for place, leader in enumerate(longest):
        first[leader] = min(first.get(leader, (rank[place], place)), (rank[place], place))
    return sorted(range(len(scripts)), key=lambda place: (first[longest[place]], -len(scripts[place].doings), place))


def sessions_of(scripts: Sequence[Script]) -> int:
    """Return how many sessions of the app show all of these."""
    return len(set(_longest(scripts)))


def _longest(scripts: Sequence[Script]) -> list[Script]:
    """Return, for each script, the longest of them that it begins."""
    return [
        max((each for each in scripts if script.begins(each)), key=lambda each: len(each.doings)) for script in scripts
    ]
