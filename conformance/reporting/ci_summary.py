"""The page of a CI job, to which a run adds its summary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

#: Where it is set, it names a file whose Markdown the CI system shows on the job's page.
VARIABLE = "GITHUB_STEP_SUMMARY"


def add_to_job_page(summary: Path, environ: Mapping[str, str]) -> str:
    """Add the text of `summary` to the page that the environment names, if it names one.

    Return a sentence where that cannot be done, and else nothing: the reports themselves are whole without it.
    """
    name = environ.get(VARIABLE)
    if not name:
        return ""
    try:
        text = summary.read_text(encoding="utf-8")
        with Path(name).open("a", encoding="utf-8") as page:
            page.write(text)
    except (OSError, ValueError) as error:
        return f"the job's page has no summary: {name} {getattr(error, 'strerror', None) or error}"
    return ""
