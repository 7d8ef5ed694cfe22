"""`manifest.json`: what a bundle holds, by SHA-256 and length; it is what is signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.reporting.bundle.archive import Archive, BundleError, Member

#: The name of the form; it changes with every change of what a bundle holds.
FORM = "urn:layer-conformance:bundle:1"
NAME, SIGNATURE = "manifest.json", "manifest.jws"
#: The manifest has some 900 bytes, its signature 1,700: they are read before anybody has vouched for them. In bytes.
LARGEST = 16 * 1024
#: What every bundle holds beside the manifest, and nothing else.
MEMBERS = ("index.html", "transcripts.ndjson", "verdict.json", "verdict.schema.json")


def manifest_of(members: Mapping[str, Member], suite: Mapping[str, str], algorithm: str | None) -> bytes:
    """Return the text of the manifest; `suite` is the one that ran, `algorithm` None where nobody signs."""
    manifest = {
        "form": FORM,
        "suite": dict(suite),
        "signature": algorithm,
        "members": {name: _entry(member) for name, member in sorted(members.items())},
    }
    return (json.dumps(manifest, indent=2) + "\n").encode("ascii")


def _entry(member: Member) -> dict[str, Any]:
    return {
        "sha256": _sha256(member.content),
        "length": len(member.content),
        # Deflate can say the same in more than one way: this says in which one it was signed.
        "packed_sha256": _sha256(member.packed),
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def text_of(archive: Archive) -> bytes:
    """Return the manifest's text, as it stands in the zip; raises BundleError where there is none, or a packed one."""
    if NAME not in archive.packed:
        raise BundleError(f"is no bundle: it has no {NAME}")
    for name in sorted({NAME, SIGNATURE} & archive.packed.keys()):
        if name not in archive.stored:
            raise BundleError(f"has a {name} that is compressed: it was packed again")
        if len(archive.packed[name]) > LARGEST:
            raise BundleError(f"has a {name} that is larger than any: more than {LARGEST // 1024} KiB")
    return archive.packed[NAME]


def parse(text: bytes) -> dict[str, Any]:
    """Return the manifest of a bundle; raises BundleError where it has not this form."""
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"was changed: its {NAME} is no JSON") from error
    form = manifest.get("form") if isinstance(manifest, dict) else None
    if not isinstance(form, str) or not form.startswith(FORM.rpartition(":")[0]):
        raise BundleError(f"is no bundle: its {NAME} is of no form that layer-conformance knows")
    if form != FORM:
        raise BundleError(f"has the form {form[:80]!r}, and this layer-conformance reads {FORM}")
    return dict(manifest)


def packed_faults(manifest: Mapping[str, Any], archive: Archive) -> Iterator[str]:
    """Yield a sentence for each way in which the zip is not that of the manifest, before anything is unpacked."""
    there = archive.packed.keys() - {NAME, SIGNATURE}
    yield from (f"has a member {name!r} that no bundle has" for name in sorted(there - set(MEMBERS)))
    yield from (f"has no {name}" for name in MEMBERS if name not in there)
    listed = _listed(manifest)
    if sorted(listed) != sorted(MEMBERS):
        yield f"has a {NAME} that lists other members than a bundle has"
    for name in sorted(there & set(MEMBERS)):
        entry = listed.get(name)
        if not isinstance(entry, dict) or entry.get("packed_sha256") != _sha256(archive.packed[name]):
            yield _changed(name)


def faults(manifest: Mapping[str, Any], members: Mapping[str, Member]) -> list[str]:
    """Return a sentence for each way in which the unpacked members are not those of the manifest."""
    suite, algorithm = manifest.get("suite"), manifest.get("signature")
    those = {name: member for name, member in members.items() if name in MEMBERS}
    wrong = [_changed(name) for name in sorted(those) if _listed(manifest).get(name) != _entry(those[name])]
    if wrong:
        return wrong
    written = manifest_of(those, suite if isinstance(suite, dict) else {}, algorithm)
    return [] if members[NAME].content == written else [f"has a {NAME} that layer-conformance would not write so"]


def _listed(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    listed = manifest.get("members")
    return listed if isinstance(listed, dict) else {}


def _changed(name: str) -> str:
    return f"has another {name} than its {NAME} says: it was changed"
