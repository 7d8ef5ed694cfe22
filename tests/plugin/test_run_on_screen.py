"""What a person sees of a run: on a terminal, on a dumb one, and in a log."""

from __future__ import annotations

import re
from functools import cache

import pytest
from pseudo_terminal import environment_with, on_a_terminal

NONCES = "features/server/nonces.feature"
MUTANT = ("--target", "mutant:never_spends_nonces", NONCES, "-k", "2.0 and (NONCE-1 or NONCE-3 or NONCE-4)")
COUNT = re.compile(r"\d+ of \d+ \|")
#: A narrow terminal of somebody who wants no colours: one run serves both questions.
PLAIN = (60, {"NO_COLOR": "1"})


@pytest.fixture(scope="module")
def screen(tmp_path_factory, nursery):
    """Return what runs pytest on a terminal, once in the same way, and gives what was seen there."""

    @cache
    def start(*arguments, columns=80, stop_at=None, **variables):
        reports = tmp_path_factory.mktemp("screen")
        options = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "--reports", reports, *arguments)
        environment = environment_with(**variables)
        return on_a_terminal(nursery, *options, environment=environment, columns=columns, stop_at=stop_at)

    return start


def ours(lines):
    """Leave out pytest's own header, which is as wide as it likes, and the paths of reports, which stay whole."""
    return [line for line in lines if not line.startswith(("plugins: ", "platform ", "rootdir: ", "  /"))]


def test_one_line_tells_how_the_run_goes(screen):
    """Counts and the scenario at work, no wider than the terminal; it is gone when the run has ended."""
    seen = screen(*MUTANT)
    assert seen.code == 1
    counts = [state for state in seen.states if COUNT.match(state)]
    assert counts[0] == "0 of 9 | NONCE-1 asking for a nonce[2.0]"
    assert any("1 VIOLATES" in state and "NONCE-3 " in state for state in counts)
    assert max(map(len, ours(seen.states))) <= 80
    assert not any(COUNT.match(line) for line in seen.lines)


def test_a_failure_is_told_as_it_comes(screen):
    """In two lines, once for all scenarios and versions that fail alike, before the next scenario is at work."""
    seen = screen(*MUTANT)
    told = seen.states.index("NONCE-3  MUST  A nonce opens at most one session")
    after = [state for state in seen.states[told + 1 :] if state]
    assert after[0].startswith("  expected 422 invalid_property")
    assert "observed 201" in after[0]
    assert COUNT.match(after[1])
    while_it_ran = seen.states[: max(i for i, state in enumerate(seen.states) if COUNT.match(state))]
    assert while_it_ran.count("NONCE-3  MUST  A nonce opens at most one session") == 1


@pytest.mark.parametrize(("columns", "variables"), [(80, {}), PLAIN], ids=["80 columns", "60 columns"])
def test_the_ending_keeps_to_the_width(screen, columns, variables):
    """What is long goes on in the next line, the table and the verdict too."""
    seen = screen(*MUTANT, columns=columns, **variables)
    lines = ours(seen.lines)
    assert max(map(len, lines)) <= columns
    assert any(line.startswith("nonces ") for line in lines)
    assert any(line.startswith("NOT_CONFORMANT to ") for line in lines)
    assert any(line.startswith("  repeat     curl -i -X POST") and line.endswith("\\") for line in lines)


@pytest.mark.parametrize(
    ("columns", "variables", "coloured"), [(80, {}, True), (*PLAIN, False)], ids=["colour", "NO_COLOR"]
)
def test_colours_are_for_those_who_want_them(screen, columns, variables, coloured):
    """And the words are the same without."""
    seen = screen(*MUTANT, columns=columns, **variables)
    assert ("\x1b[31mNONCE-3" in seen.sent, "\x1b[31mNOT_CONFORMANT" in seen.sent) == (coloured, coloured)
    assert bool(re.search(r"\x1b\[[0-9;]*m", seen.sent)) is coloured
    assert "NOT_CONFORMANT to " in seen.plain


def test_on_a_dumb_terminal_nothing_moves(screen):
    """It has no way to write over a line, nor colours; there are whole lines only, and no letters of pytest's."""
    seen = screen(*MUTANT, TERM="dumb")
    assert "\x1b" not in seen.sent
    assert not any(COUNT.match(state) for state in seen.states)
    assert not any(line.startswith(f"{NONCES} ") for line in seen.lines)
    assert any(line.startswith("NONCE-3  MUST") for line in seen.lines)


def test_quiet_and_quieter(screen):
    """-q leaves out what nobody has to act on, -qq all but what failed and the verdict."""
    quiet, quieter = screen(*MUTANT, "-q"), screen(*MUTANT, "-qq")
    assert "  hint       Delete the nonce in the same step that creates the session." in quiet.lines
    assert "MUST       2 VIOLATES, 1 CONFORMS" in quiet.lines
    assert not any(line.startswith(("server  ", "=====")) for line in quiet.lines)
    assert [line for line in quieter.lines if line and not line.startswith("  ")] == [
        "NONCE-3  MUST  A nonce opens at most one session",
        "NONCE-4  MUST  A nonce that was spent stays spent",
        *[line for line in quieter.lines if line.startswith("NOT_CONFORMANT to ")],
    ]


def test_verbose_has_a_line_for_every_scenario(screen):
    """As pytest has it, with the verdict as its word, and nothing that moves; the failure stands below."""
    seen = screen(*MUTANT, "-v", columns=200)
    assert not any(COUNT.match(state) for state in seen.states)
    at = next(i for i, line in enumerate(seen.lines) if "::NONCE-3 " in line and " VIOLATES " in line)
    assert seen.lines[at + 1] == "NONCE-3  MUST  A nonce opens at most one session"
    assert any("::NONCE-1 " in line and " CONFORMS " in line for line in seen.lines)


def test_in_a_log_nothing_moves_and_nothing_is_cut_off(run):
    """Letters, failures, and the whole of what has to be found again."""
    seen = run(*MUTANT)
    assert not set("\r\x1b") & set(seen.output)
    lines = seen.output.splitlines()
    assert "  expected 422 invalid_property (code 105),..., observed 201 with session_token" in lines
    assert any(line.startswith("  repeat     curl ") and line.endswith("}'") for line in lines)
    assert any(line.startswith("NOT_CONFORMANT to ") and line.endswith(" scenarios.") for line in lines)


@pytest.mark.parametrize("processes", [("--jobs", 2), ("-n", 1)], ids=["forked", "xdist"])
def test_processes_are_watched_as_one(screen, processes):
    """Whoever has run a scenario, it is counted and told once."""
    seen = screen(*MUTANT, *processes)
    assert seen.code == 1
    assert any(re.match(r"\d of 9 \| \d VIOLATES", state) for state in seen.states), seen.plain
    assert seen.states.count("NONCE-4  MUST  A nonce that was spent stays spent") == 2
    assert not any(COUNT.match(line) for line in seen.lines)


def test_a_slow_target_is_announced_early(screen, serve):
    """Before the first scenarios, on a terminal and in a log, by its own answers; Ctrl-C ends it well."""
    target = serve(lambda server: server.with_writer(delay=0.3))
    seen = screen("--target", target, "features/server", stop_at=" min left")
    assert (seen.code, "INCOMPLETE to " in seen.plain) == (2, True)
    announced = r"\d+ requests, [\d.]+ s each: about \d+ min left; the run ends after "
    assert re.search(announced, seen.plain), seen.plain
    dumb = screen("--target", target, "features/server", stop_at=" min left", TERM="dumb")
    assert re.search(announced, dumb.plain), dumb.plain


def test_a_dead_target_is_one_failure(run, tmp_path, serve):
    """Not one for every scenario."""
    seen = run("--target", serve("http://127.0.0.1:9"), NONCES)
    told = [line for line in seen.output.splitlines() if "INCONCLUSIVE)" in line]
    assert len(told) == 1


def test_what_waits_is_told_with_what_is_left(screen, serve):
    """While the others run, the most that it may take; then who waits, and for how long."""
    target = serve(lambda server: server.with_settings(nonce_lifetime=4))
    narrowed = ("features/server/nonces.feature", "-k", "2.0 and (NONCE-LIFE-2 or NONCE-UNIQUE-1 or NONCE-3)")
    seen = screen("-p", "shortened", *narrowed, "--target", target, "--patience", "11m", SHORTENED="4")
    assert any(re.match(r"\d of \d+ \| at most 11 min left \| NONCE-", state) for state in seen.states), seen.plain
    assert any(state.startswith("waiting at the target: ") for state in seen.states)
    assert max(map(len, ours(seen.states))) <= 80
    assert not any(COUNT.match(line) or line.startswith("waiting") for line in seen.lines)
