"""The kill matrix as data and as a page: what the suite catches, what it would miss, and where it cries wolf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.catalogue import Catalogue, Level, Profile
from conformance.judging.verdicts import KILLING, Verdict, worst

_FINE = (Verdict.CONFORMS, Verdict.UNTESTED, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True)
class MutantRow:
    """An actor of our own with one named fault, in one sentence, and the requirement that the fault breaks."""

    name: str
    requirement: str
    sentence: str


@dataclass(frozen=True)
class MutantResult:
    """One scenario's result in a run of the matrix; `profile` is the least in which the scenario can be decided.

    `unmoved` says that it was to notice nothing: what it was sent at the reference is answered alike.
    """

    requirement: str
    version: str | None
    scenario: str
    verdict: Verdict
    reason: str
    profile: Profile = Profile.CORE
    unmoved: bool = False

    @classmethod
    def of(cls, row: Sequence[Any]) -> MutantResult:
        """Read a row as the matrix writes it: requirement, version, scenario, verdict, reason, profile, unmoved."""
        requirement, version, scenario, verdict, reason, profile, unmoved = row
        return cls(requirement, version, scenario, Verdict(verdict), reason, Profile(profile), unmoved)


@dataclass(frozen=True)
class KillMatrix:
    """What was seen of every mutant, variation and null target, by name."""

    catalogue: Catalogue
    mutants: Sequence[MutantRow]
    runs: Mapping[str, Sequence[MutantResult]]

    def caught_by(self, mutant: MutantRow) -> list[str]:
        """Return the requirements that a mutant violates or falls short of, its own first."""
        found = {seen.requirement for seen in self.runs[f"mutant:{mutant.name}"] if seen.verdict in KILLING}
        return sorted(found, key=lambda one: (one != mutant.requirement, one))

    def is_killed(self, mutant: MutantRow) -> bool:
        """Whether its own requirement has caught it: what others say does not count."""
        return mutant.requirement in self.caught_by(mutant)

    def least_profile(self, mutant: MutantRow) -> Profile | None:
        """Return the least profile in which its own requirement catches it; None for a survivor."""
        kills = [seen for seen in self.runs[f"mutant:{mutant.name}"] if seen.verdict in KILLING]
        profiles = {seen.profile for seen in kills if seen.requirement == mutant.requirement}
        return next((profile for profile in Profile if profile in profiles), None)

    def survivors(self) -> list[MutantRow]:
        """Return the mutants that their own requirement has missed."""
        return [mutant for mutant in self.mutants if not self.is_killed(mutant)]

    def unmoved(self) -> list[tuple[str, MutantResult]]:
        """Return each result of a scenario that was to notice nothing of a mutant, beside the mutant's name."""
        return [(name, seen) for name, results in self._of("mutant") for seen in results if seen.unmoved]

    def overlooked(self) -> list[tuple[str, MutantResult]]:
        """Return those of them that noticed something: others like them were left out and should not have been."""
        return [(name, seen) for name, seen in self.unmoved() if seen.verdict in KILLING]

    def false_alarms(self) -> dict[str, list[MutantResult]]:
        """Return, for each variation, what was anything but fine."""
        return {name: [s for s in seen if s.verdict not in _FINE] for name, seen in self._of("variation")}

    def conforming(self) -> dict[str, list[str]]:
        """Return, for each null target, the MUSTs that conform there: there should be none."""
        return {name: self._musts_that_conform(seen) for name, seen in self._of("null")}

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values: mutant -> requirements that caught it, survivors, alarms, null targets."""
        return {
            "mutants": {
                mutant.name: {
                    "requirement": mutant.requirement,
                    "killed": self.is_killed(mutant),
                    "profile": profile.value if (profile := self.least_profile(mutant)) else None,
                    "caught_by": self.caught_by(mutant),
                }
                for mutant in self.mutants
            },
            "survivors": [mutant.name for mutant in self.survivors()],
            "overlooked": [f"{name}: {seen.requirement}: {seen.scenario}" for name, seen in self.overlooked()],
            "variations": {
                name: [f"{seen.requirement}: {seen.scenario}: {seen.verdict.value}" for seen in alarms]
                for name, alarms in self.false_alarms().items()
            },
            "null_targets": self.conforming(),
        }

    def _of(self, kind: str) -> Iterable[tuple[str, Sequence[MutantResult]]]:
        return ((name.partition(":")[2], seen) for name, seen in self.runs.items() if name.startswith(f"{kind}:"))

    def _musts_that_conform(self, results: Sequence[MutantResult]) -> list[str]:
        musts = {s.requirement for s in results if self.catalogue[s.requirement].level is Level.MUST}
        return [
            must for must in sorted(musts) if worst(s.verdict for s in results if s.requirement == must) in _FINE[:1]
        ]


_HEAD = (
    "# Kill matrix",
    "",
    "Written by `layer-conformance matrix`. A mutant is a reference actor with one named fault; it is killed",
    "only by its own requirement, and *dies in* the least profile in which that sees it. A variation is lawful",
    "and unusual; it must pass everything. A null target",
    "examines nothing; nothing may conform there.",
    "",
    "Of the scenarios of other requirements, a mutant meets those that can notice it: in which it answers a request",
    "otherwise than the reference has answered it. The others are left out, but for a few, drawn each time.",
    "",
    "| | count | |",
    "|---|---|---|",
)


def page(matrix: KillMatrix, descriptions: Mapping[str, str]) -> str:
    """Return the matrix as Markdown; `descriptions` says what each variation is."""
    alarms = {name: sorted({one.requirement for one in seen}) for name, seen in matrix.false_alarms().items()}
    lines = [
        *_HEAD,
        *_counts(matrix),
        "",
        "## Mutants",
        "",
        "| mutant | what it does wrong | its requirement | dies in | caught by others too |",
        "|---|---|---|---|---|",
        *(_render_mutant(matrix, mutant) for mutant in matrix.mutants),
        "",
        "## Variations",
        "",
        "| variation | what it does | false alarms |",
        "|---|---|---|",
        *(
            f"| `{name}` | {descriptions.get(name, '')} | {', '.join(rows) or 'none'} |"
            for name, rows in alarms.items()
        ),
        "",
        "## Null targets",
        "",
        "| target | MUSTs that conform |",
        "|---|---|",
        *(f"| {name} | {len(musts)} |" for name, musts in matrix.conforming().items()),
    ]
    return "\n".join(lines) + "\n"


def _counts(matrix: KillMatrix) -> Iterator[str]:
    """Yield a row for each figure that the whole comes to."""
    survivors, alarms, nulls = matrix.survivors(), matrix.false_alarms(), matrix.conforming()
    alone = sum(matrix.caught_by(mutant) == [mutant.requirement] for mutant in matrix.mutants)
    alarmed = [name for name, seen in alarms.items() if seen]
    passed, overlooked = sum(map(len, nulls.values())), len(matrix.overlooked())
    yield f"| mutants killed | {len(matrix.mutants) - len(survivors)} of {len(matrix.mutants)} | {_names(survivors)} |"
    for name, count in _by_profile(matrix).items():
        yield f"| of them, in the profile {name} | {count} | |"
    yield f"| of them, caught by their own requirement alone | {alone} of {len(matrix.mutants)} | |"
    yield f"| scenarios that were to notice nothing of a mutant, and did | {overlooked} of {len(matrix.unmoved())} | |"
    yield f"| variations with a false alarm | {len(alarmed)} of {len(alarms)} | {', '.join(alarmed) or 'none'} |"
    yield f"| MUSTs that conform on a null target | {passed} on {len(nulls)} targets | |"


def _by_profile(matrix: KillMatrix) -> dict[str, int]:
    """Return how many mutants die in each profile as the least."""
    profiles = [matrix.least_profile(mutant) for mutant in matrix.mutants]
    return {profile.value: profiles.count(profile) for profile in Profile}


def _names(survivors: Sequence[MutantRow]) -> str:
    return "survivors: " + ", ".join(mutant.name for mutant in survivors) if survivors else "no survivor"


def _render_mutant(matrix: KillMatrix, mutant: MutantRow) -> str:
    others = [one for one in matrix.caught_by(mutant) if one != mutant.requirement]
    catchers = ", ".join(others) if len(others) <= 6 else f"{', '.join(others[:5])} and {len(others) - 5} more"
    profile = matrix.least_profile(mutant)
    killed = profile.value if profile else "**nowhere**"
    return f"| `{mutant.name}` | {mutant.sentence} | {mutant.requirement} | {killed} | {catchers} |"
