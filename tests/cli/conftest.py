"""The command line, called in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from conformance.cli import main


@pytest.fixture
def command() -> Callable[..., Result]:
    """Return what runs `layer-conformance` with these arguments; a traceback fails the test."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert isinstance(result.exception, SystemExit | None), result.exception
        return result

    return run
