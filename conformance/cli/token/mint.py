"""`layer-conformance token mint`: a right identity token, or one with a single fault, to try things with."""

from __future__ import annotations

from collections.abc import Mapping

import click

from conformance.cli.inputs import read_key
from conformance.cli.token.options import claims, fault, identifier, text
from conformance.clock import WallClock
from conformance.keys import PemError, SigningKey
from conformance.minting import Alteration, Mint

#: Further than this, in seconds, no calendar goes: it is a slip.
_FURTHEST = 10**9


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
@click.option("--claim", "more", metavar="NAME=VALUE", multiple=True, callback=claims, help="A further string claim.")
@click.option(
    "--fault", "alter", metavar="NAME", callback=fault, is_eager=True, help="One thing wrong; `list` shows which."
)
def mint(private_key: str, expires_in: int, more: Mapping[str, str], alter: Alteration | None, **ids: str) -> None:
    """Make an identity token by this machine's clock and print it.

    It is a right one, or departs from a right one in the single way that --fault names. Some of those are lawful.
    """
    try:
        key = SigningKey.from_pem(read_key("--private-key", private_key))
    except PemError as error:
        raise click.ClickException(f"the file of --private-key {error}") from None
    maker = Mint(WallClock(), ids["provider_id"], ids["key_id"], key)
    draft = maker.draft(ids["nonce"], user=ids["user"], good_for=expires_in).with_claims(**more)
    try:
        click.echo(alter(draft, maker.now()) if alter else draft.signed())
    except ValueError as error:  # a long digest does not go into the signature of a short key
        raise click.ClickException(f"this key cannot sign that: {error}") from error
