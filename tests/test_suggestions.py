"""The names that were probably meant."""

from __future__ import annotations

from conformance.suggestions import nearest, suggestion, unknown_name_message


def test_the_likest_names_come_first_in_any_case_of_letters():
    """A slip, or another case, leads to the name as it is written."""
    assert nearest("nonce-3", ["NONCE-33", "NONCE-3", "ERROR-1"], most=2) == ["NONCE-3", "NONCE-33"]
    assert suggestion("rulse", ["rules", "run"]) == '; did you mean "rules"?'


def test_nothing_is_suggested_where_no_name_is_alike():
    """No far-fetched name is suggested; a sentence for itself says how many there are."""
    assert suggestion("xyzzy", ["rules", "run"]) == ""
    assert unknown_name_message("mutant", "xyzzy", ["b", "a"]) == 'no mutant is called "xyzzy"; there are 2, such as a'
