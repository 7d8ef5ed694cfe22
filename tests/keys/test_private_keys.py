"""Private keys as people give them, and what they give instead."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)

from conformance.keys import PemError, SigningKey, published_key

KEY = published_key("application")


def form(which, encoding=Encoding.PEM, lock=None):
    return KEY.private.private_bytes(encoding, which, lock or NoEncryption())


PKCS1 = form(PrivateFormat.TraditionalOpenSSL)
CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
RIGHT = {
    "PKCS#1": PKCS1,
    "PKCS#8": form(PrivateFormat.PKCS8),
    "on one line": PKCS1.replace(b"\n", b"\\n"),
    "on one line, and a line break behind it": PKCS1.strip().replace(b"\n", b"\\n") + b"\n",
    "on one line, as Windows ends lines": PKCS1.strip().replace(b"\n", b"\\r\\n"),
    "line ends lost": PKCS1.replace(b"\n", b" "),
    "indented": PKCS1.replace(b"\n", b"\n    "),
    "in quotes": b'"' + PKCS1.strip() + b'"',
    "before its certificate": PKCS1 + CERTIFICATE,
    "behind its certificate": CERTIFICATE + PKCS1,
}


@pytest.mark.parametrize("pem", RIGHT.values(), ids=RIGHT.keys())
def test_a_private_key_is_read_in_any_form(pem):
    """It is the same key."""
    assert SigningKey.from_pem(pem).public == KEY.public


LOCK = BestAvailableEncryption(b"secret")
STORE = pkcs12.serialize_key_and_certificates(None, KEY.private, None, None, LOCK)
WRONG = {
    "nothing": (b"\n", "is empty", "a private RSA key in PEM would be right"),
    "its body alone": (b"".join(PKCS1.splitlines()[1:-1]), "the body of a private key", "openssl pkey -inform DER"),
    "DER": (form(PrivateFormat.PKCS8, Encoding.DER), "a private key in DER", "openssl pkey -inform DER"),
    "PEM in base64": (base64.encodebytes(PKCS1), "PEM in base64 once more", "base64 -d"),
    "OpenSSH": (form(PrivateFormat.OpenSSH), "in the form of OpenSSH", "ssh-keygen -p -N '' -m PEM"),
    "PuTTY": (b"PuTTY-User-Key-File-2: ssh-rsa", "a key of PuTTY", "puttygen key.ppk"),
    "a key store": (STORE, "PKCS#12", "openssl pkcs12"),
    "a key store of Java": (b"\xfe\xed\xfe\xed\0\0\0\2", "of Java", "keytool -importkeystore"),
    "with a passphrase": (form(PrivateFormat.PKCS8, lock=LOCK), "passphrase", "openssl pkey -in"),
    "with a passphrase of old": (form(PrivateFormat.TraditionalOpenSSL, lock=LOCK), "passphrase", "openssl pkey -in"),
    "the public half": (KEY.public_pem, "is a public key", "the private key that belongs to it"),
    "the public half in DER": (
        KEY.public.public_bytes(Encoding.DER, PublicFormat.PKCS1),
        "a public key in DER",
        "that belongs to it",
    ),
    "a certificate": (CERTIFICATE, "is a certificate", "that belongs to it"),
    "a request": (CERTIFICATE.replace(b"CATE", b"CATE REQUEST"), "a certificate request", "that belongs to it"),
    "JSON": (b'{"kty": "RSA"}', "a key in JSON", "in PEM would be right"),
    "cut": (PKCS1[:300], "that is damaged", "in PEM would be right"),
    "a word": (b"secret-word", "is no key in PEM", "in PEM would be right"),
}


@pytest.mark.parametrize(("text", "what", "remedy"), WRONG.values(), ids=WRONG.keys())
def test_whatever_is_no_private_key_is_named_with_what_mends_it(text, what, remedy):
    """And nothing of it is shown."""
    with pytest.raises(PemError) as refused:
        SigningKey.from_pem(text)
    assert what in str(refused.value)
    assert remedy in str(refused.value)
    assert "MII" not in str(refused.value)
    assert "secret-word" not in str(refused.value)


def test_a_key_of_another_kind_is_named():
    """With the command that makes one of the right kind."""
    curve = ec.generate_private_key(ec.SECP256R1())
    pem = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(PemError, match=r"of another kind than RSA; `openssl genrsa"):
        SigningKey.from_pem(pem)
