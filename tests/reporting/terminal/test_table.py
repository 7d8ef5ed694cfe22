"""The table that ends a run."""

from conformance.reporting.terminal.summary import summary_lines
from conformance.reporting.terminal.table import table_lines


def test_every_requirement_is_counted_once_a_version(report, one_of_each):
    """By chapter, under the verdicts' own words that occur; what is observed by itself."""
    assert table_lines(report(*one_of_each).findings) == [
        "                            INCON-       FALLS_             UN-",
        "server            VIOLATES CLUSIVE KNOWN  SHORT CONFORMS TESTED observed",
        "nonces                   1       1     -      1        1      -        -",
        "sessions                 -       -     1      -        -      1        1",
        "all chapters             1       1     1      1        1      1        1",
        "",
    ]


def test_it_fits_into_80_columns(report, result, one_of_each):
    """Also where every verdict there is occurs."""
    lines = table_lines(report(*one_of_each, result("NONCE-3", "ERROR", reason="x")).findings)
    assert lines[1].split()[2] == "ERROR"
    assert max(map(len, lines)) <= 80


def test_one_chapter_has_no_sum(report, result):
    """It would say the same again."""
    assert table_lines(report(result()).findings) == [
        "server            CONFORMS",
        "nonces                   1",
        "",
    ]


def test_a_quiet_summary_has_none(report, result):
    """And a quieter one has the failures' first lines and the verdict."""
    failing = report(result(verdict="VIOLATES", expected="201", observed="500"))
    assert any(line.startswith("nonces ") for line in summary_lines(failing))
    assert not any(line.startswith("nonces ") for line in summary_lines(failing, -1))
    assert summary_lines(failing, -2)[0] == "NONCE-1  MUST  The title of NONCE-1"
    assert len(summary_lines(failing, -2)) == 2
