"""Operators on duty from a file that a spreadsheet saves: columns start, operators and, of several groups, group.

A row holds until the next of its group, as steps in a scenario do; before the first nobody is on duty. Other columns
are the user's own.
"""

from collections.abc import Iterator, Sequence

from mfc_capacity.calculator.sheet import Mistake, Sheet, read_sheet
from mfc_capacity.errors import InputError, Problem
from mfc_capacity.loading import did_you_mean
from mfc_capacity.simulate.case import Steps
from mfc_capacity.units import UnitError, read_clock_s, read_count
from mfc_capacity.wording import simulate as sentences

START, GROUP, OPERATORS = "start", "group", "operators"
MAX_OPERATORS = 1_000_000
MAX_PROBLEMS = 100


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
    for row, line in enumerate(sheet.lines) if not mistakes else ():
        mistakes += _take(sheet, row, line, groups, steps)
    if mistakes:
        raise InputError(sheet.problems(mistakes[:MAX_PROBLEMS]))
    missing = [group for group in groups if wanted in (None, group) and group not in steps]
    if missing:
        hint = sentences.GROUP_ROW_HINT
        raise InputError(
            [Problem(file, None, None, GROUP, sentences.no_row(group), hint) for group in missing]
        )
    return {group: tuple(sorted(own.items())) for group, own in steps.items()}


def _header_mistakes(sheet: Sheet, groups: Sequence[str]) -> Iterator[Mistake]:
    needed = (START, OPERATORS) if len(groups) == 1 else (START, GROUP, OPERATORS)
    for name in needed:
        if name not in sheet.header:
            yield Mistake(sheet.header_line, 0, sentences.no_column(name), sentences.COLUMNS_HINT)
    for line, count in sheet.ragged:
        yield Mistake(line, 0, sentences.ragged(count, len(sheet.header)))


def _take(
    sheet: Sheet, row: int, line: int, groups: Sequence[str], steps: dict[str, dict[int, int]]
) -> Iterator[Mistake]:
    """Put a row into the steps of its group, or yield what is wrong with it."""
    cells = {name: column[row].strip() for name, column in zip(sheet.header, sheet.columns, strict=True)}
    place = {name: index for index, name in enumerate(sheet.header)}
    group = cells.get(GROUP, groups[0])
    if group not in groups:
        hint = did_you_mean(group, groups) or sentences.groups_hint(groups)
        yield Mistake(line, place[GROUP], sentences.no_group(group), hint)
        return
    try:
        name, start_s = START, read_clock_s(cells[START])
        name, count = OPERATORS, read_count(cells[OPERATORS])
    except UnitError as error:
        yield Mistake(line, place[name], error.message, error.hint)
        return
    own = steps.setdefault(group, {})
    if start_s in own:
        yield Mistake(line, place[START], sentences.twice(cells[START], group))
    if count > MAX_OPERATORS:
        yield Mistake(line, place[OPERATORS], sentences.too_many(MAX_OPERATORS))
    own[start_s] = count
