"""The axes of a grid: `path=a,b,c` from the command line, with ranges `a..b/step`, and the columns they become.

Commas inside brackets belong to a value: {mon: 120%, sat: 40%} is one. A range keeps its unit, exactly: 10%..20%/5%
is 10, 15 and 20 %. In a table durations are seconds and per cents shares, like everywhere; what is neither a number
nor one of these stays the text it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import NamedTuple

from mfc_capacity.answers.records import Cell, Column, Kind
from mfc_capacity.files.paths import split_path
from mfc_capacity.files.problems import InputError, Message, Problem, say, usage_error
from mfc_capacity.files.units import UnitError, read_duration_s, read_money, read_number

VARY = "--vary"
MOST_POINTS = 10_000

_OPENING, _CLOSING = "{[", "}]"
_RANGE = re.compile(r"(?P<first>.+?)\.\.(?P<last>.+?)/(?P<step>.+)")
_QUANTITY = re.compile(r"(?P<number>[+-]?(?:\d[\d_]*(?:\.\d+)?|\.\d+))(?P<unit>\D*)", re.ASCII)


class Value(NamedTuple):
    """One value of an axis as `--set` takes it, and its column (from 1) in the option's text."""

    text: str
    column: int


@dataclass(frozen=True)
class Axis:
    """One varied path, the option it stands in, and its values in order."""

    path: str
    option: str
    values: tuple[Value, ...]

    def change(self, value: Value) -> str:
        """Return the value as `--set` takes it."""
        return f"{self.path}={value.text}"

    def problem(self, value: Value, of_set: Problem) -> Problem:
        """Return a problem of the change at its place in the option."""
        before = len(self.path) + 1
        is_written = self.option.startswith(value.text, value.column - 1)
        column = of_set.column or 1
        if column > before:
            column = value.column + (column - before - 1 if is_written else 0)
        return Problem(VARY, None, column, of_set.key, of_set.message, of_set.hint, self.option)

    def column(self, currency: str | None) -> tuple[Column, list[Cell]]:
        """Return the axis as a column, its values typed."""
        texts = [value.text for value in self.values]
        as_texts: tuple[Kind, list[Cell]] = ("text", [*texts])
        kind, cells = next(filter(None, (_read(kind, texts, currency) for kind in _READERS)), as_texts)
        return Column(self.path, kind, nullable=False, words="sweep.path"), cells


def read_axes(options: Sequence[str]) -> list[Axis]:
    """Read the axes of a grid.

    Raises:
        InputError: with every text that is no axis, or for a grid that is too large.

    >>> [value.text for value in read_axes(["drivers.centres.2014-05-01=90..120/10,200"])[0].values]
    ['90', '100', '110', '120', '200']
    """
    axes: list[Axis] = []
    problems: list[Problem] = []
    for option in options:
        try:
            axis = _axis(option)
        except InputError as error:
            problems += error.problems
            continue
        if axis.path in (other.path for other in axes):
            problems.append(
                _mistake(option, 1, say("sweep.twice", path=axis.path), say("sweep.NAME_ALL_VALUES"))
            )
        axes.append(axis)
    count = prod(len(axis.values) for axis in axes)
    if count > MOST_POINTS and not problems:
        problems += usage_error(VARY, _too_many(count), say("sweep.FEWER_VALUES")).problems
    if problems:
        raise InputError(problems)
    return axes


def _axis(option: str) -> Axis:
    parts, end = split_path(option)
    if not parts or end < 0 or not option[end:].startswith("="):
        raise InputError([_mistake(option, 1, say("sweep.NO_AXIS"), say("sweep.WRITE_AXIS"))])
    values: list[Value] = []
    for text, column in _split(option, end + 1):
        if not text:
            raise InputError([_mistake(option, column, say("sweep.NO_VALUE"), say("sweep.WRITE_NULL"))])
        found = None if text.startswith(tuple(_OPENING)) else _RANGE.fullmatch(text)
        texts = [text] if found is None else _steps(option, column, found.groups())
        values += [Value(each, column) for each in texts]
    return Axis(option[:end], option, tuple(values))


def _split(option: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the values between commas that stand outside brackets, each with its column from 1."""
    depth, begin = 0, start
    for k, character in enumerate([*option[start:], ","], start):
        depth += (character in _OPENING) - (character in _CLOSING)
        if character == "," and (depth <= 0 or k == len(option)):
            text = option[begin:k]
            yield text.strip(), begin + len(text) - len(text.lstrip()) + 1
            begin = k + 1


def _steps(option: str, column: int, ends: Sequence[str]) -> list[str]:
    """Return the values of a range; the last end is one where a step falls on it."""
    read = _quantities([text.strip() for text in ends])
    if read is None:
        raise InputError([_mistake(option, column, say("sweep.NO_RANGE"), say("sweep.WRITE_RANGE"))])
    (first, last, step), unit = read
    if step <= 0 or last < first:
        raise InputError([_mistake(option, column, say("sweep.BACKWARDS"), say("sweep.SMALLER_FIRST"))])
    count = int((last - first) / step) + 1
    if count > MOST_POINTS:
        raise InputError([_mistake(option, column, _too_many(count), say("sweep.FEWER_VALUES"))])
    return [f"{(first + k * step).normalize():f}{unit}" for k in range(count)]


def _quantities(texts: Sequence[str]) -> tuple[list[Decimal], str] | None:
    """Return numbers of one unit, and the unit; durations of several units in seconds."""
    found = [match for text in texts if (match := _QUANTITY.fullmatch(text))]
    if len(found) == len(texts) and len({match["unit"].strip() for match in found}) == 1:
        return [Decimal(match["number"].replace("_", "")) for match in found], found[0]["unit"]
    try:
        return [Decimal(str(read_duration_s(text))) for text in texts], "s"
    except UnitError:
        return None


def _too_many(count: int) -> Message:
    return say("sweep.too_many_points", count=count, most=MOST_POINTS)


def _mistake(option: str, column: int, message: Message, hint: Message) -> Problem:
    return Problem(VARY, None, column, "", message, hint, option)


def _read(kind: Kind, texts: Sequence[str], currency: str | None) -> tuple[Kind, list[Cell]] | None:
    try:
        return kind, [_READERS[kind](text, currency) for text in texts]
    except UnitError:
        return None


def _number(text: str, _currency: str | None) -> Cell:
    number = read_number(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _percent(text: str, _currency: str | None) -> Cell:
    if not text.endswith("%"):
        raise UnitError(say("sweep.NO_PER_CENT"))
    return float(read_number(text.removesuffix("%").strip()).scaleb(-2))


_READERS: dict[Kind, Callable[[str, str | None], Cell]] = {
    "number": _number,
    "seconds": lambda text, _currency: read_duration_s(text),
    "share": _percent,
    "money": lambda text, currency: float(read_money(text, currency)),
}
