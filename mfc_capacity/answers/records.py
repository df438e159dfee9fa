"""Frozen records of every answer, and the version of the schema that each one keeps.

An answer is data before it is text: tables of flat records, warnings, assumptions. Every column is declared
once, with its unit and which values of it are better; the same name means the same in every
table. Renderers read these declarations, and so does the JSON Schema that a script can check
an answer against.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from mfc_capacity.answers.accounts import BudgetUse, ContractsUse
from mfc_capacity.answers.kinds import Amount
from mfc_capacity.answers.maps import Maps
from mfc_capacity.files.problems import Message, Problem

Kind = Literal[
    "text",
    "date",
    "week",
    "month",
    "time",
    "count",
    "calls",
    "erlangs",
    "seconds",
    "share",
    "ratio",
    "hours",
    "fte",
    "money",
    "units",
    "number",
    "lines",
]
Cell = str | int | float | None
Row = tuple[Cell, ...]
Content = (
    Cell | Message
)  # of a cell before it is put into words, which is done before anybody reads an answer
Better = Literal["high", "low"] | None

TEXT_KINDS: tuple[Kind, ...] = ("text", "date", "week", "month", "time")

# What the column `status` says of an interval.
OK, NO_CALLS, OVERLOADED, UNSTAFFED = "ok", "no-calls", "overloaded", "unstaffed"
CAPPED = "capped"  # the targets need more operators than there may be
UNREACHABLE = "unreachable"

# What the column `model` says of it: the formula used.
ERLANG_A, ERLANG_C, MIXED = "erlang-a", "erlang-c", "mixed"

# What a simulation says of an interval's targets.
KEPT, SHORT, UNSURE = "kept", "short", "unsure"


@dataclass(frozen=True)
class Column:
    """One column of a table: its unit, which values are better, whether one may be unknown.

    A `signed` one may lie below 0. `words` is the name under which the wording has it, where that is not its own.
    `unit_in` is the column of the same row that says the unit, or the metric whose unit it has, where rows differ.
    """

    name: str
    kind: Kind
    better: Literal["high", "low"] | None = None
    nullable: bool = True
    signed: bool = False
    words: str = ""
    unit_in: str = ""

    @property
    def key(self) -> str:
        """The name under which the wording has it."""
        return self.words or self.name


@dataclass(frozen=True)
class Table:
    """Flat records under declared columns; `keys` is how many leading columns identify a row.

    Its rows are a tuple, or are made when they are read.
    """

    name: str
    columns: tuple[Column, ...]
    keys: int
    rows: Sequence[Row]

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
    files: tuple[tuple[str, str], ...] = ()


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
class Proof:
    """How good the schedule of a group is; amounts are in paid hours at the plain price of one, None: not known.

    Attributes:
        objective: what its shifts come to, surcharges and factors of cost included.
        bound: no schedule that covers as much comes to less.
        gap: the share of the objective that lies above the bound.
        uncovered_gap: the same of the weight of operators who are missing; None: nobody is.
        seconds: that it took.
        status: optimal, within the gap that was asked for, the best by curves of service level, or by the time limit.
    """

    objective: Amount
    bound: Amount | None
    gap: Amount | None
    uncovered_gap: Amount | None
    seconds: Amount
    status: Literal["optimal", "within-gap", "by-curves", "time-limit"]


@dataclass(frozen=True)
class PresentShift:
    """Operators of a shift on one day, in seconds of it; below 0 where they began on the day before."""

    shift: str
    begins_s: int
    ends_s: int
    operators: int


@dataclass(frozen=True)
class ScheduledDay:
    """A day of a group's schedule: who is required and scheduled through it, and the shifts that are there."""

    group: str
    date: str
    interval_s: int
    required: tuple[int | None, ...]
    scheduled: tuple[int | None, ...]
    shifts: tuple[PresentShift, ...]

    @property
    def shape(self) -> DayShape:
        """The operators as a picture has them."""
        return DayShape(self.group, self.date, self.interval_s, self.required, self.scheduled)


@dataclass(frozen=True, kw_only=True)
class Plan(ScenarioAnswer):
    """How many operators each group needs, what callers wait, and what it costs; `targets` by group and column.

    `proof`: how good the shifts of each group's heaviest week are, where they were asked for.
    """

    schema: ClassVar[str] = "mfc-capacity/plan/1.3"
    targets: Mapping[str, Mapping[str, Message]]
    peak_days: tuple[DayShape, ...]
    maps: Maps
    contracts: ContractsUse | None = None
    budget: BudgetUse | None = None
    proof: Mapping[str, Proof] | None = None


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
    """How the figures of one interval of a group came about, or the people of one of its weeks.

    `metric` is the figure at which it ends, None: all of them. A week begins on `date`, and has no start and no end.
    """

    schema: ClassVar[str] = "mfc-capacity/explain/1.0"
    group: str
    date: str | None
    start: str | None
    end: str | None
    metric: str | None
    week: str | None = None


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
class ComparedSide:
    """One side of a comparison: what it was, and why it has no figures (no problems: it has).

    `kind` is scenario, or plan for a plan's JSON (None: not known); `ref` the git revision a scenario was read at;
    `summary` the records of that table.
    """

    name: str
    kind: str | None
    title: str | None = None
    ref: str | None = None
    variant: str | None = None
    overrides: tuple[str, ...] = ()
    sha256: str | None = None
    problems: tuple[Problem, ...] = ()
    summary: tuple[Mapping[str, Cell], ...] = ()


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
        place: how operators are placed: the same promise in every interval, or the most answered; None: none are.
        floor: the service level below which no interval with calls is left.
        fixed_cost: what is paid beside operators, whatever their number.
        least: what `min_operators` alone cost.
        targets_need: what the plan costs.
        as_planned: what callers meet under the plan, which keeps every target unless a warning says otherwise.
        extra_buys: what the extra changes: calls in time, service level, mean wait, abandonment, calls paid.
        knee: the sum from which on money buys less than half of what it buys at the targets.
        lines: sums and the service levels of all calls along the curve of each way to place operators.
        proof: how good the shifts of each group's heaviest week are, where they were asked for.
    """

    schema: ClassVar[str] = "mfc-capacity/budget/1.2"
    covers: str
    pays_for: Literal["operators", "volume"]
    place: Literal["same-promise", "most-answered"] | None
    floor: float | None
    amount: float | None
    extra: float | None
    fixed_cost: float
    least: float | None
    targets_need: float | None
    as_planned: Mapping[str, Cell] | None
    extra_buys: Mapping[str, float | None] | None
    knee: float | None
    lines: Mapping[str, tuple[tuple[float, float], ...]]
    proof: Mapping[str, Proof] | None = None

    def at(self, point: str) -> Mapping[str, Cell]:
        """Return the row of the curve that has all groups at a named sum; nothing where there is none."""
        rows = self.tables["curve"].records()
        return next((row for row in rows if row["group"] == "total" and point in _names(row["point"])), {})


def _names(cell: Cell) -> list[str]:
    return [] if cell is None else str(cell).split("; ")


@dataclass(frozen=True, kw_only=True)
class Solution(ScenarioAnswer):
    """The largest or smallest value of something that the money and the operators carry; `solved` names it."""

    schema: ClassVar[str] = "mfc-capacity/solution/1.0"
    solved: Message
    kind: Literal["driver", "deflection", "operators"]


@dataclass(frozen=True, kw_only=True)
class Sweep(ScenarioAnswer):
    """Metrics of a plan over a grid of changes; `vary`: each path with its values as written."""

    schema: ClassVar[str] = "mfc-capacity/sweep/1.0"
    vary: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Risk(ScenarioAnswer):
    """What a plan may come to where figures of its scenario may be off.

    Attributes:
        samples: how many plans were sampled.
        seed: of the sample.
        operators: `required`, made anew for each sample, or `given`, made before and lived through.
        inputs: how many figures, or sets of figures that move as one, have a range.
        without_plan: how many samples have no plan, with the reason of the first.
    """

    schema: ClassVar[str] = "mfc-capacity/risk/1.0"
    samples: int
    seed: int
    operators: Literal["required", "given"]
    inputs: int
    without_plan: int
    reason: Message | None


@dataclass(frozen=True)
class HiringProof:
    """How good the classes of a group are; amounts are money, or paid hours where these have no price; None: not known.

    Attributes:
        objective: what everything costs, with what the jobs that are missing weigh.
        bound: no classes come to less.
        gap: the share of the objective that lies above the bound.
        seconds: that it took.
        status: optimal, within the gap that was asked for, or the best by the time limit.
    """

    objective: Amount
    bound: Amount | None
    gap: Amount | None
    seconds: Amount
    status: Literal["optimal", "within-gap", "time-limit"]


@dataclass(frozen=True)
class WeeksProof:
    """How good the shifts of a group's weeks are, from which the jobs required are; None: not known.

    Attributes:
        distinct: weeks of which no two ask the same, each of which was scheduled.
        gap: the share of the cost of shifts that lies above the bound, in the worst week.
        worst_week: the one.
        unknown_weeks: of which no shifts were found in the time.
        hours_short: operator hours that nobody covers, in all weeks.
    """

    distinct: int
    gap: Amount | None
    worst_week: str | None
    unknown_weeks: tuple[str, ...]
    hours_short: Amount


@dataclass(frozen=True, kw_only=True)
class PeopleAnswer(ScenarioAnswer):
    """Who is there against who is needed, by week.

    Attributes:
        hires: nobody, the classes that are planned, or these and the cheapest ones.
        time_limit_s: the longest that was looked for better ones, all groups together.
        gap: the share by which everything may cost more than with the cheapest classes.
        proof: how good the classes of each group are, where some were looked for.
        left_out: the groups of whose people nothing is said.
        slower: the groups whose new people are said to take longer for a call, rather than to do less.
        in_shifts: how good the shifts of each group's weeks are; nothing where the plan's own hours are required.
    """

    schema: ClassVar[str] = "mfc-capacity/people/1.0"
    hires: Literal["none", "planned", "cheapest"]
    time_limit_s: float
    gap: float
    proof: Mapping[str, HiringProof]
    left_out: tuple[str, ...]
    slower: tuple[str, ...]
    in_shifts: Mapping[str, WeeksProof]


@dataclass(frozen=True, kw_only=True)
class ScheduleAnswer(ScenarioAnswer):
    """The shifts that cover a plan, and who works them.

    Attributes:
        first: day of all horizons.
        last: day of all horizons.
        target: what is kept: what is required in every interval, or the service level of a period on average.
        per: the period, where a service level is kept.
        floor: the service level of every interval at least, where that of a period is kept.
        time_limit_s: the longest that was looked for better ones, all groups together.
        gap: the share by which a schedule may cost more than the cheapest.
        proof: how good each group's schedule is.
        targets: by group and column.
        busiest_days: of each group, the day that needs most.
        breaks_left_out: of each group whose shifts hold their own breaks, the part of shrinkage that is left out there.
    """

    schema: ClassVar[str] = "mfc-capacity/schedule/1.0"
    first: str
    last: str
    target: Literal["cover", "service-level"]
    per: Literal["day", "hour"] | None
    floor: float | None
    time_limit_s: float
    gap: float
    proof: Mapping[str, Proof]
    targets: Mapping[str, Mapping[str, Message]]
    busiest_days: tuple[ScheduledDay, ...]
    breaks_left_out: Mapping[str, float]
