"""What `bundle`, `verify` and `rejudge` are given: keys and bundles, read no further than they can be long."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.token.files import read_file, read_key
from conformance.keys import PemError

if TYPE_CHECKING:
    from conformance.reporting.bundle import Signer, Verifier


def given_signer(name: str) -> Signer:
    """Return who signs with the key in this file; raises ClickException, which never shows it, where nobody can."""
    from conformance.reporting.bundle import Signer

    try:
        return Signer.from_pem(read_key("--key", name))
    except PemError as error:
        raise click.ClickException(f"the file of --key {error}") from None


def given_verifier(name: str) -> Verifier:
    """Return who checks with the key in this file; raises ClickException, which never shows it, where nobody can."""
    from conformance.reporting.bundle import Verifier

    try:
        return Verifier.from_pem(read_key("--key", name))
    except PemError as error:
        raise click.ClickException(f"the file of --key {error}") from None


def given_bundle(path: Path) -> bytes:
    """Return the bytes of a bundle; raises ClickException where they cannot be read or are more than any has."""
    from conformance.reporting.bundle.archive import LARGEST

    content = read_file(path, LARGEST, "BUNDLE")
    if len(content) > LARGEST:
        raise click.ClickException(f"{path} is larger than any bundle: more than {LARGEST // 1024**2} MiB")
    return content
