"""A bundle holds one run, whole, and says who signed it."""

import hashlib
import io
import json
import zipfile

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import RSAKey

from conformance.keys import PemError
from conformance.reporting.bundle import BundleError, Signer, Verifier, bundle_of, opened
from conformance.reporting.html import page_of
from conformance.reporting.run.schema import SCHEMA_FILE
from conformance.reporting.verdict.read import read_run


def unpacked(content):
    """Return what any other unpacker sees."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_holds_the_run_and_nothing_else(signed, folder):
    """The files of the folder as they are, the page of the verdict, and the schema."""
    held = unpacked(signed)
    assert sorted(held) == [
        "index.html",
        "manifest.json",
        "manifest.jws",
        "transcripts.ndjson",
        "verdict.json",
        "verdict.schema.json",
    ]
    assert held["verdict.json"] == (folder / "verdict.json").read_bytes()
    assert held["transcripts.ndjson"] == (folder / "transcripts.ndjson").read_bytes()
    assert held["index.html"] == page_of(read_run(folder / "verdict.json")).encode()
    assert held["verdict.schema.json"] == SCHEMA_FILE.read_bytes()


def test_the_manifest_has_the_hash_and_the_length_of_each_member(signed):
    """And the suite that ran."""
    held = unpacked(signed)
    manifest = json.loads(held["manifest.json"])
    assert manifest["suite"] == {"name": "layer-conformance", "version": "0.1.0"}
    assert manifest["signature"] == "EdDSA"
    listed = {name: (each["sha256"], each["length"]) for name, each in manifest["members"].items()}
    there = {name: each for name, each in held.items() if not name.startswith("manifest.")}
    assert listed == {name: (hashlib.sha256(each).hexdigest(), len(each)) for name, each in there.items()}


@pytest.mark.parametrize("algorithm", ["EdDSA", "RS256"])
def test_any_library_can_check_the_signature(folder, keys, algorithm):
    """It is a compact JWS of the manifest."""
    private, public = keys(algorithm)
    held = unpacked(bundle_of(folder, Signer.from_pem(private)))
    payload = jwt.PyJWS().decode(held["manifest.jws"], public, algorithms=[algorithm])
    assert payload == held["manifest.json"]


def test_another_library_than_ours_takes_it(folder, keys):
    """Joserfc has another author."""
    private, public = keys("RS256")
    held = unpacked(bundle_of(folder, Signer.from_pem(private)))
    found = jws.deserialize_compact(held["manifest.jws"].decode(), RSAKey.import_key(public))
    assert found.payload == held["manifest.json"]


@pytest.mark.parametrize("algorithm", ["EdDSA", "RS256"])
def test_the_same_run_makes_the_same_bundle_and_it_verifies(folder, keys, algorithm):
    """Both kinds of keys sign without chance."""
    private, public = keys(algorithm)
    first, second = (bundle_of(folder, Signer.from_pem(private)) for _ in range(2))
    assert first == second
    found, wrong = opened(first, Verifier.from_pem(public))
    assert wrong == []
    assert found.run == read_run(folder / "verdict.json")


def test_a_bundle_that_nobody_signed_says_so(folder, verifier):
    """It is whole, and nobody's."""
    content = bundle_of(folder)
    assert "manifest.jws" not in unpacked(content)
    assert opened(content, verifier) == (None, ["is not signed by anybody"])
    assert opened(content, None)[0].algorithm is None


def test_another_key_has_not_signed_it(signed, keys):
    """Neither one of the same kind, nor one of another."""
    other = Ed25519PrivateKey.generate().public_key()
    stranger = other.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert opened(signed, Verifier.from_pem(stranger))[1] == ["is not signed by that key, or was changed since"]
    assert opened(signed, Verifier.from_pem(keys("RS256")[1]))[1] == ["is not signed by that key, which is for RS256"]


def test_the_transcripts_must_be_those_of_the_verdict(folder):
    """An older run's, a shorter one's, and none are refused."""
    file = folder / "transcripts.ndjson"
    whole = file.read_bytes()
    for content, fault in {
        whole[:-5]: "was cut short",
        whole.partition(b"\n")[2]: "it holds other scenarios",
        whole.replace(b"201", b"202"): "has other exchanges",
        b"{}\n": "holds no scenario in line 1",
    }.items():
        file.write_bytes(content)
        with pytest.raises(BundleError, match=fault):
            bundle_of(folder)
    file.unlink()
    with pytest.raises(BundleError, match="is not there"):
        bundle_of(folder)


@pytest.mark.parametrize("pem", [b"", b"words", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused_and_not_shown(pem):
    """By whoever signs as by whoever checks."""
    for kind in (Signer, Verifier):
        with pytest.raises(PemError) as refused:
            kind.from_pem(pem)
        assert "AAAA" not in str(refused.value)


def test_a_key_of_another_kind_is_refused(keys):
    """A curve, a short one, one with a passphrase, and the other half."""
    plain, locked = serialization.NoEncryption(), serialization.BestAvailableEncryption(b"secret")
    curve, short = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 1024)  # noqa: S505 - it is to be refused
    faults = {
        pem(curve, plain): "another kind than RSA or Ed25519",
        pem(short, plain): "1024 bits",
        pem(Ed25519PrivateKey.generate(), locked): "passphrase",
        keys()[1]: "is a public key",
    }
    for private, fault in faults.items():
        with pytest.raises(PemError, match=fault):
            Signer.from_pem(private)
    with pytest.raises(PemError, match="is a private key"):
        Verifier.from_pem(keys()[0])


def pem(key, encryption):
    """Return a private key in PEM."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
