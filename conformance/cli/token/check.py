"""`layer-conformance token check TOKEN`: what is right and what is wrong about an identity token."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from conformance.cli.token.files import read_key
from conformance.cli.token.options import identifier

if TYPE_CHECKING:
    from conformance.validation import Keys, ReferenceTime, Validation


@click.command(short_help="Check an identity token.")
@click.argument("text", metavar="TOKEN|-|FILE")
@click.option("--public-key", metavar="FILE", help="The public RSA key, PEM; without it no signature is checked.")
@click.option("--provider-id", metavar="ID", callback=identifier("providers"), help="What iss should be.")
@click.option("--key-id", metavar="ID", callback=identifier("keys"), help="What kid should be.")
@click.option("--nonce", metavar="NONCE", help="What nce should be, byte for byte.")
@click.option("--user", metavar="USER", help="What prn should be.")
@click.option("--time", "times", is_flag=True, help="Judge iat and exp too, by this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object, with every check.")
@click.pass_context
def check(
    context: click.Context, /, text: str, public_key: str | None, times: bool, as_json: bool, **known: str | None
) -> None:
    """Check an identity token: the text itself, a file that holds it, or `-` for standard input.

    The answer of an identity server will do as well: JSON with an identity_token in it. The exit code is 0 where no
    check failed, 1 where one did, and 4 where there is no token or no key to check.
    """
    from conformance.cli.token.input import given_token
    from conformance.validation import Expected, check_token

    pasted = given_token(text)
    expected = Expected(known["provider_id"], known["key_id"], known["nonce"], known["user"])
    validation = check_token(pasted.token, _keys(public_key), expected, _now() if times else None)
    click.echo(_as_json(validation, pasted.note) if as_json else _encodable(_report(validation, pasted.note)))
    context.exit(0 if validation.ok else 1)


def _keys(public_key: str | None) -> Keys:
    from conformance.keys import PemError, read_rsa_public_key
    from conformance.validation import Keys

    if public_key is None:
        return Keys()
    try:
        return Keys(read_rsa_public_key(read_key("--public-key", public_key)))
    except PemError as error:
        raise click.ClickException(f"the file of --public-key {error}") from None


def _now() -> ReferenceTime:
    from conformance.clock import WallClock
    from conformance.validation import ReferenceTime

    return ReferenceTime(WallClock().now())


def _as_json(validation: Validation, note: str) -> str:
    from conformance.validation.as_json import as_json

    return json.dumps(as_json(validation, note), indent=2)


def _report(validation: Validation, note: str) -> str:
    from conformance.cli.token.report import report

    return report(validation, note)


def _encodable(text: str) -> str:
    """Return `text` with an escape for what a terminal of another encoding than UTF-8 does not have."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
