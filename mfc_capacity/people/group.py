"""The people of a group as the mathematics takes them: careers in weeks, what is required, what things cost."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.people.flow import Career, Flow, flows, leaving
from mfc_capacity.core.people.hiring import Classes, Need, Prices
from mfc_capacity.people.weeks import DAYS, Weeks
from mfc_capacity.plan.ledger import full_time_hours, group_ledger
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import People, Scenario
from mfc_capacity.shifts.weeks import WeeksInShifts

WEEKS_A_MONTH = 365.25 / 12 / DAYS
HOUR_S = 3600


@dataclass(frozen=True, eq=False)
class Group:
    """A group with its people.

    Attributes:
        plan: of the group.
        people: as the scenario has them.
        weeks: of the calendar (T).
        hours: paid hours of a full-time job in each week, as much of it as lies in the calendar (T).
        career: how its people learn, work and leave, week by week.
        required: full-time jobs that the plan requires, or its shifts where they are asked for; NaN where none of a
            week are known (T).
        need: those that are to be there: none in a week that is not judged.
        prices: of what things cost; in paid hours, hiring and leaving left out, where an hour has no price.
        is_priced: whether it has.
        in_shifts: what the weeks come to in shifts; None: they are not asked for.
    """

    plan: GroupPlan
    people: People
    weeks: Weeks
    hours: Floats
    career: Career
    required: Floats
    need: Need
    prices: Prices
    is_priced: bool
    in_shifts: WeeksInShifts | None = None

    @property
    def name(self) -> str:
        """The group's name."""
        return self.plan.name

    @property
    def is_judged(self) -> Bools:
        """Which weeks are: those whole whose need is known, for who works on which days of a week is not (T)."""
        return _is_judged(self.weeks, self.required)

    @property
    def classes(self) -> Classes | None:
        """The classes that may begin besides; None: none may."""
        own = self.people.classes
        if own is None:
            return None
        begins = self.weeks.from_day(self.people.employed[0] + timedelta(weeks=own.notice_weeks))
        mondays = [self.weeks.monday(week) for week in begins.tolist()]
        months = np.array([day.year * 12 + day.month for day in mondays], dtype=np.int64)
        return Classes(own.least, own.most, own.a_month, begins, months)

    def flow(self, begins: Ints, people: Ints) -> Flow:
        """Return the flow of those employed and of classes."""
        cohorts, counts = self.cohorts(begins, people)
        return flows(self.career, cohorts, len(self.weeks)).of(counts)

    def cohorts(self, begins: Ints, people: Ints) -> tuple[Ints, Ints]:
        """Return those employed as a class of old, and the classes after them: when they began, and how many."""
        _, employed = self.people.employed
        before = -self.career.settled - 1  # and not hired with the first week
        return np.append(before, begins), np.append(employed, people)


def group_of(
    planned: Planned, plan: GroupPlan, people: People, weeks: Weeks, in_shifts: WeeksInShifts | None = None
) -> Group:
    """Return a group of a planned scenario with its people, who work in shifts or just as they are required."""
    scenario = planned.scenario
    hours = np.array([full_time_hours(scenario, len(span)) for span in weeks.spans])
    if in_shifts is None:
        ledger = group_ledger(plan, scenario.interval_s, with_given=False)
        required = np.array(ledger.paid_hours(weeks.spans)) / hours
    else:
        required = in_shifts.paid_hours / hours
    price = scenario.costs.operator_hour
    return Group(
        plan=plan,
        people=people,
        weeks=weeks,
        hours=hours,
        career=career_of(people, scenario, weeks),
        required=required,
        need=Need(np.where(_is_judged(weeks, required), required, 0.0), float(people.overtime)),
        prices=_prices(people, hours, None if price is None else float(price)),
        is_priced=price is not None,
        in_shifts=in_shifts,
    )


def _is_judged(weeks: Weeks, required: Floats) -> Bools:
    judged: Bools = weeks.whole & np.isfinite(required)
    return judged


def career_of(people: People, scenario: Scenario, weeks: Weeks) -> Career:
    """Return how people learn, work and leave, week by week.

    A tenure of months begins with the first week of which all days have it. Trainers' hours are paid hours.
    """
    steps = [(int(np.ceil(months * WEEKS_A_MONTH)), share) for months, share in people.attrition]
    last, _ = steps[-1]
    by_week = [max((begin, share) for begin, share in steps if begin <= week)[1] for week in range(last + 1)]
    training = people.training
    length = 0 if training is None else training.weeks
    full_time_week_h = scenario.full_time_week_s / HOUR_S
    ramp, reached = [], 0
    for until, output in people.ramp:
        ramp += [float(output)] * (until - reached)
        reached = until
    return Career(
        attrition=leaving([float(share) for share in by_week], 1 / WEEKS_A_MONTH),
        training=length,
        drop_out=0.0 if training is None else float(training.drop_out),
        ramp=np.array([*ramp, 1.0]),
        trainers=training.trainer_hours / length / full_time_week_h if training and length else 0.0,
        ends=weeks.ends,
    )


def _prices(people: People, hours: Floats, price: float | None) -> Prices:
    """Return what things cost; a week's wages are those of its days in the calendar, in training too."""
    wages = hours * (1.0 if price is None else price)
    return Prices(
        hire=0.0 if price is None else float(people.hire),
        in_training=wages,
        at_work=wages,
        leave=0.0 if price is None else float(people.leave),
        overtime=wages * float(people.overtime_factor if people.overtime else Fraction(0)),
        short=wages * float(people.shortage_factor),
    )
