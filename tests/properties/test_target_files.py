"""Any change of a target file gives a target, or one line that says what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from importlib.resources import files
from itertools import count

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.keys import published_key
from conformance.targets import ServerTarget, TargetFileError, load_target


def example():
    """Return the file that `layer-conformance init` writes, with everything in it filled in and switched on."""
    text = (files("conformance.cli") / "template.toml").read_text("utf-8")
    text = re.sub(r"^#(?=[a-z\[])", "", text, flags=re.MULTILINE)
    for blank, filled in ((r"<[^>]*\.(?:pem|key)>", "key.pem"), (r"<(https://[^>]+)>", r"\1")):
        text = re.sub(blank, filled, text)
    numbers = count()
    text = re.sub(r"<UUID[^>]*>", lambda _blank: f"e49e50aa-ffda-453f-adc8-{next(numbers):012}", text)
    text = re.sub(r'client_cert = "[^"]*"', 'client_cert = "client.pem"', text)
    text = re.sub(r'client_key = "[^"]*"', 'client_key = "client.key"', text)
    return "\n".join(line for line in text.splitlines() if line and not line.startswith("#")) + "\n"


EXAMPLE = example()
LINES = EXAMPLE.splitlines()

#: What may stand in the place of a value.
VALUES = st.sampled_from(
    [
        *(
            '""',
            '"x"',
            "0",
            "-1",
            "1e400",
            "nan",
            "true",
            "[]",
            "[1, [2]]",
            "{}",
            '{ env = "NOBODY_SET_THIS" }',
            "{ a = 1 }",
        ),
        *(
            '"\\ud800"',
            '"\\u0000"',
            '"key.pem"',
            '"/dev/null"',
            '"."',
            '"../../etc"',
            "2027-01-31",
            "12:00:00",
            "2027-01-31T00:00:00Z",
        ),
        *(
            '"https://user:canary@h/"',
            '"http://[::1"',
            '"layer:///apps/staging/"',
            '"30 fortnights"',
            '"99999999999999 days"',
            "1" * 50,
        ),
        *(
            f'"{"x" * 5000}"',
            "'''\nlines\n'''",
            '"ERROR-URL-1"',
            '"NO-SUCH-1"',
            '["1.0", "1.0"]',
            '["4.0"]',
            '"-----BEGIN PRIVATE KEY-----"',
        ),
    ]
)
PLACES = st.integers(0, len(LINES) - 1)


@st.composite
def changed_line(draw):
    """Replace the value of one line."""
    place, value = draw(PLACES), draw(VALUES)
    name, equals, _ = LINES[place].partition("=")
    return [*LINES[:place], f"{name}{equals} {value}", *LINES[place + 1 :]]


@st.composite
def changed_lines(draw):
    """Leave lines out, repeat them, move them."""
    places = draw(st.lists(PLACES, min_size=1, max_size=3))
    lines = [*LINES]
    for place in places:
        line = lines.pop(place % len(lines))
        lines[draw(PLACES) : 0] = [line] * draw(st.integers(0, 2))
    return lines


@st.composite
def added_line(draw):
    """Add a key that nobody knows, or one that stands somewhere else."""
    place = draw(PLACES)
    name = draw(st.sampled_from(["timeout", "url", "unknown", "nmae", "private_key", '"a b"', "a.b", "x" * 300]))
    return [*LINES[:place], f"{name} = {draw(VALUES)}", *LINES[place:]]


CHANGED = (changed_line() | changed_lines() | added_line()).map(
    lambda lines: "\n".join(lines).encode("utf-8", "replace")
)


@st.composite
def changed_bytes(draw):
    """Change some bytes, or cut the rest off."""
    raw = bytearray(EXAMPLE.encode())
    for _ in range(draw(st.integers(1, 4))):
        raw[draw(st.integers(0, len(raw) - 1))] = draw(st.integers(0, 255))
    return bytes(raw[: draw(st.integers(0, len(raw)) | st.just(len(raw)))])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with what the example names; the key is a short one, which is read faster."""
    folder = tmp_path_factory.mktemp("targets")
    (folder / "key.pem").write_bytes(published_key("short").private_pem)
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "client")])
    now = dt.datetime.now(dt.UTC)
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=1)).sign(
        key, hashes.SHA256()
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "client.pem").write_bytes(certificate.public_bytes(encoding))
    (folder / "client.key").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return folder


@pytest.fixture
def load(folder, monkeypatch):
    """Return what loads a file with this content, and gives the target or the sentence that refuses it."""
    monkeypatch.setenv("ACME_TOKEN", "token-0123456789")
    file = folder / "target.toml"

    def load(content):
        file.write_bytes(content)
        try:
            return load_target(file)
        except TargetFileError as refusal:
            return str(refusal)

    return load


def test_the_example_loads(load):
    """With every key of the template in it: a change of it changes something."""
    target = load(EXAMPLE.encode())
    assert isinstance(target, ServerTarget), target
    assert target.capabilities.declared
    assert target.known
    assert target.http.client_cert


@given(CHANGED | changed_bytes())
@settings(max_examples=200)
def test_any_change_gives_a_target_or_one_line(load, folder, content):
    """The line names the file, is short enough to be read, and shows no password."""
    seen = load(content)
    if isinstance(seen, str):
        assert seen.startswith(str(folder / "target.toml"))
        assert seen.isprintable(), seen
        assert len(seen) < 1000
        assert "canary" not in seen
        assert "pydantic" not in seen
    else:
        assert seen.url.startswith("http")
