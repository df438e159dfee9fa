"""The rows of a schedule's tables: shifts, breaks, cover, rosters and duties of each group, and what they come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np

from mfc_capacity.answers.records import Cell
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.core.targets import AVERAGED
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.plan import money
from mfc_capacity.plan.ledger import TOTAL, full_time_hours, weighted
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.hours import HOUR_S, bare_hours
from mfc_capacity.shifts.rows import Away, Begun
from mfc_capacity.shifts.schedule import GroupSchedule

Record = dict[str, Cell]

Proved = Literal["optimal", "within-gap", "by-curves", "time-limit"]
STATUSES: tuple[Proved, ...] = get_args(Proved)  # from good to bad


@dataclass(frozen=True, eq=False)
class GroupRows:
    """Writes the rows of one group's schedule."""

    planned: Planned
    schedule: GroupSchedule

    @property
    def name(self) -> str:
        """The group's name."""
        return self.schedule.name

    @property
    def interval_s(self) -> int:
        """The length of an interval."""
        return self.planned.scenario.interval_s

    def date(self, day: int) -> str:
        """Return a day of the horizon as tables have it; -1 is the one before."""
        return self.schedule.asked.date(day).isoformat()

    @cached_property
    def begun(self) -> tuple[Begun, ...]:
        """Who begins when, as far as it reaches into the horizon."""
        return tuple(
            own for own in self.schedule.rows.begun if self._reaches(own.day, own.shift, own.start_s)
        )

    @cached_property
    def costs(self) -> tuple[int, ...] | None:
        """What each of `begun` costs, in hundredths; None without a price."""
        price = self.planned.scenario.costs.operator_hour
        if price is None:
            return None
        hours = (own.priced_hours for own in self.begun)
        return tuple(money.booked(hours, price=Fraction(price) * money.HUNDREDTHS).tolist())

    def shifts(self) -> Iterator[Record]:
        """Yield the operators of each shift, with their paid hours and cost within the horizon."""
        costs = [None] * len(self.begun) if self.costs is None else self.costs
        for own, cost in zip(self.begun, costs, strict=True):
            yield {
                **self._keys(own),
                "operators": own.operators,
                "paid_hours": float(own.paid_hours),
                "cost": _amount(cost),
            }

    def breaks(self) -> Iterator[Record]:
        """Yield who is away when, break by break of each shift."""
        for own in self.schedule.rows.away:
            if self._reaches(own.day, own.shift, own.start_s):
                at = clock_text(own.at_s % DAY_S)
                yield {**self._keys(own), "break": own.number + 1, "at": at, "operators": own.operators}

    def cover(self) -> Iterator[Record]:
        """Yield what every interval requires and has, and what callers meet in it."""
        met = self.schedule.met
        measures = zip(met.service_level.ravel().tolist(), met.abandonment.ravel().tolist(), strict=True)
        for own, (level, abandonment) in zip(self.schedule.rows.cover, measures, strict=True):
            yield {
                "date": self.date(own.day),
                "start": clock_text(own.start_s),
                "group": self.name,
                "operators_required": own.required,
                "operators_scheduled": own.scheduled,
                "over": max(own.scheduled - own.required, 0),
                "under": max(own.required - own.scheduled, 0),
                "service_level": _known(level),
                "abandonment": _known(abandonment),
            }

    def rosters(self) -> Iterator[Record]:
        """Yield how many people of each shift begin a run of days at work on the same day."""
        for own in self.schedule.rows.people:
            shift = self.schedule.shifts[own.shift]
            yield {
                "group": self.name,
                "shift": own.shift,
                "pattern": f"{shift.days_on}/{shift.days_off}",
                "first_day": self.date(own.first_day),
                "people": own.people,
            }

    def duties(self) -> Iterator[Record]:
        """Yield who is there on which day, person by person."""
        for own in self.schedule.rows.duties:
            if self._reaches(own.day, own.shift, own.start_s):
                end_s = own.start_s + self.schedule.shifts[own.shift].length_s
                yield {
                    "group": self.name,
                    "person": own.person,
                    "date": self.date(own.day),
                    "shift": own.shift,
                    "start": clock_text(own.start_s),
                    "end": clock_text(end_s % DAY_S),
                }

    def headcount(self) -> Record:
        """Return what the schedule comes to, beside what is required."""
        own, scenario = self.schedule, self.planned.scenario
        plan, span = own.asked.plan, own.asked.span
        needed = own.required * plan.load.times[plan.load.kinds[list(span)]]  # as often as an interval comes
        bare, bare_priced = bare_hours(scenario, plan.group, self.planned.days, span, needed)
        price = scenario.costs.operator_hour
        hours, paid = self.interval_s / HOUR_S, own.paid_hours
        bare_cost = None if price is None else money.nearest(bare_priced * Fraction(price) * money.HUNDREDTHS)
        return {
            "group": self.name,
            "from": self.date(0),
            "to": self.date(len(span) - 1),
            "operator_hours_required": int(needed.sum()) * hours,
            "operator_hours_paid": float(bare),
            "labour_cost": _amount(bare_cost),
            "fte": float(bare) / full_time_hours(scenario, len(span)),
            "operator_hours_scheduled": int(own.scheduled.sum()) * hours,
            "shift_hours_paid": float(paid),
            "shift_cost": None if self.costs is None else _amount(sum(self.costs)),
            "people": own.people,
            "headcount": own.head_count,
            "efficiency_lost": None if own.short.any() else _lost(float(bare), float(paid)),
            "operator_hours_short": int(own.short.sum()) * hours,
            "operator_hours_over": int(own.over.sum()) * hours,
            **_means([self.sums]),
            "min_service_level": self.worst_level,
            "status": status_of(own),
        }

    @property
    def worst_level(self) -> float | None:
        """The lowest service level of an interval with calls; None where it is not known of one."""
        load, own = self.schedule.asked.plan.load, self.schedule
        levels = own.met.service_level[load.calls[load.kinds[list(own.asked.span)]] > 0]
        return float(levels.min()) if levels.size and np.isfinite(levels).all() else None

    @cached_property
    def sums(self) -> Mapping[str, Floats]:
        """The measures by day, each summed with its weights, and the weights themselves."""
        own = self.schedule
        plan, kinds = own.asked.plan, own.asked.plan.load.kinds[list(own.asked.span)].tolist()
        plan = replace(plan, task=plan.task.on(plan.load.of_kinds(kinds)))
        hours = own.scheduled * plan.load.open * (self.interval_s / HOUR_S)
        return weighted(plan, own.met, plan.load.calls, hours, "")

    def _keys(self, own: Begun | Away) -> Record:
        return {
            "date": self.date(own.day),
            "group": self.name,
            "shift": own.shift,
            "start": clock_text(own.start_s),
        }

    def _reaches(self, day: int, shift: str, start_s: int) -> bool:
        """Return whether a shift lies in the horizon, at least in part."""
        return day >= 0 or start_s + self.schedule.shifts[shift].length_s > DAY_S


def headcount(groups: Sequence[GroupRows]) -> list[Record]:
    """Return what the schedule of each group comes to, and last what all of them do."""
    records = [group.headcount() for group in groups]
    return [*records, total(groups, records)]


def total(groups: Sequence[GroupRows], records: Sequence[Record]) -> Record:
    """Return what the schedules of some groups come to together."""
    sums: Record = {name: _sum([record[name] for record in records]) for name in _ADDED}
    paid = [float(sums[name] or 0) for name in ("operator_hours_paid", "shift_hours_paid")]
    ends = [[record[end] for record in records] for end in ("from", "to")]
    return {
        **sums,
        "group": TOTAL,
        "from": min(ends[0], key=str),
        "to": max(ends[1], key=str),
        "efficiency_lost": None if sums["operator_hours_short"] else _lost(*paid),
        **_means([group.sums for group in groups]),
        "min_service_level": min(
            (group.worst_level for group in groups if group.worst_level is not None), default=None
        ),
        "status": max((status_of(group.schedule) for group in groups), key=STATUSES.index),
    }


_ADDED = (
    *("operator_hours_required", "operator_hours_paid", "labour_cost", "fte", "operator_hours_scheduled"),
    *("shift_hours_paid", "shift_cost", "people", "headcount", "operator_hours_short", "operator_hours_over"),
)


def status_of(schedule: GroupSchedule) -> Proved:
    """Return how good a schedule is known to be: the worse of what it covers and what that costs."""
    solutions = (schedule.covered.cost, schedule.covered.missing)
    statuses = {own.status for own in solutions if own is not None}
    if schedule.problem.promise is not None and "time-limit" not in statuses:
        return "by-curves"
    return next(status for status in reversed(STATUSES) if status in statuses)


def _sum(cells: Sequence[Any]) -> Cell:
    return None if None in cells else sum(cells)


def _lost(bare: float, paid: float) -> float | None:
    """Return the share of paid hours that the shape of shifts takes."""
    return without_noise(1 - bare / paid) if paid else None


def _means(parts: Sequence[Mapping[str, Floats]]) -> Record:
    """Return the mean of each measure over intervals, as a plan weighs them."""
    found: Record = {}
    for name in (measure.name for measure in AVERAGED):
        weight = sum(float(sums[f"{name}:weight"].sum()) for sums in parts)
        found[name] = _known(sum(float(sums[name].sum()) for sums in parts) / weight) if weight else None
    return found


def _amount(hundredths: int | None) -> float | None:
    return None if hundredths is None else int(hundredths) / money.HUNDREDTHS


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
