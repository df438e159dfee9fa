"""The rows of the tables of people: each group's weeks and classes, and what they come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from mfc_capacity.answers.records import Cell
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.people.staffed import Staffed, are_judged, missing_together
from mfc_capacity.plan import money
from mfc_capacity.plan.ledger import TOTAL

Record = dict[str, Cell]

PLANNED, CHOSEN = "planned", "chosen"
MEASURES = ("service_level", "abandonment")


@dataclass(frozen=True, eq=False)
class GroupRows:
    """Writes the rows of one group; `unhired` is the same group without any class."""

    staffed: Staffed
    unhired: Staffed

    @property
    def name(self) -> str:
        """The group's name."""
        return self.staffed.name

    @cached_property
    def cost(self) -> Ints | None:
        """What each week costs in hundredths (T); None without a price."""
        return self._booked(self.staffed.cost)

    @cached_property
    def shortage_cost(self) -> Ints | None:
        """What the jobs that are missing weigh in each week, in hundredths (T); None without a price."""
        return self._booked(self.staffed.shortage_cost)

    def weeks(self) -> Iterator[Record]:
        """Yield who is there against who is needed, week by week."""
        own, flow, weeks = self.staffed, self.staffed.flow, self.staffed.group.weeks
        count = len(weeks)
        measures = {name: [_known(value) for value in own.mean(name).tolist()] for name in MEASURES}
        columns: dict[str, Sequence[Any]] = {
            "week": weeks.names,
            "group": [self.name] * count,
            "employed": _plain(flow.at_work),
            "hired": [round(people) for people in flow.hired.tolist()],
            "in_training": _plain(flow.in_training),
            "left": _plain(flow.left),
            "output_fte": _plain(own.output),
            "overtime_hours": _plain(own.overtime * own.group.hours),
            "required_fte": [_known(value) for value in _plain(own.group.required)],
            "over_fte": [_known(value) for value in _plain(own.over)],
            **measures,
            "cost": [_amount(cost) for cost in _each(self.cost, count)],
            "shortage_cost": [_amount(cost) for cost in _each(self.shortage_cost, count)],
            **{
                f"people_{end}": [round(people) for people in own.people_percentiles[:, k].tolist()]
                for k, end in enumerate(("p10", "p90"))
            },
            **{f"output_{end}": _plain(own.output_percentiles[:, k]) for k, end in enumerate(("p10", "p90"))},
        }
        names = tuple(columns)
        return (dict(zip(names, cells, strict=True)) for cells in zip(*columns.values(), strict=True))

    def classes(self) -> Iterator[Record]:
        """Yield the classes, in their order."""
        group = self.staffed.group
        for own in self.staffed.begun:
            monday = group.weeks.monday(own.week)
            yield {
                "date": monday.isoformat(),
                "group": self.name,
                "hire": PLANNED if own.is_planned else CHOSEN,
                "size": own.people,
                "classes": own.classes,
                "at_work_on": (monday + timedelta(weeks=group.career.training)).isoformat(),
                "at_work": without_noise(own.people * group.career.finishes(max(-own.week, 0))),
            }

    def summary(self) -> Record:
        """Return what all weeks come to."""
        own = self.staffed
        return {
            "group": self.name,
            **_short(([own], [self.unhired])),
            "employed_first": own.group.people.employed[1],
            "hired": sum(each.people for each in own.begun),
            "left": without_noise(float(own.flow.left.sum())),
            "employed_last": without_noise(float(own.flow.at_work[-1])),
            "overtime_hours": without_noise(float((own.overtime * own.group.hours).sum())),
            "cost": None if self.cost is None else _amount(sum(self.cost)),
            "shortage_cost": None if self.shortage_cost is None else _amount(sum(self.shortage_cost)),
            "status": None if own.proof is None else own.proof.status,
        }

    def _booked(self, amounts: Floats) -> Ints | None:
        if not self.staffed.group.is_priced:
            return None
        return money.booked([Fraction(each) for each in amounts.tolist()], price=Fraction(money.HUNDREDTHS))


def total(groups: Sequence[GroupRows], records: Sequence[Record]) -> Record:
    """Return what all weeks of all groups come to."""
    statuses = {record["status"] for record in records}
    return {
        "group": TOTAL,
        **_short(([group.staffed for group in groups], [group.unhired for group in groups])),
        **{name: _sum([record[name] for record in records]) for name in _ADDED},
        "status": next((status for status in STATUSES if status in statuses), None),
    }


_ADDED = ("employed_first", "hired", "left", "employed_last", "overtime_hours", "cost", "shortage_cost")
STATUSES = ("time-limit", "within-gap", "optimal")  # from bad to good


def _short(both: tuple[Sequence[Staffed], Sequence[Staffed]]) -> Record:
    """Return when groups are short and what callers meet in the worst week: as asked, and without any class."""
    weeks = both[0][0].group.weeks
    found: Record = {"weeks": int(are_judged(both[0]).sum())}
    for groups, prefix in zip(both, ("", "unhired_"), strict=True):
        missing = missing_together(groups)
        short, worst = np.flatnonzero(missing), int(missing.argmax())
        found |= {
            f"{prefix}weeks_short": int(short.size) if found["weeks"] else None,
            f"{prefix}worst_week": weeks.names[worst] if short.size else None,
            f"{prefix}worst_fte": float(missing[worst]) if short.size else None,
            f"{prefix}worst_week_service_level": _service_level(groups, [worst]) if short.size else None,
            f"{prefix}service_level": _service_level(groups, range(len(weeks))),
        }
        if not prefix:
            found["last_week_short"] = weeks.names[short[-1]] if short.size else None
    return found


def _service_level(groups: Sequence[Staffed], weeks: Sequence[int]) -> float | None:
    """Return the service level of all groups over some weeks; those in which it is not known are left out."""
    total = weight = 0.0
    for own in groups:
        known = [week for week in weeks if own.is_known[week]]
        total += float(own.sums["service_level"][known].sum())
        weight += float(own.sums["service_level:weight"][known].sum())
    return _known(total / weight) if weight else None


def _plain(values: Floats) -> list[float]:
    return [without_noise(value) + 0.0 for value in values.tolist()]


def _each(costs: Ints | None, count: int) -> Sequence[Any]:
    return [None] * count if costs is None else costs.tolist()


def _amount(hundredths: Any) -> float | None:
    return None if hundredths is None else int(hundredths) / money.HUNDREDTHS


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _sum(cells: Sequence[Any]) -> Cell:
    return None if None in cells else sum(cells)
