"""The targets of a fleet: of folders, of files, of globs, and of lists."""

from __future__ import annotations

import glob
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from conformance.durations import parse_duration
from conformance.fleet.package import Package, read_package
from conformance.targets import TargetFileError

#: Seconds that a run may take where its file does not say (`http.max_time`).
_MAX_TIME = 3600


class FleetListError(ValueError):
    """What was named gives no list of targets; the text is one sentence."""


@dataclass(frozen=True, eq=False)
class FleetTarget:
    """One target of a fleet.

    `slug` names it in paths and tasks; `host` is whom its run asks, empty where that is nobody else; `max_time` is how
    many seconds its run may take. `fault` says why its file cannot be used; it then has no package.
    """

    slug: str
    file: Path
    name: str
    actor: str
    host: str = ""
    max_time: float = _MAX_TIME
    max_rate: float | None = None
    package: Package | None = None
    fault: str = ""


def list_targets(sources: Sequence[str]) -> list[FleetTarget]:
    """Return the targets of folders, target files, globs and lists (a text file, one of these a line).

    A target file that cannot be used is one with a fault. Raises FleetListError where a source has no target in it, or
    where reports could not tell two targets apart.
    """
    files = dict.fromkeys(chain.from_iterable(_files(source) for source in sources))
    slugs = _slugs(list(files))
    targets = [_read(slug, file) for file, slug in slugs.items()]
    for (name, actor), count in Counter((each.name, each.actor) for each in targets if not each.fault).items():
        if count > 1:
            same = ", ".join(str(each.file) for each in targets if (each.name, each.actor) == (name, actor))
            raise FleetListError(f'{same} are all the {actor} "{name}": each target needs a name of its own')
    return targets


def interleave_hosts(targets: Sequence[FleetTarget]) -> list[FleetTarget]:
    """Return the targets with those of one host as far apart as they can be, so that few workers wait for a host."""
    by_host: defaultdict[str, list[FleetTarget]] = defaultdict(list)
    for target in targets:
        by_host[target.host or target.slug].append(target)
    return [target for row in zip_longest(*by_host.values()) for target in row if target]


def rates(targets: Sequence[FleetTarget]) -> Mapping[str, float]:
    """Return the requests a second that each host allows: the fewest that any of its targets names."""
    named = [(each.host, each.max_rate) for each in targets if each.host and each.max_rate]
    return {host: min(rate for other, rate in named if other == host) for host, _ in named}


def _files(source: str) -> Iterator[Path]:
    path = Path(source)
    if path.is_dir():
        files = sorted(path.rglob("*.toml"))
    elif path.is_file() and path.suffix != ".toml":
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        named = [line for line in lines if line and not line.startswith("#")]
        files = [file for line in named for file in _files(str(path.parent / line))]
    else:
        files = [path] if path.is_file() else sorted(Path(each) for each in glob.glob(source, recursive=True))  # noqa: PTH207 - an absolute pattern is right too
    if not files:
        raise FleetListError(
            f"{source} names no target file: a folder, a file, a glob or a list of these would be right"
        )
    yield from (file for file in files if file.is_file())


def _slugs(files: Sequence[Path]) -> dict[Path, str]:
    """Return a name for each file that is fit for a path: its own, with its folders and a number where need be."""
    slugs: dict[Path, str] = {}
    for file in files:
        words = [file.stem, f"{file.parent.name}-{file.stem}"]
        candidates = chain(words, (f"{file.stem}-{number}" for number in range(2, len(files) + 2)))
        plain = (re.sub(r"[^A-Za-z0-9._-]+", "-", each).strip(".-") or "target" for each in candidates)
        slugs[file] = next(each for each in plain if each not in slugs.values())
    return slugs


def _read(slug: str, file: Path) -> FleetTarget:
    try:
        package, tables = read_package(slug, file)
    except TargetFileError as error:
        return FleetTarget(slug, file, slug, "", fault=str(error))
    except OSError as error:
        return FleetTarget(slug, file, slug, "", fault=f"{file} names a file that cannot be read: {error.strerror}")
    section, http = (dict(part) if isinstance(part := tables.get(name), dict) else {} for name in ("target", "http"))
    host = (urlsplit(str(section.get("url", ""))).hostname or "").rstrip(".")
    max_time = parse_duration(http["max_time"]) if "max_time" in http else _MAX_TIME
    return FleetTarget(slug, file, section["name"], section["actor"], host, max_time, http.get("max_rate"), package)
