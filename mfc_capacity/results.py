"""Frozen records of every answer, and the version of the schema that each one keeps.

An answer is data before it is text: tables of flat records, warnings, assumptions. Every column is declared
once, with its unit, its meaning and the direction in which rounding would flatter; the same name means the
same in every table. Renderers read these declarations, and so does the JSON Schema that a script can check
an answer against.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Kind = Literal[
    "text",
    "date",
    "month",
    "time",
    "count",
    "calls",
    "erlangs",
    "seconds",
    "share",
    "hours",
    "fte",
    "money",
    "figure",
]
Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column of a table: its unit, what it means, which values are better, whether one may be unknown."""

    name: str
    kind: Kind
    meaning: str
    better: Literal["high", "low"] | None = None
    nullable: bool = True


@dataclass(frozen=True)
class Table:
    """Flat records under declared columns; `keys` is how many leading columns identify a row."""

    name: str
    columns: tuple[Column, ...]
    keys: int
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Yield the rows as mappings from column name to cell."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class ScenarioInfo:
    """Which scenario an answer belongs to; paths are never absolute, so that two machines agree."""

    title: str | None
    path: str
    sha256: str
    variant: str | None
    overrides: tuple[str, ...]
    extends: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SourcedFigure:
    """A figure of the scenario as it is written: with its source, or owned as an assumption (source None)."""

    key: str
    part: str
    value: str
    source: str | None
    location: str | None

    @property
    def key_in_part(self) -> str:
        """The key without the part it belongs to."""
        return self.key.removeprefix(self.part).removeprefix(".")


@dataclass(frozen=True)
class Caution:
    """A figure that may mislead: a stable code, the facts for its sentence, the place it stems from."""

    code: str
    facts: Mapping[str, Any]
    location: str | None


@dataclass(frozen=True)
class DayShape:
    """The operators of one group through one day, by interval; None where the group is closed."""

    group: str
    date: str | None
    interval_s: int
    required: tuple[int | None, ...]
    given: tuple[int | None, ...] | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What every answer has: the version of its schema, and tables by name, the most general first."""

    schema: ClassVar[str]
    tables: Mapping[str, Table]


@dataclass(frozen=True, kw_only=True)
class ScenarioAnswer(Answer):
    """An answer about a scenario: which one, what it takes from where, and what may mislead."""

    scenario: ScenarioInfo
    method: str
    currency: str | None
    calendar: tuple[str, str] | None
    interval_s: int
    assumptions: tuple[SourcedFigure, ...]
    sources: tuple[SourcedFigure, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, kw_only=True)
class Plan(ScenarioAnswer):
    """How many operators each group needs, what callers wait, and what it costs; `targets` by group and column."""

    schema: ClassVar[str] = "mfc-capacity/plan/1.0"
    targets: Mapping[str, Mapping[str, str]]
    peak_days: tuple[DayShape, ...]


@dataclass(frozen=True, kw_only=True)
class Calculation(Answer):
    """Single intervals, each solved by itself; `fewer`: what one operator less would give a single row."""

    schema: ClassVar[str] = "mfc-capacity/erlang/1.0"
    fewer: Mapping[str, Cell] | None = None


@dataclass(frozen=True)
class ComparedSide:
    """One side of a comparison: what it was, and why it has no figures (no problems: it has).

    `kind` is scenario, or plan for a plan's JSON (None: not known); `ref` the git revision a scenario was read at.
    """

    name: str
    kind: str | None
    title: str | None = None
    ref: str | None = None
    variant: str | None = None
    overrides: tuple[str, ...] = ()
    sha256: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison(Answer):
    """What changed between two plans.

    `split` is a code: whether the difference is split over the inputs, or why it is not; `causes` has the paths of
    the inputs that each cause is made of.
    """

    schema: ClassVar[str] = "mfc-capacity/compare/1.0"
    before: ComparedSide
    after: ComparedSide
    currency: str | None
    split: str
    causes: Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def has_changes(self) -> bool:
        """Whether any figure or input differs, or a side has no figures."""
        return any(table.rows for table in self.tables.values()) or bool(
            self.before.problems or self.after.problems
        )
