"""The answer to one interval, to lines without a queue, and to a file of intervals.

Beside the figures stand what one operator fewer would give, and a caution where a target is met because callers
give up: 500 Erlangs with a minute of patience keep 80 % in 20 seconds with 416 operators, and every sixth
caller hangs up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from mfc_capacity.answers.records import (
    NO_CALLS,
    OK,
    UNSTAFFED,
    Calculation,
    Caution,
    Cell,
    Column,
    Table,
    Written,
)
from mfc_capacity.answers.rows import ColumnRows
from mfc_capacity.commands.erlang.columns import ANSWERS, INPUTS, SINGLE, WITHOUT_QUEUE
from mfc_capacity.commands.erlang.intervals import Intervals, Of, cells_of, solve
from mfc_capacity.commands.erlang.rows_file import RowsFile, misspelt
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.steady.erlang import HOUR_S, erlang_b
from mfc_capacity.core.steady.lines import LINES
from mfc_capacity.core.steady.staffing import lines_required

TABLE = "erlang"
ABANDONMENT_WORTH_A_WORD = 0.05
DECLARED = {column.name: column for column in (*INPUTS, *ANSWERS)}

Cells = Mapping[str, Sequence[Cell]]


def one_interval(figures: Mapping[str, Floats], of: Of) -> Calculation:
    """Answer one interval, given as arrays of one figure each with NaN for what is not given."""
    intervals = Intervals.of(figures)
    solved = solve(intervals, of)
    cells = {
        **{name: cells_of(values, ~np.isnan(values)) for name, values in figures.items()},
        **solved,
        "model": ["erlang-c" if np.isinf(intervals.patience_s[0]) else "erlang-a"],
        "within_s": intervals.within_s.tolist(),
        "service_level_of": [None if np.isnan(intervals.limits["service_level"][0]) else of],
    }
    return _calculation(
        SINGLE,
        cells,
        cautions=tuple(_cautions(intervals, solved)),
        one_fewer=_one_fewer(intervals, solved),
    )


def without_queue(calls_per_hour: float, aht_s: float, lines: float, max_blocking: float) -> Calculation:
    """Answer Erlang B for real `lines` or, where that is NaN, for the fewest that lose at most `max_blocking`."""
    load, is_given = calls_per_hour * aht_s / HOUR_S, not np.isnan(lines)
    count = lines if is_given else float(lines_required(load, max_blocking)) if load else 0.0
    is_bound = not is_given and count > 0
    record = {
        "model": "erlang-b",
        "calls_per_hour": calls_per_hour,
        "aht_s": aht_s,
        "max_blocking": None if is_given else max_blocking,
        **_at_lines(load, count),
        "bound_by": "max_blocking" if is_bound else None,
    }
    cells = {name: [cell] for name, cell in record.items()}
    return _calculation(WITHOUT_QUEUE, cells, one_fewer=_at_lines(load, count - 1) if is_bound else None)


def rows_of_file(rows_file: RowsFile, of: Of) -> Calculation:
    """Answer a file of intervals: its columns in their places, then the answers that have none among them."""
    sheet = rows_file.sheet
    solved = solve(rows_file.intervals, of)
    in_place = [DECLARED.get(name, Column(name, "text", words="erlang.own")) for name in sheet.header]
    behind = [column for column in ANSWERS if column.name not in sheet.header]
    written = {name: sheet.column(name) for name in sheet.header if name not in solved}
    figures = {name: cells_of(values, ~np.isnan(values)) for name, values in rows_file.figures.items()}
    misread = [
        Caution("column-unread", {"column": column, "known": known}, None)
        for column, known in misspelt(sheet.header)
    ]
    return _calculation(
        (*in_place, *behind),
        {**written, **figures, **solved},
        cautions=(*misread, *_cautions(rows_file.intervals, solved, sheet.lines)),
        written=Written("excel-ru" if sheet.decimal_comma else "rfc4180", written),
    )


def _calculation(
    columns: Sequence[Column],
    cells: Cells,
    *,
    cautions: tuple[Caution, ...] = (),
    one_fewer: Mapping[str, Cell] | None = None,
    written: Written | None = None,
) -> Calculation:
    """Put the cells under their columns; a user's own columns in front of all others are the keys."""
    are_own = [column.name not in DECLARED for column in columns]
    keys = are_own.index(False) if written else 0
    rows = ColumnRows([cells[column.name] for column in columns])
    table = Table(TABLE, tuple(columns), keys, rows)
    return Calculation(tables={TABLE: table}, cautions=cautions, one_fewer=one_fewer, written=written)


def _one_fewer(intervals: Intervals, solved: Cells) -> dict[str, Cell] | None:
    """Return what one operator fewer than required would give a single interval."""
    operators = solved["operators"][0]
    if not operators or solved["bound_by"][0] in {None, LINES}:
        return None
    fewer = solve(replace(intervals, operators=np.array([float(operators) - 1])))
    return {name: cells[0] for name, cells in fewer.items()}


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


def _cautions(intervals: Intervals, solved: Cells, lines: Sequence[int] = ()) -> Iterator[Caution]:
    """Yield what may mislead; `lines` are those of a file that the rows stand on."""
    yield from _callers_give_up(intervals, solved, lines)
    rows = np.flatnonzero(intervals.operators > intervals.lines)
    if rows.size:
        first = int(rows[0])
        facts = {"count": int(intervals.operators[first]), "lines": int(intervals.lines[first])}
        of_file = {"rows": len(rows), "line": lines[first] if lines else None}
        yield Caution("operators-without-line", facts | of_file, None)


def _callers_give_up(intervals: Intervals, solved: Cells, lines: Sequence[int]) -> Iterator[Caution]:
    """Yield a caution if rows meet a target while many callers hang up and no target limits that."""
    abandonment = np.array(solved["abandonment"], dtype=np.float64)
    unlimited = np.isnan(intervals.operators) & np.isnan(intervals.limits["max_abandonment"])
    rows = np.flatnonzero(unlimited & (abandonment > ABANDONMENT_WORTH_A_WORD))
    if rows.size:
        line = lines[rows[0]] if lines else None
        facts = {"abandonment": float(abandonment[rows].max()), "rows": len(rows), "line": line}
        yield Caution("callers-give-up", facts, None)
