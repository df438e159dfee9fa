"""Small pictures in block characters, or in plain ASCII where a screen has no others."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from mfc_capacity.formatting import clock_text, count_text
from mfc_capacity.render.page import BurnDown
from mfc_capacity.results import DayShape

EIGHTHS = " ▁▂▃▄▅▆▇█"
PLAIN = " #"
MARK = "^"

T = TypeVar("T")


def bars(values: Sequence[float], height: int, *, top: float, blocks: bool) -> list[str]:
    """Return the values as vertical bars, the highest line first; a value above zero always leaves a mark.

    >>> bars([0, 1, 2], 1, top=2, blocks=True)
    [' ▄█']
    """
    glyphs = EIGHTHS if blocks else PLAIN
    steps = len(glyphs) - 1
    filled = [max(round(value / top * height * steps), 1) if value > 0 else 0 for value in values]
    return [
        "".join(glyphs[min(max(level - line * steps, 0), steps)] for level in filled)
        for line in reversed(range(height))
    ]


def day_picture(shape: DayShape, *, width: int, blocks: bool, height: int = 4) -> list[str]:
    """Return the operators through a day over a clock axis, required above the operators given (where stated)."""
    first, last = opening(shape)
    required = [n or 0 for n in shape.required[first:last]]
    given = None if shape.given is None else [n or 0 for n in shape.given[first:last]]
    top = max([1, *required, *(given or [])])
    margin = len(str(top)) + 1
    bucket = -(-len(required) // max(width - margin, 12))
    lines = _framed(_bucketed(required, bucket, max), height, top, str(top), blocks)
    if given is not None:
        lines += [
            "given".rjust(margin),
            *_framed(_bucketed(given, bucket, min), height, top, str(top), blocks),
        ]
    return [*lines, " " * margin + _axis(first, last, bucket, shape.interval_s)]


def burn_down_picture(block: BurnDown, *, width: int, blocks: bool, height: int = 4) -> list[str]:
    """Return what is left of a volume over an axis of months, with a mark under each day that has one."""
    label = count_text(block.volume)
    margin = " " * (len(label) + 1)
    bucket = -(-len(block.left) // max(width - len(margin), 12))
    left = _bucketed(block.left, bucket, min)
    lines = _framed(left, height, block.volume or 1, label, blocks)
    columns = {(day - block.first).days // bucket for day, _ in block.marks}
    marks = "".join(MARK if column in columns else " " for column in range(len(left))).rstrip()
    return [*lines, *([margin + marks] if marks else []), margin + _month_axis(block, bucket)]


def _month_axis(block: BurnDown, bucket: int) -> str:
    """Return months under the bars, each where it begins, as many as have room."""
    axis = ""
    for day in range(len(block.left)):
        date, column = block.first + timedelta(days=day), day // bucket
        if not axis or (date.day == 1 and column >= len(axis) + 2):
            axis = axis.ljust(column) + f"{date:%Y-%m}"
    return axis


def opening(shape: DayShape) -> tuple[int, int]:
    """Return the first open interval of a day and the one behind the last."""
    is_open = [k for k, count in enumerate(shape.required) if count is not None]
    return (is_open[0], is_open[-1] + 1) if is_open else (0, 1)


def _bucketed(values: Sequence[T], bucket: int, choose: Callable[[Sequence[T]], T]) -> list[T]:
    return [choose(values[k : k + bucket]) for k in range(0, len(values), bucket)]


def _framed(values: Sequence[float], height: int, top: float, label: str, blocks: bool) -> list[str]:
    lines = bars(values, height, top=top, blocks=blocks)
    scale = [label, *[""] * (height - 2), "0"]
    return [mark.rjust(len(label)) + " " + line.rstrip() for mark, line in zip(scale, lines, strict=True)]


def _axis(first: int, last: int, bucket: int, interval_s: int) -> str:
    """Return clock times under the bars, as many as have room."""
    columns = -(-(last - first) // bucket)
    axis = ""
    for column in range(columns):
        start = (first + column * bucket) * interval_s
        on_the_hour = start % 3600 == 0
        if column >= len(axis) + (2 if axis else 0) and (on_the_hour or not axis):
            axis = axis.ljust(column) + clock_text(start)
    return axis
