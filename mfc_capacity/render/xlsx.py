"""XLSX: a sheet a table, charts, the assumptions with their sources, warnings, and what the columns mean."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from mfc_capacity import __version__
from mfc_capacity.answers.records import Answer, Cell, Column, Table
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.render.document import TOOL, json_fields
from mfc_capacity.render.long_sheet import with_rows
from mfc_capacity.render.view import Options, View
from mfc_capacity.render.workbook import Workbook
from mfc_capacity.wording.en import workbook as words
from mfc_capacity.wording.en.columns import meaning

MOST_ROWS = 1_048_575


def render(view: View, options: Options) -> bytes:
    """Return the workbook of an answer; with a table asked for, only that one has a sheet beside what explains it.

    Raises:
        InputError: if XlsxWriter is not installed, or a table has more rows than a sheet.
    """
    answer, head = view.answer, view.head()
    asked = list(answer.tables) if options.table is None else [options.table]
    tables = [answer.tables[name] for name in asked if name in answer.tables]  # lists have sheets in any case
    refuse_too_long({table.name: len(table.rows) for table in tables})
    content = io.BytesIO()
    book = Workbook.on(content, head.get("currency"))
    for table in tables:
        book.add_table(table)
    if not options.table:
        book.add_charts(view.charts())
    for table in (*_lists(head), _about(answer, head), _columns(map(view.table, asked))):
        book.add_table(table)
    book.close()
    return with_rows(content.getvalue(), book.long_sheets) if book.long_sheets else content.getvalue()


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
        rows = [
            (*_texts(figure, "key", "value"), figure["source"] or words.ASSUMPTION, figure["location"])
            for figure in figures
        ]
        yield _text_table(words.ASSUMPTIONS, ("key", "value", "source", "location"), rows)
    if "warnings" in head:
        rows = [_texts(warning, "code", "message", "location") for warning in head["warnings"]]
        yield _text_table(words.WARNINGS, ("code", "message", "location"), rows)


def _texts(record: Mapping[str, Any], *names: str) -> tuple[Cell, ...]:
    return tuple(record[name] for name in names)


def _about(answer: Answer, head: Mapping[str, Any]) -> Table:
    """Return what stands above the tables in JSON, a line a value: which scenario, how, by which tool."""
    listed = ("assumptions", "sources", "warnings")
    tool = {"name": TOOL, "version": __version__}
    about = {"schema": answer.schema, "tool": tool} | {key: head[key] for key in head if key not in listed}
    columns = (Column("key", "text"), Column("value", "number"))
    return Table(words.ABOUT, columns, 1, tuple(_flat("", about)))


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
    rows = [
        (table.name, column.name, column.kind, meaning(column))
        for table in tables
        for column in table.columns
    ]
    return _text_table(words.COLUMNS, ("table", "column", "kind", "meaning"), rows)


def _text_table(name: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, tuple(Column(column, "text") for column in columns), 1, tuple(rows))
