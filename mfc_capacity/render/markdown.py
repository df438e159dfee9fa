"""Markdown for a merge request or a wiki: the first page of a plan, or one table in full."""

from collections.abc import Iterable, Sequence

from mfc_capacity.render.calculation import Page, page
from mfc_capacity.render.cells import cell_text
from mfc_capacity.render.options import Answer, Options, one_table
from mfc_capacity.render.overview import overview
from mfc_capacity.results import Calculation, Plan, Table

SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_{}[]<>()#+!|~"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)


def render(answer: Answer, options: Options) -> str:
    """Return the answer as Markdown; names are shown as text, whatever they contain."""
    if isinstance(answer, Plan) and options.table is None:
        return "\n".join(_plan_page(answer)) + "\n"
    if isinstance(answer, Calculation) and answer.written is None:
        return "\n".join(_calculation_page(page(answer))) + "\n"
    return "\n".join(_table(one_table(answer, options))) + "\n"


def _plan_page(plan: Plan) -> list[str]:
    page = overview(plan)
    rows = [
        [escaped(line.label.strip()), *map(escaped, line.cells)]
        if line.cells
        else [f"**{escaped(line.label.capitalize())}**", *[""] * len(page.groups)]
        for line in page.lines
    ]
    lines = [f"## {escaped(page.title)}", "", escaped(page.subtitle), ""]
    lines += _pipe_table(["", *map(escaped, page.groups)], rows, left=1)
    if page.cautions:
        lines += ["", *(f"- **Warning**: {escaped(caution)}" for caution in page.cautions)]
    count = len(page.assumptions)
    lines += [
        "",
        f"<details><summary>{count} figures without a source, {page.sources} with one</summary>",
        "",
    ]
    return [*lines, *(f"- {escaped(assumption)}" for assumption in page.assumptions), "", "</details>"]


def _calculation_page(shown: Page) -> list[str]:
    rows = [[escaped(line.label.strip()), *map(escaped, line.cells)] for line in shown.lines]
    lines = [escaped(shown.question), "", *(f"**{escaped(text)}**  " for text in shown.answer), ""]
    lines += _pipe_table(["", *map(escaped, shown.header)], rows, left=1)
    cautions = [f"- **Warning**: {escaped(caution)}" for caution in shown.cautions]
    return [*lines, *([""] if cautions else []), *cautions]


def _table(table: Table) -> list[str]:
    rows = [
        [escaped(cell_text(value, column)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return _pipe_table([escaped(column.name) for column in table.columns], rows, left=table.keys)


def _pipe_table(header: Sequence[str], rows: Iterable[Sequence[str]], left: int) -> list[str]:
    rule = ["---"] * left + ["--:"] * (len(header) - left)
    return [f"| {' | '.join(cells)} |" for cells in (header, rule, *rows)]


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> escaped("a|b<script>")
    'a\\|b&lt;script&gt;'
    """
    return text.translate(SPECIAL)
