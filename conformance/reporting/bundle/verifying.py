"""Whether a bundle is what its signer has made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.reporting.bundle import manifest
from conformance.reporting.bundle.archive import BundleError, Member, read_archive
from conformance.reporting.bundle.contents import Bundle
from conformance.reporting.bundle.signing import Verifier
from conformance.reporting.verdict.read import VerdictFileError, parse_run
from conformance.reporting.verdict.transcripts import NAME, TranscriptError, check_consistency, parse_transcripts


def opened(content: bytes, verifier: Verifier | None) -> tuple[Bundle | None, list[str]]:
    """Return what a bundle holds and a sentence for each thing that is wrong with it: with one, it holds nothing.

    Sizes come first, the signature second, what it vouches for last: nothing is unpacked of a bundle that is not the
    signer's. Without a verifier everything is checked but who has signed it, if anybody has. A sentence goes on after
    the file's name.
    """
    try:
        archive = read_archive(content)
        text = manifest.text_of(archive)
        entries = manifest.parse(text)
        wrong = list(_signature_faults(entries, text, archive.packed.get(manifest.SIGNATURE), verifier))
        wrong = wrong or list(manifest.packed_faults(entries, archive))
        if wrong:
            return None, wrong
        members = archive.unpack()
        wrong = manifest.faults(entries, members)
        return (None, wrong) if wrong else (_bundle(entries, members), [])
    except BundleError as fault:
        return None, [str(fault)]


def _signature_faults(
    entries: Mapping[str, Any], text: bytes, signature: bytes | None, verifier: Verifier | None
) -> Iterator[str]:
    """Yield what is wrong with who has signed; a key is asked only whether it has, and never chosen by the bundle."""
    algorithm = entries.get("signature")
    if (algorithm is None) != (signature is None):
        yield f"was changed: its {manifest.NAME} and its {manifest.SIGNATURE} do not agree on whether it is signed"
    elif verifier is None:
        return
    elif signature is None:
        yield "is not signed by anybody"
    elif algorithm != verifier.algorithm:
        yield f"is not signed by that key, which is for {verifier.algorithm}"
    elif not verifier.verify_signature(signature, text):
        yield "is not signed by that key, or was changed since"


def _bundle(entries: Mapping[str, Any], members: Mapping[str, Member]) -> Bundle:
    try:
        run = parse_run(members["verdict.json"].content)
        transcripts = parse_transcripts(members[NAME].content)
        check_consistency(run, transcripts)
    except VerdictFileError as error:
        raise BundleError(f"holds a verdict.json that {error}") from error
    except TranscriptError as error:
        raise BundleError(f"holds a {NAME} that {error}") from error
    if entries["suite"] != run.suite.to_json():
        raise BundleError(f"names another suite in its {manifest.NAME} than in its verdict.json")
    return Bundle(run, transcripts, entries["signature"])
