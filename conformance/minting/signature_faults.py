"""Alterations after and of the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.keys import published_key
from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url


def _with_payload_of(change: Callable[[Draft], Draft]) -> Alteration:
    """The right header and signature around a payload that was changed afterwards."""

    def alter(draft: Draft, _now: int) -> str:
        header, _, signature = draft.signed().split(".")
        return f"{header}.{change(draft).parts()[1]}.{signature}"

    return alter


def _with_header_of(change: Callable[[Draft], Draft]) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        _, payload, signature = draft.signed().split(".")
        return f"{change(draft).parts()[0]}.{payload}.{signature}"

    return alter


def _with_signature(change: Callable[[bytes], bytes]) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        signing_input, _, signature = draft.signed().rpartition(".")
        return f"{signing_input}.{base64url.encode(change(base64url.decode(signature)))}"

    return alter


def _flipped(signature: bytes) -> bytes:
    middle = len(signature) // 2
    return signature[:middle] + bytes([signature[middle] ^ 1]) + signature[middle + 1 :]


def _of_another_token(draft: Draft, _now: int) -> str:
    """The signature of the same provider's token for another user."""
    signature = draft.with_claims(prn="somebody-else").signed().rpartition(".")[2]
    return ".".join((*draft.parts(), signature))


#: Every alteration of the signature, by name.
SIGNATURE_ALTERATIONS: Mapping[str, Alteration] = {
    "whose user was changed after signing": _with_payload_of(lambda draft: draft.with_claims(prn="somebody-else")),
    "whose exp was changed after signing": _with_payload_of(
        lambda draft: draft.with_claims(exp=draft.claims["exp"] + 60)
    ),
    "that was given a claim after signing": _with_payload_of(lambda draft: draft.with_claims(display_name="Bob")),
    "whose header was given a member after signing": _with_header_of(lambda draft: draft.with_header(zip="DEF")),
    "whose header members were put in another order after signing": _with_header_of(
        lambda draft: replace(draft, header=dict(reversed(list(draft.header.items()))))
    ),
    "with an empty signature": _with_signature(lambda _signature: b""),
    "whose signature lacks its last byte": _with_signature(lambda signature: signature[:-1]),
    "whose signature lacks its second half": _with_signature(lambda signature: signature[: len(signature) // 2]),
    "whose signature has one bit flipped": _with_signature(_flipped),
    "whose signature has a byte too many": _with_signature(lambda signature: signature + b"\x00"),
    "whose signature is all zeros": _with_signature(lambda signature: bytes(len(signature))),
    "with the signature of another token": _of_another_token,
    "signed by another key": lambda draft, _now: replace(draft, key=published_key("stranger")).signed(),
}
