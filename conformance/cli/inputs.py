"""What commands read: keys, verdicts, bundles and tokens, each read no further than it can be long.

Every function raises ClickException, with one sentence that never shows a key, where its input cannot be used.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.keys import PemError
from conformance.reporting.bundle import Signer, Verifier
from conformance.reporting.bundle.archive import LARGEST as LARGEST_BUNDLE
from conformance.reporting.run import Run
from conformance.reporting.verdict.read import VerdictFileError, read_run
from conformance.validation import ExtractedToken, NoTokenError, token_in
from conformance.validation.token_text import LONGEST as LONGEST_TOKEN

#: Keys have a few KiB; more than this is another file.
_LARGEST_KEY = 64 * 1024
#: A text of at most so many characters may be the name of a file that does not exist; a longer one is no name.
_LONGEST_NAME = 255


def read_file(file: Path, most: int, what: str) -> bytes:
    """Return up to `most` bytes of a file and one more, which tells that there are more; `what` begins a sentence."""
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "no file has such a name"
        raise click.ClickException(f"{what}: {_printable_name(str(file))} cannot be read: {reason}") from error


def read_key(option: str, name: str) -> bytes:
    """Return the PEM in the file `name`."""
    content = read_file(Path(name), _LARGEST_KEY, option)
    if len(content) > _LARGEST_KEY:
        raise click.ClickException(f"{option}: {_printable_name(name)} is longer than any key")
    return content


def read_signer(name: str) -> Signer:
    """Return the signer of bundles whose private key is in this file."""
    try:
        return Signer.from_pem(read_key("--key", name))
    except PemError as error:
        raise click.ClickException(f"the file of --key {error}") from None


def read_verifier(name: str) -> Verifier:
    """Return the verifier of bundles whose public key is in this file."""
    try:
        return Verifier.from_pem(read_key("--key", name))
    except PemError as error:
        raise click.ClickException(f"the file of --key {error}") from None


def read_bundle(path: Path) -> bytes:
    """Return the bytes of a bundle."""
    content = read_file(path, LARGEST_BUNDLE, "BUNDLE")
    if len(content) > LARGEST_BUNDLE:
        raise click.ClickException(f"{path} is larger than any bundle: more than {LARGEST_BUNDLE // 1024**2} MiB")
    return content


def read_verdict_file(path: Path) -> Run:
    """Return the run that a `verdict.json` holds."""
    try:
        return read_run(path)
    except VerdictFileError as error:
        raise click.ClickException(str(error)) from error


def read_token(text: str) -> ExtractedToken:
    """Return the token that an argument holds, that the file it names holds, or that standard input holds for `-`."""
    if text == "-":
        return _extract("standard input", sys.stdin.buffer.read(LONGEST_TOKEN + 1) if sys.stdin else b"")
    if _is_existing_path(text):
        return _extract("the file", read_file(Path(text), LONGEST_TOKEN, "TOKEN"))
    extracted = _extract("TOKEN", text)
    token = extracted.token
    if len(token) <= _LONGEST_NAME and token.count(".") < 2 and not token.startswith("eyJ"):
        raise click.ClickException(
            "TOKEN is neither a file that exists nor a token: a token has three parts with dots between them"
        )
    return extracted


def _extract(source: str, content: bytes | str) -> ExtractedToken:
    try:
        return token_in(content)
    except NoTokenError as error:
        raise click.ClickException(f"{source} {error}") from None


def _is_existing_path(text: str) -> bool:
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return False


def _printable_name(name: str) -> str:
    """Return a path fit for a sentence; only its length where it is too long for one, for it may be a key itself."""
    if len(name) > _LONGEST_NAME:
        return f"({len(name)} characters)"
    return name if name.isprintable() else ascii(name)[1:-1]
