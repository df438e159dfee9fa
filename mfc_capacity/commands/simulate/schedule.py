"""Operators on duty from a file that a spreadsheet saves: columns start, operators and, of several groups, group.

A row holds until the next of its group, as steps in a scenario do; before the first nobody is on duty. Other columns
are the user's own.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.files.sheet import Mistake, Sheet, read_sheet
from mfc_capacity.files.units import UnitError, read_clock_s, read_count
from mfc_capacity.staffing.operators import Steps

START, GROUP, OPERATORS = "start", "group", "operators"
MAX_OPERATORS = 1_000_000
MAX_PROBLEMS = 100

T = TypeVar("T")


def read_schedule(content: bytes, file: str, groups: Sequence[str], wanted: str | None) -> dict[str, Steps]:
    """Return the operators of each group as steps of the clock.

    Args:
        content: the file.
        file: its name in messages.
        groups: those of the scenario; where there is only one, its column may be left out.
        wanted: the only group that needs rows; None: every group does.

    Raises:
        InputError: with the mistakes of the file, a hundred at most.
    """
    sheet = read_sheet(content, file, (START, OPERATORS, GROUP))
    steps: dict[str, dict[int, int]] = {}
    mistakes = list(_header_mistakes(sheet, groups))
    for row in range(len(sheet.lines)) if not mistakes else ():
        mistakes += _take(sheet, row, groups, steps)
    if mistakes:
        raise InputError(sheet.problems(mistakes[:MAX_PROBLEMS]))
    missing = [group for group in groups if wanted in (None, group) and group not in steps]
    if missing:
        hint = say("simulate.GROUP_ROW_HINT")
        raise InputError(
            Problem(file, None, None, GROUP, say("simulate.no_row", group=group), hint) for group in missing
        )
    return {group: tuple(sorted(own.items())) for group, own in steps.items()}


def _header_mistakes(sheet: Sheet, groups: Sequence[str]) -> Iterator[Mistake]:
    needed = (START, OPERATORS) if len(groups) == 1 else (START, GROUP, OPERATORS)
    for name in needed:
        if name not in sheet.header:
            yield Mistake(
                sheet.header_line, 0, say("simulate.no_column", name=name), say("simulate.COLUMNS_HINT")
            )
    for line, count in sheet.ragged:
        yield Mistake(line, 0, say("simulate.ragged", cells=count, columns=len(sheet.header)))


def _take(
    sheet: Sheet, row: int, groups: Sequence[str], steps: dict[str, dict[int, int]]
) -> Iterator[Mistake]:
    """Put a row into the steps of its group, or yield what is wrong with it."""
    try:
        group = _cell(sheet, row, GROUP, partial(_group, groups)) if GROUP in sheet.header else groups[0]
        start_s = _cell(sheet, row, START, partial(_start, steps.setdefault(group, {}), group))
        steps[group][start_s] = _cell(sheet, row, OPERATORS, _count)
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


def _start(taken: dict[int, int], group: str, text: str) -> int:
    start_s = read_clock_s(text)
    if start_s in taken:
        raise UnitError(say("simulate.twice", start=text, group=group))
    return start_s


def _count(text: str) -> int:
    count = read_count(text)
    if count > MAX_OPERATORS:
        raise UnitError(say("simulate.too_many", most=MAX_OPERATORS))
    return count
