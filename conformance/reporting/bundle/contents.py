"""What a bundle is made of, and what can be read out of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from conformance.reporting.bundle import manifest
from conformance.reporting.bundle.archive import BundleError, read_archive, write_archive
from conformance.reporting.bundle.signing import Signer
from conformance.reporting.html import page_of
from conformance.reporting.run import Run
from conformance.reporting.run.schema import SCHEMA_FILE
from conformance.reporting.verdict.read import LARGEST, read_run
from conformance.reporting.verdict.transcripts import (
    NAME,
    TranscriptError,
    Transcripts,
    check_consistency,
    parse_transcripts,
)
from conformance.reporting.verdict.write import as_text


@dataclass(frozen=True)
class Bundle:
    """A run that was read out of a bundle and agrees with itself; `algorithm` is None where nobody has signed it."""

    run: Run
    transcripts: Transcripts
    algorithm: str | None


def bundle_of(folder: Path, signer: Signer | None = None) -> bytes:
    """Return the bundle of the run whose reports are in `folder`: the same bytes for the same run and signer.

    The page is made from the verdict, so that it can be no other's. Raises VerdictFileError for a verdict that cannot
    be relied on, and BundleError, with a sentence, where the transcripts are not there or another run's.
    """
    run = read_run(folder / "verdict.json")
    contents = {
        "verdict.json": as_text(run).encode("utf-8", "backslashreplace"),
        NAME: _transcripts(folder, run),
        "index.html": page_of(run).encode("utf-8", "backslashreplace"),
        "verdict.schema.json": SCHEMA_FILE.read_bytes(),
    }
    packed = read_archive(write_archive(contents)).unpack()
    contents[manifest.NAME] = manifest.manifest_of(packed, run.suite.to_json(), signer.algorithm if signer else None)
    if signer:
        contents[manifest.SIGNATURE] = signer.sign(contents[manifest.NAME])
    return write_archive(contents, stored=(manifest.NAME, manifest.SIGNATURE))


def _transcripts(folder: Path, run: Run) -> bytes:
    path = folder / NAME
    try:
        with path.open("rb") as stream:
            # What is longer than any is cut, and so found to be none.
            content = stream.read(LARGEST)
        check_consistency(run, parse_transcripts(content))
    except FileNotFoundError as error:
        raise BundleError(f"{path} is not there; a run writes it beside its verdict.json") from error
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror}") from error
    except TranscriptError as error:
        raise BundleError(f"{path} {error}") from error
    return content
