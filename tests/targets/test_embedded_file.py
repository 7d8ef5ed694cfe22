"""How a target file names an actor of the suite's own."""

from __future__ import annotations

import pytest

from conformance.targets.embedded_file import check_embedded
from conformance.targets.faults import FieldError


@pytest.mark.parametrize("name", ["reference", "mutant:spent_nonces", "variation:short_key"])
def test_the_reference_a_mutant_and_a_variation_have_names(name):
    """Whether there is such a mutant is asked where it is run."""
    assert check_embedded(name) == name


@pytest.mark.parametrize("name", ["", "mutant", "mutant:", "robot:short_key", "reference:short_key", ":short_key"])
def test_nothing_else_has_one(name):
    """Half a name would be another actor than its writer thinks of."""
    with pytest.raises(FieldError, match="mutant:NAME"):
        check_embedded(name)
