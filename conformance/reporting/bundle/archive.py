"""The zip of a bundle: one way to write it, and nothing else is read.

Everything beside the compressed bytes follows from them and the names: a reader compares each header with the one that
would be written, so that no byte of a zip is free to be changed. The compressed bytes themselves, which other versions
of zlib write in other ways, are compared by the hashes in the manifest.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from conformance.reporting.text.printable import one_line

#: A bundle is no larger than this, in bytes, and what is in it no larger than that.
LARGEST = 32 * 1024 * 1024
LARGEST_INSIDE = 64 * 1024 * 1024
#: The directory of six members has some 400 bytes; one of millions of members would only fill the memory.
_LARGEST_DIRECTORY = 4096

#: The first day that a zip can name: who packs the same twice has the same twice.
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
#: rw-r--r--, for those that unpack it on Unix.
_RIGHTS = 0o100644 << 16
#: A member in the directory at the end; all but its compression, sizes, name and place is the same for every member.
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
#: What ends a zip: four numbers of disks and members, the directory's size and place, the length of a comment.
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\5\6"


class BundleError(ValueError):
    """A file is no bundle that can be relied on; the message goes on after its name."""


@dataclass(frozen=True)
class Member:
    """A file of the zip: what is in it, and the bytes that stand for that in the zip."""

    content: bytes
    packed: bytes


@dataclass(frozen=True)
class Archive:
    """A zip whose names, sizes and headers are those of a bundle; nothing of it is unpacked before it is asked for.

    `packed` holds the bytes that stand for each member, as they are in the zip; `stored` names those that are their
    own content.
    """

    packed: Mapping[str, bytes]
    stored: Collection[str]
    _content: bytes = field(repr=False)

    def unpack(self) -> dict[str, Member]:
        """Return all members; raises BundleError for one that its checksum or its length does not fit."""
        with ZipFile(io.BytesIO(self._content)) as archive:
            return {
                info.filename: Member(_unpack(archive, info), self.packed[info.filename]) for info in archive.infolist()
            }


def write_archive(contents: Mapping[str, bytes], stored: Collection[str] = (), level: int = 9) -> bytes:
    """Return the zip, sorted by names; members that are named in `stored` stand in it as they are."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in sorted(contents.items()):
            info = _info(name, ZIP_STORED if name in stored else ZIP_DEFLATED)
            archive.writestr(info, content, compresslevel=level)
    return buffer.getvalue()


def _info(name: str, compression: int) -> ZipInfo:
    info = ZipInfo(name, _DAY)
    info.compress_type, info.create_system, info.external_attr = compression, _UNIX, _RIGHTS
    return info


def read_archive(content: bytes) -> Archive:
    """Return a zip with just those headers that `write_archive` writes.

    Raises BundleError for any other, and for one that says that it unpacks to more than LARGEST_INSIDE bytes.
    """
    if not content.startswith(b"PK\3\4"):
        raise BundleError("is no bundle: it is no zip" if content else "is empty")
    _check_end(content)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
        _check_names_and_sizes(infos)
        starts = _check_headers(content, infos)
    except (BadZipFile, NotImplementedError, struct.error, UnicodeDecodeError, OverflowError) as error:
        raise BundleError(f"is no zip that layer-conformance writes: {one_line(str(error))}") from error
    packed = {
        info.filename: content[start : start + info.compress_size] for info, start in zip(infos, starts, strict=True)
    }
    return Archive(packed, {info.filename for info in infos if info.compress_type == ZIP_STORED}, content)


def _check_end(content: bytes) -> None:
    """Hold that the zip ends where its last record says, before anything is read that this record names."""
    at = content.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(content):
        raise BundleError("was cut short")
    if at + _END.size < len(content):
        raise BundleError(f"has {len(content) - at - _END.size} bytes after its end")
    size = _END.unpack_from(content, at)[5]
    if size > _LARGEST_DIRECTORY:
        raise BundleError(f"has a directory of {size} bytes, which no bundle has")


def _check_names_and_sizes(infos: list[ZipInfo]) -> None:
    names = [info.filename for info in infos]
    for name in names:
        if names.count(name) > 1:
            raise BundleError(f"has two members {one_line(name)}")
    if sum(info.file_size for info in infos) > LARGEST_INSIDE:
        raise BundleError(f"says that it unpacks to more than {LARGEST_INSIDE // 1024**2} MiB")


def _check_headers(content: bytes, infos: list[ZipInfo]) -> list[int]:
    """Return where the bytes of each member begin; hold that every byte around them is as `write_archive` writes it."""
    at, starts, directory = 0, [], b""
    for info in infos:
        ours = _info(info.filename, info.compress_type)
        ours.CRC, ours.compress_size, ours.file_size, ours.header_offset = (
            info.CRC,
            info.compress_size,
            info.file_size,
            at,
        )
        header = ours.FileHeader()
        if not content.startswith(header, at):
            raise BundleError(_changed_at(at))
        directory += _central_header(ours)
        starts.append(at + len(header))
        at = starts[-1] + info.compress_size
    end = _END.pack(_END_MARK, 0, 0, len(infos), len(infos), len(directory), at, 0)
    if content[at:] != directory + end:
        raise BundleError(_changed_at(at))
    return starts


def _central_header(info: ZipInfo) -> bytes:
    name = info.filename.encode("utf-8")
    versions = (info.create_version, info.create_system, info.extract_version, 0)
    day = (_DAY[1] << 5) | _DAY[2]
    sizes = (info.CRC, info.compress_size, info.file_size)
    rest = (len(name), 0, 0, 0, 0, info.external_attr, info.header_offset)
    return _CENTRAL.pack(b"PK\1\2", *versions, 0, info.compress_type, 0, day, *sizes, *rest) + name


def _unpack(archive: ZipFile, info: ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except (BadZipFile, NotImplementedError, zlib.error, EOFError) as error:
        name = one_line(info.filename)
        raise BundleError(f"was changed: its member {name} is not what its checksum and its length say") from error


def _changed_at(byte: int) -> str:
    return f"is not the zip that layer-conformance writes of these members: it was changed, at byte {byte} or after"
