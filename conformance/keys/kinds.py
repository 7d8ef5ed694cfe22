"""What people hand over in the place of a key in PEM: what it is, and the command that makes the right thing of it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

RIGHT_PUBLIC = "a public key in PEM would be right (-----BEGIN PUBLIC KEY-----)"
RIGHT_PRIVATE = "a private RSA key in PEM would be right"
_HAS_NONE = "the private key that belongs to it would be right"
#: PKCS#12 begins with a sequence whose first item is the version, 3.
_PKCS12 = b"\x02\x01\x03"
_JAVA_KEY_STORE = b"\xfe\xed\xfe\xed"


@dataclass(frozen=True)
class Kind:
    """What a text is, and what to do where a private key was wanted, or a public one."""

    name: str
    for_private: str
    for_public: str
    is_kind: Callable[[bytes], bool]


def kind_of(text: bytes) -> Kind:
    """Return what a text is that could not be read as the key that was wanted."""
    return next(kind for kind in _KINDS if kind.is_kind(text))


def is_private_der(der: bytes) -> bool:
    """Say whether these bytes are a private key without PEM around it."""
    try:
        serialization.load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    except TypeError:  # it has a passphrase
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def decoded(text: bytes) -> bytes:
    """Return what a text of base64 alone stands for, over however many lines; nothing where it is anything else."""
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _is_public_der(der: bytes) -> bool:
    try:
        serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _begins(label: bytes) -> Callable[[bytes], bool]:
    return lambda text: b"-----BEGIN " + label in text


#: The first that fits counts.
_KINDS = (
    Kind("empty", RIGHT_PRIVATE, RIGHT_PUBLIC, lambda text: not text.strip()),
    Kind(
        "a key of PuTTY",
        "`puttygen key.ppk -O private-openssh -o key.pem` makes PEM of it",
        RIGHT_PUBLIC,
        lambda text: b"PuTTY-User-Key-File" in text,
    ),
    Kind(
        "a private key in the form of OpenSSH",
        "`ssh-keygen -p -N '' -m PEM -f key` turns it into PEM where it lies",
        RIGHT_PUBLIC,
        _begins(b"OPENSSH PRIVATE KEY"),
    ),
    Kind(
        "a certificate request",
        _HAS_NONE,
        "give its public key (`openssl req -in request.pem -pubkey -noout`)",
        lambda text: _begins(b"CERTIFICATE REQUEST")(text) or _begins(b"NEW CERTIFICATE REQUEST")(text),
    ),
    Kind(
        "a certificate",
        _HAS_NONE,
        "give its public key (`openssl x509 -in certificate.pem -pubkey -noout`)",
        _begins(b"CERTIFICATE"),
    ),
    Kind(
        "a public key in the form of OpenSSH",
        _HAS_NONE,
        "`ssh-keygen -e -m PKCS8 -f key.pub` prints what would be right",
        lambda text: text.lstrip().startswith((b"ssh-", b"ecdsa-")),
    ),
    Kind(
        "a key in JSON (JWK)", RIGHT_PRIVATE, RIGHT_PUBLIC, lambda text: text.lstrip()[:1] == b"{" and b'"kty"' in text
    ),
    Kind(
        "a key store of Java",
        "`keytool -importkeystore -srckeystore store.jks -destkeystore store.p12 -deststoretype PKCS12` and then "
        "`openssl pkcs12 -in store.p12 -nocerts -nodes -out key.pem` take the key out",
        "`keytool -exportcert -rfc -keystore store.jks | openssl x509 -pubkey -noout` prints its public key",
        lambda text: text.startswith(_JAVA_KEY_STORE),
    ),
    Kind(
        "a key store (PKCS#12)",
        "`openssl pkcs12 -in store.p12 -nocerts -nodes -out key.pem` takes the key out",
        "`openssl pkcs12 -in store.p12 -nokeys -clcerts | openssl x509 -pubkey -noout` prints its public key",
        lambda text: text[:1] == b"\x30" and _PKCS12 in text[:8],
    ),
    Kind(
        "PEM in base64 once more",
        "`base64 -d key.txt` prints what would be right",
        "`base64 -d key.txt` prints what would be right",
        lambda text: decoded(text).lstrip().startswith(b"-----BEGIN"),
    ),
    Kind(
        "the body of a private key, without the lines of PEM around it",
        "`base64 -d key.txt | openssl pkey -inform DER -out key.pem` puts them there",
        RIGHT_PUBLIC,
        lambda text: is_private_der(decoded(text)),
    ),
    Kind(
        "a private key in DER",
        "`openssl pkey -inform DER -in key.der -out key.pem` makes PEM of it",
        RIGHT_PUBLIC,
        is_private_der,
    ),
    Kind(
        "the body of a public key, without the lines of PEM around it",
        _HAS_NONE,
        "`base64 -d key.txt | openssl pkey -pubin -inform DER -out public.pem` puts them there",
        lambda text: _is_public_der(decoded(text)),
    ),
    Kind(
        "a public key in DER",
        _HAS_NONE,
        "`openssl pkey -pubin -inform DER -in key.der -out public.pem` makes PEM of it",
        _is_public_der,
    ),
    Kind("a public key", _HAS_NONE, RIGHT_PUBLIC, lambda text: b"BEGIN" in text and b"PUBLIC KEY" in text),
    Kind("a private key that is damaged or of an unknown kind", RIGHT_PRIVATE, RIGHT_PUBLIC, _begins(b"")),
    Kind("no key in PEM", RIGHT_PRIVATE, RIGHT_PUBLIC, lambda _: True),
)
