"""`summary.md` is a page for people, and holds no markup but its own."""

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from conformance.reporting.formats import FORMATS
from conformance.reporting.formats.markdown import LONGEST, ROWS, code, plain

HOSTILE = {
    "a bar": "a | b",
    "a bar behind a backslash": "a \\| b \\\\| c",
    "lines": "one\n\n# two\r\n| three |",
    "code": "`a` ``b`` ```c",
    "a backtick at the end": "a`",
    "links": "[a](http://evil.example) ![b](x) <http://evil.example> http://evil.example www.evil.example",
    "tags": "<script>alert(1)</script> <img src=x onerror=y> <!-- <b>",
    "entities": "&lt;b&gt; &#124; &amp;",
    "emphasis": "*a* _b_ **c** ~~d~~",
    "mentions": "@somebody #123",
    "controls": "\x1b[31m \0 \u202e \ud800",
    "blanks": "  a  ",
}
MARKDOWN = MarkdownIt("commonmark").enable("table")


def _tokens(text):
    """Yield all tokens, those inside of others too."""
    for token in MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


def _text_of(token):
    """Return the text of a cell, without its markup."""
    return "".join(each.content for each in token.children if each.type in ("text", "code_inline", "text_special"))


#: What stands above what is folded.
TITLE = "<summary>NONCE-1: what helps and a command that repeats it</summary>"


@pytest.fixture
def summary(report, result):
    """Return what makes the summary of a run with these results."""
    return lambda *results, **more: FORMATS["summary.md"](report(*results, **more))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_target_writes_no_markup(summary, result, text):
    """Whatever it answers is a text in the fourth cell of a row."""
    markdown = summary(result(verdict="VIOLATES", expected="201", observed=text))
    tokens = list(_tokens(markdown))
    assert not {each.type for each in tokens} & {"link_open", "image", "em_open"}
    assert {each.content for each in tokens if each.type == "html_inline"} <= {"<code>", "</code>"}
    assert [each.content for each in tokens if each.type == "html_block"] == [f"<details>{TITLE}\n", "</details>\n"]
    assert sum(each.type == "heading_open" for each in tokens) == 2
    rows = markdown.partition("### Violated")[2].partition("<details>")[0]
    cells = [each for each in MARKDOWN.parse("x\n\n" + rows.strip()) if each.type == "inline"][1:]
    assert len(cells) == 8
    assert "expected 201, observed" in _text_of(cells[-1])


@pytest.mark.parametrize("text", ["a | b", "a \\| b", "`a` | ``b``", "&lt; | <b>", "a`b", "`", "*a* \\ [b]"])
def test_what_a_target_said_can_be_read(text):
    """Escaped, it is shown as it was."""
    (cell,) = [each for each in MARKDOWN.parse(f"| h |\n| --- |\n| {code(text)} |") if each.type == "inline"][1:]
    assert _text_of(cell) == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_plain_text_has_no_markup_either(text):
    """The words of a verdict may quote a target."""
    tokens = list(_tokens(plain(text)))
    assert {each.type for each in tokens} <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    assert "http://" not in plain(text)


def test_the_verdict_comes_first(summary, result):
    """Then why, and who."""
    lines = summary(result()).splitlines()
    assert lines[0] == "## ✅ CONFORMANT to full (1.0, 2.0)"
    assert lines[2] == "every MUST and SHOULD of the profile full conforms."
    assert lines[4].startswith("` Acme, staging ` (server) ` http://layer.example `,")


def test_what_is_observed_counts_for_nothing(summary, result):
    """It is in no table."""
    assert "SESSION-9" not in summary(result(), result("SESSION-9", "NOT_APPLICABLE", reason="observed, not judged"))


def test_a_long_table_and_a_long_text_are_cut(summary, result, catalogue):
    """A CI system refuses more than a MiB, and shows none of it then."""
    many = {f"MANY-{number}": replace(catalogue["NONCE-1"], id=f"MANY-{number}") for number in range(ROWS + 7)}
    catalogue.update(many)
    try:
        markdown = summary(*(result(each, "VIOLATES", observed="x" * 9000, curl="curl " * 9000) for each in many))
    finally:
        for each in many:
            del catalogue[each]
    assert "+7 more, see `verdict.json`" in markdown
    assert markdown.count("| **MANY-") == ROWS
    assert len(markdown) < ROWS * (2 * LONGEST + 200) + 1000


def test_a_requirement_is_one_row_with_its_versions(summary, result):
    """What helps and what repeats it is folded below, the command as it stands."""
    markdown = summary(
        *(result(verdict="VIOLATES", version=each, curl="curl -i 'a`b\n```c'") for each in ("1.0", "2.0"))
    )
    assert markdown.count("| **NONCE-1** The title of NONCE-1 | MUST | 1.0, 2.0 |") == 1
    assert markdown.count(f"<details>{TITLE}") == markdown.count("<details>") == 1
    (command,) = [each for each in MARKDOWN.parse(markdown) if each.type == "fence"]
    assert command.content == "curl -i 'a`b\n```c'\n"
