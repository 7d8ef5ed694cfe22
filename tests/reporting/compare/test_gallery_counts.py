"""A chapter of a target on the page of many."""

from conformance.reporting.compare.gallery import Cell, summarize


def test_a_requirement_counts_once_in_whichever_versions(report, result):
    """By the verdict of the version in which it fared worst, as in every other output."""
    results = [
        result(version="1.0"),
        result(version="2.0", verdict="VIOLATES"),
        result("NONCE-2", version="1.0"),
        result("NONCE-2"),
        result("SESSION-9"),
    ]
    run = summarize(report(*results))
    assert run.cells == {("server", "nonces"): Cell(results[1].verdict, conforming=1, total=2)}
