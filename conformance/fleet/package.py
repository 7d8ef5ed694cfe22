"""A target on its way to a worker: its file, the files that it names, and the variables that it takes along."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from conformance import __version__
from conformance.targets import read_references


@dataclass(frozen=True)
class Package:
    """What a run needs that takes place elsewhere. Its representation, which engines log, shows no content.

    `files` are contents by their path below a common folder, the target file's own being `path`; `variables` are values
    that were resolved where the file lies, `worker_variables` names of those that are resolved where the run is.
    """

    slug: str
    path: str
    suite: str = __version__
    files: dict[str, bytes] = field(repr=False, default_factory=dict)
    variables: dict[str, str] = field(repr=False, default_factory=dict)
    worker_variables: frozenset[str] = frozenset()

    def write(self, folder: Path) -> Path:
        """Write the files below `folder`, for this user only, and return the path of the target file."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_bytes(content)
        return folder / self.path

    def digest(self, *options: str) -> str:
        """Return a digest of what is examined and how: every file, the suite, and the options of the run.

        The values of variables are not part of it: short ones could be guessed from it.
        """
        digest = hashlib.sha256("\0".join([self.suite, self.path, *options]).encode())
        for name, content in sorted(self.files.items()):
            digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()


def pack(slug: str, file: Path, references: tuple[set[Path], dict[str, str], set[str]]) -> Package:
    """Return the package of a target file; a file named by an absolute path is meant where the run takes place."""
    named, variables, worker_variables = references
    own = _plain(file)
    paths = {_plain(path) for path in named if str(path).startswith(f"{own.parent}{os.sep}")}
    root = Path(os.path.commonpath([own.parent, *(path.parent for path in paths)]))
    files = {str(PurePosixPath(path.relative_to(root))): path.read_bytes() for path in {own, *paths}}
    return Package(slug, str(own.relative_to(root)), __version__, files, variables, frozenset(worker_variables))


def _plain(path: Path) -> Path:
    """Return the path without `..`, links kept: what the file calls it is what it is called elsewhere."""
    return Path(os.path.normpath(path.absolute()))


def read_package(slug: str, file: Path) -> tuple[Package, dict[str, object]]:
    """Return the package of a target file, and the file's tables.

    Raises TargetFileError, one sentence, for a file that cannot be used, and OSError for one that cannot be read.
    """
    tables, seen = read_references(file)
    files = seen.files | _files_of_commands(tables, file.absolute().parent)
    return pack(slug, file, (files, seen.variables, seen.worker_variables)), dict(tables)


def _files_of_commands(tables: object, folder: Path) -> set[Path]:
    """Return the words of commands that are files beside the target file: a driver travels, what it imports not."""
    if not isinstance(tables, dict):
        return set()
    sections = [section for section in tables.values() if isinstance(section, dict)]
    words = [word for section in sections for word in section.get("command", []) if isinstance(word, str)]
    return {folder / word for word in words if word and not Path(word).is_absolute() and (folder / word).is_file()}
