"""libfaketime: the file that a target reads its time from, and what a program needs to read it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from conformance.caller.time.waiting import ClockDidNotAdvanceError

#: Where distributions put it: the one for programs with threads, which serves any other as well.
_LIBRARY = "faketime/libfaketimeMT.so.1"
_FOLDERS = ("lib/*", "lib", "lib64")
_ROOTS = (Path("/usr"), Path("/usr/local"))


class FaketimeFile:
    """The file that FAKETIME_TIMESTAMP_FILE names to a target: how far ahead of the machine's its clock is."""

    rounding, may_stand, moment = 0.0, False, 0.0

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before: bytes | None = None
        self.how = f"the faketime file {file.name}"

    def begin(self) -> None:
        """Set the target's time to the machine's; raises ClockDidNotAdvanceError where the file cannot be written."""
        with suppress(FileNotFoundError):
            self._before = self._read()
        self.set(0)

    def set(self, ahead: float) -> None:
        """Set the clock this many seconds ahead; raises ClockDidNotAdvanceError where the file cannot be written.

        It is replaced as a whole: libfaketime may read it at any moment.
        """
        try:
            new = self._file.with_name(f"{self._file.name}.new")
            new.write_text(f"+{ahead:.0f}\n", encoding="ascii")
            new.replace(self._file)
        except OSError as error:
            raise self._error("written", error) from error

    def end(self) -> None:
        """Restore the file; without one, libfaketime shows the machine's time."""
        try:
            if self._before is None:
                self._file.unlink(missing_ok=True)
            else:
                self._file.write_bytes(self._before)
        except OSError as error:
            raise self._error("put back", error) from error

    def _read(self) -> bytes:
        try:
            return self._file.read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise self._error("read", error) from error

    def _error(self, action: str, error: OSError) -> ClockDidNotAdvanceError:
        return ClockDidNotAdvanceError(
            f"clock.file {self._file} cannot be {action}: {error.strerror}; the target's clock cannot be moved"
        )


def under_faketime(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    """Return the environment of a program that reads its time, and that of its children, from `file`.

    Monotonic time moves along, so that what a program does by a timer happens too. Raises ClockDidNotAdvanceError where
    libfaketime is not installed.
    """
    library = _find_library()
    if library is None:
        raise ClockDidNotAdvanceError(
            "libfaketime is not installed, so that clock.command cannot be started under it: the package is called "
            "faketime (Debian) or libfaketime"
        )
    before = environment.get("LD_PRELOAD")
    return {
        **environment,
        "LD_PRELOAD": os.pathsep.join((str(library), before)) if before else str(library),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
    }


def _find_library() -> Path | None:
    places = (f"{folder}/{_LIBRARY}" for folder in _FOLDERS)
    return next((path for place in places for root in _ROOTS for path in sorted(root.glob(place))), None)
