"""Bundles and keys for commands, made of verdicts as a run writes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from verdicts import Row, written


def reports(folder: Path, rows: Sequence[Row] = (("A-1", "CONFORMS"),)) -> Path:
    """Write what is bundled of a run with these requirements and verdicts, and return its folder."""
    verdict = json.loads(written(folder / "verdict.json", rows).read_text("utf-8"))
    nodeids = [scenario["nodeid"] for finding in verdict["findings"] for scenario in finding["scenarios"]]
    lines = "".join(json.dumps({"nodeid": nodeid, "steps": [], "transcript": []}) + "\n" for nodeid in nodeids)
    (folder / "transcripts.ndjson").write_text(lines, encoding="utf-8")
    return folder


@cache
def _key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def key_files(folder: Path, name: str = "own") -> tuple[Path, Path]:
    """Write a private and a public key, and return where they are; the same name is the same key."""
    private, public = folder / f"{name}.pem", folder / f"{name}.public.pem"
    kinds = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private.write_bytes(_key(name).private_bytes(serialization.Encoding.PEM, *kinds))
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(_key(name).public_key().public_bytes(serialization.Encoding.PEM, kind))
    return private, public
