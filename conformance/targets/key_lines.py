"""The line of each key of a target file, for reports that point at what a finding is about."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]", re.ASCII)
_ENTRY = re.compile(r"\s*\[\[\s*known\s*\]\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=", re.ASCII)
_QUOTES = re.compile(r'"""|' + "'''")


def key_lines(source: Path) -> dict[str, int]:
    """Return the line, from 1, of each key, such as `target.url`, and of each known issue, as `known.NONCE-3`.

    It finds keys that stand first in a line, as a person writes them; of a file that cannot be read, none.
    """
    try:
        text = source.read_bytes().decode("utf-8-sig")
        known = [str(each["requirement"]) for each in tomllib.loads(text).get("known", [])]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    lines: dict[str, int] = {}
    table, entries, quoted = "", iter(known), False
    for number, line in enumerate(text.splitlines(), 1):
        was_quoted, quoted = quoted, quoted ^ (len(_QUOTES.findall(line)) % 2 == 1)
        if was_quoted:
            continue
        if _ENTRY.match(line):
            table = f"known.{next(entries, '')}"
            lines.setdefault(table, number)
        elif match := _TABLE.match(line):
            table = match[1]
            lines.setdefault(table, number)
        elif (match := _KEY.match(line)) and not table.startswith("known."):
            lines.setdefault(f"{table}.{match[1]}".lstrip("."), number)
    return lines
