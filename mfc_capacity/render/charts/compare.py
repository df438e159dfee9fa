"""Charts of a difference: what each cause did of it."""

from collections.abc import Sequence

from mfc_capacity.answers.records import Kind
from mfc_capacity.render.chart import Bar, Bars, Mark, Numbers
from mfc_capacity.wording.en import report as words

MOST_PARTS = 8


def parts(
    title: str, said: str, named: Sequence[tuple[str, float, str]], kind: Kind, numbers: Numbers, source: str
) -> Bars:
    """Return parts of a difference, a name, a value and a text each, as bars from a common line."""
    bars = [Bar(name, shown, ((0.0, value, "over" if value > 0 else "bar"),)) for name, value, shown in named]
    return Bars(title, said, bars, kind, "", numbers, source, marks=[Mark(0.0, "")])


def causes(figure: str, named: Sequence[tuple[str, float, str]]) -> Bars:
    """Return what each cause did of the difference of a figure, the largest first."""
    largest = sorted(named, key=lambda part: -abs(part[1]))
    rows = [(name, shown) for name, _, shown in largest]
    table = Numbers((words.CAUSE, figure), rows)
    title = words.change_title(figure)
    return parts(title, "", largest[:MOST_PARTS], "number", table, "compare --table causes")
