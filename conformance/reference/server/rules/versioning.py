"""Versioning: every request names an available version in its Accept header."""

from __future__ import annotations

import re

from conformance.protocol.accept import MEDIA_TYPE, version_asked_for
from conformance.protocol.errors import ACCEPT_REFUSED
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.visit import Visit

_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


def _refusal(why: str) -> RefusalError:
    form = f"must be of form {MEDIA_TYPE}; version=x.y"
    return RefusalError.by(ACCEPT_REFUSED, f"Invalid Accept header; {form} ({why})")


def _asks_for_layer(visit: Visit) -> bool:
    return visit.accept is not None and visit.accept.media_type == MEDIA_TYPE


@rule("VERSION-1")
def accept_is_there(visit: Visit) -> None:
    """VERSION-1: a request without an Accept header is refused."""
    if visit.accept is None:
        raise _refusal("it is missing")


@rule("VERSION-2")
def accept_is_layers(visit: Visit) -> None:
    """VERSION-2: an Accept header that is not Layer's is refused."""
    if visit.accept is not None and visit.accept.media_type not in (MEDIA_TYPE, "*/*"):
        raise _refusal("it asks for another media type")


@rule("VERSION-3")
def accept_takes_not_anything(visit: Visit) -> None:
    """VERSION-3: an Accept header that takes anything asks for no version and is refused."""
    if visit.accept is not None and visit.accept.media_type == "*/*":
        raise _refusal("it asks for no version")


@rule("VERSION-4")
def accept_has_a_version(visit: Visit) -> None:
    """VERSION-4: an Accept header without a version is refused."""
    if _asks_for_layer(visit) and _version(visit) is None:
        raise _refusal("it has no version")


@rule("VERSION-5")
def version_is_a_number(visit: Visit) -> None:
    """VERSION-5: a version that is not a number is refused."""
    version = _version(visit)
    if version is not None and not _NUMBER.fullmatch(version):
        raise _refusal("the version is not a number")


@rule("VERSION-6", "VERSION-9")
def version_is_available(visit: Visit) -> None:
    """VERSION-6: a version that is not available is refused; VERSION-9: so is one that is nearly available."""
    version = _version(visit)
    if version is not None and _NUMBER.fullmatch(version) and _full(version) not in visit.apply_rule("VERSION-7"):
        raise _refusal("this version is not available")


@rule("VERSION-7")
def versions_served(visit: Visit) -> tuple[str, ...]:
    """VERSION-7: every declared version is served on every endpoint."""
    return visit.server.settings.versions


@rule("VERSION-8")
def accept_is_spelled_as_documented(visit: Visit) -> None:
    """VERSION-8 (observed): other spellings are refused: version=2, quotes, several media ranges."""
    version = _version(visit)
    header = visit.request.header("Accept")
    if version is not None and _NUMBER.fullmatch(version) and version_asked_for(header) is None:
        raise _refusal("it is spelled otherwise")


def _version(visit: Visit) -> str | None:
    return visit.accept.version if visit.accept is not None and _asks_for_layer(visit) else None


def _full(version: str) -> str:
    return version if "." in version else f"{version}.0"
