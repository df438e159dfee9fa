"""Records of the report's first screen: what is to be decided, pairs of figures, who is short when, the options.

Every figure is one of the plan, or of the same planner asked again; None is unknown, or not there.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mfc_capacity.answers.accounts import BudgetUse, ContractUse
from mfc_capacity.answers.maps import Missed, ShortGroup
from mfc_capacity.answers.records import Cell, Kind
from mfc_capacity.core.targets import ServiceLevelOf
from mfc_capacity.files.problems import Problem

CostOf = Literal["contract", "labour", "all", "labour-and-contacts"]


@dataclass(frozen=True)
class Level:
    """A service level that is asked for: the share, None where it changes, of whom and within how many seconds.

    `short_s` is how soon those hang up who are left out of a level "short", `on_days` the share of days on which it is
    kept where days vary; None: it is by the mean over days.
    """

    share: float | None
    of: ServiceLevelOf
    within_s: float
    short_s: float
    on_days: float | None


@dataclass(frozen=True)
class ServedGroup:
    """What callers of a group meet with the operators given.

    Attributes:
        name: of the group.
        title: as people know it.
        days: planned days on which it is open.
        days_missed: those of them with an interval in which a target is missed.
        has_targets: whether there are any to miss.
        is_overloaded: whether in some interval more calls come than they can handle, and nobody hangs up.
        level: the service level that is asked for.
        missed: the target that is missed by most on average over all days; None: none is, or that is not known.
    """

    name: str
    title: str | None
    days: int
    days_missed: int
    has_targets: bool
    is_overloaded: bool
    level: Level
    missed: Missed | None


@dataclass(frozen=True)
class Served:
    """What callers meet with the operators given, in the groups that state some, the worst served first.

    Waits are means of all their callers in seconds, abandonment a share of them, hours those on duty; `needed_` with
    the operators planned, of the same groups and days. `is_everybody`: whether every group states operators;
    `by_interval`: whether each interval is taken by itself; `is_enough`: whether the hours given are as many as the
    targets need, and are missing in some intervals.
    """

    groups: tuple[ServedGroup, ...]
    is_everybody: bool
    by_interval: bool
    mean_wait_s: float | None
    abandonment: float | None
    needed_mean_wait_s: float | None
    needed_abandonment: float | None
    hours: float
    needed_hours: float
    is_enough: bool


@dataclass(frozen=True)
class Capped:
    """A group that may not have what its targets need: the operators needed at worst, and those planned there."""

    name: str
    title: str | None
    needed: int
    planned: int


@dataclass(frozen=True)
class People:
    """How many whole weeks there are, how many of them are short of people, and full-time jobs missing in the worst.

    `hired` are people who begin in classes, `left` those who leave; service levels are of all weeks, and of the worst;
    `unhired_` is what the same weeks would be without any classes. `groups` are those that have people, named where
    others have none.
    """

    weeks: int
    weeks_short: int
    worst_week: str | None
    worst_fte: float | None
    hired: int
    left: float
    service_level: float | None
    worst_service_level: float | None
    unhired_weeks_short: int
    unhired_service_level: float | None
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Met:
    """What callers meet: their mean wait, and the share who hang up."""

    mean_wait_s: float
    abandonment: float


@dataclass(frozen=True)
class BudgetBuys:
    """What callers meet with the operators that the budget pays for, and with the extra; None: there is none."""

    amount: Met
    with_extra: Met | None


@dataclass(frozen=True)
class Need:
    """The operators needed at once at the peak, and the full-time jobs of the heaviest whole week."""

    operators: int
    date: str | None
    start: str
    fte: float
    week: str | None
    fte_of_week: float | None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is to be decided: whether the money is enough, when contracts end, how callers fare, who is missing.

    Attributes:
        budget: what it pays for; None without one.
        contracts: in the order of their dates.
        buys: what callers meet, where the budget pays for operators and is not enough.
        capped: groups that may not have the operators that their targets need, the worst first.
        served: with the operators given; None where no group states any.
        today: what the operators given come to; None where not all groups state them, or they cost what the plan does.
        people: None where the scenario says nothing of them.
        need: None: nobody calls, and nobody is needed.
    """

    budget: BudgetUse | None
    contracts: tuple[ContractUse, ...]
    buys: BudgetBuys | None
    capped: tuple[Capped, ...]
    served: Served | None
    today: "Option | None"
    people: People | None
    need: Need | None


@dataclass(frozen=True)
class GroupPair:
    """The figures of one group in a tile, in its unit; `target` is None where it is not the same on every day."""

    group: str
    title: str | None
    needed: Cell
    there: Cell
    target: Cell


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure of the plan beside what there is, over the same groups, days and instant.

    Attributes:
        name: `peak` (operators at once), `fte` (full-time jobs), `service_level`, `abandonment`, `cost`, `contract`.
        kind: the unit of the figures.
        needed: operators and jobs that the targets need, what callers meet with them, what is spent or used.
        there: operators given, jobs there, what callers meet with the operators given, the budget, the volume.
        target: what callers are promised; None: nothing, or not the same to every group and on every day.
        groups: those that are compared.
        needed_by_all: the same of all groups; None where all are compared.
        by_group: the groups one by one, where targets are theirs.
        date: of the peak; on which the contract runs out.
        start: of the interval of the peak.
        week: of the jobs; None: the mean of all days.
        level: the service level that is meant, where it is the same in all groups.
        there_of: whether the jobs there are those of people, or of operators given.
        is_capped: whether the operators planned are fewer than the targets need.
        cost_of: what costs.
        unit: of a contract.
        of: the first day of a contract, where there are several.
    """

    name: Literal["peak", "fte", "service_level", "abandonment", "cost", "contract"]
    kind: Kind
    needed: Cell
    there: Cell
    target: Cell = None
    groups: tuple[str, ...] = ()
    needed_by_all: Cell = None
    by_group: tuple[GroupPair, ...] = ()
    date: str | None = None
    start: str | None = None
    week: str | None = None
    level: Level | None = None
    there_of: Literal["given", "people"] = "given"
    is_capped: bool = False
    cost_of: CostOf | None = None
    unit: str | None = None
    of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Option:
    """What one way to go comes to over the planned days, money in the currency of the scenario.

    Attributes:
        kind: the operators given today, the plan, or a variant of the scenario.
        name: of the variant.
        title: of the variant.
        dates: the first and the last planned day.
        by_interval: whether targets are held against each interval by itself, and no queue is carried on.
        cost_of: what its own budget covers, or whose cost is decided about without one.
        days: planned days on which any group is open.
        days_missed: those of them on which any group misses a target in some interval.
        fte: full-time jobs of its heaviest whole week, or the mean of all days where none is whole.
        cost: of what the plan's `cost_of` names.
        has_contract: whether there is a volume that may run out.
        exhausted_on: the day on which it does.
        left: of the budget; below 0 it is missing.
        left_with_extra: the same with the extra.
        abandonment: share of the callers who hang up.
        service_level: share of the callers who are answered in time, as each group has it.
        weeks: whole weeks of the groups with people.
        weeks_short: those of them that are short of people, with the classes of this option.
        staffed_service_level: the service level of these groups over all days with the people there.
        levels: the service level that each group asks for.
        problems: why it has no figures; none: it has.
    """

    kind: Literal["today", "plan", "variant"]
    name: str | None = None
    title: str | None = None
    dates: tuple[date | None, date | None] = (None, None)
    by_interval: bool = True
    cost_of: CostOf = "labour-and-contacts"
    days: int | None = None
    days_missed: int | None = None
    fte: float | None = None
    cost: float | None = None
    has_contract: bool = False
    exhausted_on: str | None = None
    left: float | None = None
    left_with_extra: float | None = None
    abandonment: float | None = None
    service_level: float | None = None
    weeks: int | None = None
    weeks_short: int | None = None
    staffed_service_level: float | None = None
    levels: tuple[Level, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Options:
    """Ways to go side by side, of the same kind of cost.

    `as_planned` are the groups of which nobody says who is there today: in that option they have those of the plan.
    `left_out` are the names of variants that are too many to be planned.
    """

    rows: tuple[Option, ...]
    as_planned: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def plan(self) -> Option:
        """The plan, which the variants are compared with, and today with it."""
        return next(row for row in self.rows if row.kind == "plan")

    @property
    def variants(self) -> list[Option]:
        """The variants that have figures."""
        return [row for row in self.rows if row.kind == "variant" and not row.problems]


@dataclass(frozen=True, kw_only=True)
class FirstScreen:
    """What a person sees first."""

    decision: Decision
    tiles: tuple[Tile, ...]
    shortage: tuple[ShortGroup, ...]
    options: Options
