"""XLSX: what a minute suffices for, charts, a sheet a table, the figures with their sources, what columns mean."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from typing import Any

from mfc_capacity import __version__
from mfc_capacity.answers.columns import (
    ASSUMPTIONS,
    COLUMNS,
    DAYS,
    INTERVALS,
    MONTHS,
    SUMMARY,
    WARNINGS,
    WEEKS,
)
from mfc_capacity.answers.metrics import METRICS
from mfc_capacity.answers.records import Answer, Cell, Column, Kind, Plan, ScenarioAnswer, Table
from mfc_capacity.answers.rows import rearranged
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.render.chart import HeatMap
from mfc_capacity.render.document import TOOL, json_fields
from mfc_capacity.render.long_sheet import with_rows
from mfc_capacity.render.native_charts import add_chart_data, add_charts
from mfc_capacity.render.native_maps import add_map
from mfc_capacity.render.overview import Listed, add_overview, said
from mfc_capacity.render.view import Options, View
from mfc_capacity.render.workbook import Workbook, headers
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.columns import meaning

MOST_ROWS = 1_048_575
TABLES_OF_GROUPS = {spec.name for spec in (SUMMARY, MONTHS, WEEKS, DAYS, INTERVALS)}
UNITS_BESIDE: dict[str, Kind] = {
    **dict.fromkeys(("interval_s", "time_limit_s", "seconds"), "seconds"),
    **dict.fromkeys(
        ("price", "overage", "amount", "extra", "fixed_cost", "least", "targets_need", "knee"), "money"
    ),
    **dict.fromkeys(("gap", "uncovered_gap", "floor", "precision"), "share"),
}
LOOKED_AT = (
    *("operators_required", "operators_given", "operators_short"),
    *("peak_operators_required", "peak_date", "peak_start", "fte", "fte_peak_week", "peak_week", "calls"),
    *(
        "service_level",
        "min_service_level",
        "given_service_level",
        "abandonment",
        "given_abandonment",
        "asa_s",
    ),
    *("days_missed", "given_days_missed", "cost"),
)


def render(view: View, options: Options) -> bytes:
    """Return the workbook of an answer; with a table asked for, only that one has a sheet beside what explains it.

    Raises:
        InputError: if XlsxWriter is not installed, or a table has more rows than a sheet.
    """
    answer, head = view.answer, view.head()
    asked = list(answer.tables) if options.table is None else [options.table]
    tables = [answer.tables[name] for name in asked if name in answer.tables]  # lists have sheets in any case
    refuse_too_long({table.name: len(table.rows) for table in tables})
    if isinstance(answer, Plan):
        tables = [_as_looked_at(table) if table.name in TABLES_OF_GROUPS else table for table in tables]
    lists = list(_lists(head))
    beside = [*lists, _about(answer, head), _columns([*tables, *lists])]
    charts = [] if options.table else list(view.charts())
    plots = [chart for chart in charts if not isinstance(chart, HeatMap)]
    maps = {
        words.map_name(number): chart
        for number, chart in enumerate((chart for chart in charts if isinstance(chart, HeatMap)), 1)
    }
    content = io.BytesIO()
    book = Workbook.on(content, head.get("currency"))
    if not options.table:
        command = answer.schema.split("/")[1]
        shown = said(view.page(), command, has_about=isinstance(answer, ScenarioAnswer))
        listed = _listed(command, [*tables, *beside], maps, has_charts=bool(plots))
        add_overview(book, shown, listed, _made(head))
    drawn = add_charts(book, plots) if plots else []
    for name, chart in maps.items():
        add_map(book, name, chart)
    for table in (*tables, *beside):
        book.add_table(table)
    if drawn:
        add_chart_data(book, drawn)
    book.close()
    return with_rows(content.getvalue(), book.long_sheets) if book.long_sheets else content.getvalue()


def _as_looked_at(table: Table) -> Table:
    """Return a table of a plan with what a planner asks first on the left."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    keys = [places.pop(column.name) for column in table.columns[: table.keys]]
    first = [places.pop(name) for name in LOOKED_AT if name in places]
    order = [*keys, *first, *places.values()]
    columns = tuple(table.columns[place] for place in order)
    return replace(table, columns=columns, rows=rearranged(table.rows, order))


def _listed(
    command: str, tables: Iterable[Table], maps: Mapping[str, HeatMap], *, has_charts: bool
) -> Iterator[Listed]:
    """Yield what the sheets behind the first one hold, in their order; a map says what it finds."""
    if has_charts:
        yield Listed(words.CHARTS, words.HOLDS[words.CHARTS], None)
    for name, chart in maps.items():
        yield Listed(name, chart.title, None)
    for table in tables:
        yield Listed(table.name, words.holds(table.name, command), len(table.rows))
    if has_charts:
        yield Listed(words.CHART_DATA, words.HOLDS[words.CHART_DATA], None)


def _made(head: Mapping[str, Any]) -> Iterator[str]:
    """Yield from what the workbook was made, as often as somebody asks for it the same, and by what."""
    for side in (head[name] for name in ("scenario", "before", "after") if name in head):
        changes = [*([side["variant"]] if side["variant"] else []), *side["set"]] if "path" in side else []
        yield words.of_file(side.get("path") or side["name"], changes, side["sha256"])
    yield words.of_tool(TOOL, __version__)


def refuse_too_long(rows: Mapping[str, int]) -> None:
    """Refuse tables, by their numbers of rows, that are longer than a sheet.

    Raises:
        InputError: naming each of them.
    """
    problems = [
        Problem(
            None,
            None,
            None,
            "-f xlsx",
            say("workbook.too_long", table=name, rows=count),
            say("workbook.TOO_LONG_HINT"),
        )
        for name, count in rows.items()
        if count > MOST_ROWS
    ]
    if problems:
        raise InputError(problems)


def _lists(head: Mapping[str, Any]) -> Iterator[Table]:
    """Yield the figures of the scenario with their sources, and the warnings, as tables."""
    figures = [*head.get("assumptions", ()), *head.get("sources", ())]
    if figures:
        rows = [{**figure, "source": figure["source"] or words.ASSUMPTION} for figure in figures]
        yield replace(ASSUMPTIONS.of_records(rows), name=words.ASSUMPTIONS)
    if "warnings" in head:
        yield replace(WARNINGS.of_records(head["warnings"]), name=words.WARNINGS)


def _about(answer: Answer, head: Mapping[str, Any]) -> Table:
    """Return what stands above the tables in JSON, a line a value: which scenario, how, by which tool."""
    listed = ("assumptions", "sources", "warnings")
    tool = {"name": TOOL, "version": __version__}
    about = {"schema": answer.schema, "tool": tool} | {key: head[key] for key in head if key not in listed}
    rows = tuple(
        (key, value, None if isinstance(value, str) else _unit(key)) for key, value in _flat("", about)
    )
    key, value, unit = (Column(name, "text") for name in words.ABOUT_HEADERS)
    return Table(words.ABOUT, (key, replace(value, kind="number", unit_in=unit.name), unit), 1, rows)


def _unit(path: str) -> str | None:
    """Return the unit of a number beside the tables: that of the figure of an account, or of a column of this name."""
    account, name = path.partition(".")[0], path.rpartition(".")[2]
    metric, column = METRICS.get(f"{account}.{name}"), COLUMNS.get(name)
    return metric.kind if metric else column.kind if column else UNITS_BESIDE.get(name)


def _flat(path: str, value: Any) -> Iterator[tuple[str, Cell]]:
    if is_dataclass(value):
        yield from _flat(path, json_fields(value))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _flat(f"{path}.{number}", inner)
    else:
        yield path, value


def _columns(tables: Iterable[Table]) -> Table:
    """Return what the columns of tables mean, and under which key they stand in JSON and CSV."""
    rows = [
        (table.name, above, column.name, column.kind, meaning(column))
        for table in tables
        for above, column in zip(headers(table), table.columns, strict=True)
    ]
    return Table(words.COLUMNS, tuple(Column(name, "text") for name in words.COLUMN_HEADERS), 2, tuple(rows))
