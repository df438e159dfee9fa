"""No text makes the reader fail or hang: bounds are named, everything else is a problem with a place."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mfc_capacity.files.problems import InputError, Problem
from mfc_capacity.scenario import LoadedScenario, load_scenario, resolve_text
from mfc_capacity.wording import problem_text
from mfc_capacity.wording import text as in_words
from tests.conftest import ROOT

Load = Callable[..., LoadedScenario]
EVERY_KEY = Path(__file__).with_name("every_key.yaml").read_text(encoding="utf-8")
START = "hotlines:\n  a: {calls_per_day: 1, aht: 1m}\n"
FRAGMENTS = st.sampled_from(
    [*"{}[]:,&*#%'\"|>?-~!\\\t\n", "- ", "  ", "<<: ", "null", "*a", "&a ", "1e99", "\u2028", "é", "窓"]
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (START + "# " + "x" * 1_100_000, "1,048,576 bytes"),
        (START + "x-a: " + "[" * 40 + "]" * 40, "32 levels"),
        (START + "x-a: " + "{a: " * 5_000 + "}" * 5_000, "32 levels"),
        (START + "x-a: [" + "1, " * 120_000 + "]", "100,000 values"),
        (START + "title: " + "x" * 20_000, "10,000 characters"),
        (
            START + "variants: {" + ", ".join(f"v{k}: {{set: {{title: x}}}}" for k in range(900)) + "}",
            "500,000",
        ),
        (
            "hotlines: {" + ", ".join(f"hot{k}: {{calls_per_day: 1, aht: 1m}}" for k in range(8_000)) + "}\n"
            "groups: {g: {hotlines: [" + ", ".join(f"hut{k}" for k in range(40_000)) + "]}}",
            "there are more problems",
        ),
        ("calendar: {from: 2000-01-01, to: 2099-12-31, interval: 1m}\n" + START, "20,000,000"),
    ],
)
def test_bounds_are_named(load: Load, text: str, bound: str) -> None:
    with pytest.raises(InputError) as caught:
        load(text)
    assert bound in in_words(caught.value.problems[-1].message)


def test_no_more_problems_are_reported_than_anybody_reads(load: Load) -> None:
    with pytest.raises(InputError) as caught:
        load(START + "".join(f"key{k}: 1\n" for k in range(20_000)))
    assert len(caught.value.problems) == 101
    assert in_words(caught.value.problems[-1].message) == "there are more problems"


def try_to_load(content: bytes) -> None:
    def read(path: str) -> bytes:
        if path != "f.yaml":
            raise FileNotFoundError(2, "No such file or directory")
        return content

    try:
        loaded = load_scenario("f.yaml", read_bytes=read)
    except InputError as error:
        assert error.problems  # noqa: PT017 - most mutations break the file
        for problem in error.problems:
            assert problem_text(problem)
            assert problem.line is None or (
                problem.line >= 1 and problem.column is not None and problem.column >= 1
            )
    else:
        text = resolve_text(loaded)
        assert load_scenario("f.yaml", read_bytes=lambda _: text.encode()).scenario == loaded.scenario


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(EVERY_KEY)), st.integers(0, 8), FRAGMENTS), min_size=1, max_size=4)
)
def test_mutations_are_read_or_refused(changes: list[tuple[int, int, str]]) -> None:
    text = EVERY_KEY
    for position, removed, added in changes:
        text = text[:position] + added + text[position + removed :]
    try_to_load(text.encode())


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_garbage_is_read_or_refused(content: bytes) -> None:
    try_to_load(content)


def test_control_characters_are_shown_and_not_obeyed() -> None:
    text = problem_text(Problem("a\x1b.yaml", 1, 3, "k", "bad \x1b[31m", "hint \u202e", "k: \x07\u202evalue"))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_reading_needs_neither_numpy_nor_the_terminal() -> None:
    code = (
        "import sys, mfc_capacity.scenario\n"
        "print(sorted({'numpy', 'scipy', 'typer', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stdout.strip() == "[]"
