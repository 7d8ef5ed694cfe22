"""Public keys as people give them, and what they give instead."""

from __future__ import annotations

import base64
import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from conformance.keys import PemError, published_key, read_rsa_public_key

KEY = published_key("application")
CURVE = ec.generate_private_key(ec.SECP256R1())


def certificate():
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme")])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, KEY.public, 1, day, day + datetime.timedelta(days=1))
    return builder.sign(KEY.private, hashes.SHA256()).public_bytes(Encoding.PEM)


def request():
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme")])
    return x509.CertificateSigningRequestBuilder(name).sign(KEY.private, hashes.SHA256()).public_bytes(Encoding.PEM)


def private(key, form):
    return key.private_bytes(Encoding.PEM, form, NoEncryption())


RIGHT = {
    "SubjectPublicKeyInfo": KEY.public_pem,
    "PKCS#1": KEY.public.public_bytes(Encoding.PEM, PublicFormat.PKCS1),
    "line ends of Windows": KEY.public_pem.replace(b"\n", b"\r\n"),
    "indented": b"\n\n" + KEY.public_pem.replace(b"\n", b"\n    "),
    "on one line": KEY.public_pem.replace(b"\n", b"\\n"),
    "with a word before it": b"The key:\n" + KEY.public_pem,
    "on one line, and a line break behind it": KEY.public_pem.strip().replace(b"\n", b"\\n") + b"\n",
    "before its certificate": KEY.public_pem + certificate(),
    "behind its certificate": certificate() + KEY.public_pem,
    "line ends lost": KEY.public_pem.replace(b"\n", b" "),
}


@pytest.mark.parametrize("pem", RIGHT.values(), ids=RIGHT.keys())
def test_a_public_key_is_read_in_any_form(pem):
    """It is the same key."""
    assert read_rsa_public_key(pem) == KEY.public


@pytest.mark.parametrize("name", ["short", "long"])
def test_keys_of_other_sizes_are_read(name):
    """1024 and 4096 bits."""
    assert read_rsa_public_key(published_key(name).public_pem).key_size in (1024, 4096)


PRIVATE = {
    "PKCS#8": KEY.private_pem,
    "PKCS#1": private(KEY.private, PrivateFormat.TraditionalOpenSSL),
    "OpenSSH": private(KEY.private, PrivateFormat.OpenSSH),
    "EC": private(CURVE, PrivateFormat.PKCS8),
    "damaged": KEY.private_pem[:200],
    "after its public half": KEY.public_pem + KEY.private_pem,
    "on one line": KEY.private_pem.replace(b"\n", b" "),
    "DER": KEY.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    "its body alone": b"".join(KEY.private_pem.splitlines()[1:-1]),
    "PuTTY": b"PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 14",
}


@pytest.mark.parametrize("text", PRIVATE.values(), ids=PRIVATE.keys())
def test_a_private_key_is_refused_without_being_shown(text):
    """Whoever reads the sentence learns nothing of it."""
    with pytest.raises(PemError, match="is a private key, which nobody else should see") as refused:
        read_rsa_public_key(text)
    assert "MII" not in str(refused.value)
    assert "BEGIN" not in str(refused.value)


@pytest.mark.parametrize("bits", [64, 512, 1023])
def test_a_key_that_is_too_short_is_refused(bits):
    """Layer's have 1024 bits or more, and libraries fall over shorter ones."""
    pem = (
        RSAPublicNumbers(65537, (1 << (bits - 1)) + 1)
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    with pytest.raises(PemError, match=f"has {bits} bits; 1024 are the least"):
        read_rsa_public_key(pem)


WRONG = {
    "nothing": (b" \n", "is empty"),
    "a word": (b"secret-word", "is no key in PEM"),
    "binary": (bytes(range(256)), "is no key in PEM"),
    "a certificate": (certificate(), "is a certificate; give its public key (`openssl x509"),
    "a request": (request(), "is a certificate request; give its public key (`openssl req"),
    "its body": (b"".join(KEY.public_pem.splitlines()[1:-1]), "is the body of a public key, without the lines of PEM"),
    "PEM in base64": (base64.b64encode(KEY.public_pem), "is PEM in base64 once more; `base64 -d"),
    "an EC key": (CURVE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "than RSA"),
    "OpenSSH": (
        KEY.public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "in the form of OpenSSH; `ssh-keygen",
    ),
    "damaged": (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "is a public key that is damaged"),
    "cut": (KEY.public_pem[:100], "is a public key that is damaged"),
    "DER": (KEY.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), "is a public key in DER; `"),
}


@pytest.mark.parametrize(("text", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_whatever_is_no_public_rsa_key_is_refused_in_one_sentence(text, sentence):
    """With what would be right, and without the text itself."""
    with pytest.raises(PemError) as refused:
        read_rsa_public_key(text)
    assert sentence in str(refused.value)
    assert "would be right" in str(refused.value) or "`" in str(refused.value)
    assert "secret-word" not in str(refused.value)
