"""`layer-conformance token mint`: a right identity token, or one with a single fault, to try things with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from conformance.cli.token.files import read_key
from conformance.cli.token.options import claims, identifier, text

if TYPE_CHECKING:
    from conformance.keys import SigningKey
    from conformance.minting import Alteration

#: Further than this, in seconds, no calendar goes: it is a slip.
_FURTHEST = 10**9


def _fault(context: click.Context, _parameter: click.Parameter, name: str | None) -> Alteration | None:
    """Return the alteration of that name; `list` prints them all, and ends the command."""
    if name is None:
        return None
    from conformance.cli.token.faults import alteration, listing

    if name == "list":
        click.echo(listing())
        context.exit()
    return alteration(name)


@click.command(short_help="Make an identity token.")
@click.option("--private-key", metavar="FILE", required=True, help="The private RSA key in PEM that signs.")
@click.option("--provider-id", metavar="ID", required=True, callback=identifier("providers"), help="For iss.")
@click.option("--key-id", metavar="ID", required=True, callback=identifier("keys"), help="For kid.")
@click.option("--nonce", metavar="NONCE", required=True, callback=text, help="For nce.")
@click.option("--user", metavar="USER", required=True, callback=text, help="For prn.")
@click.option(
    "--expires-in",
    type=click.IntRange(-_FURTHEST, _FURTHEST),
    default=120,
    show_default=True,
    help="Seconds from now until exp.",
)
@click.option("--claim", "more", metavar="NAME=VALUE", multiple=True, callback=claims, help="One claim more, a string.")
@click.option("--fault", metavar="NAME", callback=_fault, is_eager=True, help="One thing wrong; `list` shows which.")
def mint(private_key: str, expires_in: int, more: Mapping[str, str], fault: Alteration | None, **known: str) -> None:
    """Make an identity token by this machine's clock and print it.

    It is a right one, or departs from a right one in the single way that --fault names. Some of those are lawful.
    """
    from conformance.clock import WallClock
    from conformance.minting import Mint

    maker = Mint(WallClock(), known["provider_id"], known["key_id"], _signing_key(private_key))
    draft = maker.draft(known["nonce"], user=known["user"], good_for=expires_in).with_claims(**more)
    try:
        click.echo(fault(draft, maker.now()) if fault else draft.signed())
    except ValueError as error:  # a long digest does not go into the signature of a short key
        raise click.ClickException(f"this key cannot sign that: {error}") from error


def _signing_key(file: str) -> SigningKey:
    from conformance.keys import PemError, SigningKey

    try:
        return SigningKey.from_pem(read_key("--private-key", file))
    except PemError as error:
        raise click.ClickException(f"the file of --private-key {error}") from None
