"""Answers as the functions return them: immutable, with their tables as attributes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from mfc_capacity.answers import backtest, fit, records
from mfc_capacity.answers.records import Cell, Column
from mfc_capacity.api.errors import Error, NoAnswer

if TYPE_CHECKING:
    from mfc_capacity.commands.simulate import Played

Record = TypeVar("Record", bound=records.Answer)


@dataclass(frozen=True, repr=False)
class Table:
    """Flat records: `columns` with name, kind (unit) and meaning, `rows` as tuples in their order.

    Rows are made when they are read; those of many thousands are quicker read in turn than by their numbers.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries by column name."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> Any:
        """Return the table as a `pandas.DataFrame`, one column each, unknown values as missing ones.

        Raises:
            ImportError: if pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError:
            from mfc_capacity.wording.en.cli import PANDAS_MISSING

            raise ImportError(PANDAS_MISSING) from None
        return pandas.DataFrame.from_records(
            list(self.rows), columns=[column.name for column in self.columns]
        )

    def __repr__(self) -> str:
        return f"<table {self.name}: {len(self.rows)} rows x {len(self.columns)} columns>"


class NamedTable:
    """An attribute of an answer that is one of its tables, under its own name or another."""

    def __init__(self, meaning: str, name: str = "") -> None:
        self.__doc__ = meaning
        self.name = name

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.name = self.name or attribute

    @overload
    def __get__(self, answer: None, owner: type) -> "NamedTable": ...
    @overload
    def __get__(self, answer: "Answer[Any]", owner: type) -> Table: ...
    def __get__(self, answer: "Answer[Any] | None", owner: type) -> "NamedTable | Table":
        if answer is None:
            return self
        if self.name not in answer.tables:
            from mfc_capacity.wording.en.accounts import no_such_table

            raise AttributeError(no_such_table(self.name, ", ".join(answer.tables)))
        return answer.tables[self.name]


@dataclass(frozen=True, repr=False)
class Answer(Generic[Record]):
    """What every answer has: its tables by name, its warnings in words, and the record that formats are made from.

    An attribute whose table this answer does not have (a scenario without a contract) raises `AttributeError`.
    """

    record: Record

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables by name, the most general first."""
        from mfc_capacity.wording.answers import in_words

        tables = in_words(self.record).tables.items()
        return MappingProxyType({name: Table(name, table.columns, table.rows) for name, table in tables})

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may mislead, a sentence each."""
        from mfc_capacity.wording.en.cautions import caution_text

        return tuple(map(caution_text, getattr(self.record, "cautions", ())))

    @property
    def assumptions(self) -> Table:
        """The figures of the scenario that have no source: key, value, location."""
        from mfc_capacity.answers.columns import ASSUMPTIONS

        figures: tuple[records.SourcedFigure, ...] = getattr(self.record, "assumptions", ())
        table = ASSUMPTIONS.of_records(map(vars, figures))
        return Table(table.name, table.columns, table.rows)

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower()}: {', '.join(self.tables)}>"


@dataclass(frozen=True, repr=False)
class Plan(Answer[records.Plan]):
    """Operators, waits and money."""

    summary = NamedTable("One row a group over the horizon; the last one is the total.")
    months = NamedTable("One row a month and group.")
    weeks = NamedTable("One row an ISO week and group.")
    days = NamedTable("One row a day and group.")
    hotlines = NamedTable("One row a day and hotline.")
    intervals = NamedTable("One row an interval and group, on the days that were asked for.")
    contract = NamedTable("One row a month and contract, where the scenario has one.")
    budget = NamedTable("One row a month, where the scenario has a budget.")
    headcount = NamedTable("One row a group, where shifts are asked for: its heaviest week in them.")


@dataclass(frozen=True, repr=False)
class Budget(Answer[records.Budget]):
    """What sums of money buy."""

    curve = NamedTable("One row a sum and group: what callers meet for it.")
    operators = NamedTable("Operators needed and affordable for the sum asked about, one row an interval.")
    volume = NamedTable("One row a sum: how long it pays for the calls, where the budget covers a contract.")
    headcount = NamedTable("One row a group, where shifts are asked for: its heaviest week in them.")


@dataclass(frozen=True, repr=False)
class Solution(Answer[records.Solution]):
    """The most centres or operators, or the least deflection, that each sum carries."""

    solve = NamedTable("One row a sum.")


@dataclass(frozen=True, repr=False)
class Sweep(Answer[records.Sweep]):
    """Metrics of a plan over a grid of changes."""

    sweep = NamedTable("One row a point and group: the varied values, then the metrics.")


@dataclass(frozen=True, repr=False)
class Risk(Answer[records.Risk]):
    """What a plan may come to where figures may be off."""

    risk = NamedTable("One row a figure or limit and group: planned, percentiles, mean, chance kept.")
    dates = NamedTable("The same of the days on which the contract and the money end.")
    tornado = NamedTable(
        "One row a figure and range: what that range does by itself, and its share of the variance."
    )


@dataclass(frozen=True, repr=False)
class Explanation(Answer[records.Explanation]):
    """How one figure came about."""

    steps = NamedTable("One row a step: what, the value, the arithmetic, where its inputs stand.")


@dataclass(frozen=True, repr=False)
class Meaning(Answer[records.CodePage]):
    """What the code of a warning means."""

    codes = NamedTable("One row: meaning, reason, remedy.")


@dataclass(frozen=True, repr=False)
class Comparison(Answer[records.Comparison]):
    """What changed between two plans; `failure` says why one of the two has none."""

    failure: Error | None = None

    changes = NamedTable("One row a group and figure that differs.")
    causes = NamedTable("What each input did of each difference; the parts add up.")
    inputs = NamedTable("The inputs that differ.")
    months = NamedTable("One row a month, group and figure that differs.")
    accounts = NamedTable("Figures of contract, budget and people that differ.")
    dates = NamedTable("Dates of contract and budget that moved.")


@dataclass(frozen=True, repr=False)
class Simulation(Answer[records.SimulationAnswer]):
    """A planned day played call by call."""

    played: "Played"

    day = NamedTable("One row a group: promised beside simulated, with half-widths of 95 %.")
    intervals = NamedTable("The same, one row an interval and group, with a verdict.")

    def call_log(self) -> Iterator[records.Table]:
        """Yield every call as an ACD logs calls, one table a replication, with the same columns (`--trace`)."""
        from mfc_capacity.commands.simulate import call_log

        return call_log(self.played)


@dataclass(frozen=True, repr=False)
class Schedule(Answer[records.ScheduleAnswer]):
    """The shifts that cover a plan, and who works them; `record.proof` says how good they are."""

    headcount = NamedTable(
        "One row a group, the last one the total: hours, people and cost of shifts beside the need."
    )
    shifts = NamedTable("One row a day, group, shift and start: operators, paid hours, cost.")
    breaks = NamedTable("One row a shift, break and the time at which it begins: operators.")
    cover = NamedTable("One row an interval and group: operators required and scheduled, what callers meet.")
    rosters = NamedTable("One row a group, shift and first day of a run of days at work: people.")
    duties = NamedTable("One row a person and day: shift, start, end.")


@dataclass(frozen=True, repr=False)
class People(Answer[records.PeopleAnswer]):
    """Who is there against who is needed, by week."""

    summary = NamedTable("One row a group, the last one the total: weeks short, people, cost.")
    people = NamedTable("One row an ISO week and group: who is there against who is needed.")
    classes = NamedTable("One row a day, group and kind of hire: the classes that begin.")


@dataclass(frozen=True, repr=False)
class Fit(Answer[fit.Fit]):
    """What records teach, and the scenario made of it."""

    figures = NamedTable("One row a learnt figure: estimate, 95 % interval, rows that taught it.")
    excluded = NamedTable("One row a rule by which records were left out.")
    laws = NamedTable("One row a law of times and hotline: how well it fits.")
    survival = NamedTable("One row a wait: callers still waiting, by Kaplan and Meier, and by the law.")
    forecasts = NamedTable("How far off this forecast and two habits would have been, by week ahead.")
    ahead = NamedTable("The calls to come, by interval, where a forecast was asked for.")

    @property
    def scenario(self) -> str:
        """The scenario as YAML."""
        from mfc_capacity.commands.fit.view.scenario import scenario_text

        return scenario_text(self.record.learnt)

    def files(self) -> dict[str, str]:
        """Return what is to be written side by side, by name: the scenario, after the forecast that it reads."""
        from mfc_capacity.render import FORMATS, Options, View

        files = {}
        if self.record.learnt.ahead is not None:
            view = View(self.record, tuple, dict)
            files[self.record.learnt.ahead.file] = str(FORMATS["csv"].render(view, Options("ahead")))
        return files | {self.record.name: self.scenario}


@dataclass(frozen=True, repr=False)
class Backtest(Answer[backtest.Backtest]):
    """How well a scenario would have told the past."""

    quality = NamedTable("One row a group, hotline and measure: how far off it is.")
    blame = NamedTable("One row a group, measure and cause: what makes the difference; the parts add up.")
    days = NamedTable("One row a day and group, said beside actual, the worst first.")
    intervals = NamedTable("The same by interval, with the operators there and how they are known.")
    excluded = NamedTable("One row a rule by which records were left out.")

    @property
    def page(self) -> str:
        """One self-contained HTML page with the pictures."""
        from mfc_capacity.commands.backtest.view.html import render
        from mfc_capacity.wording.answers import in_words

        return render(in_words(self.record))


@dataclass(frozen=True, repr=False)
class Calculation(Answer[records.Calculation]):
    """Single intervals without a scenario; `failure` names the first row of a file that has no answer."""

    failure: NoAnswer | None = None

    intervals = NamedTable("One row an interval: what was asked, and the answer.", name="erlang")
