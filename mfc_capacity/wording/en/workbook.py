"""What stands in a workbook beside an answer's own words: names of sheets, what they hold, and why there is none."""

import re
from collections.abc import Sequence

from mfc_capacity.answers.records import Kind
from mfc_capacity.wording.en.numbers import count_text, counted

OVERVIEW, CHARTS, CHART_DATA = "Overview", "Charts", "Chart data"
ASSUMPTIONS, WARNINGS, ABOUT, COLUMNS = "Assumptions", "Warnings", "About", "Columns"
COLUMN_HEADERS = ("Sheet", "Header", "Key", "Kind", "Meaning")
ABOUT_HEADERS = ("Key", "Value", "Unit")
ASSUMPTION = "assumption"
PLACE, STEPS, MIDDLE, AROUND = (
    "where it is drawn",
    "where steps are drawn",
    "middle of the step",
    "to each side",
)
MARK, MARK_AT, MARK_TOP, MARK_DOWN, DOTS = "mark", "where the mark is", "its top", "its length", "points"
BAR, STRETCH = "bar", "stretch"
STRIP, STRIP_FROM, STRIP_LENGTH = "shift", "from", "how long"
MAP_READ = "Each cell has its number; white is 0, the strongest colour the largest."
MAP_STRIPED = "Striped: closed, or not planned."
WHAT_IS_WHERE = "What stands where"
UNITS: dict[Kind, str] = {"seconds": "s", "hours": "hours", "erlangs": "Erlangs", "fte": "FTE"}
NO_LIBRARY = "a workbook needs XlsxWriter, which is not installed"
NO_LIBRARY_HINT = "pip install XlsxWriter, into the environment that mfc-capacity runs in"
TOO_LONG_HINT = "write fewer intervals (--intervals DATE), or -f csv, which has no end"

# What a sheet holds, by its name; of a table that is another in the answer of another command, behind its name.
HOLDS = {
    CHARTS: "the main figures as pictures",
    ASSUMPTIONS: "every figure of the scenario, with its source and its place",
    WARNINGS: "what may mislead, and what to do about it",
    ABOUT: "which scenario and method, and what else JSON has beside tables",
    COLUMNS: "what each column means, and its name in JSON and CSV",
    CHART_DATA: "the numbers of the charts",
    "summary": "each group over the whole horizon, and all of them together",
    "months": "each group by month",
    "weeks": "each group by week",
    "days": "each group by day",
    "hotlines": "each hotline by day: where its demand goes, and what it brings its group",
    "intervals": "calls, operators and what callers meet, by interval",
    "contract": "what the contract's volume is used for, by month",
    "budget": "what is paid and what is left, by month",
    "headcount": "the people that shifts take, beside the bare need",
    "day": "what was promised and what the calls met, by group",
    "simulate.intervals": "what was promised and what the calls met, by interval",
    "calls": "the calls that were played, one by one",
    "steps": "how the figure came about, step by step",
    "codes": "what the warning says, why it matters, what to do",
    "changes": "every figure that differs, by group",
    "causes": "what each cause did of the differences",
    "inputs": "the inputs that differ, with their places",
    "compare.months": "every figure that differs, by group and month",
    "accounts": "what differs of contract and budget",
    "compare.dates": "days that moved: when the contract or the money ends",
    "curve": "what sums buy, by group",
    "operators": "the operators that the money pays for, by interval",
    "volume": "how long sums last",
    "solve": "how far the money and the operators go",
    "risk": "what each figure may come to, and the chance that limits are kept",
    "dates": "when contract and money may end",
    "tornado": "what each uncertain input does to a figure by itself",
    "fans": "what may be left of contract and budget, by day",
    "figures": "what the records teach, with intervals of 95 %",
    "excluded": "records that were left out, by rule",
    "laws": "laws that the times may follow",
    "survival": "who is ready to wait how long",
    "forecasts": "how good forecasts of these records would have been",
    "ahead": "the calls that are expected",
    "quality": "how far off the scenario was, by measure",
    "blame": "what makes the difference",
    "backtest.days": "said and actual, by day",
    "backtest.intervals": "said and actual, by interval",
    "shifts": "who begins when, by day",
    "breaks": "when the breaks of each shift are",
    "cover": "operators required and scheduled, by interval",
    "rosters": "how many people work which pattern",
    "duties": "who works when, day by day",
    "people.summary": "each group over all weeks, with and without hiring",
    "people": "who is there against who is needed, by week",
    "classes": "who begins when",
    "sweep": "the figures of the plan at every point of the grid",
    "erlang": "the answer to each question, a row each",
    "metrics": "every figure that a limit may be about",
}


def map_name(number: int) -> str:
    """Name the sheet of a map."""
    return f"Map {number}"


def holds(sheet: str, command: str) -> str:
    """Return what a sheet holds, in the answer of a command."""
    return HOLDS.get(f"{command}.{sheet}") or HOLDS[sheet]


def with_unit(above: str, kind: Kind) -> str:
    """Return what stands above a column, with a unit that neither it nor the cells show."""
    unit = UNITS.get(kind)
    has_it = unit is None or unit.lower() in re.findall(r"\w+", above.lower())
    return above if has_it else f"{above}, {unit}"


def rows(count: int) -> str:
    """Say how many rows a sheet has."""
    return counted(count, "row") if count else "none"


def of_tool(tool: str, version: str) -> str:
    """Say which tool made the workbook."""
    return f"made by {tool} {version}"


def of_file(path: str, changes: Sequence[str], sha256: str | None) -> str:
    """Say which file the answer is about, and what was changed of it."""
    return ", ".join(["from " + path, *changes, *([f"SHA-256 {sha256}"] if sha256 else [])])


def warning(text: str) -> str:
    """Return a warning as it stands among other texts."""
    return f"Warning: {text}"


def more_warnings(count: int) -> str:
    """Say how many warnings stand elsewhere."""
    return f"and {count} more: sheet {WARNINGS}"


def too_long(table: str, rows: int) -> str:
    """Say that a table does not fit a sheet."""
    return f"the table {table} has {count_text(rows)} rows, and a sheet of a workbook ends at 1,048,576"
