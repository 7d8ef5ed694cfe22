"""What the site of the documentation has beside docs/: the README as its first page, and links into the repository."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from conformance import HOME

ROOT = Path(__file__).parents[1]
_LINK = re.compile(r"(\]\()(?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?(\))")


def on_files(files: Any, config: Any) -> Any:
    """Add the README, whose links lead into docs/."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    files.append(File.generated(config, "index.md", content=_within_docs(text)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let what lies outside of docs/ lead to the repository."""
    folder = posixpath.join("docs", posixpath.dirname(page.file.src_uri))
    return _LINK.sub(lambda found: f"{found[1]}{_address(folder, found[2])}{found[3] or ''}{found[4]}", markdown)


def _within_docs(readme: str) -> str:
    """Return the README as a page of docs/."""

    def moved(found: re.Match[str]) -> str:
        inside = found[2].startswith("docs/")
        path = found[2].removeprefix("docs/") if inside else f"../{found[2]}"
        return f"{found[1]}{path}{found[3] or ''}{found[4]}"

    return _LINK.sub(moved, readme)


def _address(folder: str, link: str) -> str:
    path = posixpath.normpath(posixpath.join(folder, link))
    is_page = path.startswith("docs/") and (ROOT / path).is_file() and not path.endswith(".py")
    return link if is_page or path == "docs/index.md" else f"{HOME}/blob/main/{path}"
