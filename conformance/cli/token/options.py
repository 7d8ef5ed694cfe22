"""What the options of `token` may be; each callback returns the value, or raises BadParameter with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

_Callback = Callable[[click.Context, click.Parameter, Any], Any]


def identifier(kind: str) -> _Callback:
    """Return the callback for ids of `kind`, ``keys`` or ``providers``."""

    def callback(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        from conformance.validation.token_ids import uuid_of

        if value is not None and uuid_of(kind, value) is None:
            raise click.BadParameter(f"should be layer:///{kind}/UUID or a UUID.")
        return value

    return callback


def text(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Let texts pass that UTF-8 can say: bytes of a command line may be anything."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise click.BadParameter("is not text in UTF-8.") from error
    return value


def claims(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return claims that are given as NAME=VALUE; those that have options of their own are refused."""
    from conformance.protocol.identity_token import CLAIM_TYPES

    found = {}
    for value in values:
        name, separator, claim = text(context, parameter, value).partition("=")
        if not name or not separator:
            raise click.BadParameter("should be NAME=VALUE, as in first_name=Alice.")
        if name in CLAIM_TYPES:
            raise click.BadParameter(f"{name} follows from the other options; wrong ones can be had with --fault.")
        found[name] = claim
    return found
