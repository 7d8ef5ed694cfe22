"""What the provider does, in order: checks of a request, members of a token, what is done to an answer."""

from __future__ import annotations

from collections.abc import Mapping

#: Checks of a request; the order is ours, for the documents name no error of a provider.
REQUEST = (
    "REFUSE-GET-1", "body",
    "REFUSE-NONCE-1", "REFUSE-NONCE-2",
    "app-id", "REFUSE-APP-1",
    "REFUSE-LOGIN-3", "REFUSE-LOGIN-2", "REFUSE-USER-1", "REFUSE-LOGIN-1",
)  # fmt: skip

#: Every table of the rulebook; a mutant names the one that it changes.
TABLES: Mapping[str, tuple[str, ...]] = {
    "request": REQUEST,
    "header": ("ISSUE-TYP-1", "ISSUE-ALG-1", "ISSUE-CTY-1", "ISSUE-KID-1"),
    "claims": ("ISSUE-ISS-1", "ISSUE-PRN-1", "LIFETIME-IAT-1", "LIFETIME-EXP-2", "ISSUE-NCE-1", "ISSUE-OPTIONAL-2"),
    "answer": ("ISSUE-TYPE-1",),
    "error answer": ("labelled",),
    "every answer": ("date",),
}

#: Requirements that are kept by leaving something alone, and where: there is no function to take away.
KEPT_BY_SILENCE: Mapping[str, str] = {
    "ISSUE-RACE-1": "nothing of one request is kept where another finds it",
    "ISSUE-SESSION-1": "a token that keeps every other requirement opens a session",
}
