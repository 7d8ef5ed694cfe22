"""Alterations of the signature, and of the token after signing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.keys import published_key
from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url


def _replace_payload(change: Callable[[Draft], Draft]) -> Alteration:
    """Keep the header and the signature, and put a changed payload between them."""

    def replace_payload(draft: Draft, _now: int) -> str:
        header, _, signature = draft.signed().split(".")
        return f"{header}.{change(draft).parts()[1]}.{signature}"

    return replace_payload


def _replace_header(change: Callable[[Draft], Draft]) -> Alteration:
    def replace_header(draft: Draft, _now: int) -> str:
        _, payload, signature = draft.signed().split(".")
        return f"{change(draft).parts()[0]}.{payload}.{signature}"

    return replace_header


def _change_signature(change: Callable[[bytes], bytes]) -> Alteration:
    def change_signature(draft: Draft, _now: int) -> str:
        signing_input, _, signature = draft.signed().rpartition(".")
        return f"{signing_input}.{base64url.encode(change(base64url.decode(signature)))}"

    return change_signature


def _flip_middle_bit(signature: bytes) -> bytes:
    middle = len(signature) // 2
    return signature[:middle] + bytes([signature[middle] ^ 1]) + signature[middle + 1 :]


def _take_other_signature(draft: Draft, _now: int) -> str:
    """Take the signature from the same provider's token for another user."""
    signature = draft.with_claims(prn="somebody-else").signed().rpartition(".")[2]
    return ".".join((*draft.parts(), signature))


#: Every alteration of the signature, by name.
SIGNATURE_ALTERATIONS: Mapping[str, Alteration] = {
    "whose user was changed after signing": _replace_payload(lambda draft: draft.with_claims(prn="somebody-else")),
    "whose exp was changed after signing": _replace_payload(
        lambda draft: draft.with_claims(exp=draft.claims["exp"] + 60)
    ),
    "that was given a claim after signing": _replace_payload(lambda draft: draft.with_claims(display_name="Bob")),
    "whose header was given a member after signing": _replace_header(lambda draft: draft.with_header(zip="DEF")),
    "whose header members were put in another order after signing": _replace_header(
        lambda draft: replace(draft, header=dict(reversed(list(draft.header.items()))))
    ),
    "with an empty signature": _change_signature(lambda _signature: b""),
    "whose signature lacks its last byte": _change_signature(lambda signature: signature[:-1]),
    "whose signature lacks its second half": _change_signature(lambda signature: signature[: len(signature) // 2]),
    "whose signature has one bit flipped": _change_signature(_flip_middle_bit),
    "whose signature has a byte too many": _change_signature(lambda signature: signature + b"\x00"),
    "whose signature is all zeros": _change_signature(lambda signature: bytes(len(signature))),
    "with the signature of another token": _take_other_signature,
    "signed by another key": lambda draft, _now: replace(draft, key=published_key("stranger")).signed(),
}
