"""`layer-conformance token check TOKEN`: what is right and what is wrong about an identity token."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from textwrap import indent

import click

from conformance.cli.inputs import read_key, read_token
from conformance.cli.token.options import identifier
from conformance.clock import WallClock
from conformance.keys import PemError, read_rsa_public_key
from conformance.reporting.text.printable import one_line
from conformance.validation import CheckResult, Expected, Keys, Outcome, ReferenceTime, Validation, check_token
from conformance.validation.as_json import as_json as validation_as_json
from conformance.validation.as_json import summary
from conformance.validation.formatting import pretty

_COLOURS = {Outcome.OK: "green", Outcome.WARNING: "yellow", Outcome.FAILED: "red"}
_OUTCOME_WIDTH = max(len(outcome.value) for outcome in Outcome)


@click.command(short_help="Check an identity token.")
@click.argument("text", metavar="TOKEN|-|FILE")
@click.option("--public-key", metavar="FILE", help="The public RSA key, PEM; without it no signature is checked.")
@click.option("--provider-id", metavar="ID", callback=identifier("providers"), help="What iss should be.")
@click.option("--key-id", metavar="ID", callback=identifier("keys"), help="What kid should be.")
@click.option("--nonce", metavar="NONCE", help="What nce should be, byte for byte.")
@click.option("--user", metavar="USER", help="What prn should be.")
@click.option("--time", "times", is_flag=True, help="Judge iat and exp too, by this machine's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object, with every check.")
@click.pass_context
def check(
    context: click.Context, /, text: str, public_key: str | None, times: bool, as_json: bool, **ids: str | None
) -> None:
    """Check an identity token: the text itself, a file that holds it, or `-` for standard input.

    The answer of an identity server will do as well: JSON with an identity_token in it. The exit code is 0 where no
    check failed, 1 where one did, and 4 where there is no token or no key to check.
    """
    extracted = read_token(text)
    expected = Expected(ids["provider_id"], ids["key_id"], ids["nonce"], ids["user"])
    moment = ReferenceTime(WallClock().now()) if times else None
    validation = check_token(extracted.token, _keys(public_key), expected, moment)
    if as_json:
        click.echo(json.dumps(validation_as_json(validation, extracted.note), indent=2))
    else:
        # A terminal of another encoding than UTF-8 gets an escape for each character that it lacks.
        encoding = sys.stdout.encoding or "utf-8"
        report = "\n".join(_report(validation, extracted.note))
        click.echo(report.encode(encoding, "backslashreplace").decode(encoding))
    context.exit(0 if validation.ok else 1)


def _keys(public_key: str | None) -> Keys:
    if public_key is None:
        return Keys()
    try:
        return Keys(read_rsa_public_key(read_key("--public-key", public_key)))
    except PemError as error:
        raise click.ClickException(f"the file of --public-key {error}") from None


def _report(validation: Validation, note: str) -> Iterator[str]:
    """Yield the token decoded, then a line for each check; `note` says where the token was taken from."""
    if note:
        yield f"{one_line(note)}\n"
    for name, value in (("header", validation.header), ("claims", validation.claims)):
        yield f"{name}\n{indent('could not be read' if value is None else pretty(value), '  ')}\n"
    width = max(len(result.id) for result in validation.checks)
    yield from (_check_line(result, width) for result in validation.checks)
    yield f"\n{summary(validation)}"


def _check_line(result: CheckResult, width: int) -> str:
    outcome = click.style(f"{result.outcome.value:<{_OUTCOME_WIDTH}}", fg=_COLOURS.get(result.outcome))
    cause = f"{result.cause}: " if result.cause else ""
    return f"{outcome}  {result.id:<{width}}  {cause}{one_line(result.reason)}"
