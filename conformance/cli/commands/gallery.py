"""`layer-conformance gallery DIR... -o FILE`: one page of many verdicts."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

import click

from conformance.cli.output import page_link, write_output
from conformance.processes import can_fork
from conformance.reporting.compare.gallery import GalleryRun, page_of, summarize, targets_of
from conformance.reporting.text.counts import count_of
from conformance.reporting.verdict.read import VerdictFileError, read_run

#: So many files are worth a process for each core; one that reads four of them has soon done so.
_MANY, _SHARE = 16, 4


@click.command(short_help="Make one page of many verdicts.")
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), required=True, help="Where it goes.")
def gallery(folders: tuple[Path, ...], output: Path) -> None:
    """Make one page of every verdict.json in each DIR and below: targets and chapters, and the trend of each target.

    It links to the page beside each verdict. A file that cannot be relied on is named on standard error and on the
    page; where there is no other file, the exit code is 4.
    """
    files = list(_verdicts(folders))
    runs, unread = _read(files, output)
    for sentence in unread:
        click.echo(f"layer-conformance: {sentence}", err=True)
    if not runs:
        raise click.ClickException(f"there is no verdict.json to show in {', '.join(map(str, folders))}")
    write_output(output, page_of(runs, unread), inputs=files)
    targets = targets_of(runs)
    counted = sum(len(target.runs) for target in targets)
    click.echo(f"{output}: {count_of(counted, 'run')} of {count_of(len(targets), 'target')}")


def _verdicts(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield every verdict file once; raises ClickException for a path that is not a folder."""
    seen = set()
    for folder in folders:
        if not folder.is_dir():
            raise click.ClickException(
                f"{folder} is not a folder; a gallery is made of folders with verdict.json in them"
            )
        for path in sorted(folder.rglob("verdict.json")):
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def _read(files: Sequence[Path], output: Path) -> tuple[list[GalleryRun], list[str]]:
    """Return the runs, and a sentence for each file that cannot be relied on."""
    linked = [(path, page_link(path, output)) for path in files]
    if len(files) >= _MANY and can_fork():
        # Nothing of a verdict is a circle: to look for them would be a quarter of the work.
        with get_context("fork").Pool(os.cpu_count(), initializer=gc.disable) as readers:
            found = readers.starmap(_read_one, linked, _SHARE)
    else:
        found = [_read_one(*each) for each in linked]
    return [each for each in found if not isinstance(each, str)], [each for each in found if isinstance(each, str)]


def _read_one(path: Path, link: str) -> GalleryRun | str:
    try:
        return summarize(read_run(path), link)
    except VerdictFileError as error:
        return str(error)
