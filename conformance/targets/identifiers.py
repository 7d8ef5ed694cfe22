"""Identifiers in a target file: of applications, providers and keys, of API versions, of requirements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field

from conformance.catalogue import load_catalogue
from conformance.protocol import layer_id
from conformance.protocol.accept import KNOWN_VERSIONS
from conformance.suggestions import suggestion
from conformance.targets.faults import FieldError, short_repr


def app_id(text: str) -> str:
    """Return an app id in any documented form (docs/protocol.md#app-id); raises FieldError for any other text."""
    if layer_id.AppId.parse(text) is None:
        raise FieldError('should be "layer:///apps/staging/UUID", "layer:///apps/production/UUID" or a UUID')
    return text


def _identifier_of(kind: str) -> Callable[[str], str]:
    """Return the check of an id with the prefix of `kind`, or without a prefix (docs/protocol.md#bare-ids)."""
    prefix = f"layer:///{kind}/"

    def check(text: str) -> str:
        if layer_id.bare(text) is None or (text.startswith("layer:") and not text.startswith(prefix)):
            raise FieldError(f'should be "{prefix}UUID" or a UUID')
        return text

    return check


def version(text: str) -> str:
    """Return an API version that the suite knows; raises FieldError for any other."""
    if text not in KNOWN_VERSIONS:
        known = " and ".join(f'"{each}"' for each in KNOWN_VERSIONS)
        raise FieldError(f'is "{short_repr(text)}", which is not a version that the suite knows; it knows {known}')
    return text


def each_once(versions: list[str]) -> list[str]:
    """Return `versions` where each occurs once; raises FieldError otherwise."""
    for index, each in enumerate(versions):
        if each in versions[:index]:
            raise FieldError(f'should name each version once, and names "{each}" twice')
    return versions


def requirement_id(text: str) -> str:
    """Return the id of a requirement of the catalogue; raises FieldError, with the nearest one, for any other."""
    catalogue = load_catalogue()
    if text not in catalogue:
        wrong = f'is "{short_repr(text)}", which is not a requirement of the catalogue'
        raise FieldError(wrong + (suggestion(text, catalogue) or "; `layer-conformance rules` lists them"))
    return text


AppId = Annotated[
    str,
    AfterValidator(app_id),
    Field(examples=["layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae"]),
]
ProviderId = Annotated[
    str,
    AfterValidator(_identifier_of("providers")),
    Field(examples=["layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"]),
]
KeyId = Annotated[
    str,
    AfterValidator(_identifier_of("keys")),
    Field(examples=["layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"]),
]
Version = Annotated[str, AfterValidator(version), Field(json_schema_extra={"enum": list(KNOWN_VERSIONS)})]
Versions = Annotated[list[Version], Field(min_length=1), AfterValidator(each_once)]
RequirementId = Annotated[str, AfterValidator(requirement_id), Field(examples=["NONCE-3"])]
