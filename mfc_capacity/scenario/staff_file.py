"""Operators on duty from a file that a spreadsheet saves: columns start, operators and, of several groups, group.

A row begins with an interval and holds until the next of its group, as steps in a scenario do; before the first
nobody is on duty. With a column date, the rows of a day count on it. Other columns are refused, so that none is passed
over which its author takes to count; but for those of the table `cover` of a schedule, which says whom it means.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from mfc_capacity.answers.columns import COVER
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import InputError, Problem, say, usage_error
from mfc_capacity.files.sheet import Mistake, Sheet
from mfc_capacity.files.tables import read_table
from mfc_capacity.files.units import UnitError, read_clock_s, read_count, read_date
from mfc_capacity.scenario.model import Steps

DATE, START, GROUP, OPERATORS = "date", "start", "group", "operators"
ON_DUTY, REQUIRED = ("operators", "operators_scheduled"), ("operators", "operators_required")
MAX_OPERATORS = 1_000_000
MAX_PROBLEMS = 100

T = TypeVar("T")


@dataclass(frozen=True)
class StaffFile:
    """The steps of each group by day; the day None stands for every day, where the file names none.

    `option` is the one that names the file.
    """

    file: str
    by_day: Mapping[date | None, Mapping[str, Steps]]
    option: str = "--operators"

    def on(self, day: date | None, groups: Iterable[str]) -> Mapping[str, Steps]:
        """Return the steps of a day.

        Raises:
            InputError: if the file names days, and not this one, or not each of the groups on it.
        """
        if None in self.by_day:
            return self.by_day[None]
        if day not in self.by_day:
            days = sorted(each for each in self.by_day if each is not None)
            message = say("simulate.day_without_rows", day=day, first=days[0], last=days[-1])
            raise usage_error(self.option, message, say("simulate.DAY_ROWS_HINT"))
        _refuse_missing(self.file, [group for group in groups if group not in self.by_day[day]])
        return self.by_day[day]


def read_staff_file(
    content: bytes,
    file: str,
    groups: Sequence[str],
    wanted: str | None,
    interval_s: int,
    figures: Sequence[str] = ON_DUTY,
    option: str = "--operators",
) -> StaffFile:
    """Return the operators of each group as steps of the clock.

    Args:
        content: the file.
        file: its name in messages.
        groups: those of the scenario; where there is only one, its column may be left out.
        wanted: the only group that needs rows; None: every group does.
        interval_s: length of the intervals that rows begin with.
        figures: what the column of operators may be called.
        option: the one that names the file.

    Raises:
        InputError: with the mistakes of the file, a hundred at most.
    """
    sheet = read_table(content, file, (DATE, START, GROUP, *figures))
    figure = next((name for name in figures if name in sheet.header), OPERATORS)
    steps: dict[date | None, dict[str, dict[int, int]]] = {}
    mistakes = list(_header_mistakes(sheet, groups, figure))
    for row in range(len(sheet.lines)) if not mistakes else ():
        mistakes += _take(sheet, row, groups, figure, interval_s, steps)
    if mistakes:
        raise InputError(sheet.problems(mistakes[:MAX_PROBLEMS]))
    if DATE not in sheet.header or not steps:
        there = steps.get(None, {})
        _refuse_missing(file, [group for group in groups if wanted in (None, group) and group not in there])
    by_day = {
        day: {group: tuple(sorted(own.items())) for group, own in of_groups.items()}
        for day, of_groups in steps.items()
    }
    return StaffFile(file, by_day, option)


def _refuse_missing(file: str, groups: Sequence[str]) -> None:
    if groups:
        hint = say("simulate.GROUP_ROW_HINT")
        raise InputError(
            Problem(file, None, None, GROUP, say("simulate.no_row", group=group), hint) for group in groups
        )


def _header_mistakes(sheet: Sheet, groups: Sequence[str], figure: str) -> Iterator[Mistake]:
    known = (DATE, START, GROUP, figure)
    beside = COVER.names if figure != OPERATORS else ()
    for name in (START, figure) if len(groups) == 1 else (START, GROUP, figure):
        if name not in sheet.header:
            yield Mistake(
                sheet.header_line, 0, say("simulate.no_column", name=name), say("simulate.COLUMNS_HINT")
            )
    for cell, name in enumerate(sheet.header):
        if name not in (*known, *beside):
            hint = did_you_mean(name, known) or say("simulate.COLUMNS_HINT")
            yield Mistake(sheet.header_line, cell, say("simulate.unknown_column", name=name), hint)
    for line, count in sheet.ragged:
        yield Mistake(line, 0, say("simulate.ragged", cells=count, columns=len(sheet.header)))


def _take(
    sheet: Sheet,
    row: int,
    groups: Sequence[str],
    figure: str,
    interval_s: int,
    steps: dict[date | None, dict[str, dict[int, int]]],
) -> Iterator[Mistake]:
    """Put a row into the steps of its day and group, or yield what is wrong with it."""
    try:
        day = _cell(sheet, row, DATE, read_date) if DATE in sheet.header else None
        group = _cell(sheet, row, GROUP, partial(_group, groups)) if GROUP in sheet.header else groups[0]
        own = steps.setdefault(day, {}).setdefault(group, {})
        start_s = _cell(sheet, row, START, partial(_start, own, group, interval_s))
        own[start_s] = _cell(sheet, row, figure, _count)
    except _WrongCellError as wrong:
        yield wrong.mistake


class _WrongCellError(Exception):
    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake
        super().__init__(mistake.message)


def _cell(sheet: Sheet, row: int, name: str, read: Callable[[str], T]) -> T:
    try:
        return read(sheet.column(name)[row].strip())
    except UnitError as error:
        place = sheet.lines[row], sheet.header.index(name)
        raise _WrongCellError(Mistake(*place, error.message, error.hint)) from None


def _group(groups: Sequence[str], text: str) -> str:
    if text not in groups:
        hint = did_you_mean(text, groups) or say("simulate.groups_hint", names=tuple(groups))
        raise UnitError(say("simulate.no_group", name=text), hint)
    return text


def _start(taken: dict[int, int], group: str, interval_s: int, text: str) -> int:
    start_s = read_clock_s(text)
    if start_s % interval_s:
        message = say("simulate.row_off_the_intervals", start=text, minutes=interval_s // 60)
        raise UnitError(message, say("simulate.MOVE_THE_ROW"))
    if start_s in taken:
        raise UnitError(say("simulate.twice", start=text, group=group))
    return start_s


def _count(text: str) -> int:
    count = read_count(text)
    if count > MAX_OPERATORS:
        raise UnitError(say("simulate.too_many", most=MAX_OPERATORS))
    return count
