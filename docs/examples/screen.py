"""Makes the picture of the terminal in the README again: `python docs/examples/screen.py`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console

PICTURE = Path(__file__).parents[1] / "report.svg"
TARGET = "mutant:never_spends_nonces"
WIDTH = 110


def main() -> None:
    """Show the first requirement that is violated, and what comes after all of them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "--target", TARGET, "--reports", f"{folder}/reports"]
        environment = {**os.environ, "COLUMNS": str(WIDTH)}
        run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603  # ours
        text = run.stdout.replace(f"{folder}/", "")
    block = next(part for part in text.split("\n\n") if part.startswith("NONCE-3") and "  why " in part)
    table = "\n".join(text.rpartition("more, see verdict.json\n")[2].splitlines()[:-1])
    console = Console(record=True, width=WIDTH + 2, file=StringIO())
    console.print(f"{block}\n\n[...]\n{table}", markup=False, highlight=False)
    console.save_svg(str(PICTURE), title=f"pytest --target {TARGET}", unique_id="report")


if __name__ == "__main__":
    main()
