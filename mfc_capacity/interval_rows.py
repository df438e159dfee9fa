"""Intervals kept in a spreadsheet: CSV text to rows of the calculator, every mistake with its line.

A file with semicolons is read as a Russian spreadsheet writes it, with decimal commas. Columns that the calculator does not know
travel into the answer untouched.
"""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from mfc_capacity.calculator import Rows
from mfc_capacity.demand import Floats
from mfc_capacity.errors import InputError, Problem

REQUIRED = ("calls_per_hour", "aht_s")
TARGETS = ("service_level", "max_asa_s", "max_abandonment", "max_occupancy")
OPTIONAL = ("patience_s", "within_s", "operators", *TARGETS)
SHARES = ("service_level", "max_abandonment", "max_occupancy")
DEFAULT_WITHIN_S = 20.0
MAX_ROWS = 5_000_000
MAX_PROBLEMS = 20


@dataclass(frozen=True)
class IntervalFile:
    """The columns of the file as text, in their order, and the rows they mean."""

    columns: dict[str, list[str]]
    rows: Rows


def parse(text: str, file: str) -> IntervalFile:
    """Read a CSV file of intervals.

    Raises:
        InputError: with every mistake found, up to twenty.
    """
    russian = ";" in text.partition("\n")[0]
    columns, numbers = _columns(text, ";" if russian else ",", file)
    lines = _Lines(file, columns, numbers, russian)
    values = {name: lines.numbers(name) for name in (*REQUIRED, *OPTIONAL)}
    lines.check(values)
    if lines.problems:
        raise InputError(
            sorted(lines.problems, key=lambda problem: (problem.line or 0, problem.key))[:MAX_PROBLEMS]
        )
    values["patience_s"] = np.where(np.isnan(values["patience_s"]), np.inf, values["patience_s"])
    values["within_s"] = np.where(np.isnan(values["within_s"]), DEFAULT_WITHIN_S, values["within_s"])
    return IntervalFile(columns, Rows(**values))


def _columns(text: str, delimiter: str, file: str) -> tuple[dict[str, list[str]], list[int]]:
    """Return the columns by name, and the line of each row."""

    def refuse(line: int, message: str, hint: str | None = None) -> InputError:
        return InputError([Problem(file, line, 1, "", message, hint)])

    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        numbered = [(reader.line_num, row) for row in reader if row] or [(1, [])]
    except csv.Error as error:
        raise refuse(1, f"this is not readable as CSV: {error}") from None
    header = [name.strip() for name in numbered[0][1]]
    numbers, rows = [number for number, _ in numbered[1:]], [row for _, row in numbered[1:]]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        known = ", ".join((*REQUIRED, *OPTIONAL))
        raise refuse(1, f"the column {missing[0]} is missing", f"the first row names the columns: {known}")
    if len(set(header)) < len(header):
        raise refuse(1, "a column stands there twice", "give every column a name of its own")
    if len(rows) > MAX_ROWS:
        raise refuse(MAX_ROWS + 2, f"more than {MAX_ROWS:,} rows", "split the file")
    for number, row in zip(numbers, rows, strict=True):
        if len(row) != len(header):
            raise refuse(number, f"this row has {len(row)} cells, the header {len(header)}")
    columns = map(list, zip(*rows, strict=True)) if rows else [[] for _ in header]
    return dict(zip(header, columns, strict=True)), numbers


class _Lines:
    """Reads the columns of one file into numbers and collects what is wrong with them."""

    def __init__(self, file: str, columns: dict[str, list[str]], numbers: list[int], russian: bool) -> None:
        self.file, self.columns, self.lines, self.russian = file, columns, numbers, russian
        self.problems: list[Problem] = []

    def numbers(self, name: str) -> Floats:
        """Return a column as numbers, NaN where it is empty or absent."""
        if name not in self.columns:
            return np.full(len(self.lines), np.nan)
        cells = self.columns[name]
        values = [self._number(name, k, cell) for k, cell in enumerate(cells)]
        return np.array(values, dtype=float)

    def check(self, values: dict[str, Floats]) -> None:
        """Collect what the formulas cannot take, row by row."""
        has_target = ~np.isnan([values[name] for name in TARGETS]).all(axis=0)
        has_operators = ~np.isnan(values["operators"])
        self._refuse("calls_per_hour", np.isnan(values["calls_per_hour"]), "calls_per_hour is empty")
        self._refuse("aht_s", ~(values["aht_s"] > 0), "aht_s must be above 0 seconds")
        self._refuse(
            "patience_s",
            values["patience_s"] <= 0,
            "patience_s must be above 0; leave it empty for endless patience",
        )
        for name in SHARES:
            message = f"{name} is a share from 0 to 1: write 0.8 for 80 %"
            self._refuse(name, values[name] > 1, message)
        whole = np.isnan(values["operators"]) | (values["operators"] == np.floor(values["operators"]))
        self._refuse("operators", ~whole, "operators must be a whole number")
        self._refuse("operators", has_operators & has_target, "give either operators or targets, not both")
        neither = ~has_operators & ~has_target
        self._refuse("operators", neither, f"give operators, or one of the targets {', '.join(TARGETS)}")

    def _number(self, name: str, index: int, cell: str) -> float:
        text = cell.strip().replace(",", ".") if self.russian else cell.strip()
        if not text:
            return math.nan
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0):
            self._say(name, index, f"{name}: '{cell.strip()[:40]}' is not a number of 0 or more")
        return value

    def _refuse(self, name: str, wrong: np.ndarray, message: str) -> None:
        known = {problem.line for problem in self.problems if problem.key == name}
        for index in np.flatnonzero(wrong)[:MAX_PROBLEMS]:
            if self.lines[index] not in known:
                self._say(name, int(index), message)

    def _say(self, name: str, index: int, message: str) -> None:
        column = list(self.columns).index(name) + 1 if name in self.columns else 1
        self.problems.append(Problem(self.file, self.lines[index], column, name, message))
