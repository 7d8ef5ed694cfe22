"""The token that `token check` is given: on the command line, on standard input, or in a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.cli.token.files import read_file
from conformance.validation import ExtractedToken, NoTokenError, token_in
from conformance.validation.token_text import LONGEST

#: A text of so many characters may be the name of a file that is not there; a longer one is a token.
_LONGEST_NAME = 255


def given_token(text: str) -> ExtractedToken:
    """Return the token that the argument is, names, or stands for; raises ClickException where there is none."""
    if text == "-":
        return _token("standard input", sys.stdin.buffer.read(LONGEST + 1) if sys.stdin else b"")
    if _is_there(text):
        return _token("the file", read_file(Path(text), LONGEST, "TOKEN"))
    pasted = _token("TOKEN", text)
    if _may_be_a_name(pasted.token):
        raise click.ClickException(
            "TOKEN is neither a file that exists nor a token: that is three parts with dots between them"
        )
    return pasted


def _token(source: str, content: bytes | str) -> ExtractedToken:
    try:
        return token_in(content)
    except NoTokenError as error:
        raise click.ClickException(f"{source} {error}") from None


def _is_there(text: str) -> bool:
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return False


def _may_be_a_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and text.count(".") < 2 and not text.startswith("eyJ")
