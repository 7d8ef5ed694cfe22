"""`manifest.json`: what a bundle holds, by SHA-256 and length; it is what is signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.reporting.bundle.archive import BundleError, Member

#: The name of the form; it changes with every change of what a bundle holds.
FORM = "urn:layer-conformance:bundle:1"
NAME, SIGNATURE = "manifest.json", "manifest.jws"
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
        "sha256": hashlib.sha256(member.content).hexdigest(),
        "length": len(member.content),
        # Deflate can say the same in more than one way: this says in which one it was signed.
        "packed_sha256": hashlib.sha256(member.packed).hexdigest(),
    }


def read(members: Mapping[str, Member]) -> dict[str, Any]:
    """Return the manifest of a bundle; raises BundleError where the zip has none of this form."""
    if NAME not in members:
        raise BundleError(f"is no bundle: it has no {NAME}")
    try:
        manifest = json.loads(members[NAME].content)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"was changed: its {NAME} is no JSON") from error
    form = manifest.get("form") if isinstance(manifest, dict) else None
    if not isinstance(form, str) or not form.startswith(FORM.rpartition(":")[0]):
        raise BundleError(f"is no bundle: its {NAME} is of no form that layer-conformance knows")
    if form != FORM:
        raise BundleError(f"has the form {form[:80]!r}, and this layer-conformance reads {FORM}")
    return dict(manifest)


def faults(manifest: Mapping[str, Any], members: Mapping[str, Member]) -> list[str]:
    """Return a sentence for each way in which the members are not those of the manifest."""
    suite, algorithm = manifest.get("suite"), manifest.get("signature")
    those = {name: member for name, member in members.items() if name in MEMBERS}
    again = manifest_of(those, suite if isinstance(suite, dict) else {}, algorithm)
    found = list(_faults(manifest, members))
    if not found and members[NAME].content != again:
        found.append(f"has a {NAME} that layer-conformance would not write so")
    return found


def _faults(manifest: Mapping[str, Any], members: Mapping[str, Member]) -> Iterator[str]:
    listed = manifest.get("members")
    listed = listed if isinstance(listed, dict) else {}
    there = set(members) - {NAME, SIGNATURE}
    yield from (f"has a member {name!r} that no bundle has" for name in sorted(there - set(MEMBERS)))
    yield from (f"has no {name}" for name in MEMBERS if name not in there)
    for name in sorted({NAME, SIGNATURE} & set(members)):
        if members[name].packed != members[name].content:
            yield f"has a {name} that is compressed: it was packed anew"
    if sorted(listed) != sorted(MEMBERS):
        yield f"has a {NAME} that lists other members than a bundle has"
    for name in sorted(there & set(MEMBERS)):
        if listed.get(name) != _entry(members[name]):
            yield f"has another {name} than its {NAME} says: it was changed"
