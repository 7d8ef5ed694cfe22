"""A target that violates once: the first attempt at each item ends in a violation, and every later one as it does."""

import pytest

_TRIED = pytest.StashKey()


@pytest.hookimpl(trylast=True)
def pytest_runtest_call(item):
    """Violate in the first attempt."""
    from conformance.judging.outcomes import Violation

    if _TRIED not in item.stash:
        item.stash[_TRIED] = True
        raise Violation("something", "something else")
