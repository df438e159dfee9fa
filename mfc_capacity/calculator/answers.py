"""The answer to one interval, to a group of lines without a queue, and to a file of intervals.

Beside the figures stand what one operator fewer would give, and a caution where a target is met because callers give up: 500 Erlangs with
a minute of patience keep 80 % in 20 seconds with 416 operators, and every sixth caller hangs up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from mfc_capacity.calculator.columns import ANSWERS, INPUTS, LINES, SINGLE
from mfc_capacity.calculator.intervals import UNREACHABLE, Intervals, Of, solve
from mfc_capacity.calculator.rows_file import RowsFile, misspelt
from mfc_capacity.core.erlang import erlang_b
from mfc_capacity.core.staffing import lines_required
from mfc_capacity.demand import Floats
from mfc_capacity.operators import HOUR_S, NO_CALLS, OK, UNSTAFFED
from mfc_capacity.results import Calculation, Caution, Cell, Column, Table, Written

TABLE = "erlang"
ABANDONMENT_WORTH_A_WORD = 0.05


def one_interval(figures: Mapping[str, Floats], of: Of) -> Calculation:
    """Answer one interval, given as arrays of one figure each with NaN for what is not given."""
    intervals = Intervals.of(figures)
    cells = {name: _known(values) for name, values in figures.items()} | solve(intervals, of)
    cells["model"] = ["erlang-c" if np.isinf(intervals.patience_s[0]) else "erlang-a"]
    cells["within_s"] = intervals.within_s.tolist()
    cells["service_level_of"] = [None if np.isnan(intervals.service_level[0]) else of]
    operators = cells["operators"][0]
    one_fewer = None
    if operators and cells["bound_by"][0]:
        fewer = solve(replace(intervals, operators=np.array([float(operators) - 1])))
        one_fewer = {name: values[0] for name, values in fewer.items()}
    table = _table(SINGLE, cells)
    return Calculation(table, tuple(_hanging_up(intervals, cells)), one_fewer)


def lines_without_queue(
    calls_per_hour: float, aht_s: float, lines: float, max_blocking: float
) -> Calculation:
    """Answer Erlang B for real `lines`, or, where that is NaN, for the fewest that lose at most `max_blocking`."""
    load, is_given = calls_per_hour * aht_s / HOUR_S, not np.isnan(lines)
    count = lines if is_given else float(lines_required(load, max_blocking))
    record = {
        "model": "erlang-b",
        "calls_per_hour": calls_per_hour,
        "aht_s": aht_s,
        "max_blocking": None if is_given else max_blocking,
        **_at_lines(load, count),
        "bound_by": None if is_given or not load else "max_blocking",
    }
    one_fewer = _at_lines(load, count - 1) if record["bound_by"] and count else None
    return Calculation(_table(LINES, {name: [cell] for name, cell in record.items()}), (), one_fewer)


def rows_of_file(rows_file: RowsFile, of: Of) -> Calculation:
    """Answer a file of intervals: the user's own columns in place, the answers in theirs or behind."""
    sheet = rows_file.sheet
    solved = solve(rows_file.intervals, of)
    declared = {column.name: column for column in (*INPUTS, *ANSWERS)}
    own = [declared.get(name, Column(name, "text", "the user's own")) for name in sheet.header]
    columns = (*own, *(column for column in ANSWERS if column.name not in sheet.header))
    written = {name: sheet.column(name) for name in sheet.header if name not in solved}
    figures = {name: _known(values) for name, values in rows_file.figures.items()}
    cells: dict[str, Sequence[Cell]] = {**written, **figures, **solved}
    cautions = (
        *(
            Caution("column-unread", {"column": name, "known": known}, None)
            for name, known in misspelt(sheet.header)
        ),
        *_hanging_up(rows_file.intervals, solved, sheet.lines),
    )
    dialect = "excel-ru" if sheet.decimal_comma else "rfc4180"
    return Calculation(_table(columns, cells), cautions, written=Written(dialect, written))


def unreachable_rows(calculation: Calculation) -> list[int]:
    """Return the indices of the rows whose targets no number of operators meets."""
    names = [column.name for column in calculation.table.columns]
    status = names.index("status")
    return [index for index, row in enumerate(calculation.table.rows) if row[status] == UNREACHABLE]


def _at_lines(load: float, lines: float) -> dict[str, Cell]:
    blocking = float(erlang_b(lines, load))
    carried = load * (1 - blocking)
    return {
        "lines": int(lines) if lines.is_integer() else lines,
        "offered_load_erlangs": load,
        "erlang_b": blocking if load else None,
        "carried_load_erlangs": carried,
        "occupancy": min(carried / lines, 1.0) if lines else None,
        "status": NO_CALLS if not load else OK if lines else UNSTAFFED,
    }


_DECLARED = {column.name for column in (*INPUTS, *ANSWERS, *LINES)}


def _table(columns: Sequence[Column], cells: Mapping[str, Sequence[Cell]]) -> Table:
    keys = next(index for index, column in enumerate(columns) if column.name in _DECLARED)
    rows = zip(*(cells[column.name] for column in columns), strict=True)
    return Table(TABLE, tuple(columns), keys, tuple(rows))


def _known(values: Floats) -> list[Cell]:
    return [None if value != value else value for value in values.tolist()]


def _hanging_up(
    intervals: Intervals, cells: Mapping[str, Sequence[Cell]], lines: Sequence[int] = ()
) -> Iterable[Caution]:
    """Name the rows that meet a target while many callers hang up and no target limits that."""
    abandonment = np.array(cells["abandonment"], dtype=np.float64)
    unlimited = np.isnan(intervals.operators) & np.isnan(intervals.max_abandonment)
    rows = np.flatnonzero(unlimited & (abandonment > ABANDONMENT_WORTH_A_WORD))
    if rows.size:
        line = lines[rows[0]] if lines else None
        facts: dict[str, Cell] = {
            "abandonment": float(abandonment[rows].max()),
            "rows": len(rows),
            "line": line,
        }
        yield Caution("callers-give-up", facts, None)
