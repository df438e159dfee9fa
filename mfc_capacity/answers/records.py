"""Frozen records of every answer, and the version of the schema that each one keeps.

An answer is data before it is text: tables of flat records, warnings, assumptions. Every column is declared
once, with its unit, its meaning and the direction in which rounding would flatter; the same name means the
same in every table. Renderers read these declarations, and so does the JSON Schema that a script can check
an answer against.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from mfc_capacity.files.problems import Message

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
    "units",
    "number",
    "lines",
]
Cell = str | int | float | None
Better = Literal["high", "low"] | None

# What the column `status` says of an interval.
OK, NO_CALLS, OVERLOADED, UNSTAFFED = "ok", "no-calls", "overloaded", "unstaffed"
UNREACHABLE = "unreachable"

# What a simulation says of an interval's targets.
KEPT, SHORT, UNSURE = "kept", "short", "unsure"


@dataclass(frozen=True)
class Column:
    """One column of a table: its unit, what it means, which values are better, whether one may be unknown.

    A `signed` one may lie below 0.
    """

    name: str
    kind: Kind
    meaning: str
    better: Literal["high", "low"] | None = None
    nullable: bool = True
    signed: bool = False


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


@dataclass(frozen=True)
class Cause:
    """What one part of demand used of a contract; a channel spared it, and `used` is below 0.

    A driver's step has its date and the driver's new value; ordinary demand has no name.
    """

    kind: str
    name: str | None
    from_: str | None
    value: float | None
    used: float


@dataclass(frozen=True, kw_only=True)
class VolumeUse:
    """What is used of one contract or of several; units are None where the contracts count in different ones."""

    unit: str | None
    volume: float | None
    used: float | None
    inside: float | None
    beyond: float | None
    unserved: float | None
    left: float | None
    cost_inside: float
    cost_beyond: float
    cost: float
    exhausted_on: str | None
    months_covered: float


@dataclass(frozen=True, kw_only=True)
class ContractUse(VolumeUse):
    """One contract: its terms, the planned days on which it counts (None: none), who used it, its burn-down."""

    provider: str | None
    first: str
    last: str
    counted: tuple[str, str] | None
    price: float
    overage: float | None
    causes: tuple[Cause, ...]
    left_by_day: tuple[float, ...]


@dataclass(frozen=True)
class ContractsUse:
    """All contracts together, and each by itself in the order of their dates."""

    total: VolumeUse
    parts: tuple[ContractUse, ...]


@dataclass(frozen=True, kw_only=True)
class BudgetUse:
    """What a budget pays for, and when the money ends; `status` says whether it is enough.

    It is `enough`, `enough-with-extra`, `not-enough`, or `unknown` where a price is missing.
    """

    covers: str
    amount: float
    extra: float | None
    status: str
    cost: float | None
    headroom: float | None
    headroom_with_extra: float | None
    money_ends_on: str | None
    money_ends_on_with_extra: str | None


@dataclass(frozen=True, kw_only=True)
class Plan(ScenarioAnswer):
    """How many operators each group needs, what callers wait, and what it costs; `targets` by group and column."""

    schema: ClassVar[str] = "mfc-capacity/plan/1.0"
    targets: Mapping[str, Mapping[str, Message]]
    peak_days: tuple[DayShape, ...]
    contracts: ContractsUse | None = None
    budget: BudgetUse | None = None


@dataclass(frozen=True)
class Written:
    """A user's own cells by column, as they stand in a file of this dialect of CSV."""

    dialect: str
    cells: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Calculation(Answer):
    """Intervals without a scenario, each solved by itself.

    Attributes:
        cautions: what may mislead.
        one_fewer: what one operator fewer would give a single interval with targets.
        written: the cells of the user's file, where the intervals come from one.
    """

    schema: ClassVar[str] = "mfc-capacity/erlang/1.0"
    cautions: tuple[Caution, ...] = ()
    one_fewer: Mapping[str, Cell] | None = None
    written: Written | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation(ScenarioAnswer):
    """How the figures of one interval of a group came about; `metric`: the one at which it ends, None: all of them."""

    schema: ClassVar[str] = "mfc-capacity/explain/1.0"
    group: str
    date: str | None
    start: str
    end: str
    metric: str | None


@dataclass(frozen=True, kw_only=True)
class CodePage(Answer):
    """What a code of a warning means, why it matters, and what to do."""

    schema: ClassVar[str] = "mfc-capacity/code/1.0"


@dataclass(frozen=True, kw_only=True)
class SimulationAnswer(ScenarioAnswer):
    """A planned day played call by call.

    Attributes:
        date: the day; None where the scenario has no calendar.
        staff: whose operators were on duty: `planned`, `given` in the scenario, or of a `file`.
        seed: of the random numbers.
        precision: the half-width of the day's service level that was asked for.
        calls: how many calls were made in all.
        targets: by group and column.
    """

    schema: ClassVar[str] = "mfc-capacity/simulate/1.0"
    date: str | None
    staff: str
    seed: int
    precision: float
    calls: int
    targets: Mapping[str, Mapping[str, Message]]


@dataclass(frozen=True)
class Place:
    """Where something stands: file, line and column from 1 (None: on the command line), that line's text."""

    file: str
    line: int | None
    column: int | None
    source_line: str | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Row:
    """The row of a plan that a limit was held against; keys that its table does not have are None."""

    table: str
    group: str | None = None
    month: str | None = None
    date: str | None = None
    start: str | None = None


@dataclass(frozen=True)
class Driver:
    """A figure of the scenario that moves another most, as it is written; place None: a default."""

    key: str
    value: str
    source: str | None
    place: Place | None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One limit held against one scenario; `code` None: kept.

    `bound` is max, min or max_increase, and `limit` what the actual figure is held against: for an increase,
    the baseline with the increase allowed. `status` says why a figure is None: `never` (a day that does not
    come) or what it lacks. `excess` is in the metric's unit, of dates in days. `parts` are the groups' own
    rows where a figure is their sum.
    """

    scenario: str
    variant: str | None
    id: str
    level: Literal["error", "warning"]
    metric: str
    kind: str
    currency: str | None
    bound: Literal["max", "min", "max_increase"]
    written: str
    place: Place
    row: Row | None
    status: str
    actual: Cell
    limit: Cell
    baseline: Cell
    code: str | None
    excess: float | None
    excess_share: float | None
    parts: tuple[tuple[str, Cell], ...]
    drivers: tuple[Driver, ...]
    fingerprint: str


@dataclass(frozen=True)
class Fault:
    """One mistake that kept a scenario from being judged; `code` says of which kind."""

    code: str
    place: Place
    message: Message | str
    hint: Message | str | None
    fingerprint: str


@dataclass(frozen=True)
class ScenarioCheck:
    """One scenario held against its limits: judged, or refused (bad input), or no-plan (no answer exists)."""

    path: str
    variant: str | None
    title: str | None
    sha256: str | None
    status: Literal["judged", "refused", "no-plan"]
    judgements: tuple[Judgement, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class CheckReport:
    """Scenarios held against their limits; `fails_on` is the lowest level that fails."""

    schema: ClassVar[str] = "mfc-capacity/check/1.0"
    fails_on: Literal["error", "warning"]
    scenarios: tuple[ScenarioCheck, ...]

    @property
    def violations(self) -> tuple[Judgement, ...]:
        """The broken limits, the worst first: errors before warnings; an excess that is no share of a limit first."""
        broken = (one for scenario in self.scenarios for one in scenario.judgements if one.code)
        return tuple(sorted(broken, key=_badness))

    @property
    def verdict(self) -> Literal["kept", "broken", "no-plan", "refused"]:
        """The worst that happened: bad input before an impossible plan before a broken limit."""
        statuses = {scenario.status for scenario in self.scenarios}
        if "refused" in statuses:
            return "refused"
        if "no-plan" in statuses:
            return "no-plan"
        return "broken" if any(map(self.fails, self.violations)) else "kept"

    def fails(self, violation: Judgement) -> bool:
        """Return whether a broken limit fails the check."""
        return violation.level == "error" or self.fails_on == "warning"


def _badness(violation: Judgement) -> tuple[bool, float, str, str]:
    share = violation.excess_share
    return (
        violation.level != "error",
        -float("inf") if share is None else -share,
        violation.scenario,
        violation.id,
    )


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


@dataclass(frozen=True)
class ShownDay:
    """A day of a group that stands for its kind: for the weekdays of its month that are like it.

    `intervals` has the group's rows of the plan's table of that name.
    """

    date: str | None
    weekdays: tuple[int, ...]
    intervals: Table


@dataclass(frozen=True)
class ShownGroup:
    """One group in a report: its target, and the kinds of days that it has, the day of its peak first.

    `simulated` is that day played call by call.
    """

    name: str
    title: str | None
    service_level: float | None
    within_s: float
    service_level_of: str
    days: tuple[ShownDay, ...]
    simulated: SimulationAnswer | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What stands on the page by which people decide: the plan and what belongs beside it.

    `calls_by_hour` are mean calls by weekday (from Monday) and hour of the day, None without a calendar;
    `even_shares` what each month would have of a budget that is spread evenly over the days; `explanations` tell
    how the peak of each group came about; `comparison` has what changed against a baseline, if one is named;
    `sums` what money buys, where it pays for operators.
    """

    plan: Plan
    groups: tuple[ShownGroup, ...]
    calls_by_hour: tuple[tuple[float, ...], ...] | None
    even_shares: tuple[float, ...] | None
    explanations: tuple[Explanation, ...]
    check: CheckReport
    comparison: Comparison | None
    sums: Budget | None
