"""The option of pytest-forked, as a plugin for one test: the real one is not needed to refuse its option."""


def pytest_addoption(parser):
    """Add the option."""
    parser.addoption("--forked", action="store_true")
