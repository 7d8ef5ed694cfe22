"""The page in `docs/` and the documents themselves know what the checks say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.validation import CHECKS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("check_id", CHECKS)
def test_every_check_is_documented(check_id):
    """By the id that the command, the page and the rules use."""
    assert f"`{check_id}`" in (ROOT / "docs" / "token-validator.md").read_text(encoding="utf-8")


def test_every_cause_is_the_documents_own():
    """None is made up, and those of the token's own content are all there."""
    documents = (ROOT / "docs" / "protocol" / "client-api-2.0-authentication.md").read_text(encoding="utf-8")
    sources = (ROOT / "conformance" / "validation").glob("*.py")
    used = {cause for source in sources for cause in re.findall(r'"(eit_\w+)"', source.read_text(encoding="utf-8"))}
    known = set(re.findall(r"`(eit_\w+)`", documents))
    needs_a_server = {
        "eit_key_deleted",
        "eit_key_disabled",
        "eit_provider_not_bound_to_app",
        "eit_user_suspended",
    }
    assert used == known - needs_a_server
