"""Lines of the terminal: where they break, and colours that are read on every background."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.style import Style

from mfc_capacity.render import Options
from mfc_capacity.render.page import Text
from mfc_capacity.render.terminal import STYLES, written

SAID = (
    "On 19 May 2014, 4 of 96 intervals miss a target: 94.0 % or less are answered, not ≥ 95 %; the wait is 1m 20s, and "
    "820.00 mln RUB are short of 1.2 million calls: --table assumptions"
)
TOGETHER = (
    *(
        "19 May 2014",
        "4 of 96 intervals",
        "94.0 % or",
        "≥ 95 %",
        "1m 20s",
        "820.00 mln RUB",
        "1.2 million calls",
    ),
    "--table assumptions",
)


@given(st.integers(min_value=20, max_value=100))
def test_no_line_is_broken_between_a_number_and_its_unit(width: int) -> None:
    lines = written([Text(SAID)], Options(width=width)).splitlines()
    assert " ".join(lines) == SAID  # every space an ordinary one
    assert all(len(line) <= width for line in lines)
    for together in TOGETHER:
        kept = together.removesuffix(" or")
        assert any(kept in line for line in lines), kept


@pytest.mark.parametrize(
    "words", ["1 2 3 4 5 6 7 8 9 10 11 12", "2014-05-19 and 2014-05-20 and 2014-05-21 and"]
)
def test_numbers_without_a_unit_are_broken_as_words_are(words: str) -> None:
    lines = written([Text(words)], Options(width=20)).splitlines()
    assert len(lines) > 1
    assert all(len(line) <= 20 for line in lines)


def luminance(colour: Color) -> float:
    """Return the relative luminance (WCAG 2.1)."""
    parts = [part / 255 for part in colour.get_truecolor()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", [name for name, style in STYLES.items() if style.color])
def test_colours_are_read_on_white_and_on_black(name: str) -> None:
    colour = STYLES[name].color
    assert colour is not None
    own = luminance(colour)
    assert min(1.05 / (own + 0.05), (own + 0.05) / 0.05) >= 3.99


@pytest.mark.parametrize(
    ("colours", "mark", "sent"),
    [(0, "bold", ""), (16, "italic", "\x1b[1;3;33m"), (256, "underline", "\x1b[1;4;38;5;130m")],
)
def test_a_terminal_is_sent_the_colours_that_it_has(
    colours: int, mark: str, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rich keeps the codes of a style that it has rendered once: each depth has a style of its own.
    monkeypatch.setitem(STYLES, "warning", STYLES["warning"] + Style.parse(mark))
    shown = written([Text("x", "warning")], Options(colours=colours))
    assert shown.partition("warning")[0] == sent
