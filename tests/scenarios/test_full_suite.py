"""What the full suite holds: the measure by which a run is whole or narrowed."""

from __future__ import annotations

from collections import Counter

import pytest

from conformance.scenarios import all_rows, expected_scenarios


@pytest.mark.parametrize(
    ("actor", "versions", "spoken"),
    [("server", ("1.0", "2.0"), ("1.0", "2.0")), ("client", ("2.0",), ("2.0",)), ("provider", ("1.0",), (None,))],
)
def test_each_scenario_is_expected_once_in_each_version(actor, versions, spoken):
    """A provider speaks no version of the API; what is expected too seldom, a narrowed run would have seen."""
    rows = Counter(row.requirement.id for row in all_rows(actor))
    expected = {(requirement, version): count for requirement, count in rows.items() for version in spoken}
    assert expected_scenarios(actor, versions) == expected
