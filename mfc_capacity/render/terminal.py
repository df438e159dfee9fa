"""The terminal: the first page of a plan, one table in full, one calculation."""

import textwrap
from collections.abc import Iterable

from rich.color import ColorSystem
from rich.style import Style

from mfc_capacity.render import grid, picture
from mfc_capacity.render.calculation import Page, page
from mfc_capacity.render.cells import cell_text, plain
from mfc_capacity.render.options import Answer, Options, one_table
from mfc_capacity.render.overview import Line, Overview, overview
from mfc_capacity.results import Calculation, Plan, Table

HEADING = Style(bold=True)
CAUTION = Style(color="yellow", bold=True)
QUIET = Style(dim=True)
WIDEST_TEXT = 120
TEXT_KINDS = ("text", "date", "month", "time")


def render(answer: Answer, options: Options) -> str:
    """Return the answer as a person reads it in a terminal."""
    if options.table is None and isinstance(answer, Plan):
        lines = _plan_page(answer, options)
    elif isinstance(answer, Calculation) and answer.written is None:
        lines = _calculation_page(page(answer), options)
    else:
        lines = _table(one_table(answer, options), options)
    return "\n".join(lines) + "\n"


def _plan_page(plan: Plan, options: Options) -> list[str]:
    page = overview(plan)
    lines = [_styled(page.title, HEADING, options), *_wrapped(page.subtitle, options), ""]
    lines += _groups(page, options)
    for section in (_pictures(plan, options), _months(plan, options), _cautions(page, options)):
        lines += ["", *section] if section else []
    return [*lines, "", *_assumptions(page, options), *_wrapped(_more(), options)]


def _groups(page: Overview, options: Options) -> list[str]:
    """Return the figures with a column a group; headings stand in capitals in the label's column."""
    rows = [[line.label, *(line.cells or [""] * len(page.groups))] for line in page.lines]
    left = [True] + [False] * len(page.groups)
    shown = grid.blocks(["", *page.groups], rows, left=left, keys=1, width=options.width)
    lines: list[str] = []
    for block in shown:
        lines += [""] if lines else []
        lines += [_styled(block[0], HEADING, options)]
        lines += [_heading_or(line, text, options) for line, text in zip(page.lines, block[1:], strict=True)]
    return lines


def _heading_or(line: Line, text: str, options: Options) -> str:
    return text if line.cells else _styled(text, QUIET, options)


def _pictures(plan: Plan, options: Options) -> list[str]:
    lines: list[str] = []
    for shape in plan.peak_days:
        day = f" on {shape.date}" if shape.date else ""
        lines += [""] if lines else []
        lines.append(
            _styled(f"{plain(shape.group)}: operators needed through the day{day}", HEADING, options)
        )
        lines += picture.day_picture(shape, width=_text_width(options), blocks=options.blocks)
    return lines


def _months(plan: Plan, options: Options) -> list[str]:
    """Return each group's peak by month as one line of bars, over more than one month."""
    peaks: dict[str, list[float]] = {}
    for record in plan.tables["months"].records():
        peaks.setdefault(str(record["group"]), []).append(float(record["peak_operators_required"] or 0))
    if plan.calendar is None or max(map(len, peaks.values())) < 2:
        return []
    first, last = (day[:7] for day in plan.calendar)
    name_width = max(len(plain(group)) for group in peaks)
    lines = [_styled(f"Most operators needed, by month, {first} to {last}", HEADING, options)]
    for group, values in peaks.items():
        bar = picture.bars(values, 1, top=max(1, *values), blocks=options.blocks)[0]
        lines.append(f"{plain(group).ljust(name_width)}  {bar}  {min(values):.0f} to {max(values):.0f}")
    return lines


def _cautions(page: Overview | Page, options: Options) -> list[str]:
    return [
        _styled(line, CAUTION, options) if k == 0 and options.colour else line
        for caution in page.cautions
        for k, line in enumerate(_wrapped(f"warning: {caution}", options, indent="  "))
    ]


def _assumptions(page: Overview, options: Options) -> list[str]:
    count = len(page.assumptions)
    title = f"Assumed: {count} figures without a source, {page.sources} with one"
    listed = _wrapped("; ".join(page.assumptions), options, indent="  ", first="  ") if count else []
    return [_styled(title, HEADING, options), *(_styled(line, QUIET, options) for line in listed)]


def _more() -> str:
    return "More: --table summary|months|days|intervals, -f json|ndjson|csv|markdown"


def _calculation_page(shown: Page, options: Options) -> list[str]:
    rows = [[line.label, *line.cells] for line in shown.lines]
    left = [True] + [False] * len(shown.header)
    figures = grid.blocks(["", *shown.header], rows, left=left, keys=1, width=options.width)
    lines = [*_wrapped(shown.question, options)]
    lines += [_styled(line, HEADING, options) for text in shown.answer for line in _wrapped(text, options)]
    for block in figures:
        lines += ["", *block]
    return [*lines, *([""] if shown.cautions else []), *_cautions(shown, options)]


def _table(table: Table, options: Options) -> list[str]:
    header = [column.name for column in table.columns]
    rows = [
        [cell_text(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    left = [column.kind in TEXT_KINDS for column in table.columns]
    lines: list[str] = []
    for block in grid.blocks(header, rows, left=left, keys=table.keys, width=options.width):
        lines += [""] if lines else []
        lines += [_styled(block[0], HEADING, options), *block[1:]]
    return lines


def _text_width(options: Options) -> int:
    return min(options.width or WIDEST_TEXT, WIDEST_TEXT)


def _wrapped(text: str, options: Options, indent: str = "", first: str = "") -> Iterable[str]:
    width = max(_text_width(options), 20)
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def _styled(text: str, style: Style, options: Options) -> str:
    return style.render(text, color_system=ColorSystem.STANDARD) if options.colour and text else text
