"""The kill matrix as data and as a page: who catches a mutant, and in which profile it dies."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conformance.catalogue import Profile, load_catalogue
from conformance.reporting.kill_matrix import KillMatrix, MutantResult, MutantRow, page

MUTANT = MutantRow("forgets", "NONCE-3", "Forgets its nonces.")


def matrix_of(*rows: Sequence[str]) -> KillMatrix:
    """Return the matrix of one mutant with these requirements, verdicts and profiles."""
    results = [
        MutantResult.of([row, "2.0", "a scenario", verdict, "", profile, False]) for row, verdict, profile in rows
    ]
    return KillMatrix(load_catalogue(), [MUTANT], {"mutant:forgets": results})


@pytest.mark.parametrize(
    ("rows", "profile"),
    [
        ([("NONCE-3", "VIOLATES", "full"), ("NONCE-3", "FALLS_SHORT", "timed")], Profile.TIMED),
        ([("NONCE-3", "CONFORMS", "core"), ("NONCE-3", "VIOLATES", "full")], Profile.FULL),
        ([("NONCE-3", "VIOLATES", "timed"), ("NONCE-2", "VIOLATES", "core")], Profile.TIMED),
        ([("NONCE-2", "VIOLATES", "core"), ("NONCE-3", "INCONCLUSIVE", "core")], None),
    ],
)
def test_a_mutant_dies_in_the_least_profile_of_its_own_requirement(
    rows: list[Sequence[str]], profile: Profile | None
) -> None:
    """What another requirement sees does not count."""
    matrix = matrix_of(*rows)
    assert matrix.least_profile(MUTANT) is profile
    assert matrix.is_killed(MUTANT) is (profile is not None)
    assert matrix.to_json()["mutants"]["forgets"]["profile"] == (profile.value if profile else None)
    assert f"| NONCE-3 | {profile.value if profile else '**nowhere**'} |" in page(matrix, {})


def test_the_page_counts_the_mutants_of_each_profile() -> None:
    """Whoever runs core only knows what is missed."""
    text = page(matrix_of(("NONCE-3", "VIOLATES", "timed")), {})
    assert "| of them, in the profile core | 0 | |" in text
    assert "| of them, in the profile timed | 1 | |" in text


@pytest.mark.parametrize(("verdict", "count"), [("CONFORMS", 0), ("VIOLATES", 1), ("FALLS_SHORT", 1)])
def test_a_scenario_that_should_have_noticed_nothing_is_counted_where_it_does(verdict: str, count: int) -> None:
    """Others like it were left out."""
    rows = [
        ("NONCE-3", "2.0", "its own", "VIOLATES", "", "core", False),
        ("NONCE-2", "2.0", "tried", verdict, "", "core", True),
    ]
    matrix = KillMatrix(load_catalogue(), [MUTANT], {"mutant:forgets": [MutantResult.of(row) for row in rows]})
    assert matrix.to_json()["overlooked"] == ["forgets: NONCE-2: tried"] * count
    assert f"| scenarios that were to notice nothing of a mutant, and did | {count} of 1 | |" in page(matrix, {})
