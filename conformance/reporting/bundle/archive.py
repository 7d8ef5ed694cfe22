"""The zip of a bundle: one way to write it, and nothing else is read.

Everything beside the compressed bytes follows from them and the names, so that a reader writes it again and compares:
no byte of a zip is then free to be changed. The compressed bytes themselves, which other versions of zlib would write
in other ways, are compared by the hashes in the manifest.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conformance.reporting.text.printable import one_line

#: A bundle is no larger than this, in bytes, and what is in it no larger than that.
LARGEST = 128 * 1024 * 1024
LARGEST_INSIDE = 512 * 1024 * 1024

_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_NEEDED = 20
#: The first day that a zip can say: whoever packs the same twice has the same twice.
_DAY = (1 << 5) | 1
#: rw-r--r--, for those that unpack it on Unix.
_RIGHTS = 0o100644 << 16
_UNIX = (3 << 8) | _NEEDED


class BundleError(ValueError):
    """A file is no bundle that can be relied on; the message goes on after its name."""


@dataclass(frozen=True)
class Member:
    """A file of the zip: what is in it, and the bytes that stand for that in the zip."""

    name: str
    content: bytes
    packed: bytes

    @property
    def method(self) -> int:
        """How it is compressed, as zip numbers it."""
        return _STORED if self.packed == self.content else _DEFLATED

    @property
    def sizes(self) -> tuple[int, int, int]:
        """The checksum and the two lengths, as both headers have them."""
        return zlib.crc32(self.content), len(self.packed), len(self.content)


def compressed(name: str, content: bytes) -> Member:
    """Return a member whose bytes are as few as zlib can make them."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflating.compress(content) + deflating.flush()
    return Member(name, content, packed if len(packed) < len(content) else content)


def store(name: str, content: bytes) -> Member:
    """Return a member that stands in the zip as it is."""
    return Member(name, content, content)


def write_archive(members: Mapping[str, Member]) -> bytes:
    """Return the zip, sorted by names."""
    body, directory = bytearray(), bytearray()
    for _, member in sorted(members.items()):
        local, central = _headers(member, len(body))
        body += local + member.packed
        directory += central
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory) + end


def _headers(member: Member, offset: int) -> tuple[bytes, bytes]:
    name = member.name.encode("utf-8")
    shared = (_NEEDED, 0, member.method, 0, _DAY, *member.sizes, len(name), 0)
    local = _LOCAL.pack(b"PK\3\4", *shared) + name
    central = _CENTRAL.pack(b"PK\1\2", _UNIX, *shared, 0, 0, 0, _RIGHTS, offset) + name
    return local, central


def read_archive(content: bytes) -> dict[str, Member]:
    """Return the members of a zip that `write_archive` could have written, byte for byte.

    Raises NoBundle for any other. Nothing is written to a disk, and no more is unpacked than LARGEST_INSIDE bytes.
    """
    if not content.startswith(b"PK\3\4"):
        raise BundleError("is no bundle: it is no zip" if content else "is empty")
    members: dict[str, Member] = {}
    for member in _members(content):
        if member.name in members:
            raise BundleError(f"has two members {member.name}")
        members[member.name] = member
    again = write_archive(members)
    if again != content:
        raise BundleError(_difference(again, content))
    return members


def _members(content: bytes) -> Iterator[Member]:
    at, room = 0, LARGEST_INSIDE
    while content.startswith(b"PK\3\4", at):
        if len(content) < at + _LOCAL.size:
            raise BundleError("was cut short")
        head = _LOCAL.unpack_from(content, at)
        method, (length, size, named) = head[3], head[7:10]
        start = at + _LOCAL.size + named
        name = content[at + _LOCAL.size : start].decode("utf-8", "replace")
        if size > room:
            raise BundleError(f"says that it unpacks to more than {LARGEST_INSIDE // 1024**2} MiB")
        packed = content[start : start + length]
        yield Member(name, _unpacked(one_line(name), method, packed, size), packed)
        at, room = start + length, room - size


def _unpacked(name: str, method: int, packed: bytes, size: int) -> bytes:
    if method == _STORED:
        return packed
    if method != _DEFLATED:
        raise BundleError(f"was changed: its member {name} is compressed in a way that no bundle has")
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflating.decompress(packed, size + 1)
    except zlib.error as error:
        raise BundleError(f"was changed: its member {name} cannot be unpacked") from error
    if len(content) != size or not inflating.eof or inflating.unused_data:
        raise BundleError(f"was changed: its member {name} has not the length that it says")
    return content


def _difference(again: bytes, content: bytes) -> str:
    if content.startswith(again):
        return f"has {len(content) - len(again)} bytes after its end"
    if again.startswith(content):
        return "was cut short"
    at = next((index for index, pair in enumerate(zip(again, content, strict=False)) if pair[0] != pair[1]), 0)
    return f"is not the zip that layer-conformance writes of these members: it was changed, at byte {at}"
