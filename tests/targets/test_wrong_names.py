"""Keys that are missing or unknown, known issues, and several faults at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conformance.catalogue import load_catalogue

Refused = Callable[..., str]

#: Of the application, the provider and the key in the file that is bent.
UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"

#: A requirement that the catalogue has.
SOME_ID = load_catalogue().of("server")[0].id

KNOWN = """[[known]]
requirement = "{id}"
reason = "it waits"
link = "https://acme.example/1"
expires = 2027-01-31
"""

MISSING = {
    'name   = "Plain"': "target.name",
    'actor  = "server"': "target.actor",
    'url    = "https://layer.acme.example"': "target.url",
    f'app_id      = "{UUID}"': "credentials.app_id",
    f'provider_id = "{UUID}"': "credentials.provider_id",
    f'key_id      = "{UUID}"': "credentials.key_id",
    'private_key = "key.pem"': "credentials.private_key",
}


@pytest.mark.parametrize(("line", "key"), MISSING.items(), ids=MISSING.values())
def test_a_missing_key_is_named_with_its_meaning(refused: Refused, line: str, key: str) -> None:
    """The sentence says which key is missing, and what it is for."""
    assert re.search(rf": {re.escape(key)} is missing: [A-Z].+\.$", refused((line, "")))


UNKNOWN = {
    "a slip of the pen": ("#credentials", 'private_kye = "a"', "credentials.private_kye", '"private_key"'),
    "capital letters": ("#target", 'Versions = ["2.0"]', "target.Versions", '"versions"'),
    "a section": ("#known", "[htttp]", "htttp", '"http"'),
    "in a section of a section": (
        "#capabilities",
        f'disabled_key = {{ key_id = "{UUID[:-1]}0", private_key = "key.pem", kid = 1, key_ids = 2 }}',
        "capabilities.disabled_key.kid",
        '"key_id"',
    ),
    "in a known issue": ("#known", KNOWN.format(id=SOME_ID) + "expire = 1", "known[0].expire", '"expires"'),
}


@pytest.mark.parametrize(("old", "new", "key", "meant"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_key_is_named_with_the_nearest(refused: Refused, old: str, new: str, key: str, meant: str) -> None:
    """The sentence names the unknown key and the one that was probably meant."""
    sentence = refused((old, new))
    assert f": {key} is " in sentence
    assert meant in sentence


def test_an_unknown_key_that_is_like_none_has_no_suggestion(refused: Refused) -> None:
    """No far-fetched name is suggested."""
    assert "did you mean" not in refused(("#http", "xyzzy = 1"))


def test_the_first_fault_is_named_and_the_others_counted(refused: Refused) -> None:
    """With several faults, the one nearest to the top of the file is named."""
    sentence = refused(('"Plain"', "3"), ("#http", "timeout = 0\nmax_requests = 0"))
    assert ": target.name " in sentence
    assert sentence.endswith("(and 2 more faults)")


def test_a_missing_key_comes_behind_what_is_there(refused: Refused) -> None:
    """A slip of the pen is two faults, and the unknown key is the one to name."""
    sentence = refused(("private_key", "private_kye"))
    assert ': credentials.private_kye is not a key of this file; did you mean "private_key"?' in sentence
    assert sentence.endswith("(and 1 more fault)")


def test_an_unknown_requirement_is_named_with_the_nearest(refused: Refused) -> None:
    """A known issue needs a requirement of the catalogue."""
    sentence = refused(("#known", KNOWN.format(id=SOME_ID + "9")))
    assert ": known[0].requirement " in sentence
    assert "did you mean" in sentence


def test_an_issue_that_stands_twice_is_named(refused: Refused) -> None:
    """One requirement has one known issue."""
    some = KNOWN.format(id=SOME_ID)
    sentence = refused(("#known", some + some))
    assert ": known[1].requirement " in sentence
    assert "twice" in sentence


@pytest.mark.parametrize(
    ("key", "value"), [("expires", '"2027-01-31"'), ("expires", "2027-01-31T10:00:00"), ("link", '"7"')]
)
def test_a_known_issue_has_a_date_and_an_address(refused: Refused, key: str, value: str) -> None:
    """A date in quotes, a time and a link that is none are refused by name."""
    issue = KNOWN.format(id=SOME_ID)
    sentence = refused(("#known", re.sub(rf"{key} = .*", f"{key} = {value}", issue)))
    assert f": known[0].{key} should be" in sentence or f": known[0].{key} should begin" in sentence
