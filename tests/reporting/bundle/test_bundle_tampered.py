"""Whoever changes one byte of a bundle is found, and so is whoever packs it anew."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.reporting.bundle import BundleError, bundle_of, opened
from conformance.reporting.bundle.archive import Archive, read_archive, write_archive

#: The bundle is the same for every example: hypothesis need not have it made anew.
ALL = settings(max_examples=400, suppress_health_check=list(HealthCheck))


#: What stands in a bundle as it is.
STORED = ("manifest.json", "manifest.jws")


def contents_of(bundle):
    """Return what is in a bundle."""
    return {name: member.content for name, member in read_archive(bundle).unpack().items()}


def packed_again(contents, **manner):
    """Return a zip as bundles are, of these contents."""
    return write_archive(contents, STORED, **manner)


def faults(content, verifier):
    """Return what is wrong with it; whatever is, it holds nothing and each fault is one line."""
    found, wrong = opened(content, verifier)
    assert (found is None) == bool(wrong)
    assert all("\n" not in each for each in wrong)
    return wrong


@ALL
@given(data=st.data())
def test_a_byte_that_was_changed_is_found(signed, verifier, data):
    """Wherever it stands, in whatever bit."""
    at = data.draw(st.integers(0, len(signed) - 1))
    flipped = bytearray(signed)
    flipped[at] ^= data.draw(st.integers(1, 255))
    assert faults(bytes(flipped), verifier)


def test_every_byte_of_the_headers_and_of_the_manifest_is_found(signed, verifier):
    """All that is not compressed: a zip has fields there that nobody reads."""
    members = read_archive(signed).unpack()
    data = [signed.index(each.packed) for each in members.values()]
    inside = {at + index for at, each in zip(data, members.values(), strict=True) for index in range(len(each.packed))}
    free = [index for index in range(len(signed)) if index not in inside]
    ends = [at + len(each.packed) - 1 for at, each in zip(data, members.values(), strict=True)]
    for at in [*free, *ends]:
        assert faults(signed[:at] + bytes([signed[at] ^ 1 << at % 8]) + signed[at + 1 :], verifier), at


@ALL
@given(data=st.data())
def test_a_bundle_that_was_cut_short_or_grown_is_found(signed, verifier, data):
    """At its end, at its beginning, and in the middle."""
    at = data.draw(st.integers(0, len(signed) - 1))
    extra = data.draw(st.binary(min_size=1, max_size=30))
    assert faults(signed[:at], verifier)
    assert faults(signed[:at] + extra + signed[at:], verifier)
    assert faults(signed + extra, verifier)


@settings(max_examples=200)
@given(content=st.binary(max_size=300), headed=st.booleans())
def test_any_bytes_are_refused_in_a_sentence(content, headed):
    """And nothing else is raised."""
    with pytest.raises(BundleError):
        read_archive(b"PK\3\4" * headed + content)


def test_bytes_after_the_end_are_named(signed, verifier):
    """They would be there for nobody but the one who looks for them."""
    assert faults(signed + b"12345", verifier) == ["has 5 bytes after its end"]


@pytest.mark.parametrize("name", ["index.html", "transcripts.ndjson", "verdict.json", "verdict.schema.json"])
def test_a_member_that_was_replaced_is_named(signed, verifier, name):
    """However well the zip was packed again."""
    contents = contents_of(signed)
    contents[name] += b" "
    assert faults(packed_again(contents), verifier) == [
        f"has another {name} than its manifest.json says: it was changed"
    ]


def test_members_that_are_missing_or_too_many_are_named(signed, verifier):
    """Also those whose names lead out of a folder."""
    contents = contents_of(signed)
    del contents["index.html"]
    contents["../../.profile"] = b"evil"
    assert faults(packed_again(contents), verifier) == [
        "has a member '../../.profile' that no bundle has",
        "has no index.html",
    ]


def test_a_signature_cannot_be_taken_away(signed, folder, verifier):
    """Neither by leaving it out, nor by the manifest of an unsigned bundle of the same run."""
    contents = contents_of(signed)
    del contents["manifest.jws"]
    sentence = "was changed: its manifest.json and its manifest.jws do not agree on whether it is signed"
    assert faults(packed_again(contents), verifier) == [sentence]
    assert faults(packed_again(contents), None) == [sentence]
    assert faults(bundle_of(folder), verifier) == ["is not signed by anybody"]


def test_a_manifest_that_was_made_anew_is_not_signed(signed, folder, verifier):
    """The hashes of a forger are right, and his signature is another run's."""
    forged = contents_of(signed)
    forged["manifest.json"] = forged["manifest.json"].replace(b"0.1.0", b"9.9.9")
    assert faults(packed_again(forged), verifier) == ["is not signed by that key, or was changed since"]


def test_the_same_content_packed_in_another_way_is_found(signed, verifier):
    """Deflate can say the same in more than one way, and so can a zip."""
    wrong = faults(packed_again(contents_of(signed), level=1), verifier)
    assert "has another verdict.json than its manifest.json says: it was changed" in wrong
    assert faults(write_archive(contents_of(signed)), verifier)[0] == (
        "has a manifest.json that is compressed: it was packed again"
    )
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in read_archive(signed).unpack().items():
            archive.writestr(name, each.content)
    assert faults(again.getvalue(), verifier)


def test_two_members_of_one_name_are_refused(signed, verifier):
    """Two readers could see two bundles."""
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        archive.writestr("verdict.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("verdict.json", "[]")
    assert faults(again.getvalue(), verifier) == ["has two members verdict.json"]


def test_a_zip_that_unpacks_to_very_much_is_not_unpacked(signed, verifier, monkeypatch):
    """Neither where it says so, nor where it says less."""
    monkeypatch.setattr("conformance.reporting.bundle.archive.LARGEST_INSIDE", 1024**2)
    content = write_archive({"verdict.json": bytes(2 * 1024**2)})
    assert faults(content, verifier) == ["says that it unpacks to more than 1 MiB"]
    modest = content.replace((2 * 1024**2).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(BundleError, match=r"its member verdict.json is not what its checksum and its length say"):
        read_archive(modest).unpack()


@pytest.mark.parametrize("name", ["manifest.json", "manifest.jws", "verdict.json"])
def test_nothing_is_unpacked_of_a_bundle_that_is_not_its_signers(signed, folder, verifier, monkeypatch, name):
    """Sizes first, the signature second, contents last: a stranger's file costs no memory."""
    unsigned = bundle_of(folder)
    other = write_archive(contents_of(signed) | {name: contents_of(signed)[name] + b" "}, STORED)
    monkeypatch.setattr(Archive, "unpack", lambda _: pytest.fail("a member was unpacked", pytrace=False))
    assert faults(other, verifier)
    assert faults(unsigned, verifier) == ["is not signed by anybody"]


def test_a_manifest_is_no_larger_than_a_manifest(signed, verifier):
    """It is read before anybody has vouched for it."""
    padded = contents_of(signed)
    padded["manifest.json"] += b" " * 20_000
    assert faults(packed_again(padded), verifier) == ["has a manifest.json that is larger than any: more than 16 KiB"]


def test_a_directory_of_very_many_members_is_not_read(signed, verifier):
    """Nor one that says it has few and has more."""
    crowd = write_archive({str(number): b"" for number in range(100)})
    sentence = "has a directory of 4790 bytes, which no bundle has"
    assert faults(crowd, verifier) == faults(crowd[:-14] + b"\1\0\1\0" + crowd[-10:], verifier) == [sentence]


def test_a_way_of_packing_that_no_bundle_has_is_refused(signed, verifier):
    """However small it makes a bundle."""
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("verdict.json", b"{}")
    assert "it was changed, at byte " in faults(again.getvalue(), verifier)[0]


def test_a_verdict_that_no_run_has_written_is_refused(signed, folder, signer, verifier, monkeypatch):
    """A signature says who, and not that it is right."""
    monkeypatch.setattr("conformance.reporting.bundle.contents.as_text", lambda _verdict: "{}")
    (sentence,) = faults(bundle_of(folder, signer), verifier)
    assert sentence.startswith("holds a verdict.json that is JSON, but no verdict of layer-conformance")
