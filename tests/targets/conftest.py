"""A folder with a target file that is right, and everything that it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from conformance.catalogue import load_catalogue
from conformance.keys import published_key
from conformance.targets import TargetFileError, load_target

#: Section 4 of the issue, but for the two key and provider ids that it leaves out.
EXAMPLE = """
[target]
name     = "Acme Layer, staging"
actor    = "server"
url      = "https://layer.staging.acme.example"
versions = ["1.0", "2.0"]

[credentials]
app_id      = "layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae"
provider_id = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"
key_id      = "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"
private_key = "staging.pem"

[capabilities]
disabled_key     = { key_id = "11111111-f2e4-11e5-99fe-eecb000000b0", private_key = "disabled.pem" }
deleted_key      = { key_id = "22222222-f2e4-11e5-99fe-eecb000000b0", private_key = "deleted.pem" }
suspended_user   = "mallory"
session_lifetime = "30 days"
protected_url    = "/conversations"

[capabilities.unbound_provider]
provider_id = "layer:///providers/33333333-d9ab-11e5-b6a9-c01d00006542"
key_id      = "layer:///keys/44444444-f2e4-11e5-99fe-eecb000000b0"
private_key = "other.pem"

[http]
timeout      = 10
verify       = true
client_cert  = "client.pem"
proxy        = "http://127.0.0.1:3128"
headers      = { X-Env = { env = "ACME_TOKEN" } }
max_requests = 10000
max_rate = 200

[[known]]
requirement = "KNOWN-ID"
reason      = "url is missing until release 42"
link        = "https://tracker.acme.example/123"
expires     = 2027-01-31
"""

#: An identifier of an application, of a provider, and of a key.
UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"

#: A file that loads; each `#section` is a place for one more line.
PLAIN = f"""
[target]
name   = "Plain"
actor  = "server"
url    = "https://layer.acme.example"
#target
[credentials]
app_id      = "{UUID}"
provider_id = "{UUID}"
key_id      = "{UUID}"
private_key = "key.pem"
#credentials
[capabilities]
#capabilities
[http]
#http
#known
"""

#: The least key: it is read in a moment, and what a longer one takes is tried where keys are.
KEY = published_key("short")

#: What the variable of the example holds.
TOKEN = "Bearer canary-0123456789"


@pytest.fixture(scope="session")
def other_key() -> bytes:
    """Return another key of that length, in PEM."""
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it signs nothing
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption())


@pytest.fixture
def folder(tmp_path: Path, client_certificate: bytes, other_key: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with every file that the example names, and set its variable."""
    (tmp_path / "staging.pem").write_bytes(KEY.private_pem)
    for file in ("disabled", "deleted", "other"):
        (tmp_path / f"{file}.pem").write_bytes(other_key)
    (tmp_path / "client.pem").write_bytes(client_certificate)
    monkeypatch.setenv("ACME_TOKEN", TOKEN)
    return tmp_path


@pytest.fixture
def example() -> str:
    """Return the example, with the id of a requirement that the catalogue has."""
    return EXAMPLE.replace("KNOWN-ID", load_catalogue().of("server")[0].id)


@pytest.fixture
def target_file(folder: Path, example: str) -> Callable[..., Path]:
    """Return what writes the example, with one text in it replaced by another."""

    def write(old: str = "", new: str = "") -> Path:
        assert old in example
        path = folder / "target.toml"
        path.write_text(example.replace(old, new, 1) if old else example + new, encoding="utf-8")
        return path

    return write


@pytest.fixture
def refusal_of() -> Callable[[Path | str], str]:
    """Return what loads a file that must be refused, and gives the sentence."""

    def sentence(path: Path | str) -> str:
        with pytest.raises(TargetFileError) as refusal:
            load_target(path)
        text = str(refusal.value)
        assert "\n" not in text
        assert Path(path).name in text
        # A traceback would show pydantic's report, which quotes values.
        assert refusal.value.__suppress_context__ or refusal.value.__context__ is None
        return text

    return sentence


@pytest.fixture
def plain_file(tmp_path: Path) -> Path:
    """Return a small target file that is right, with its key beside it."""
    (tmp_path / "key.pem").write_bytes(KEY.private_pem)
    (tmp_path / "target.toml").write_text(PLAIN, encoding="utf-8")
    return tmp_path / "target.toml"


@pytest.fixture
def refused(plain_file: Path, refusal_of: Callable[[Path], str]) -> Callable[..., str]:
    """Return what replaces texts in the plain file, and gives the sentence that refuses it."""

    def sentence(*replacements: tuple[str, str]) -> str:
        text = PLAIN
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        plain_file.write_text(text, encoding="utf-8")
        return refusal_of(plain_file)

    return sentence


@pytest.fixture(scope="session")
def client_certificate() -> bytes:
    """Return a certificate and its private key, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client.acme.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + private
