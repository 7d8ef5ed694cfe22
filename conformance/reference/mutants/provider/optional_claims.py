"""Providers that say something wrong of a user, or say it in a wrong form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.reference.mutants.provider.departures import Change, lacking, provider_mutant_of_table
from conformance.reference.provider import TokenVisit

_Claims = Mapping[str, str]
_Changed = Callable[[_Claims], Mapping[str, object]]


def _claiming(changed: _Changed) -> Change:
    def claims(visit: TokenVisit) -> dict[str, object]:
        return dict(changed(visit.account.claims)) if visit.account else {}

    return lambda provider: provider.replacing("ISSUE-OPTIONAL-2", claims)


def _each(changed: Callable[[str], object]) -> _Changed:
    return lambda claims: {name: changed(value) for name, value in claims.items()}


for _requirement, _name, _sentence, _changed in (
    ("ISSUE-OPTIONAL-1", "writes_names_as_lists", "Writes optional claims as lists.", _each(lambda value: [value])),
    ("ISSUE-OPTIONAL-1", "writes_display_name_as_an_object", "Writes display_name as an object of two names.",
     lambda claims: {**claims, "display_name": {"first": "A", "last": "L"}}),
    ("ISSUE-OPTIONAL-1", "writes_first_name_as_a_number", "Writes first_name as a number.",
     lambda claims: {**claims, "first_name": 1}),
    ("ISSUE-OPTIONAL-1", "writes_last_name_as_a_truth_value", "Writes false for a last_name that it does not know.",
     lambda claims: {**claims, "last_name": False}),
    ("ISSUE-OPTIONAL-1", "writes_avatar_url_as_an_empty_list", "Writes avatar_url as an empty list.",
     lambda claims: {**claims, "avatar_url": []}),
    ("ISSUE-OPTIONAL-2", "writes_names_empty", "Writes optional claims without their values.", _each(lambda _: "")),
    ("ISSUE-OPTIONAL-2", "writes_names_in_ascii", "Writes a question mark for what is not ASCII.",
     _each(lambda value: value.encode("ascii", "replace").decode())),
    ("ISSUE-OPTIONAL-2", "writes_names_in_two_encodings", "Reads UTF-8 as Latin-1 before it writes names.",
     _each(lambda value: value.encode().decode("latin-1"))),
    ("ISSUE-OPTIONAL-2", "escapes_names_for_html", "Escapes quotes and ampersands in names for HTML.",
     _each(lambda value: value.replace("&", "&amp;").replace('"', "&quot;"))),
    ("ISSUE-OPTIONAL-2", "drops_emoji_from_names", "Leaves out what is beyond the basic plane of Unicode.",
     _each(lambda value: "".join(letter for letter in value if ord(letter) < 0x10000))),
    ("ISSUE-OPTIONAL-2", "writes_names_in_small_letters", "Writes optional claims in small letters.",
     _each(str.lower)),
    ("ISSUE-OPTIONAL-2", "leaves_display_name_out", "Leaves out the name to show.",
     lambda claims: {name: value for name, value in claims.items() if name != "display_name"}),
    ("ISSUE-OPTIONAL-2", "leaves_avatar_url_out", "Leaves out the picture of a user.",
     lambda claims: {name: value for name, value in claims.items() if name != "avatar_url"}),
    ("ISSUE-OPTIONAL-2", "cuts_queries_off_avatars", "Cuts the query off the URL of a picture.",
     _each(lambda value: value.partition("?")[0])),
    ("ISSUE-OPTIONAL-2", "mixes_first_and_last_names_up", "Writes the last name as the first and the first as the last.",
     lambda claims: {**claims, "first_name": claims.get("last_name", ""), "last_name": claims.get("first_name", "")}),
    ("ISSUE-OPTIONAL-2", "writes_names_in_other_words", "Writes optional claims under names of its own.",
     lambda claims: {name.replace("_", ""): value for name, value in claims.items()}),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, _claiming(_changed))

provider_mutant_of_table(
    "ISSUE-OPTIONAL-2",
    "says_nothing_of_its_users",
    "Leaves out everything that it knows of a user.",
    lacking("ISSUE-OPTIONAL-2"),
)
