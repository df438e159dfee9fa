"""The rows of a schedule's tables: shifts, breaks, cover, rosters and duties of each group, and what they come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np

from mfc_capacity.answers.records import Cell
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.core.shifts.people import OFF
from mfc_capacity.core.targets import AVERAGED
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.plan import money
from mfc_capacity.plan.ledger import TOTAL, full_time_hours, weighted
from mfc_capacity.plan.planner import Planned
from mfc_capacity.shifts.hours import HOUR_S, bare_hours
from mfc_capacity.shifts.schedule import GroupSchedule

Record = dict[str, Cell]

Proved = Literal["optimal", "within-gap", "time-limit"]
STATUSES: tuple[Proved, ...] = get_args(Proved)  # from good to bad


@dataclass(frozen=True)
class Started:
    """The operators of a shift who begin on a day of work (0: the day before the horizon) at one of its starts."""

    shift: int
    row: int
    at: int
    operators: int


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

    def day(self, row: int) -> date | None:
        """Return the date of a day of work; the first is the one before the horizon."""
        first = self.planned.days.dates[self.schedule.asked.span[0]]
        return None if first is None else first + timedelta(row - 1)

    def date(self, row: int) -> str | None:
        """Return the date of a day of work as a table has it."""
        day = self.day(row)
        return None if day is None else day.isoformat()

    @cached_property
    def started(self) -> tuple[Started, ...]:
        """Who begins when, by day, shift and start: all that reaches into the horizon."""
        found = []
        for shift, own in enumerate(self.schedule.worked):
            family = self.schedule.problem.families[shift]
            for row, at in np.argwhere(own.operators > 0).tolist():
                if row or family.starts[at] + family.length > self.schedule.problem.day:
                    found.append(Started(shift, row, at, int(own.operators[row, at])))
        return tuple(sorted(found, key=lambda each: (each.row, each.shift, each.at)))

    @cached_property
    def costs(self) -> tuple[int, ...] | None:
        """What each of `started` costs, in hundredths; None without a price."""
        price = self.planned.scenario.costs.operator_hour
        if price is None:
            return None
        hours = (
            each.operators * self.schedule.hours[each.shift].priced[each.row][each.at]
            for each in self.started
        )
        return tuple(money.booked(hours, price=Fraction(price) * money.HUNDREDTHS).tolist())

    def shifts(self) -> Iterator[Record]:
        """Yield the operators of each shift, with their paid hours and cost within the horizon."""
        costs = [None] * len(self.started) if self.costs is None else self.costs
        for each, cost in zip(self.started, costs, strict=True):
            paid = self.schedule.hours[each.shift].paid[each.row][each.at]
            yield {
                **self._keys(each),
                "operators": each.operators,
                "paid_hours": float(each.operators * paid),
                "cost": _amount(cost),
            }

    def breaks(self) -> Iterator[Record]:
        """Yield who is away when, break by break of each shift."""
        for each in self.started:
            family = self.schedule.problem.families[each.shift]
            taken = self.schedule.worked[each.shift].breaks
            for number, (own, counts) in enumerate(zip(family.breaks, taken, strict=True)):
                for begin, count in zip(own.begins, counts[each.row, each.at].tolist(), strict=True):
                    if count:
                        at = self._clock(family.starts[each.at] + begin)
                        yield {**self._keys(each), "break": number + 1, "at": at, "operators": count}

    def cover(self) -> Iterator[Record]:
        """Yield what every interval requires and has, and what callers meet in it."""
        own, met = self.schedule, self.schedule.met
        columns = (own.required, own.scheduled, met.service_level, met.abandonment)
        cells = zip(*(column.ravel().tolist() for column in columns), strict=True)
        for (d, k), (required, scheduled, level, abandonment) in zip(
            np.ndindex(own.required.shape), cells, strict=True
        ):
            yield {
                "date": self.date(d + 1),
                "start": self._clock(k),
                "group": self.name,
                "operators_required": required,
                "operators_scheduled": scheduled,
                "over": max(scheduled - required, 0),
                "under": max(required - scheduled, 0),
                "service_level": _known(level),
                "abandonment": _known(abandonment),
            }

    def rosters(self) -> Iterator[Record]:
        """Yield how many people of each shift begin a run of days at work on the same day."""
        for (name, shift), rostered in zip(self.schedule.shifts.items(), self.schedule.rostered, strict=True):
            people = np.bincount(rostered.phases, minlength=shift.cycle).tolist()
            if self.day(0) is None:
                people = [sum(people)]
            for phase, count in enumerate(people):
                if count:
                    yield {
                        "group": self.name,
                        "shift": name,
                        "pattern": f"{shift.days_on}/{shift.days_off}",
                        "first_day": self.date(phase + 1),
                        "people": count,
                    }

    def duties(self) -> Iterator[Record]:
        """Yield who is there on which day, person by person."""
        before = 0
        for shift, (name, rostered) in enumerate(
            zip(self.schedule.shifts, self.schedule.rostered, strict=True)
        ):
            family = self.schedule.problem.families[shift]
            reaches = np.array(family.starts) + family.length > self.schedule.problem.day
            for person, row in np.argwhere(rostered.starts != OFF).tolist():
                at = int(rostered.starts[person, row])
                if row or reaches[at]:
                    yield {
                        "group": self.name,
                        "person": before + person + 1,
                        "date": self.date(row),
                        "shift": name,
                        "start": self._clock(family.starts[at]),
                        "end": self._clock(family.starts[at] + family.length),
                    }
            before += len(rostered.phases)

    def headcount(self) -> Record:
        """Return what the schedule comes to, beside what is required."""
        own, scenario = self.schedule, self.planned.scenario
        plan, span = own.asked.plan, own.asked.span
        bare, bare_priced = bare_hours(scenario, plan.group, self.planned.days, span, own.required)
        price = scenario.costs.operator_hour
        hours, paid = self.interval_s / HOUR_S, own.paid_hours
        bare_cost = None if price is None else money.nearest(bare_priced * Fraction(price) * money.HUNDREDTHS)
        return {
            "group": self.name,
            "from": self.date(1),
            "to": self.date(len(span)),
            "operator_hours_required": int(own.required.sum()) * hours,
            "operator_hours_paid": float(bare),
            "labour_cost": _amount(bare_cost),
            "fte": float(bare) / full_time_hours(scenario, len(span)),
            "operator_hours_scheduled": int(own.scheduled.sum()) * hours,
            "shift_hours_paid": float(paid),
            "shift_cost": None if self.costs is None else _amount(sum(self.costs)),
            "people": own.people,
            "headcount": own.head_count,
            "efficiency_lost": _lost(float(bare), float(paid)),
            "operator_hours_short": int(np.maximum(own.required - own.scheduled, 0).sum()) * hours,
            "operator_hours_over": int(own.over.sum()) * hours,
            **_means([self.sums]),
            "status": status_of(own),
        }

    @cached_property
    def sums(self) -> Mapping[str, Floats]:
        """The measures by day, each summed with its weights, and the weights themselves."""
        own = self.schedule
        plan, kinds = own.asked.plan, own.asked.plan.load.kinds[list(own.asked.span)].tolist()
        plan = replace(plan, task=plan.task.on(plan.load.of_kinds(kinds)))
        hours = own.scheduled * plan.load.open * (self.interval_s / HOUR_S)
        return weighted(plan, own.met, plan.load.calls, hours, "")

    def _keys(self, each: Started) -> Record:
        start = self.schedule.problem.families[each.shift].starts[each.at]
        return {
            "date": self.date(each.row),
            "group": self.name,
            "shift": tuple(self.schedule.shifts)[each.shift],
            "start": self._clock(start),
        }

    def _clock(self, interval: int) -> str:
        return clock_text(interval * self.interval_s % DAY_S)


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
        "efficiency_lost": _lost(*paid),
        **_means([group.sums for group in groups]),
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
