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

    Without a verifier everything is checked but who has signed it, if anybody has. A sentence goes on after the
    file's name.
    """
    try:
        members = read_archive(content)
        said = manifest.read(members)
    except BundleError as fault:
        return None, [str(fault)]
    wrong = [*_signature_faults(said, members, verifier), *manifest.faults(said, members)]
    if wrong:
        return None, wrong
    try:
        return _bundle(said, members), []
    except BundleError as fault:
        return None, [str(fault)]


def _signature_faults(
    said: Mapping[str, Any], members: Mapping[str, Member], verifier: Verifier | None
) -> Iterator[str]:
    """Yield what is wrong with who has signed; a key is asked only whether it has, and never chosen by the bundle."""
    algorithm, signature = said.get("signature"), members.get(manifest.SIGNATURE)
    if (algorithm is None) != (signature is None):
        yield f"was changed: its {manifest.NAME} and its {manifest.SIGNATURE} do not agree on whether it is signed"
    elif verifier is None:
        return
    elif signature is None:
        yield "is not signed by anybody"
    elif algorithm != verifier.algorithm:
        yield f"is not signed by that key, which is for {verifier.algorithm}"
    elif not verifier.verify_signature(signature.content, members[manifest.NAME].content):
        yield "is not signed by that key, or was changed since"


def _bundle(said: Mapping[str, Any], members: Mapping[str, Member]) -> Bundle:
    try:
        run = parse_run(members["verdict.json"].content)
        transcripts = parse_transcripts(members[NAME].content)
        check_consistency(run, transcripts)
    except VerdictFileError as error:
        raise BundleError(f"holds a verdict.json that {error}") from error
    except TranscriptError as error:
        raise BundleError(f"holds a {NAME} that {error}") from error
    if said["suite"] != run.suite.to_json():
        raise BundleError(f"names another suite in its {manifest.NAME} than in its verdict.json")
    return Bundle(run, transcripts, said["signature"])
