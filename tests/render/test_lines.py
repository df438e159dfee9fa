"""Words that stand on one line together."""

import pytest

from mfc_capacity.render.lines import HELD, together


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("as in --baseline-ref REF, or", "--baseline-ref REF"),
        ("run --samples 128, or more", "--samples 128"),
        ("see --limits limits.yaml first", "--limits limits.yaml"),
        ("name it --operators plans/may.csv", "--operators plans/may.csv"),
        ("all: --table people", "--table people"),
        ("with --set method=time-dependent", "--set method=time-dependent"),
    ],
)
def test_an_option_stands_with_its_value(text: str, held: str) -> None:
    assert together(text) == text.replace(held, held.replace(" ", HELD))


@pytest.mark.parametrize(
    "text",
    ["; --floor keeps more of them", "or give --aht", "with --force it does", "raise --time-limit or stop"],
)
def test_a_flag_does_not_hold_the_words_after_it(text: str) -> None:
    assert together(text) == text
