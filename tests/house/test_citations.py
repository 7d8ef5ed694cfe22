"""What the repository cites is in the repository, and where it is cited."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

from conformance.catalogue.sources import WEIGHING

_ROOT = Path(__file__).parents[2]
_PAGE = (_ROOT / WEIGHING).read_text(encoding="utf-8")
_ANCHOR = re.compile(r'<a id="([a-z0-9-]+)"></a>')
#: Words that lead out of the repository.
_DANGLING = re.compile(r"\bfacts,? (number )?\d|\bfacts\.md|\bdesign\.md", re.IGNORECASE)


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, capture_output=True, check=True).stdout
    return [_ROOT / name for name in listed.decode().split("\0") if name and (_ROOT / name).is_file()]


def _texts() -> dict[str, str]:
    own = Path(__file__).resolve()
    return {str(path): path.read_text(encoding="utf-8", errors="replace") for path in _files() if path != own}


def test_every_anchor_stands_once() -> None:
    """A second anchor of one name could not be reached."""
    assert [anchor for anchor, count in Counter(_ANCHOR.findall(_PAGE)).items() if count > 1] == []


def test_every_link_into_the_weighing_has_its_anchor() -> None:
    """Code, documents and catalogue cite places that exist."""
    anchors = set(_ANCHOR.findall(_PAGE))
    cited = {(path, anchor) for path, text in _texts().items() for anchor in re.findall(r"protocol\.md#([\w-]+)", text)}
    cited |= {(WEIGHING, anchor) for anchor in re.findall(r"\]\(#([\w-]+)\)", _PAGE)}
    assert {(path, anchor) for path, anchor in cited if anchor not in anchors} == set()


def test_nothing_cites_what_the_repository_does_not_have() -> None:
    """A note that only its author has proves nothing to anybody else."""
    assert [path for path, text in _texts().items() if _DANGLING.search(text)] == []
