"""Values of the options of `token`; each callback returns the value, or raises BadParameter with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from conformance.minting import Alteration, alteration_named
from conformance.minting.alterations import ALTERATIONS
from conformance.protocol.identity_token import CLAIM_TYPES
from conformance.suggestions import nearest
from conformance.validation.token_ids import uuid_of

#: Names of faults that stand for many; the words in capitals are placeholders.
_PATTERNS = ("whose iat is OFFSET from now", "whose exp is OFFSET from now")

_Callback = Callable[[click.Context, click.Parameter, Any], Any]


def identifier(kind: str) -> _Callback:
    """Return the callback for ids of `kind`, ``keys`` or ``providers``."""

    def callback(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        if value is not None and uuid_of(kind, value) is None:
            raise click.BadParameter(f"should be layer:///{kind}/UUID or a UUID.")
        return value

    return callback


def text(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return a text that UTF-8 can write: the bytes of a command line may be anything."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise click.BadParameter("is not text in UTF-8.") from error
    return value


def claims(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return claims that are written as NAME=VALUE; those that other options set are refused."""
    parsed = {}
    for value in values:
        name, separator, claim = text(context, parameter, value).partition("=")
        if not name or not separator:
            raise click.BadParameter("should be NAME=VALUE, as in first_name=Alice.")
        if name in CLAIM_TYPES:
            raise click.BadParameter(f"{name} follows from the other options; --fault makes wrong ones.")
        parsed[name] = claim
    return parsed


def fault(context: click.Context, _parameter: click.Parameter, name: str | None) -> Alteration | None:
    """Return the alteration of that name; `list` prints all names, and ends the command."""
    if name is None:
        return None
    if name == "list":
        click.echo("\n".join((*ALTERATIONS, *(f'{each}, such as "-30 seconds" or "+1 hour"' for each in _PATTERNS))))
        context.exit()
    try:
        return alteration_named(name)
    except KeyError:
        alike = " or ".join(f'"{match}"' for match in nearest(name, ALTERATIONS, most=3))
        hint = f"did you mean {alike}?" if alike else "--fault list shows all names."
        raise click.BadParameter(f"there is no such fault; {hint}") from None
    except ValueError:
        raise click.BadParameter('the offset should be such as "-30 seconds" or "+1 hour".') from None
