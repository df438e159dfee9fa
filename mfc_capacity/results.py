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
    "number",
    "calls",
    "erlangs",
    "seconds",
    "share",
    "hours",
    "fte",
    "money",
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


@dataclass(frozen=True, kw_only=True)
class Budget(ScenarioAnswer):
    """What sums of money buy; amounts are None where the scenario names none, or none is enough.

    Attributes:
        covers: what the money pays for: contract, labour or all.
        pays_for: operators (more money, shorter waits) or volume (more money, more calls).
        fixed_cost: what is paid beside operators, whatever their number.
        least: what `min_operators` alone cost.
        targets_need: what the plan costs.
        as_planned: what callers meet under the plan, whose operators keep every target.
        extra_buys: what the extra changes: calls in time, service level, mean wait, abandonment, calls paid.
        knee: the sum from which on money buys less than it does on average.
        line: sums and service levels along the curve.
    """

    schema: ClassVar[str] = "mfc-capacity/budget/1.0"
    covers: str
    pays_for: Literal["operators", "volume"]
    amount: float | None
    extra: float | None
    fixed_cost: float
    least: float | None
    targets_need: float | None
    as_planned: Mapping[str, Cell] | None
    extra_buys: Mapping[str, float | None] | None
    knee: float | None
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Solution(ScenarioAnswer):
    """The largest or smallest value of something that the money and the operators carry; `solved` names it."""

    schema: ClassVar[str] = "mfc-capacity/solution/1.0"
    solved: str
    kind: Literal["driver", "deflection", "operators"]


@dataclass(frozen=True, kw_only=True)
class Sweep(ScenarioAnswer):
    """Metrics of a plan over a grid of changes; `vary`: each path with its values as written."""

    schema: ClassVar[str] = "mfc-capacity/sweep/1.0"
    vary: Mapping[str, tuple[str, ...]]
